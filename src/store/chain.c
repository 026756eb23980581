// SPDX-License-Identifier: Apache-2.0
// The chain of the ledger: hashes that show when a row was changed, put back or removed.
#include "chain-priv.h"

#include <string.h>

#include <glib.h>

#include "key-priv.h"
#include "tidings/store/ledger.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

#define HASH_BYTES 32

struct entry {
	uint64_t number;
	uint64_t run;
	uint8_t record[HASH_BYTES]; /* SHA-256 of the row */
	uint8_t link[HASH_BYTES];   /* SHA-256 of the link before, run and record */
};

static void hash(struct kv_bytes bytes, uint8_t *ret_hash)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	gsize length = HASH_BYTES;
	g_checksum_update(sum, bytes.data, (gssize)bytes.length);
	g_checksum_get_digest(sum, ret_hash, &length);
}

static void make_link(const struct entry *before, struct entry *entry)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_byte_array_append(bytes, before->link, HASH_BYTES);
	bytes_put_u64(bytes, entry->number);
	bytes_put_u64(bytes, entry->run);
	g_byte_array_append(bytes, entry->record, HASH_BYTES);
	hash(store_array_bytes(bytes), entry->link);
}

static bool entry_decode(struct kv_bytes key, struct kv_bytes value, struct entry *ret_entry, GError **error)
{
	if (value.length != sizeof(uint64_t) + 2 * HASH_BYTES)
		return error_set(error, ERROR_CORRUPT, "an entry of the ledger's chain is damaged");
	struct byte_reader reader = byte_reader(value.data, value.length);
	ret_entry->number = key_part(key, 0, sizeof(uint64_t));
	ret_entry->run = byte_reader_u64(&reader);
	memcpy(ret_entry->record, reader.data, HASH_BYTES);
	memcpy(ret_entry->link, reader.data + HASH_BYTES, HASH_BYTES);
	return true;
}

static enum kv_step take_newest(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	return entry_decode(key, value, data, error) ? KV_STOP : KV_FAIL;
}

bool chain_append(struct kv_txn *txn, uint64_t run, struct kv_bytes record, GError **error)
{
	struct entry before = {.number = 0};
	if (!kv_each(txn, (struct kv_range){.table = TABLE_CHAIN, .backwards = true}, take_newest, &before, error))
		return false;
	struct entry entry = {.number = before.number + 1, .run = run};
	hash(record, entry.record);
	make_link(&before, &entry);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	bytes_put_u64(bytes, entry.run);
	g_byte_array_append(bytes, entry.record, HASH_BYTES);
	g_byte_array_append(bytes, entry.link, HASH_BYTES);
	struct key key = key_u64(entry.number);
	return kv_put(txn, TABLE_CHAIN, key_bytes(&key), store_array_bytes(bytes), error);
}

struct verify {
	struct kv_txn *txn;
	struct entry last;
	GHashTable *newest; /* run -> number of its newest entry */
	uint64_t rows;
};

static bool broken(GError **error, uint64_t number)
{
	return error_set(error, ERROR_CORRUPT, "the ledger's chain is broken at entry %" G_GUINT64_FORMAT, number);
}

static enum kv_step verify_link(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct verify *verify = data;
	struct entry entry, expected;
	if (!entry_decode(key, value, &entry, error))
		return KV_FAIL;
	expected = entry;
	make_link(&verify->last, &expected);
	if (entry.number != verify->last.number + 1 || memcmp(entry.link, expected.link, HASH_BYTES) != 0) {
		broken(error, entry.number);
		return KV_FAIL;
	}
	g_hash_table_insert(verify->newest, (gpointer)(uintptr_t)entry.run, (gpointer)(uintptr_t)entry.number);
	verify->last = entry;
	return KV_NEXT;
}

static bool row_matches(const struct verify *verify, uint64_t number, struct kv_bytes record, GError **error)
{
	struct key key = key_u64(number);
	struct kv_bytes value;
	struct entry entry;
	uint8_t found[HASH_BYTES];
	hash(record, found);
	return kv_get(verify->txn, TABLE_CHAIN, key_bytes(&key), &value, error) &&
		entry_decode(key_bytes(&key), value, &entry, error) &&
		(memcmp(found, entry.record, HASH_BYTES) == 0 ||
			error_set(error, ERROR_CORRUPT, "run %" G_GUINT64_FORMAT " was changed outside", entry.run));
}

static enum kv_step verify_row(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct verify *verify = data;
	uint64_t run = key_part(key, 0, sizeof(uint64_t));
	uint64_t number = (uintptr_t)g_hash_table_lookup(verify->newest, (gpointer)(uintptr_t)run);
	if (number == 0) {
		error_set(error, ERROR_CORRUPT, "run %" G_GUINT64_FORMAT " was added outside", run);
		return KV_FAIL;
	}
	verify->rows++;
	return row_matches(verify, number, value, error) ? KV_NEXT : KV_FAIL;
}

static bool verify_all(struct kv_txn *txn, void *data, GError **error)
{
	struct verify *verify = data;
	verify->txn = txn;
	if (!kv_each(txn, (struct kv_range){.table = TABLE_CHAIN}, verify_link, verify, error) ||
	    !kv_each(txn, (struct kv_range){.table = TABLE_RUNS}, verify_row, verify, error))
		return false;
	return verify->rows == g_hash_table_size(verify->newest) ||
		error_set(error, ERROR_CORRUPT, "runs of the ledger were removed");
}

bool ledger_verify(struct store *store, uint64_t *ret_entries, char **ret_head, GError **error)
{
	g_autoptr(GHashTable) newest = g_hash_table_new(NULL, NULL);
	struct verify verify = {.newest = newest};
	if (!store_read(store, verify_all, &verify, error))
		return false;
	g_autoptr(GString) head = g_string_new(NULL);
	for (size_t i = 0; i < HASH_BYTES; i++)
		g_string_append_printf(head, "%02x", verify.last.link[i]);
	*ret_entries = verify.last.number;
	*ret_head = g_string_free(g_steal_pointer(&head), FALSE);
	return true;
}
