// SPDX-License-Identifier: Apache-2.0
// Chains of the ledger and the audit log: hashes that show when a row was changed, put back or removed.
#include "chain-priv.h"

#include <string.h>

#include <glib.h>

#include "key-priv.h"
#include "tidings/store/ledger.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

#define HASH_BYTES 32

const struct chain ledger_chain = {TABLE_RUNS, TABLE_CHAIN, "ledger head", "ledger cut", "ledger", "run", false};
const struct chain audit_chain = {TABLE_AUDIT, TABLE_AUDIT_CHAIN, "audit head", "audit cut", "audit log", "entry", true};

struct entry {
	uint64_t number;
	uint64_t id;                /* of the row */
	uint8_t record[HASH_BYTES]; /* SHA-256 of the row */
	uint8_t link[HASH_BYTES];   /* SHA-256 of the link before, number, id and record */
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
	bytes_put_u64(bytes, entry->id);
	g_byte_array_append(bytes, entry->record, HASH_BYTES);
	hash(store_array_bytes(bytes), entry->link);
}

static bool entry_decode(struct kv_bytes key, struct kv_bytes value, struct entry *ret_entry, GError **error)
{
	if (value.length != sizeof(uint64_t) + 2 * HASH_BYTES)
		return error_set(error, ERROR_CORRUPT, "an entry of a chain of hashes is damaged");
	struct byte_reader reader = byte_reader(value.data, value.length);
	ret_entry->number = key_part(key, 0, sizeof(uint64_t));
	ret_entry->id = byte_reader_u64(&reader);
	memcpy(ret_entry->record, reader.data, HASH_BYTES);
	memcpy(ret_entry->link, reader.data + HASH_BYTES, HASH_BYTES);
	return true;
}

/* The number and the link of an entry that the store remembers apart from the chain; zeros when there is none. */
static bool place_get(struct kv_txn *txn, const struct chain *chain, const char *name, struct entry *ret_head, GError **error)
{
	struct kv_bytes key = store_text_bytes(name), value;
	*ret_head = (struct entry){.number = 0};
	if (!kv_has(txn, TABLE_META, key))
		return true;
	if (!kv_get(txn, TABLE_META, key, &value, error))
		return false;
	if (value.length != sizeof(uint64_t) + HASH_BYTES)
		return error_set(error, ERROR_CORRUPT, "an end of the %s's chain is damaged", chain->of);
	struct byte_reader reader = byte_reader(value.data, value.length);
	ret_head->number = byte_reader_u64(&reader);
	memcpy(ret_head->link, reader.data, HASH_BYTES);
	return true;
}

static bool place_put(struct kv_txn *txn, const char *name, const struct entry *head, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	bytes_put_u64(bytes, head->number);
	g_byte_array_append(bytes, head->link, HASH_BYTES);
	return kv_put(txn, TABLE_META, store_text_bytes(name), store_array_bytes(bytes), error);
}

static enum kv_step take_newest(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	return entry_decode(key, value, data, error) ? KV_STOP : KV_FAIL;
}

bool chain_adopt(struct kv_txn *txn, const struct chain *chain, GError **error)
{
	struct entry newest = {.number = 0};
	return kv_each(txn, (struct kv_range){.table = chain->entries, .backwards = true}, take_newest, &newest, error) &&
	       (newest.number == 0 || place_put(txn, chain->head, &newest, error));
}

static bool append(struct kv_txn *txn, const struct chain *chain, struct entry *entry, GError **error)
{
	struct entry before = {.number = 0};
	if (!place_get(txn, chain, chain->head, &before, error))
		return false;
	entry->number = before.number + 1;
	make_link(&before, entry);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	bytes_put_u64(bytes, entry->id);
	g_byte_array_append(bytes, entry->record, HASH_BYTES);
	g_byte_array_append(bytes, entry->link, HASH_BYTES);
	struct key key = key_u64(entry->number);
	return kv_put(txn, chain->entries, key_bytes(&key), store_array_bytes(bytes), error) && place_put(txn, chain->head, entry, error);
}

