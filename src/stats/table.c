// SPDX-License-Identifier: Apache-2.0
// Tables of the statistics store: their names, and reads for which a missing key is an answer.
#include "table-priv.h"

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

bool table_damaged(GError **error, const char *what)
{
	return error_set(error, ERROR_CORRUPT, "statistics: a %s is damaged; restore the store from a backup", what);
}
