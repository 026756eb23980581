/* SPDX-License-Identifier: Apache-2.0 */
/* The records of one data directory: tidings.mdb, key, sender.lock. Each call is one transaction and durable when it returns true. */
#ifndef TIDINGS_STORE_STORE_H
#define TIDINGS_STORE_STORE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/access.h"
#include "tidings/model/mail-settings.h"
#include "tidings/model/run.h"
#include "tidings/model/task.h"
#include "tidings/util/auto.h"

struct store;

/* Makes a data directory (0700) with tidings.mdb, the key (0600), tenant General, licence TIP Enterprise. ERROR_EXISTS when there is one. */
bool store_create(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens it. ERROR_NOT_FOUND ("no data directory at "..."; make one with tidings init"), ERROR_CORRUPT, ERROR_VERSION. Given. */
struct store *store_open(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void store_close(struct store *store);
AUTOPTR_DEFINE(store, store_close)
const char *store_dir(const struct store *store) G_GNUC_WARN_UNUSED_RESULT;

/* Tasks. put with id 0 gives the task the next id. next_run (INSTANT_NONE: none) goes into the index of next runs in the same transaction. */
bool store_task_put(struct store *store, struct task *task, int64_t next_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_task_get(struct store *store, uint32_t id, struct task *ret_task, int64_t *ret_next_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_task_delete(struct store *store, uint32_t id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Called by id ascending; false from fn stops with its error. */
typedef bool (*store_task_fn)(const struct task *task, int64_t next_run, void *data, GError **error);
bool store_task_each(struct store *store, store_task_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Mail settings with the password unsealed. ERROR_NOT_FOUND before the first save. put seals the password and counts the generation up. */
bool store_mail_get(struct store *store, struct mail_settings *ret_settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_mail_put(struct store *store, const struct mail_settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Small facts of the installation by name ("mail_test" = last Test connection, "tzdata", "sender" ...). NULL text removes. Given; NULL = none. */
char *store_note_get(struct store *store, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_note_put(struct store *store, const char *name, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tenants and accounts, by name and login. */
bool store_tenant_put(struct store *store, const struct tenant *tenant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *store_tenants(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT; /* struct tenant *, sorted; freed with the array */
bool store_account_put(struct store *store, const struct account *account, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_account_get(struct store *store, const char *login, struct account *ret_account, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *store_accounts(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT; /* struct account * */
bool store_licence_get(struct store *store, enum licence *ret_licence, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_licence_put(struct store *store, enum licence licence, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A change signal: every committed change above touches DIR/changed, which others watch with inotify. Its path, borrowed. */
const char *store_change_path(const struct store *store) G_GNUC_WARN_UNUSED_RESULT;

#endif