bool chain_append(struct kv_txn *txn, const struct chain *chain, uint64_t id, struct kv_bytes record, GError **error)
{
	struct entry entry = {.id = id};
	hash(record, entry.record);
	return append(txn, chain, &entry, error);
}

/* The hash of no row. */
static bool is_buried(const struct entry *entry)
{
	static const uint8_t nothing[HASH_BYTES];
	return memcmp(entry->record, nothing, HASH_BYTES) == 0;
}

bool chain_bury(struct kv_txn *txn, const struct chain *chain, uint64_t id, GError **error)
{
	struct entry entry = {.id = id};
	return append(txn, chain, &entry, error);
}

struct cutting {
	struct kv_txn *txn;
	const struct chain *chain;
	struct entry last; /* the newest that can go */
	uint64_t head;
	size_t most;
};

static enum kv_step take_cut(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct cutting *cutting = data;
	struct entry entry;
	struct kv_bytes row;
	uint8_t found[HASH_BYTES];
	if (!entry_decode(key, value, &entry, error))
		return KV_FAIL;
	struct key id = key_u64(entry.id);
	if (entry.number >= cutting->head || cutting->most-- == 0)
		return KV_STOP;
	if (kv_has(cutting->txn, cutting->chain->rows, key_bytes(&id))) {
		if (!kv_get(cutting->txn, cutting->chain->rows, key_bytes(&id), &row, error))
			return KV_FAIL;
		hash(row, found);
		if (memcmp(found, entry.record, HASH_BYTES) == 0)
			return KV_STOP;
	}
	cutting->last = entry;
	return KV_NEXT;
}

bool chain_cut(struct kv_txn *txn, const struct chain *chain, size_t most, uint64_t *ret_cut, GError **error)
{
	struct entry before = {.number = 0}, head = {.number = 0};
	if (!place_get(txn, chain, chain->cut, &before, error) || !place_get(txn, chain, chain->head, &head, error))
		return false;
	struct cutting cutting = {txn, chain, before, head.number, most};
	struct key from = key_u64(before.number + 1);
	if (!kv_each(txn, (struct kv_range){chain->entries, key_bytes(&from), false}, take_cut, &cutting, error))
		return false;
	for (uint64_t number = before.number + 1; number <= cutting.last.number; number++) {
		struct key key = key_u64(number);
		if (!kv_delete(txn, chain->entries, key_bytes(&key), error))
			return false;
	}
	*ret_cut = cutting.last.number;
	return cutting.last.number == before.number || place_put(txn, chain->cut, &cutting.last, error);
}

struct verify {
	struct kv_txn *txn;
	const struct chain *chain;
	struct entry last;
	GHashTable *newest; /* id -> number of its newest entry */
	uint64_t rows, cut;
	const char *seen;   /* NULL, or a link in hex that has to be met */
	bool met;
};

