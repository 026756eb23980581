// SPDX-License-Identifier: Apache-2.0
// Dimensions of detections that were seen before: an open-addressing table over the bytes as they stand in the line.
#include "dimensions-priv.h"

#define FIRST_SLOTS 1024
#define MANY (64 * 1024)

struct entry {
	uint64_t hash; /* 0 = empty slot */
	struct dimension_key key;
	uint32_t number;
};

struct dimensions {
	struct entry *slots;
	size_t mask, n; /* slots - 1; entries */
	uint64_t seed;  /* nobody can choose texts that collide */
	GStringChunk *texts;
};

struct dimensions *dimensions_new(void)
{
	struct dimensions *dimensions = g_new0(struct dimensions, 1);
	dimensions->slots = g_new0(struct entry, FIRST_SLOTS);
	dimensions->mask = FIRST_SLOTS - 1;
	dimensions->seed = (uint64_t)g_random_int() << 32 | g_random_int();
	dimensions->texts = g_string_chunk_new(4096);
	return dimensions;
}

void dimensions_free(struct dimensions *dimensions)
{
	if (dimensions == NULL)
		return;
	g_free(dimensions->slots);
	g_string_chunk_free(dimensions->texts);
	g_free(dimensions);
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

static uint64_t mix_slice(uint64_t hash, struct slice text)
{
	hash = mix(hash, text.length);
	while (text.length >= 8) {
		uint64_t word = 0;
		memcpy(&word, text.data, 8);
		hash = mix(hash, word);
		text.data += 8;
		text.length -= 8;
	}
	uint64_t rest = 0;
	if (text.length > 0)
		memcpy(&rest, text.data, text.length);
	return mix(hash, rest);
}

static uint64_t hash_key(uint64_t seed, const struct dimension_key *key)
{
	uint64_t hash = mix(seed, key->flags);
	for (int i = 0; i < DIMENSIONS; i++)
		hash = mix_slice(hash, key->texts[i]);
	return hash | 1;
}

static bool key_equal(const struct dimension_key *a, const struct dimension_key *b)
{
	bool equal = a->flags == b->flags;
	for (int i = 0; equal && i < DIMENSIONS; i++)
		equal = slice_equal(a->texts[i], b->texts[i]);
	return equal;
}

/* The slot of the key, or the empty one where it belongs. */
static struct entry *slot_of(const struct dimensions *dimensions, uint64_t hash, const struct dimension_key *key)
{
	size_t i = hash >> 20 & dimensions->mask;
	struct entry *slot = &dimensions->slots[i];
	while (slot->hash != 0 && (slot->hash != hash || !key_equal(&slot->key, key))) {
		i = (i + 1) & dimensions->mask;
		slot = &dimensions->slots[i];
	}
	return slot;
}

bool dimensions_find(struct dimensions *dimensions, const struct dimension_key *key, uint32_t *ret_number)
{
	const struct entry *slot = slot_of(dimensions, hash_key(dimensions->seed, key), key);
	if (slot->hash == 0)
		return false;
	*ret_number = slot->number;
	return true;
}

static void grow(struct dimensions *dimensions)
{
	struct entry *old = dimensions->slots;
	size_t n = dimensions->mask + 1;
	dimensions->slots = g_new0(struct entry, 2 * n);
	dimensions->mask = 2 * n - 1;
	for (size_t i = 0; i < n; i++) {
		if (old[i].hash != 0)
			*slot_of(dimensions, old[i].hash, &old[i].key) = old[i];
	}
	g_free(old);
}

void dimensions_keep(struct dimensions *dimensions, const struct dimension_key *key, uint32_t number)
{
	if (2 * dimensions->n > dimensions->mask)
		grow(dimensions);
	uint64_t hash = hash_key(dimensions->seed, key);
	struct entry *slot = slot_of(dimensions, hash, key);
	*slot = (struct entry){hash, *key, number};
	for (int i = 0; i < DIMENSIONS; i++) {
		struct slice *text = &slot->key.texts[i];
		text->data = g_string_chunk_insert_len(dimensions->texts, text->length > 0 ? text->data : "", (gssize)text->length);
	}
	dimensions->n++;
}

bool dimensions_are_many(const struct dimensions *dimensions)
{
	return dimensions->n > MANY;
}
