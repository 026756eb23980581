/* SPDX-License-Identifier: Apache-2.0 */
/* LMDB environment: transactions as scopes, map growth, reader check, a checksum per value, creation by temporary file and rename, one
 * handle per process and file. The only user of lmdb.h (0.9.24: no DUPSORT, no WRITEMAP, no nested transactions). */
#ifndef TIDINGS_KV_KV_H
#define TIDINGS_KV_KV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tidings/util/auto.h"

struct kv;      /* an environment */
struct kv_txn;  /* lives inside kv_read or kv_write only */

#define KV_TABLES_MAX 32
#define KV_VALUE_MAX ((size_t)1 << 30)

/* Makes the file (mode 0600) with the named tables by temporary file + fsync + rename. ERROR_EXISTS when it is there. */
bool kv_create(const char *path, const char *const *tables, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens it. tables is NULL-terminated (fewer than KV_TABLES_MAX); its order gives the table numbers used below, and a table that an older
 * version did not have is made. ERROR_NOT_FOUND; ERROR_CORRUPT for a truncated or foreign file (checked before it is mapped); ERROR_VERSION
 * for another format of LMDB; ERROR_IO on a network file system; ERROR_BUG when this process has it open already.
 * A handle belongs to one thread at a time and is not used after fork. Given: kv_close. */
struct kv *kv_open(const char *path, const char *const *tables, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void kv_close(struct kv *kv);
AUTOPTR_DEFINE(kv, kv_close)

/* Runs fn in a transaction, not within another one (ERROR_BUG): a read transaction is always ended; a write transaction is committed
 * (durable on return) when fn returns true and undone when it returns false or the commit fails. fn may be called again after the map has
 * grown, so it changes nothing outside but through `data` it can write twice. Everything borrowed from the transaction is gone afterwards.
 * ERROR_FULL when disk or map is full. */
typedef bool (*kv_fn)(struct kv_txn *txn, void *data, GError **error);
bool kv_read(struct kv *kv, kv_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool kv_write(struct kv *kv, kv_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for what must not be lost, and for deleting, on a full disk: PATH-reserve (1 MiB, made at open and once there is room again) is
 * given up for it. fn may be called again. */
bool kv_write_urgent(struct kv *kv, kv_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Memory borrowed until the transaction ends (or, in a write transaction, until the next write). */
struct kv_bytes {
	const uint8_t *data;
	size_t length;
};

/* The value of a key; ERROR_NOT_FOUND without a message cost when it is not there, ERROR_CORRUPT when its checksum is wrong. */
bool kv_get(struct kv_txn *txn, unsigned table, struct kv_bytes key, struct kv_bytes *ret_value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a value that this process has read by kv_get and that nobody changes: its checksum is not computed again. false when it is
 * not there. */
bool kv_get_again(struct kv_txn *txn, unsigned table, struct kv_bytes key, struct kv_bytes *ret_value) G_GNUC_WARN_UNUSED_RESULT;
/* True when the key is there. */
bool kv_has(struct kv_txn *txn, unsigned table, struct kv_bytes key) G_GNUC_WARN_UNUSED_RESULT;
/* Stores or replaces. Keys have 1 to 511 bytes, values at most KV_VALUE_MAX: ERROR_LIMIT. */
bool kv_put(struct kv_txn *txn, unsigned table, struct kv_bytes key, struct kv_bytes value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes; a missing key is fine. */
bool kv_delete(struct kv_txn *txn, unsigned table, struct kv_bytes key, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where a walk over a table begins: at the first pair with key >= from and up, or backwards from the last pair with key <= from (from the
 * table's last when from is empty) down. */
struct kv_range {
	unsigned table;
	struct kv_bytes from;
	bool backwards;
};

/* Calls fn for each pair of the range in byte order of the keys, while fn returns KV_NEXT. fn must not write. false with error set when fn
 * returns KV_FAIL or a value is damaged. Holds one pair at a time. */
enum kv_step { KV_NEXT, KV_STOP, KV_FAIL };
typedef enum kv_step (*kv_each_fn)(struct kv_bytes key, struct kv_bytes value, void *data, GError **error);
bool kv_each(struct kv_txn *txn, struct kv_range range, kv_each_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pairs in a table. */
uint64_t kv_count(struct kv_txn *txn, unsigned table) G_GNUC_WARN_UNUSED_RESULT;

/* Bytes of the pages that the tables take; the file keeps room that was given back, and uses it again. */
uint64_t kv_size(struct kv_txn *txn) G_GNUC_WARN_UNUSED_RESULT;
/* The same of one table. */
uint64_t kv_table_size(struct kv_txn *txn, unsigned table) G_GNUC_WARN_UNUSED_RESULT;

/* The values of all tables, the bytes of their pages, and those of the file. */
struct kv_room {
	uint64_t values, bytes, file;
};
bool kv_measure(struct kv *kv, struct kv_room *ret_room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Frees the slots of dead readers; the number freed. Done at open and every few dozen writes too. */
int kv_reader_check(struct kv *kv);

/* Verifies the pages of every table by reading the file (each is in it, in one place, in order: what LMDB itself would trust or crash on),
 * then the checksum of every value. ret_values: how many. ERROR_CORRUPT. */
bool kv_check(struct kv *kv, uint64_t *ret_values, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A compact copy while others read and write, mode 0600. */
bool kv_backup(struct kv *kv, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the file from a copy of kv_backup at `from`, which is only read: copied, its pages and checksums verified, then given its name.
 * ERROR_EXISTS when it is there, ERROR_NOT_FOUND, ERROR_CORRUPT, ERROR_VERSION. */
bool kv_restore(const char *path, const char *from, const char *const *tables, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