static char *hex(const uint8_t *link)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (size_t i = 0; i < HASH_BYTES; i++)
		g_string_append_printf(text, "%02x", link[i]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static bool broken(const struct verify *verify, uint64_t number, GError **error)
{
	return error_set(error, ERROR_CORRUPT, "the %s's chain is broken at entry %" G_GUINT64_FORMAT, verify->chain->of, number);
}

static enum kv_step verify_link(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct verify *verify = data;
	struct entry entry, expected;
	if (!entry_decode(key, value, &entry, error))
		return KV_FAIL;
	expected = entry;
	make_link(&verify->last, &expected);
	gpointer id = (gpointer)(uintptr_t)entry.id;
	if (entry.number != verify->last.number + 1 || memcmp(entry.link, expected.link, HASH_BYTES) != 0 ||
	    (verify->chain->once && g_hash_table_contains(verify->newest, id))) {
		broken(verify, entry.number, error);
		return KV_FAIL;
	}
	if (is_buried(&entry))
		g_hash_table_remove(verify->newest, id);
	else
		g_hash_table_insert(verify->newest, id, (gpointer)(uintptr_t)entry.number);
	verify->last = entry;
	if (verify->seen != NULL && !verify->met) {
		g_autofree char *text = hex(entry.link);
		verify->met = g_ascii_strcasecmp(text, verify->seen) == 0;
	}
	return KV_NEXT;
}

static bool row_matches(const struct verify *verify, uint64_t number, struct kv_bytes record, GError **error)
{
	struct key key = key_u64(number);
	struct kv_bytes value;
	struct entry entry;
	uint8_t found[HASH_BYTES];
	hash(record, found);
	return kv_get(verify->txn, verify->chain->entries, key_bytes(&key), &value, error) &&
		entry_decode(key_bytes(&key), value, &entry, error) &&
		(memcmp(found, entry.record, HASH_BYTES) == 0 ||
			error_set(error, ERROR_CORRUPT, "%s %" G_GUINT64_FORMAT " of the %s was changed outside", verify->chain->row, entry.id,
				  verify->chain->of));
}

static enum kv_step verify_row(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct verify *verify = data;
	uint64_t id = key_part(key, 0, sizeof(uint64_t));
	uint64_t number = (uintptr_t)g_hash_table_lookup(verify->newest, (gpointer)(uintptr_t)id);
	if (number == 0) {
		error_set(error, ERROR_CORRUPT, "%s %" G_GUINT64_FORMAT " of the %s was added outside", verify->chain->row, id, verify->chain->of);
		return KV_FAIL;
	}
	verify->rows++;
	return row_matches(verify, number, value, error) ? KV_NEXT : KV_FAIL;
}

/* A chain that was cut off, or written on by something else, does not end where the head says. */
static bool ends_at_head(const struct verify *verify, GError **error)
{
	struct entry head;
	if (!place_get(verify->txn, verify->chain, verify->chain->head, &head, error))
		return false;
	if (head.number > verify->last.number)
		return error_set(error, ERROR_CORRUPT, "the newest entries of the %s were removed: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " are there",
				 verify->chain->of, verify->last.number, head.number);
	return (head.number == verify->last.number && memcmp(head.link, verify->last.link, HASH_BYTES) == 0) ||
	       broken(verify, head.number + 1, error);
}

static bool verify_all(struct kv_txn *txn, void *data, GError **error)
{
	struct verify *verify = data;
	verify->txn = txn;
	if (!place_get(txn, verify->chain, verify->chain->cut, &verify->last, error))
		return false;
	verify->cut = verify->last.number;
	if (!kv_each(txn, (struct kv_range){.table = verify->chain->entries}, verify_link, verify, error) || !ends_at_head(verify, error) ||
	    !kv_each(txn, (struct kv_range){.table = verify->chain->rows}, verify_row, verify, error))
		return false;
	if (verify->rows != g_hash_table_size(verify->newest))
		return error_set(error, ERROR_CORRUPT, "%s rows of the %s were removed", verify->chain->row, verify->chain->of);
	return verify->seen == NULL || verify->met ||
	       error_set(error, ERROR_NOT_FOUND, "the %s's chain never had the head %s: it was written anew", verify->chain->of, verify->seen);
}

bool chain_verify(struct store *store, const struct chain *chain, const char *seen, struct chain_state *ret_state, GError **error)
{
	g_autoptr(GHashTable) newest = g_hash_table_new(NULL, NULL);
	struct verify verify = {.chain = chain, .newest = newest, .seen = seen};
	if (!store_read(store, verify_all, &verify, error))
		return false;
	*ret_state = (struct chain_state){verify.last.number, verify.cut, hex(verify.last.link)};
	return true;
}

bool ledger_verify(struct store *store, uint64_t *ret_entries, uint64_t *ret_cut, char **ret_head, GError **error)
{
	struct chain_state state = {0};
	if (!chain_verify(store, &ledger_chain, NULL, &state, error))
		return false;
	*ret_entries = state.entries;
	*ret_cut = state.cut;
	*ret_head = state.head;
	return true;
}
