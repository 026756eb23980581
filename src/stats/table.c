// SPDX-License-Identifier: Apache-2.0
// Tables of the statistics store: their names, and reads for which a missing key is an answer.
#include "table-priv.h"

#include <string.h>

#include "tidings/util/error.h"

const char *const stats_tables[] = {
	"meta", "names", "profiles", "tuples", "values", "kinds", "index", "segments", "zones", "tail", "heads", "lists", "incoming", "batches",
	"marks", "marked", NULL,
};

struct kv_bytes table_bytes(const void *data, size_t length)
{
	return (struct kv_bytes){.data = data, .length = length};
}

struct kv_bytes table_array_bytes(const GByteArray *array)
{
	return table_bytes(array->data, array->len);
}

bool table_find(struct kv_txn *txn, unsigned table, struct kv_bytes key, struct kv_bytes *ret_value, bool *ret_found,
		GError **error)
{
	GError *failure = NULL;
	*ret_found = kv_get(txn, table, key, ret_value, &failure);
	if (*ret_found)
		return true;
	if (error_is(failure, ERROR_NOT_FOUND)) {
		g_clear_error(&failure);
		return true;
	}
	g_propagate_error(error, failure);
	return false;
}

#define DROP_MOST 256

struct drop {
	struct kv_bytes below;
	GPtrArray *keys; /* GBytes */
};

static int key_order(struct kv_bytes a, struct kv_bytes b)
{
	int order = memcmp(a.data, b.data, MIN(a.length, b.length));
	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static enum kv_step note_key(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)value;
	(void)error;
	const struct drop *drop = data;
	if (drop->keys->len == DROP_MOST || key_order(key, drop->below) >= 0)
		return KV_STOP;
	g_ptr_array_add(drop->keys, g_bytes_new(key.data, key.length));
	return KV_NEXT;
}

bool table_drop(struct kv_txn *txn, unsigned table, struct kv_bytes from, struct kv_bytes below, size_t *dropped, GError **error)
{
	g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	struct drop drop = {below, keys};
	if (!kv_each(txn, (struct kv_range){.table = table, .from = from}, note_key, &drop, error))
		return false;
	for (guint i = 0; i < keys->len; i++) {
		size_t length = 0;
		const void *key = g_bytes_get_data(keys->pdata[i], &length);
		if (!kv_delete(txn, table, table_bytes(key, length), error))
			return false;
	}
	*dropped += keys->len;
	return true;
}

bool table_damaged(GError **error, const char *what)
{
	return error_set(error, ERROR_CORRUPT, "statistics: a %s is damaged; restore the store from a backup", what);
}
