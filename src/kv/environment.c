// SPDX-License-Identifier: Apache-2.0
// The LMDB environment: made, opened with its tables, copied, closed.
#include "tidings/kv/kv.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <lmdb.h>

#include "checksum-priv.h"
#include "data-file-priv.h"
#include "kv-priv.h"
#include "tidings/util/error.h"

#define MAP_BYTES (UINT64_C(64) << 30)
#define MAP_BYTES_LEAST (UINT64_C(16) << 20)
#define READERS_MOST 1024

static MDB_env *environment_open(const char *path, uint64_t map_bytes, unsigned flags, GError **error)
{
	g_autoptr(MDB_env) env = NULL;
	int result = mdb_env_create(&env);
	if (result == 0)
		result = mdb_env_set_mapsize(env, map_bytes);
	if (result == 0)
		result = mdb_env_set_maxdbs(env, KV_TABLES_MAX);
	if (result == 0)
		result = mdb_env_set_maxreaders(env, READERS_MOST);
	if (result == 0)
		result = mdb_env_open(env, path, MDB_NOSUBDIR | flags, 0600);
	if (result != 0) {
		kv_error(error, result, path);
		return NULL;
	}
	return g_steal_pointer(&env);
}

/* Opens the tables into ret_dbi (KV_TABLES_MAX long). MDB_NOTFOUND when one is missing and flags has no MDB_CREATE. */
static int tables_open(MDB_env *env, const char *const *tables, unsigned flags, MDB_dbi *ret_dbi)
{
	g_autoptr(MDB_txn) txn = NULL;
	int result = mdb_txn_begin(env, NULL, (flags & MDB_CREATE) != 0 ? 0 : MDB_RDONLY, &txn);
	for (unsigned i = 0; result == 0 && tables[i] != NULL; i++)
		result = mdb_dbi_open(txn, tables[i], flags, &ret_dbi[i]);
	return result == 0 ? mdb_txn_commit(g_steal_pointer(&txn)) : result;
}

static unsigned tables_count(const char *const *tables)
{
	unsigned n = 0;
	while (tables[n] != NULL && n < KV_TABLES_MAX)
		n++;
	return n;
}

/* The largest map not over `most` that this process's address space has room for: LimitAS would make mapping fail. */
static uint64_t map_fitting(uint64_t most)
{
	for (uint64_t size = most; size > MAP_BYTES_LEAST; size /= 2) {
		void *probe = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (probe != MAP_FAILED) {
			munmap(probe, size);
			return size;
		}
	}
	return MIN(most, MAP_BYTES_LEAST);
}

/* LMDB gives its lock file the mode that is left after the umask. */
static bool lock_file_protect(const char *path, GError **error)
{
	g_autofree char *lock = g_strconcat(path, "-lock", NULL);
	return chmod(lock, 0600) == 0 || error_set_errno(error, errno, "cannot protect \"%s\"", lock);
}

static bool create_tables(const char *path, const char *const *tables, GError **error)
{
	MDB_dbi dbi[KV_TABLES_MAX];
	g_autoptr(MDB_env) env = environment_open(path, MAP_BYTES_LEAST, MDB_NOLOCK, error);
	if (env == NULL)
		return false;
	int result = tables_open(env, tables, MDB_CREATE, dbi);
	return result == 0 || kv_error(error, result, path);
}

bool kv_create(const char *path, const char *const *tables, GError **error)
{
	g_return_val_if_fail(tables_count(tables) < KV_TABLES_MAX, false);
	auto_fd fd = -1;
	g_autofree char *temporary = data_file_temporary(path, &fd, error);
	if (temporary == NULL)
		return false;
	if (!create_tables(temporary, tables, error)) {
		unlink(temporary);
		return false;
	}
	return data_file_publish(temporary, fd, path, error);
}

static bool open_tables(struct kv *kv, const char *const *tables, GError **error)
{
	int result = tables_open(kv->env, tables, 0, kv->dbi);
	if (result == MDB_NOTFOUND)
		result = tables_open(kv->env, tables, MDB_CREATE, kv->dbi);
	if (result != 0)
		return kv_error(error, result, kv->path);
	kv->n_tables = tables_count(tables);
	for (unsigned i = 0; i < kv->n_tables; i++)
		kv->seed[i] = checksum_seed(tables[i]);
	return true;
}

struct kv *kv_open_sized(const char *path, const char *const *tables, uint64_t map_bytes, GError **error)
{
	g_return_val_if_fail(tables_count(tables) < KV_TABLES_MAX, NULL);
	auto_fd mark = -1;
	if (!data_file_mark(path, &mark, error) || !data_file_check(path, mark, error))
		return NULL;
	g_autoptr(MDB_env) env = environment_open(path, map_fitting(map_bytes), 0, error);
	if (env == NULL || !lock_file_protect(path, error))
		return NULL;
	autoptr(kv) kv = g_new0(struct kv, 1);
	kv->env = g_steal_pointer(&env);
	kv->path = g_strdup(path);
	kv->mark = fd_steal(&mark);
	kv->pid = getpid();
	kv_reader_check(kv);
	if (!open_tables(kv, tables, error))
		return NULL;
	return g_steal_pointer(&kv);
}

struct kv *kv_open(const char *path, const char *const *tables, GError **error)
{
	return kv_open_sized(path, tables, MAP_BYTES, error);
}

void kv_close(struct kv *kv)
{
	if (kv == NULL)
		return;
	mdb_env_close(kv->env);
	close(kv->mark);
	g_free(kv->path);
	g_free(kv);
}

int kv_reader_check(struct kv *kv)
{
	int freed = 0;
	return mdb_reader_check(kv->env, &freed) == 0 ? freed : 0;
}

bool kv_backup(struct kv *kv, const char *path, GError **error)
{
	auto_fd fd = -1;
	g_autofree char *temporary = data_file_temporary(path, &fd, error);
	if (temporary == NULL)
		return false;
	int result = kv->busy || kv->unmapped ? EINVAL : mdb_env_copyfd2(kv->env, fd, MDB_CP_COMPACT);
	if (result != 0) {
		unlink(temporary);
		return kv_error(error, result, path);
	}
	return data_file_publish(temporary, fd, path, error);
}
