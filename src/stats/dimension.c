// SPDX-License-Identifier: Apache-2.0
// The dimensions of detections: names, profiles and tuples <-> bytes.
#include "dimension-priv.h"

#include <string.h>

#include "table-priv.h"
#include "tidings/util/bytes.h"

static void word_put(uint8_t *at, uint32_t word)
{
	word = GUINT32_TO_LE(word);
	memcpy(at, &word, sizeof(word));
}

static uint32_t word_get(const uint8_t *at)
{
	uint32_t word = 0;
	memcpy(&word, at, sizeof(word));
	return GUINT32_FROM_LE(word);
}

void profile_encode(const struct profile *profile, uint8_t ret_bytes[static PROFILE_BYTES])
{
	word_put(ret_bytes, profile->category);
	word_put(ret_bytes + 4, profile->feed);
	word_put(ret_bytes + 8, profile->supplier);
	word_put(ret_bytes + 12, profile->kind | (uint32_t)profile->group << 8);
}

void tuple_encode(struct tuple tuple, uint8_t ret_bytes[static TUPLE_BYTES])
{
	word_put(ret_bytes, tuple.tenant);
	word_put(ret_bytes + 4, tuple.profile);
}

bool profile_at(struct array_view *profiles, uint32_t id, struct profile *ret_profile, GError **error)
{
	const uint8_t *at = array_view_at(profiles, id, error);
	if (at == NULL)
		return false;
	*ret_profile = (struct profile){word_get(at), word_get(at + 4), word_get(at + 8), at[12], at[13]};
	return (ret_profile->kind <= KIND_SHA256 && ret_profile->group < GROUPS) || table_damaged(error, "profile of dimensions");
}

bool tuple_at(struct array_view *tuples, uint32_t id, struct tuple *ret_tuple, GError **error)
{
	const uint8_t *at = array_view_at(tuples, id, error);
	if (at == NULL)
		return false;
	*ret_tuple = (struct tuple){word_get(at), word_get(at + 4)};
	return true;
}

/* Key: class 8 bits, id 64 bits. */
static void put_key(GByteArray *out, enum name_class class, uint32_t id)
{
	bytes_put_u8(out, (uint8_t)class);
	bytes_put_be64(out, id);
}

bool name_put(struct kv_txn *txn, enum name_class class, uint32_t id, const char *name, GError **error)
{
	g_autoptr(GByteArray) key = g_byte_array_new();
	put_key(key, class, id);
	return kv_put(txn, TABLE_NAMES, table_array_bytes(key), table_bytes(name, strlen(name)), error);
}

char *name_get(struct kv_txn *txn, enum name_class class, uint32_t id, GError **error)
{
	g_autoptr(GByteArray) key = g_byte_array_new();
	struct kv_bytes value;
	bool found = false;
	put_key(key, class, id);
	if (!table_find(txn, TABLE_NAMES, table_array_bytes(key), &value, &found, error))
		return NULL;
	if (!found || !g_utf8_validate_len((const char *)value.data, value.length, NULL)) {
		table_damaged(error, "name");
		return NULL;
	}
	return g_strndup((const char *)value.data, value.length);
}

struct search {
	const char *name;
	uint64_t id;
	bool found;
};

static enum kv_step search_name(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct search *search = data;
	struct byte_reader reader = byte_reader(key.data, key.length);
	enum name_class class = byte_reader_u8(&reader);
	search->id = byte_reader_be64(&reader);
	if (reader.failed || search->id > UINT32_MAX) {
		table_damaged(error, "name");
		return KV_FAIL;
	}
	search->found = class == NAME_TENANT && value.length == strlen(search->name) && memcmp(value.data, search->name, value.length) == 0;
	return class != NAME_TENANT || search->found ? KV_STOP : KV_NEXT;
}

bool tenant_find(struct kv_txn *txn, const char *name, uint32_t *ret_id, bool *ret_found, GError **error)
{
	struct search search = {.name = name};
	if (!kv_each(txn, (struct kv_range){.table = TABLE_NAMES}, search_name, &search, error))
		return false;
	if (search.found)
		*ret_id = (uint32_t)search.id;
	*ret_found = search.found;
	return true;
}
