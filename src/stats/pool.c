// SPDX-License-Identifier: Apache-2.0
// Byte strings in memory, each kept once and numbered.
#include "pool-priv.h"

#include <string.h>

struct item {
	uint64_t hash;
	size_t length;
	const uint8_t *data; /* of a kept item: right behind it */
	uint32_t number;
};

struct pool {
	uint64_t seed; /* random, so that nobody can choose indicators that collide */
	GPtrArray *items;
	GHashTable *index; /* struct item -> itself */
};

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 29;
}

static uint64_t hash_bytes(uint64_t seed, struct kv_bytes bytes)
{
	uint64_t hash = mix(seed, bytes.length);
	size_t at = 0;
	for (; at + 8 <= bytes.length; at += 8) {
		uint64_t word = 0;
		memcpy(&word, bytes.data + at, 8);
		hash = mix(hash, word);
	}
	uint64_t rest = 0;
	if (at < bytes.length)
		memcpy(&rest, bytes.data + at, bytes.length - at);
	return mix(mix(hash, rest), seed);
}

static guint item_hash(gconstpointer data)
{
	const struct item *item = data;
	return (guint)(item->hash >> 32);
}

static gboolean item_equal(gconstpointer a, gconstpointer b)
{
	const struct item *x = a, *y = b;
	return x->hash == y->hash && x->length == y->length && memcmp(x->data, y->data, x->length) == 0;
}

struct pool *pool_new(void)
{
	struct pool *pool = g_new0(struct pool, 1);
	pool->seed = (uint64_t)g_random_int() << 32 | g_random_int();
	pool->items = g_ptr_array_new_with_free_func(g_free);
	pool->index = g_hash_table_new(item_hash, item_equal);
	return pool;
}

void pool_free(struct pool *pool)
{
	if (pool == NULL)
		return;
	g_hash_table_unref(pool->index);
	g_ptr_array_unref(pool->items);
	g_free(pool);
}

uint32_t pool_add(struct pool *pool, struct kv_bytes bytes)
{
	struct item wanted = {hash_bytes(pool->seed, bytes), bytes.length, bytes.data, 0};
	const struct item *known = g_hash_table_lookup(pool->index, &wanted);
	if (known != NULL)
		return known->number;
	struct item *item = g_malloc(sizeof(*item) + bytes.length);
	*item = wanted;
	uint8_t *copy = (uint8_t *)(item + 1);
	if (bytes.length > 0)
		memcpy(copy, bytes.data, bytes.length);
	item->data = copy;
	item->number = pool->items->len;
	g_ptr_array_add(pool->items, item);
	g_hash_table_add(pool->index, item);
	return item->number;
}

uint32_t pool_count(const struct pool *pool)
{
	return pool->items->len;
}

struct kv_bytes pool_at(const struct pool *pool, uint32_t number)
{
	const struct item *item = pool->items->pdata[number];
	return (struct kv_bytes){.data = item->data, .length = item->length};
}

void pool_clear(struct pool *pool)
{
	g_hash_table_remove_all(pool->index);
	g_ptr_array_set_size(pool->items, 0);
}
