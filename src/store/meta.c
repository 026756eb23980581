// SPDX-License-Identifier: Apache-2.0
// Numbers of the store as a whole, the licence, and the bytes that all records share.
#include "store-priv.h"

#include <string.h>

#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

struct kv_bytes store_text_bytes(const char *text)
{
	return (struct kv_bytes){(const uint8_t *)text, strlen(text)};
}

struct kv_bytes store_array_bytes(const GByteArray *array)
{
	return (struct kv_bytes){array->data, array->len};
}

bool store_meta_get(struct kv_txn *txn, const char *name, uint64_t *ret_value, GError **error)
{
	struct kv_bytes key = store_text_bytes(name), value;
	if (!kv_has(txn, TABLE_META, key)) {
		*ret_value = 0;
		return true;
	}
	if (!kv_get(txn, TABLE_META, key, &value, error))
		return false;
	struct byte_reader reader = byte_reader(value.data, value.length);
	uint64_t number = byte_reader_u64(&reader);
	if (reader.failed)
		return error_set(error, ERROR_CORRUPT, "the store's number \"%s\" is damaged", name);
	*ret_value = number;
	return true;
}

bool store_meta_put(struct kv_txn *txn, const char *name, uint64_t value, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	bytes_put_u64(bytes, value);
	return kv_put(txn, TABLE_META, store_text_bytes(name), store_array_bytes(bytes), error);
}

bool store_meta_next(struct kv_txn *txn, const char *name, uint64_t *ret_value, GError **error)
{
	uint64_t value = 0;
	if (!store_meta_get(txn, name, &value, error) || !store_meta_put(txn, name, value + 1, error))
		return false;
	*ret_value = value + 1;
	return true;
}

static bool get_licence(struct kv_txn *txn, void *data, GError **error)
{
	return store_meta_get(txn, META_LICENCE, data, error);
}

bool store_licence_get(struct store *store, enum licence *ret_licence, GError **error)
{
	uint64_t licence = 0;
	if (!store_read(store, get_licence, &licence, error))
		return false;
	if (licence > LICENCE_TIP_ENTERPRISE)
		return error_set(error, ERROR_CORRUPT, "the licence is damaged; set it again");
	*ret_licence = (enum licence)licence;
	return true;
}

struct licence_job {
	const struct store *store;
	enum licence licence;
};

static bool put_licence(struct kv_txn *txn, void *data, GError **error)
{
	const struct licence_job *job = data;
	uint64_t before = 0;
	if (!store_meta_get(txn, META_LICENCE, &before, error))
		return false;
	if (before == job->licence)
		return true;
	const char *was = before <= LICENCE_TIP_ENTERPRISE ? enum_to_text(licence_names, (int)before) : "damaged";
	const char *is = enum_to_text(licence_names, (int)job->licence);
	const struct audit_change change = {(char *)(uintptr_t)"licence", (char *)(uintptr_t)was, (char *)(uintptr_t)is};
	const struct audit_subject subject = {.action = "edit", .noun = "licence", .change = &change};
	return store_meta_put(txn, META_LICENCE, job->licence, error) && store_audit_put(txn, job->store, &subject, error);
}

bool store_licence_put(struct store *store, enum licence licence, GError **error)
{
	struct licence_job job = {store, licence};
	return store_write(store, put_licence, &job, error);
}
