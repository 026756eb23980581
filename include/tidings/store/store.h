/* SPDX-License-Identifier: Apache-2.0 */
/* The records of one data directory: tidings.mdb, key, sender.lock. Each call is one transaction and durable when it returns true. */
#ifndef TIDINGS_STORE_STORE_H
#define TIDINGS_STORE_STORE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/access.h"
#include "tidings/model/calendar.h"
#include "tidings/model/logo.h"
#include "tidings/model/mail-settings.h"
#include "tidings/model/run.h"
#include "tidings/model/settings.h"
#include "tidings/model/task.h"
#include "tidings/util/auto.h"

struct store;

/* Makes a data directory (0700) with tidings.mdb, the key (0600; one that is there is kept), tenant General, licence TIP Enterprise.
 * ERROR_EXISTS when there is one; what an interrupted store_create left is finished. */
bool store_create(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens it, once in a process. ERROR_NOT_FOUND ("no data directory at "..."; make one with tidings init"), ERROR_CORRUPT, ERROR_VERSION
 * (nothing is changed then), ERROR_DENIED when others may read the key file, ERROR_BUG when it is open already. Given. */
struct store *store_open(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void store_close(struct store *store);
AUTOPTR_DEFINE(store, store_close)

/* Takes another file of 32 bytes for the key of the data directory, from now on; it is not changed. ERROR_NOT_FOUND. */
bool store_use_key(struct store *store, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Seals all secrets under a new key, which takes the place of the old one: all or nothing, whenever the process ends; what is left to be done
 * is done at the next open. ERROR_CORRUPT when something sealed cannot be opened, ERROR_DENIED after store_use_key. */
bool store_key_change(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tasks. put checks every field (ERROR_INVALID) and gives a task with id 0 the next id, and one without a UID a new one; an id is never given
 * twice. next_run (INSTANT_NONE: none) goes into the index of next runs in the same transaction. get and delete: ERROR_NOT_FOUND. Runs
 * outlive their task. */
bool store_task_put(struct store *store, struct task *task, int64_t next_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_task_get(struct store *store, uint32_t id, struct task *ret_task, int64_t *ret_next_run, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
bool store_task_delete(struct store *store, uint32_t id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Several changes in one transaction, all or none: as put, or (gone) as delete. */
struct task_write {
	struct task *task;
	int64_t next_run;
	bool gone;
};
bool store_tasks_write(struct store *store, const struct task_write *writes, size_t n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Called by id ascending, between transactions: fn may use the store. false from fn stops with its error. */
typedef bool (*store_task_fn)(const struct task *task, int64_t next_run, void *data, GError **error);
bool store_task_each(struct store *store, store_task_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Every task's record as it is stored, by id ascending, in one transaction: fn may not use the store, and what it is given is gone afterwards.
 * For what looks at many tasks and needs little of each (fields_peek). */
typedef bool (*store_record_fn)(uint32_t id, int64_t next_run, const uint8_t *record, size_t length, void *data, GError **error);
bool store_task_records(struct store *store, store_record_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Deleted tasks, the newest first, as they were; the last 200 are kept, and one that is put again leaves. GPtrArray of struct task *, freed
 * with the array. Given. */
GPtrArray *store_trash(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Moves next runs: fn is called as above and says in *next_run where a task's next run belongs. What it changes is stored with many others in
 * one transaction, unless the task was changed meanwhile. */
typedef bool (*store_move_fn)(const struct task *task, int64_t *next_run, void *data, GError **error);
bool store_task_move_each(struct store *store, store_move_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Holiday calendars by name: put makes or replaces one; get and delete: ERROR_NOT_FOUND (field calendar). One that a task names stays:
 * ERROR_DENIED. GPtrArray of struct calendar *, sorted by bytes, unreferenced with the array. Given. */
bool store_calendar_put(struct store *store, const struct calendar *calendar, GError **error) G_GNUC_WARN_UNUSED_RESULT;
struct calendar *store_calendar_get(struct store *store, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *store_calendars(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_calendar_delete(struct store *store, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A number that is counted up whenever one of them changes. */
bool store_calendar_generation(struct store *store, uint64_t *ret_generation, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Mail settings with the password unsealed. ERROR_NOT_FOUND before the first save; ERROR_CORRUPT without a key file, when the password was
 * sealed under another key, or for other settings (it is bound to all of them). put checks every field (ERROR_INVALID), seals the
 * password and counts the generation up. */
bool store_mail_get(struct store *store, struct mail_settings *ret_settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same without any secret, for which no key is needed. */
bool store_mail_peek(struct store *store, struct mail_settings *ret_settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_mail_put(struct store *store, const struct mail_settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Settings of the installation; before the first save their initial values. put checks every field (ERROR_INVALID). */
bool store_settings_get(struct store *store, struct settings *ret_settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_settings_put(struct store *store, const struct settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The installation's own logo: get leaves an empty one (png NULL) when none was set; ERROR_CORRUPT, ERROR_VERSION. delete: ERROR_NOT_FOUND. */
bool store_logo_get(struct store *store, struct logo *ret_logo, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_logo_put(struct store *store, const struct logo *logo, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_logo_delete(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The generation of the last save, 0 before the first: who has settings of it need not read and unseal them again. */
bool store_mail_generation(struct store *store, int *ret_generation, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Small facts of the installation by name of 1 to 511 bytes ("mail_test" = last Test connection, "tzdata", "sender" ...). NULL text
 * removes. Given; NULL = none, or error set. */
char *store_note_get(struct store *store, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_note_put(struct store *store, const char *name, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tenants and accounts, by name and login: put makes or replaces and checks every field (ERROR_INVALID). Lists are sorted by bytes and
 * hold struct tenant * and struct account *, freed with the array. get and delete: ERROR_NOT_FOUND. The last enabled administrator stays one:
 * ERROR_DENIED, decided in the transaction of the change. */
bool store_tenant_put(struct store *store, const struct tenant *tenant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *store_tenants(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Renames a tenant, and in the tasks and accounts that name it; deletes one that none of them names (ERROR_DENIED), ERROR_NOT_FOUND. */
bool store_tenant_rename(struct store *store, const char *name, const struct tenant *tenant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_tenant_delete(struct store *store, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Domains that reports may go to, in canonical form: one added (ERROR_EXISTS), removed (ERROR_NOT_FOUND), all by bytes; given. */
bool store_allow_add(struct store *store, const char *domain, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_allow_remove(struct store *store, const char *domain, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char **store_allowed(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_account_put(struct store *store, const struct account *account, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_account_get(struct store *store, const char *login, struct account *ret_account, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_account_delete(struct store *store, const char *login, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *store_accounts(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_licence_get(struct store *store, enum licence *ret_licence, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_licence_put(struct store *store, enum licence licence, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A compact copy of the records into directory dir (0700, made when missing) while others read and write; without the key, so a backup gives
 * no password away. ERROR_EXISTS when there is one. */
bool store_backup(struct store *store, const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes a data directory with the records of a backup, and a key when there is none: passwords sealed under another one must be given again.
 * ERROR_EXISTS when there is one; else as kv_restore. */
bool store_restore(const char *dir, const char *from, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Verifies the pages of the records and the checksum of every value. ret_values: how many. ERROR_CORRUPT. */
bool store_verify(struct store *store, uint64_t *ret_values, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many records there are, the bytes that they take, and those of their file, which keeps the room of what was removed and uses it again. */
struct store_room {
	uint64_t records, bytes, file;
};
bool store_measure(struct store *store, struct store_room *ret_room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A change signal: every committed change, of the ledger too, writes a byte into DIR/changed, which others watch with inotify
 * (IN_MODIFY). Its path, borrowed. */
const char *store_change_path(const struct store *store) G_GNUC_WARN_UNUSED_RESULT;

#endif
