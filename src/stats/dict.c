// SPDX-License-Identifier: Apache-2.0
// Dictionary in the store: names <-> ids.
#include "dict-priv.h"

#include "table-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

#define KEY_MAX 511 /* of kv */
#define DIGEST_BYTES 32

const struct dict dict_tuples = {TABLE_TUPLE_IDS, TABLE_TUPLES, "dimension"};
const struct dict dict_indicators = {TABLE_INDICATOR_IDS, TABLE_INDICATORS, "indicator"};

/* A name that is too long for a key is found by its digest, which is shorter than any such name. */
static struct kv_bytes name_key(struct kv_bytes name, uint8_t digest[static DIGEST_BYTES])
{
	if (name.length > 0 && name.length <= KEY_MAX && name.length != DIGEST_BYTES)
		return name;
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	gsize length = DIGEST_BYTES;
	g_checksum_update(sum, name.data, (gssize)name.length);
	g_checksum_get_digest(sum, digest, &length);
	return table_bytes(digest, length);
}

static void put_id(GByteArray *out, uint32_t id)
{
	bytes_put_be64(out, id);
}

bool dict_find(struct kv_txn *txn, const struct dict *dict, struct kv_bytes name, uint32_t *ret_id, bool *ret_found,
	       GError **error)
{
	uint8_t digest[DIGEST_BYTES];
	struct kv_bytes value;
	bool found = false;
	if (!table_find(txn, dict->ids, name_key(name, digest), &value, &found, error))
		return false;
	if (found) {
		struct byte_reader reader = byte_reader(value.data, value.length);
		uint32_t id = byte_reader_u32(&reader);
		if (reader.failed || id >= dict_count(txn, dict))
			return table_damaged(error, dict->what);
		*ret_id = id;
	}
	*ret_found = found;
	return true;
}

static bool add(struct kv_txn *txn, const struct dict *dict, struct kv_bytes name, uint32_t id, GError **error)
{
	uint8_t digest[DIGEST_BYTES];
	g_autoptr(GByteArray) by_name = g_byte_array_new();
	g_autoptr(GByteArray) by_id = g_byte_array_new();
	bytes_put_u32(by_name, id);
	put_id(by_id, id);
	return kv_put(txn, dict->ids, name_key(name, digest), table_array_bytes(by_name), error) &&
	       kv_put(txn, dict->names, table_array_bytes(by_id), name, error);
}

bool dict_intern(struct kv_txn *txn, const struct dict *dict, struct kv_bytes name, uint32_t *ret_id, GError **error)
{
	bool found = false;
	if (!dict_find(txn, dict, name, ret_id, &found, error))
		return false;
	if (found)
		return true;
	uint64_t id = dict_count(txn, dict);
	if (id > UINT32_MAX)
		return error_set(error, ERROR_LIMIT, "statistics: there are too many different values of one kind: %s", dict->what);
	if (!add(txn, dict, name, (uint32_t)id, error))
		return false;
	*ret_id = (uint32_t)id;
	return true;
}

bool dict_name(struct kv_txn *txn, const struct dict *dict, uint32_t id, struct kv_bytes *ret_name, GError **error)
{
	bool found = false;
	g_autoptr(GByteArray) key = g_byte_array_new();
	put_id(key, id);
	if (!table_find(txn, dict->names, table_array_bytes(key), ret_name, &found, error))
		return false;
	return found || table_damaged(error, dict->what);
}

uint64_t dict_count(struct kv_txn *txn, const struct dict *dict)
{
	return kv_count(txn, dict->names);
}
