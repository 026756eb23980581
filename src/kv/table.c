// SPDX-License-Identifier: Apache-2.0
// Keys and values of a table, each value behind its checksum.
#include "tidings/kv/kv.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib.h>
#include <lmdb.h>

#include "checksum-priv.h"
#include "kv-priv.h"
#include "tidings/util/error.h"

/* What precedes each stored value. */
#define CHECKSUM_BYTES sizeof(uint64_t)

static MDB_val to_val(struct kv_bytes bytes)
{
	return (MDB_val){.mv_size = bytes.length, .mv_data = (void *)(uintptr_t)bytes.data};
}

static struct kv_bytes from_val(MDB_val val)
{
	return (struct kv_bytes){.data = val.mv_data, .length = val.mv_size};
}

/* Cuts the checksum off a stored value and verifies it. */
static bool value_open(const struct kv *kv, unsigned table, struct kv_bytes key, struct kv_bytes stored,
	struct kv_bytes *ret_value, GError **error)
{
	uint64_t sum = 0;
	bool whole = stored.length >= CHECKSUM_BYTES;
	if (whole) {
		memcpy(&sum, stored.data, CHECKSUM_BYTES);
		stored.data += CHECKSUM_BYTES;
		stored.length -= CHECKSUM_BYTES;
	}
	if (!whole || GUINT64_FROM_LE(sum) != checksum_value(kv->seed[table], key, stored))
		return kv_error(error, MDB_CORRUPTED, kv->path);
	*ret_value = stored;
	return true;
}

static bool table_known(const struct kv_txn *txn, unsigned table, GError **error)
{
	return table < txn->kv->n_tables ||
		error_set(error, ERROR_BUG, "database \"%s\" has no table %u", txn->kv->path, table);
}

bool kv_get(struct kv_txn *txn, unsigned table, struct kv_bytes key, struct kv_bytes *ret_value, GError **error)
{
	if (!table_known(txn, table, error))
		return false;
	MDB_val name = to_val(key), stored;
	int result = mdb_get(txn->txn, txn->kv->dbi[table], &name, &stored);
	if (result == MDB_NOTFOUND)
		return error_set(error, ERROR_NOT_FOUND, "not found");
	if (result != 0)
		return kv_error(error, result, txn->kv->path);
	return value_open(txn->kv, table, key, from_val(stored), ret_value, error);
}

bool kv_get_again(struct kv_txn *txn, unsigned table, struct kv_bytes key, struct kv_bytes *ret_value)
{
	MDB_val name = to_val(key), stored;
	if (table >= txn->kv->n_tables || mdb_get(txn->txn, txn->kv->dbi[table], &name, &stored) != 0 || stored.mv_size < CHECKSUM_BYTES)
		return false;
	*ret_value = (struct kv_bytes){(const uint8_t *)stored.mv_data + CHECKSUM_BYTES, stored.mv_size - CHECKSUM_BYTES};
	return true;
}

bool kv_has(struct kv_txn *txn, unsigned table, struct kv_bytes key)
{
	MDB_val name = to_val(key), stored;
	return table < txn->kv->n_tables && mdb_get(txn->txn, txn->kv->dbi[table], &name, &stored) == 0;
}

static bool failed(struct kv_txn *txn, int result, GError **error)
{
	txn->map_full = txn->map_full || result == MDB_MAP_FULL;
	return kv_error(error, result, txn->kv->path);
}

bool kv_put(struct kv_txn *txn, unsigned table, struct kv_bytes key, struct kv_bytes value, GError **error)
{
	if (!table_known(txn, table, error))
		return false;
	if (value.length > KV_VALUE_MAX)
		return error_set(error, ERROR_LIMIT, "a value of %zu bytes is too large to store", value.length);
	uint64_t sum = GUINT64_TO_LE(checksum_value(txn->kv->seed[table], key, value));
	MDB_val name = to_val(key), room = {.mv_size = CHECKSUM_BYTES + value.length};
	int result = mdb_put(txn->txn, txn->kv->dbi[table], &name, &room, MDB_RESERVE);
	if (result != 0)
		return failed(txn, result, error);
	memcpy(room.mv_data, &sum, CHECKSUM_BYTES);
	if (value.length > 0)
		memcpy((uint8_t *)room.mv_data + CHECKSUM_BYTES, value.data, value.length);
	return true;
}

