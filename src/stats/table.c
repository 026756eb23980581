// SPDX-License-Identifier: Apache-2.0
// Tables of the statistics store: their names, and reads for which a missing key is an answer.
#include "table-priv.h"

#include <string.h>

#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

const char *const stats_tables[] = {
	"meta", "tuple-ids", "tuples", "indicator-ids", "indicators", "rows", "incoming", "batches", "marks", NULL,
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

bool table_number(struct kv_txn *txn, const char *name, uint64_t *ret_number, GError **error)
{
	struct kv_bytes value;
	bool found = false;
	if (!table_find(txn, TABLE_META, table_bytes(name, strlen(name)), &value, &found, error))
		return false;
	uint64_t number = 0;
	if (found) {
		struct byte_reader reader = byte_reader(value.data, value.length);
		number = byte_reader_u64(&reader);
		if (reader.failed)
			return table_damaged(error, "number");
	}
	*ret_number = number;
	return true;
}

bool table_set_number(struct kv_txn *txn, const char *name, uint64_t number, GError **error)
{
	g_autoptr(GByteArray) value = g_byte_array_new();
	bytes_put_u64(value, number);
	return kv_put(txn, TABLE_META, table_bytes(name, strlen(name)), table_array_bytes(value), error);
}

bool table_damaged(GError **error, const char *what)
{
	return error_set(error, ERROR_CORRUPT, "statistics: a %s is damaged; restore the store from a backup", what);
}
