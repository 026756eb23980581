// SPDX-License-Identifier: Apache-2.0
// Dimensions of detections that were seen before: each text has a number, and the numbers of a detection's texts are looked up together.
#include "dimensions-priv.h"

#define FIRST_SLOTS 1024
#define NAMES_MOST 65535 /* their numbers have 16 bits */
#define NO_NAME 0xffffU

/* A text that was seen. */
struct name {
	const char *data; /* NULL = empty slot */
	uint32_t length, hash;
	uint32_t number;
};

/* The numbers of four texts, and the flags. */
struct cell {
	uint64_t names;
	uint32_t flags; /* one more than the key's; 0 = empty slot */
	uint32_t number;
};

struct dimensions {
	struct name *names;
	size_t names_mask, n_names; /* slots - 1; texts */
	struct cell *cells;
	size_t cells_mask, n_cells;
	uint64_t seed; /* nobody can choose texts that collide */
	GStringChunk *texts;
};

struct dimensions *dimensions_new(void)
{
	struct dimensions *dimensions = g_new0(struct dimensions, 1);
	dimensions->names = g_new0(struct name, FIRST_SLOTS);
	dimensions->cells = g_new0(struct cell, FIRST_SLOTS);
	dimensions->names_mask = dimensions->cells_mask = FIRST_SLOTS - 1;
	dimensions->seed = (uint64_t)g_random_int() << 32 | g_random_int();
	dimensions->texts = g_string_chunk_new(4096);
	return dimensions;
}

void dimensions_free(struct dimensions *dimensions)
{
	if (dimensions == NULL)
		return;
	g_free(dimensions->names);
	g_free(dimensions->cells);
	g_string_chunk_free(dimensions->texts);
	g_free(dimensions);
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

static uint32_t hash_text(uint64_t seed, struct slice text)
{
	uint64_t hash = seed ^ text.length, rest = 0;
	for (; text.length > 8; text.data += 8, text.length -= 8)
		hash = mix(hash, slice_word(text.data));
	if (text.length == 8)
		rest = slice_word(text.data);
	for (size_t i = 0; text.length < 8 && i < text.length; i++)
		rest = rest << 8 | (uint8_t)text.data[i];
	return (uint32_t)mix(hash, rest);
}

/* The slot of the text, or the empty one where it belongs. */
static struct name *name_slot(const struct dimensions *dimensions, uint32_t hash, struct slice text)
{
	size_t i = hash & dimensions->names_mask;
	struct name *name = &dimensions->names[i];
	while (name->data != NULL && (name->hash != hash || name->length != text.length || !slice_same(name->data, text.data, text.length))) {
		i = (i + 1) & dimensions->names_mask;
		name = &dimensions->names[i];
	}
	return name;
}

static struct cell *cell_slot(const struct dimensions *dimensions, uint64_t names, uint32_t flags)
{
	size_t i = mix(names, flags) >> 16 & dimensions->cells_mask;
	struct cell *cell = &dimensions->cells[i];
	while (cell->flags != 0 && (cell->names != names || cell->flags != flags)) {
		i = (i + 1) & dimensions->cells_mask;
		cell = &dimensions->cells[i];
	}
	return cell;
}

/* The numbers of the key's texts; false when one of them has none. */
static bool find_names(const struct dimensions *dimensions, const struct dimension_key *key, uint64_t *ret_names)
{
	uint64_t names = 0;
	for (int i = 0; i < DIMENSIONS; i++) {
		struct slice text = key->texts[i];
		const struct name *name = text.length > 0 ? name_slot(dimensions, hash_text(dimensions->seed, text), text) : NULL;
		if (name != NULL && name->data == NULL)
			return false;
		names = names << 16 | (name != NULL ? name->number : NO_NAME);
	}
	*ret_names = names;
	return true;
}

bool dimensions_find(struct dimensions *dimensions, const struct dimension_key *key, uint32_t *ret_number)
{
	uint64_t names = 0;
	if (!find_names(dimensions, key, &names))
		return false;
	const struct cell *cell = cell_slot(dimensions, names, key->flags + 1);
	if (cell->flags == 0)
		return false;
	*ret_number = cell->number;
	return true;
}

static void grow_names(struct dimensions *dimensions)
{
	struct name *old = dimensions->names;
	size_t n = dimensions->names_mask + 1;
	dimensions->names = g_new0(struct name, 2 * n);
	dimensions->names_mask = 2 * n - 1;
	for (size_t i = 0; i < n; i++) {
		if (old[i].data != NULL)
			*name_slot(dimensions, old[i].hash, (struct slice){old[i].data, old[i].length}) = old[i];
	}
	g_free(old);
}

static void grow_cells(struct dimensions *dimensions)
{
	struct cell *old = dimensions->cells;
	size_t n = dimensions->cells_mask + 1;
	dimensions->cells = g_new0(struct cell, 2 * n);
	dimensions->cells_mask = 2 * n - 1;
	for (size_t i = 0; i < n; i++) {
		if (old[i].flags != 0)
			*cell_slot(dimensions, old[i].names, old[i].flags) = old[i];
	}
	g_free(old);
}

static void keep_name(struct dimensions *dimensions, struct slice text)
{
	uint32_t hash = hash_text(dimensions->seed, text);
	if (text.length == 0 || name_slot(dimensions, hash, text)->data != NULL || dimensions->n_names == NAMES_MOST)
		return;
	if (2 * dimensions->n_names > dimensions->names_mask)
		grow_names(dimensions);
	const char *copy = g_string_chunk_insert_len(dimensions->texts, text.data, (gssize)text.length);
	*name_slot(dimensions, hash, text) = (struct name){copy, (uint32_t)text.length, hash, (uint32_t)dimensions->n_names++};
}

void dimensions_keep(struct dimensions *dimensions, const struct dimension_key *key, uint32_t number)
{
	uint64_t names = 0;
	for (int i = 0; i < DIMENSIONS; i++)
		keep_name(dimensions, key->texts[i]);
	if (!find_names(dimensions, key, &names))
		return;
	if (2 * dimensions->n_cells > dimensions->cells_mask)
		grow_cells(dimensions);
	*cell_slot(dimensions, names, key->flags + 1) = (struct cell){names, key->flags + 1, number};
	dimensions->n_cells++;
}

bool dimensions_are_many(const struct dimensions *dimensions)
{
	return dimensions->n_names > NAMES_MOST / 2 || dimensions->n_cells > 8 * (size_t)NAMES_MOST;
}
