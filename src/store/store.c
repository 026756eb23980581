// SPDX-License-Identifier: Apache-2.0
// The data directory: made, opened, closed; its format; its change signal.
#include "tidings/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "chain-priv.h"
#include "seal-priv.h"
#include "store-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"

static const char *const store_tables[] = {
	"meta", "tasks", "due", "mail", "notes", "tenants", "accounts", "runs", "task runs", "occurrences", "ready", "claimed",
	"messages", "chain", "audit", "audit chain", "allow", "sign ins", "trash", "settings", "calendars",
	NULL,
};

static const char *const meta_table[] = {"meta", NULL};

static char *database_path(const char *dir)
{
	return g_build_filename(dir, "tidings.mdb", NULL);
}

static char *key_path(const char *dir)
{
	return g_build_filename(dir, "key", NULL);
}

static bool fill(struct kv_txn *txn, void *data, GError **error)
{
	const char *dir = data;
	uint64_t format = 0;
	if (!store_meta_get(txn, META_FORMAT, &format, error))
		return false;
	if (format != 0)
		return error_set(error, ERROR_EXISTS, "there is a data directory at \"%s\" already", dir);
	return store_meta_put(txn, META_FORMAT, STORE_FORMAT, error) &&
		store_meta_put(txn, META_LICENCE, LICENCE_TIP_ENTERPRISE, error) && store_tenant_begin(txn, error);
}

bool store_create(const char *dir, GError **error)
{
	g_autofree char *database = database_path(dir);
	g_autofree char *key = key_path(dir);
	g_autoptr(GError) failure = NULL;
	if (!file_make_private_dir(dir, error) || !seal_key_make(key, error))
		return false;
	/* A database without a format is what an interrupted store_create left: it is filled now. */
	if (!kv_create(database, store_tables, &failure) && !error_is(failure, ERROR_EXISTS)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	autoptr(kv) kv = kv_open(database, store_tables, error);
	return kv != NULL && kv_write(kv, fill, (void *)(uintptr_t)dir, error);
}

static bool check_format(struct kv_txn *txn, void *data, GError **error)
{
	const char *dir = data;
	uint64_t format = 0;
	if (!store_meta_get(txn, META_FORMAT, &format, error))
		return false;
	if (format == 0)
		return error_set(error, ERROR_NOT_FOUND, "the data directory \"%s\" is not finished; run tidings init again", dir);
	return format <= STORE_FORMAT ||
		error_set(error, ERROR_VERSION, "\"%s\" was written by a newer version of tidings; upgrade", dir);
}

/* Before the other tables are made: nothing is written into a store of a newer version. */
static bool check_database(const char *database, const char *dir, GError **error)
{
	g_autoptr(GError) failure = NULL;
	autoptr(kv) kv = kv_open(database, meta_table, &failure);
	if (kv != NULL)
		return kv_read(kv, check_format, (void *)(uintptr_t)dir, error);
	if (error_is(failure, ERROR_NOT_FOUND))
		return error_set(error, ERROR_NOT_FOUND, "no data directory at \"%s\"; make one with tidings init", dir);
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

/* Format 2: the head of the ledger's chain stands apart. */
static bool migrate(struct kv_txn *txn, void *data, GError **error)
{
	(void)data;
	uint64_t format = 0;
	if (!store_meta_get(txn, META_FORMAT, &format, error))
		return false;
	return format >= STORE_FORMAT || (chain_adopt(txn, &ledger_chain, error) && store_meta_put(txn, META_FORMAT, STORE_FORMAT, error));
}

static bool needs_migration(struct kv_txn *txn, void *data, GError **error)
{
	uint64_t format = 0;
	if (!store_meta_get(txn, META_FORMAT, &format, error))
		return false;
	*(bool *)data = format < STORE_FORMAT;
	return true;
}

static bool follow_format(struct store *store, GError **error)
{
	bool needed = false;
	return kv_read(store->kv, needs_migration, &needed, error) && (!needed || kv_write(store->kv, migrate, NULL, error));
}

static bool open_change(struct store *store, GError **error)
{
	store->change = open(store->change_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	return store->change >= 0 || error_set_errno(error, errno, "cannot open \"%s\"", store->change_path);
}

struct store *store_open(const char *dir, GError **error)
{
	g_autofree char *database = database_path(dir);
	autoptr(store) store = g_new0(struct store, 1);
	store->change = -1;
	audit_init(&store->actor);
	store->dir = g_strdup(dir);
	store->key_path = key_path(dir);
	store->change_path = g_build_filename(dir, "changed", NULL);
	if (!check_database(database, dir, error) || !seal_key_check(store->key_path, error))
		return NULL;
	store->kv = kv_open(database, store_tables, error);
	if (store->kv == NULL || !open_change(store, error) || !follow_format(store, error))
		return NULL;
	(void)!store_key_settle(store, NULL); /* on a full disk later: both keys are good until then */
	return g_steal_pointer(&store);
}

bool store_use_key(struct store *store, const char *path, GError **error)
{
	if (access(path, R_OK) != 0)
		return error_set_errno(error, errno, "cannot read the key \"%s\"", path);
	g_free(store->key_path);
	store->key_path = g_strdup(path);
	store->foreign_key = true;
	return true;
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	kv_close(store->kv);
	if (store->change >= 0)
		close(store->change);
	g_free(store->dir);
	g_free(store->key_path);
	g_free(store->change_path);
	audit_release(&store->actor);
	g_free(store);
}

bool store_backup(struct store *store, const char *dir, GError **error)
{
	g_autofree char *path = database_path(dir);
	return file_make_private_dir(dir, error) && kv_backup(store->kv, path, error);
}

bool store_restore(const char *dir, const char *from, GError **error)
{
	g_autofree char *path = database_path(dir);
	g_autofree char *source = database_path(from);
	g_autofree char *key = key_path(dir);
	return file_make_private_dir(dir, error) && seal_key_make(key, error) && kv_restore(path, source, store_tables, error);
}

bool store_verify(struct store *store, uint64_t *ret_values, GError **error)
{
	return kv_check(store->kv, ret_values, error);
}

bool store_measure(struct store *store, struct store_room *ret_room, GError **error)
{
	struct kv_room room = {0};
	if (!kv_measure(store->kv, &room, error))
		return false;
	*ret_room = (struct store_room){room.values, room.bytes, room.file};
	return true;
}

const char *store_change_path(const struct store *store)
{
	return store->change_path;
}

bool store_read(struct store *store, kv_fn fn, void *data, GError **error)
{
	return kv_read(store->kv, fn, data, error);
}

/* The change is made, whatever becomes of the signal: on a full disk the file's time still changes. */
static void signal_change(const struct store *store)
{
	if (pwrite(store->change, "\n", 1, 0) != 1)
		(void)!futimens(store->change, NULL);
}

bool store_write(struct store *store, kv_fn fn, void *data, GError **error)
{
	if (!kv_write(store->kv, fn, data, error))
		return false;
	signal_change(store);
	return true;
}

bool store_write_urgent(struct store *store, kv_fn fn, void *data, GError **error)
{
	if (!kv_write_urgent(store->kv, fn, data, error))
		return false;
	signal_change(store);
	return true;
}
