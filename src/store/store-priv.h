/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of store share: tables, scopes, keys. */
#ifndef TIDINGS_STORE_STORE_PRIV_H
#define TIDINGS_STORE_STORE_PRIV_H

#include "tidings/store/store.h"

#include "tidings/kv/kv.h"
#include "tidings/model/audit.h"
#include "tidings/store/audit.h"
#include "tidings/store/ledger.h"

/* The order is the order of store_tables. Integers in keys are big-endian, instants shifted so that their order is kept. */
enum store_table {
	TABLE_META,        /* name -> u64: the counters and facts below */
	TABLE_TASKS,       /* task u32 -> next run u64, record */
	TABLE_DUE,         /* next run u64, task u32 -> nothing */
	TABLE_MAIL,        /* "mail" -> record, sealed password */
	TABLE_NOTES,       /* name -> text */
	TABLE_TENANTS,     /* name -> record */
	TABLE_ACCOUNTS,    /* login -> record */
	TABLE_RUNS,        /* run u64 -> record */
	TABLE_TASK_RUNS,   /* task u32, run u64 -> nothing */
	TABLE_OCCURRENCES, /* task u32, instant u64 -> run u64; of the rule's instant that a holiday moved: run u64, 1 u32 */
	TABLE_READY,       /* instant u64, run u64 -> nothing: runs that wait for a worker */
	TABLE_CLAIMED,     /* generation u32, run u64 -> nothing: runs that a worker has */
	TABLE_MESSAGES,    /* run u64 -> bytes */
	TABLE_CHAIN,       /* entry u64 -> run u64, hash of its row, hash of the chain so far */
	TABLE_AUDIT,       /* entry u64 -> record */
	TABLE_AUDIT_CHAIN, /* as TABLE_CHAIN */
	TABLE_ALLOW,       /* domain -> nothing: where reports may go */
	TABLE_SIGN_INS,    /* "a" login, or "u" number of a counter of unknown ones -> failures in a row, when the newest was, tries since */
	TABLE_TRASH,       /* number u64, ascending -> task u32, record */
	TABLE_SETTINGS,    /* "settings" -> record */
	TABLE_CALENDARS,   /* name -> record: holidays */
};

#define META_FORMAT "format"         /* of the whole store */
#define META_TASK "task"             /* the highest number given */
#define META_RUN "run"
#define META_GENERATION "generation" /* of the sender */
#define META_MAIL "mail"             /* generation of the mail settings */
#define META_LICENCE "licence"
#define META_CALENDARS "calendars"   /* counted up whenever one of them changes */
#define META_TRASH "trash"           /* the highest number of a deleted task's place */

#define STORE_FORMAT 2

struct store {
	struct kv *kv;
	char *dir, *key_path, *change_path;
	bool once;      /* everything is changed at most once, after it was read: see store_once */
	uint64_t seen;  /* the newest entry of the audit log then */
	bool foreign_key; /* key_path is not ours to change */
	int change; /* descriptor of change_path */
	struct audit actor; /* who makes the changes: account, address, key and via */
	struct clock clock; /* of the audit log */
};

/* kv_read and kv_write; a committed write is signalled. */
bool store_read(struct store *store, kv_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_write(struct store *store, kv_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For what has happened and must be known, and for deleting: may use the reserve of a full disk. */
bool store_write_urgent(struct store *store, kv_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The bytes of a text, or of an array, borrowed. */
struct kv_bytes store_text_bytes(const char *text) G_GNUC_WARN_UNUSED_RESULT;
struct kv_bytes store_array_bytes(const GByteArray *array) G_GNUC_WARN_UNUSED_RESULT;

/* A number of TABLE_META; 0 when it was never set. */
bool store_meta_get(struct kv_txn *txn, const char *name, uint64_t *ret_value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_meta_put(struct kv_txn *txn, const char *name, uint64_t value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Counts a number of TABLE_META up and gives the new one. */
bool store_meta_next(struct kv_txn *txn, const char *name, uint64_t *ret_value, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a transaction has changed, for the audit log. */
struct audit_subject {
	const char *action; /* NULL: add, edit or delete, or enable and disable when nothing else changed */
	const char *noun, *subject, *detail;
	const struct field_table *table; /* NULL: the two records are not compared */
	const void *before, *after;      /* NULL: it was not there, is not there any more */
	const struct audit_change *change; /* without a table: the one value that changed; NULL = none */
	const char *account; /* who did it; NULL = whoever changes this store */
};
/* Adds an entry to the audit log in the transaction of the change; none when two records are compared and do not differ. */
bool store_audit_put(struct kv_txn *txn, const struct store *store, const struct audit_subject *subject, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps the record of a task that is being deleted (the oldest of too many goes); and lets it go when the task is there again. */
bool store_trash_keep(struct kv_txn *txn, uint32_t id, struct kv_bytes record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_trash_drop(struct kv_txn *txn, uint32_t id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The login of an account that is being deleted begins without failures when it comes back. */
bool store_sign_in_forget(struct kv_txn *txn, const char *login, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends a change of the key that was interrupted: as if it had been finished, or never begun. */
bool store_key_settle(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stores the tenant General: a new store has it. */
bool store_tenant_begin(struct kv_txn *txn, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* True when the stored record of a task is sound and says the same. */
bool store_task_is(struct kv_txn *txn, uint32_t id, const struct task *task) G_GNUC_WARN_UNUSED_RESULT;

/* Puts a task's next run into the index in the place of the one that is due: the step of ledger_record that advances a task. A task
 * whose record is damaged or gone loses its place. */
bool store_task_advance(struct kv_txn *txn, struct due due, int64_t next_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
