// SPDX-License-Identifier: Apache-2.0
// Ids of indicators by hash: the table in memory and its snapshot.
#include "index-priv.h"

#include <string.h>

#include "bits-priv.h"
#include "table-priv.h"
#include "tidings/util/bytes.h"

#define BITS_LEAST 10
#define BITS_MOST 32
#define OVERFLOW_SLOTS 4096 /* behind the last place, so that no search goes round */
#define SNAPSHOT_CHUNK 16384 /* entries */

/* A slot: the upper 32 bits of the hash (its tag) above id + 1; 0 = empty. The tag's upper bits are the slot where the search begins, so that
 * the slots are nearly in order of their tags. */
struct index {
	uint64_t *slots;
	unsigned bits;
	uint64_t count;
};

static size_t slots_of(unsigned bits)
{
	return ((size_t)1 << bits) + OVERFLOW_SLOTS;
}

struct index *index_new(void)
{
	struct index *index = g_new0(struct index, 1);
	index->bits = BITS_LEAST;
	index->slots = g_new0(uint64_t, slots_of(index->bits));
	return index;
}

void index_free(struct index *index)
{
	if (index == NULL)
		return;
	g_free(index->slots);
	g_free(index);
}

uint64_t index_count(const struct index *index)
{
	return index->count;
}

/* false when the overflow is full. */
static bool insert(struct index *index, uint64_t slot)
{
	size_t at = slot >> 32 >> (32 - index->bits), end = slots_of(index->bits);
	while (at < end && index->slots[at] != 0)
		at++;
	if (at == end)
		return false;
	index->slots[at] = slot;
	return true;
}

static void resize(struct index *index, unsigned bits)
{
	g_autofree uint64_t *old = index->slots;
	size_t n = slots_of(index->bits);
	index->slots = g_new0(uint64_t, slots_of(bits));
	index->bits = bits;
	for (size_t i = 0; i < n; i++) {
		if (old[i] != 0 && !insert(index, old[i]))
			g_assert_not_reached();
	}
}

/* Makes room for n ids with a third of the slots empty. */
static void reserve(struct index *index, uint64_t n)
{
	unsigned bits = index->bits;
	while (bits < BITS_MOST && n + n / 2 > UINT64_C(1) << bits)
		bits++;
	if (bits > index->bits)
		resize(index, bits);
}

void index_add(struct index *index, uint64_t hash, uint32_t id)
{
	uint64_t slot = (hash >> 32 << 32) | ((uint64_t)id + 1);
	reserve(index, index->count + 1);
	while (!insert(index, slot))
		resize(index, index->bits + 1);
	index->count++;
}

void index_prefetch(const struct index *index, uint64_t hash)
{
	__builtin_prefetch(&index->slots[hash >> (64 - index->bits)]);
}

bool index_next(const struct index *index, uint64_t hash, size_t *slot, uint32_t *ret_id)
{
	size_t at = *slot != 0 ? *slot : hash >> (64 - index->bits), end = slots_of(index->bits);
	for (; at < end && index->slots[at] != 0; at++) {
		if (index->slots[at] >> 32 != hash >> 32)
			continue;
		*ret_id = (uint32_t)index->slots[at] - 1;
		*slot = at + 1;
		return true;
	}
	*slot = at;
	return false;
}

/* Key: number of the chunk. Value: n, first tag, width of the tags' distances, width of the ids; the distances; the ids. */
static bool chunk_put(struct kv_txn *txn, uint64_t number, const uint64_t *slots, size_t n, GError **error)
{
	static const uint8_t slack[BITS_SLACK] = {0};
	g_autoptr(GByteArray) key = g_byte_array_new();
	g_autoptr(GByteArray) value = g_byte_array_new();
	uint64_t step = 0, most = 0;
	for (size_t i = 0; i < n; i++) {
		step = MAX(step, i == 0 ? 0 : (slots[i] >> 32) - (slots[i - 1] >> 32));
		most = MAX(most, slots[i] & UINT32_MAX);
	}
	unsigned step_width = bits_width(step), id_width = bits_width(most);
	bytes_put_be64(key, number);
	variable_put(value, n);
	variable_put(value, slots[0] >> 32);
	bytes_put_u8(value, (uint8_t)step_width);
	bytes_put_u8(value, (uint8_t)id_width);
	uint8_t *steps = bits_begin(value, n, step_width);
	for (size_t i = 1; i < n; i++)
		bits_set(steps, i, step_width, (slots[i] >> 32) - (slots[i - 1] >> 32));
	bits_finish(value);
	uint8_t *ids = bits_begin(value, n, id_width);
	for (size_t i = 0; i < n; i++)
		bits_set(ids, i, id_width, slots[i] & UINT32_MAX);
	bits_finish(value);
	g_byte_array_append(value, slack, sizeof(slack));
	return kv_put(txn, TABLE_INDEX, table_array_bytes(key), table_array_bytes(value), error);
}

/* The slots in use, in order. They are nearly so already: searches are short. */
static uint64_t *sorted_slots(const struct index *index)
{
	uint64_t *all = g_new(uint64_t, index->count + 1);
	size_t n = 0;
	for (size_t i = 0; i < slots_of(index->bits); i++) {
		if (index->slots[i] == 0)
			continue;
		size_t at = n++;
		for (; at > 0 && all[at - 1] > index->slots[i]; at--)
			all[at] = all[at - 1];
		all[at] = index->slots[i];
	}
	return all;
}

bool index_save(struct kv_txn *txn, const struct index *index, GError **error)
{
	g_autofree uint64_t *slots = sorted_slots(index);
	for (uint64_t start = 0; start < index->count; start += SNAPSHOT_CHUNK) {
		size_t n = MIN(SNAPSHOT_CHUNK, index->count - start);
		if (!chunk_put(txn, start / SNAPSHOT_CHUNK, slots + start, n, error))
			return false;
	}
	return true;
}

struct loading {
	struct index *index;
	uint64_t ids;
};

static enum kv_step chunk_load(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)key;
	struct loading *loading = data;
	struct byte_reader reader = byte_reader(value.data, value.length);
	uint64_t n = variable_get(&reader), tag = variable_get(&reader);
	unsigned step_width = byte_reader_u8(&reader), id_width = byte_reader_u8(&reader);
	if (n > SNAPSHOT_CHUNK || step_width > 32 || id_width > 32)
		reader.failed = true;
	const uint8_t *steps = bits_take(&reader, bits_bytes(n, step_width));
	const uint8_t *ids = bits_take(&reader, bits_bytes(n, id_width));
	for (size_t i = 0; !reader.failed && i < n; i++) {
		tag += bits_get(steps, i, step_width);
		uint64_t id = bits_get(ids, i, id_width);
		if (tag > UINT32_MAX || id == 0 || id > loading->ids)
			reader.failed = true;
		else
			index_add(loading->index, tag << 32, (uint32_t)(id - 1));
	}
	if (!reader.failed)
		return KV_NEXT;
	table_damaged(error, "index of indicators");
	return KV_FAIL;
}

bool index_load(struct kv_txn *txn, struct index *index, uint64_t n, GError **error)
{
	struct loading loading = {index, n};
	uint64_t before = index->count;
	reserve(index, before + n);
	if (!kv_each(txn, (struct kv_range){.table = TABLE_INDEX}, chunk_load, &loading, error))
		return false;
	return index->count - before == n || table_damaged(error, "index of indicators");
}