bool kv_delete(struct kv_txn *txn, unsigned table, struct kv_bytes key, GError **error)
{
	if (!table_known(txn, table, error))
		return false;
	MDB_val name = to_val(key);
	int result = mdb_del(txn->txn, txn->kv->dbi[table], &name, NULL);
	return result == 0 || result == MDB_NOTFOUND || failed(txn, result, error);
}

static int key_order(struct kv_bytes a, struct kv_bytes b)
{
	int order = memcmp(a.data, b.data, MIN(a.length, b.length));
	if (order != 0)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

/* Puts the cursor on the first pair of the range. */
static int range_start(MDB_cursor *cursor, const struct kv_range *range, MDB_val *ret_key, MDB_val *ret_stored)
{
	if (range->from.length == 0)
		return mdb_cursor_get(cursor, ret_key, ret_stored, range->backwards ? MDB_LAST : MDB_FIRST);
	*ret_key = to_val(range->from);
	int result = mdb_cursor_get(cursor, ret_key, ret_stored, MDB_SET_RANGE);
	if (!range->backwards)
		return result;
	if (result == MDB_NOTFOUND)
		return mdb_cursor_get(cursor, ret_key, ret_stored, MDB_LAST);
	if (result == 0 && key_order(from_val(*ret_key), range->from) > 0)
		return mdb_cursor_get(cursor, ret_key, ret_stored, MDB_PREV);
	return result;
}

bool kv_each(struct kv_txn *txn, struct kv_range range, kv_each_fn fn, void *data, GError **error)
{
	if (!table_known(txn, range.table, error))
		return false;
	g_autoptr(MDB_cursor) cursor = NULL;
	MDB_val key, stored;
	int result = mdb_cursor_open(txn->txn, txn->kv->dbi[range.table], &cursor);
	if (result == 0)
		result = range_start(cursor, &range, &key, &stored);
	while (result == 0) {
		struct kv_bytes value;
		if (!value_open(txn->kv, range.table, from_val(key), from_val(stored), &value, error))
			return false;
		enum kv_step step = fn(from_val(key), value, data, error);
		if (step != KV_NEXT)
			return step == KV_STOP;
		result = mdb_cursor_get(cursor, &key, &stored, range.backwards ? MDB_PREV : MDB_NEXT);
	}
	return result == MDB_NOTFOUND || kv_error(error, result, txn->kv->path);
}

uint64_t kv_count(struct kv_txn *txn, unsigned table)
{
	MDB_stat stat;
	if (table >= txn->kv->n_tables || mdb_stat(txn->txn, txn->kv->dbi[table], &stat) != 0)
		return 0;
	return stat.ms_entries;
}

uint64_t kv_table_size(struct kv_txn *txn, unsigned table)
{
	MDB_stat stat;
	if (table >= txn->kv->n_tables || mdb_stat(txn->txn, txn->kv->dbi[table], &stat) != 0)
		return 0;
	return (stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages) * stat.ms_psize;
}

uint64_t kv_size(struct kv_txn *txn)
{
	uint64_t bytes = 0;
	for (unsigned table = 0; table < txn->kv->n_tables; table++)
		bytes += kv_table_size(txn, table);
	return bytes;
}

static bool measure(struct kv_txn *txn, void *data, GError **error)
{
	struct kv_room *room = data;
	struct stat st;
	if (fstat(txn->kv->fd, &st) != 0)
		return error_set_errno(error, errno, "database \"%s\"", txn->kv->path);
	*room = (struct kv_room){.bytes = kv_size(txn), .file = (uint64_t)st.st_size};
	for (unsigned table = 0; table < txn->kv->n_tables; table++)
		room->values += kv_count(txn, table);
	return true;
}

bool kv_measure(struct kv *kv, struct kv_room *ret_room, GError **error)
{
	return kv_read(kv, measure, ret_room, error);
}
