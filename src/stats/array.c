// SPDX-License-Identifier: Apache-2.0
// Arrays in the store: records of one size in chunks.
#include "array-priv.h"

#include <string.h>

#include "table-priv.h"
#include "tidings/util/bytes.h"

const struct array array_profiles = {TABLE_PROFILES, 16, 1024, "profile of dimensions"};
const struct array array_tuples = {TABLE_TUPLES, 8, 1024, "dimension"};
const struct array array_kinds = {TABLE_KINDS, 1, 65536, "kind of an indicator"};
const struct array array_zones = {TABLE_ZONES, 16, 1024, "zone of a segment"};

static bool chunk_find(struct kv_txn *txn, const struct array *array, uint64_t number, struct kv_bytes *ret_value, GError **error)
{
	g_autoptr(GByteArray) key = g_byte_array_new();
	bool found = false;
	bytes_put_be64(key, number);
	if (!table_find(txn, array->table, table_array_bytes(key), ret_value, &found, error))
		return false;
	return found || table_damaged(error, array->what);
}

static bool chunk_put(struct kv_txn *txn, const struct array *array, uint64_t number, struct kv_bytes value, GError **error)
{
	g_autoptr(GByteArray) key = g_byte_array_new();
	bytes_put_be64(key, number);
	return kv_put(txn, array->table, table_array_bytes(key), value, error);
}

bool array_append(struct kv_txn *txn, const struct array *array, uint64_t count, struct kv_bytes records, GError **error)
{
	while (records.length > 0) {
		size_t old = (size_t)(count % array->chunk) * array->record;
		size_t most = (size_t)array->chunk * array->record;
		size_t more = MIN(records.length, most - old);
		g_autofree uint8_t *bytes = g_malloc(most);
		struct kv_bytes chunk;
		if (old > 0 && !chunk_find(txn, array, count / array->chunk, &chunk, error))
			return false;
		if (old > 0 && chunk.length != old)
			return table_damaged(error, array->what);
		if (old > 0)
			memcpy(bytes, chunk.data, old);
		memcpy(bytes + old, records.data, more);
		if (!chunk_put(txn, array, count / array->chunk, table_bytes(bytes, old + more), error))
			return false;
		count += more / array->record;
		records.data += more;
		records.length -= more;
	}
	return true;
}

bool array_set(struct kv_txn *txn, const struct array *array, uint64_t index, const uint8_t *record, GError **error)
{
	struct kv_bytes chunk;
	size_t at = (size_t)(index % array->chunk) * array->record;
	if (!chunk_find(txn, array, index / array->chunk, &chunk, error))
		return false;
	if (chunk.length < at + array->record)
		return table_damaged(error, array->what);
	g_autofree uint8_t *bytes = g_memdup2(chunk.data, chunk.length);
	memcpy(bytes + at, record, array->record);
	return chunk_put(txn, array, index / array->chunk, table_bytes(bytes, chunk.length), error);
}

struct array_view {
	struct kv_txn *txn;
	const struct array *array;
	uint64_t count;
	unsigned shift;         /* of an index to its chunk's number */
	const uint8_t **chunks; /* NULL until looked up */
};

struct array_view *array_view_new(struct kv_txn *txn, const struct array *array, uint64_t count)
{
	struct array_view *view = g_new0(struct array_view, 1);
	*view = (struct array_view){txn, array, count, (unsigned)__builtin_ctzll(array->chunk), g_new0(const uint8_t *, count / array->chunk + 1)};
	return view;
}

void array_view_free(struct array_view *view)
{
	if (view == NULL)
		return;
	g_free(view->chunks);
	g_free(view);
}

static bool chunk_open(struct array_view *view, uint64_t number, GError **error)
{
	const struct array *array = view->array;
	struct kv_bytes chunk;
	if (!chunk_find(view->txn, array, number, &chunk, error))
		return false;
	uint64_t records = MIN(array->chunk, view->count - number * array->chunk);
	if (chunk.length < records * array->record)
		return table_damaged(error, array->what);
	view->chunks[number] = chunk.data;
	return true;
}

const uint8_t *array_view_at(struct array_view *view, uint64_t index, GError **error)
{
	uint64_t number = index >> view->shift;
	if (index >= view->count) {
		table_damaged(error, view->array->what);
		return NULL;
	}
	if (view->chunks[number] == NULL && !chunk_open(view, number, error))
		return NULL;
	return view->chunks[number] + (size_t)(index & (view->array->chunk - 1)) * view->array->record;
}
