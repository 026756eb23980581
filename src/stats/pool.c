// SPDX-License-Identifier: Apache-2.0
// Byte strings in memory, each kept once and numbered.
#include "pool-priv.h"

#include <string.h>

#define BITS_LEAST 8
#define POOL_ROUND 64 /* strings that are added together */

struct item {
	uint64_t hash;
	uint64_t start;
	uint32_t length;
};

struct pool {
	struct hash_key key;
	uint32_t *slots; /* number + 1 of an item; 0 = empty. A third of them at least is empty */
	unsigned bits;
	GArray *items;     /* struct item */
	GByteArray *bytes; /* of all items, one after the other */
};

struct pool *pool_new(const struct hash_key *key)
{
	struct pool *pool = g_new0(struct pool, 1);
	pool->key = *key;
	pool->bits = BITS_LEAST;
	pool->slots = g_new0(uint32_t, (size_t)1 << pool->bits);
	pool->items = g_array_new(FALSE, FALSE, sizeof(struct item));
	pool->bytes = g_byte_array_new();
	return pool;
}

void pool_free(struct pool *pool)
{
	if (pool == NULL)
		return;
	g_free(pool->slots);
	g_array_unref(pool->items);
	g_byte_array_unref(pool->bytes);
	g_free(pool);
}

static const struct item *item_at(const struct pool *pool, uint32_t number)
{
	return &g_array_index(pool->items, struct item, number);
}

/* The slot of the item, or the empty one where it belongs. */
static size_t find_slot(const struct pool *pool, uint64_t hash, struct kv_bytes bytes)
{
	size_t mask = ((size_t)1 << pool->bits) - 1, slot = (size_t)hash & mask;
	for (; pool->slots[slot] != 0; slot = (slot + 1) & mask) {
		const struct item *item = item_at(pool, pool->slots[slot] - 1);
		if (item->hash == hash && item->length == bytes.length && memcmp(pool->bytes->data + item->start, bytes.data, bytes.length) == 0)
			break;
	}
	return slot;
}

static void grow(struct pool *pool)
{
	pool->bits++;
	g_free(pool->slots);
	pool->slots = g_new0(uint32_t, (size_t)1 << pool->bits);
	size_t mask = ((size_t)1 << pool->bits) - 1;
	for (guint i = 0; i < pool->items->len; i++) {
		size_t slot = (size_t)item_at(pool, i)->hash & mask;
		while (pool->slots[slot] != 0)
			slot = (slot + 1) & mask;
		pool->slots[slot] = i + 1;
	}
}

static uint32_t add(struct pool *pool, uint64_t hash, struct kv_bytes bytes)
{
	size_t slot = find_slot(pool, hash, bytes);
	if (pool->slots[slot] != 0)
		return pool->slots[slot] - 1;
	struct item item = {hash, pool->bytes->len, (uint32_t)bytes.length};
	uint32_t number = pool->items->len;
	if (bytes.length > 0)
		g_byte_array_append(pool->bytes, bytes.data, (guint)bytes.length);
	g_array_append_val(pool->items, item);
	pool->slots[slot] = number + 1;
	if (pool->items->len + pool->items->len / 2 > (guint)1 << pool->bits)
		grow(pool);
	return number;
}

uint32_t pool_add(struct pool *pool, struct kv_bytes bytes)
{
	return add(pool, hash_bytes(&pool->key, bytes), bytes);
}

/* What add will first look at is brought near step by step: the slot, its item, the item's bytes. */
static void add_round(struct pool *pool, const struct kv_bytes *bytes, size_t n, uint32_t *ret_numbers)
{
	uint64_t hashes[POOL_ROUND];
	size_t mask = ((size_t)1 << pool->bits) - 1;
	for (size_t i = 0; i < n; i++) {
		hashes[i] = hash_bytes(&pool->key, bytes[i]);
		__builtin_prefetch(&pool->slots[hashes[i] & mask]);
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t number = pool->slots[hashes[i] & mask];
		if (number != 0)
			__builtin_prefetch(item_at(pool, number - 1));
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t number = pool->slots[hashes[i] & mask];
		if (number != 0)
			__builtin_prefetch(pool->bytes->data + item_at(pool, number - 1)->start);
	}
	for (size_t i = 0; i < n; i++)
		ret_numbers[i] = add(pool, hashes[i], bytes[i]);
}

void pool_add_all(struct pool *pool, const struct kv_bytes *bytes, size_t n, uint32_t *ret_numbers)
{
	for (size_t start = 0; start < n; start += POOL_ROUND)
		add_round(pool, bytes + start, MIN(POOL_ROUND, n - start), ret_numbers + start);
}

uint32_t pool_count(const struct pool *pool)
{
	return pool->items->len;
}

struct kv_bytes pool_at(const struct pool *pool, uint32_t number)
{
	const struct item *item = item_at(pool, number);
	return (struct kv_bytes){.data = pool->bytes->data + item->start, .length = item->length};
}

uint64_t pool_hash(const struct pool *pool, uint32_t number)
{
	return item_at(pool, number)->hash;
}

void pool_clear(struct pool *pool)
{
	memset(pool->slots, 0, sizeof(*pool->slots) << pool->bits);
	g_array_set_size(pool->items, 0);
	g_byte_array_set_size(pool->bytes, 0);
}
