// SPDX-License-Identifier: Apache-2.0
// The LMDB environment of a file, its tables and its map.
#include "kv-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <lmdb.h>

#include "checksum-priv.h"
#include "data-file-priv.h"
#include "reserve-priv.h"
#include "tidings/util/error.h"

#define MAP_BYTES_LEAST (UINT64_C(16) << 20)
#define READERS_MOST 1024

/* LMDB opens the data file so that programs that are started inherit it. */
static int keep_from_children(MDB_env *env)
{
	mdb_filehandle_t fd;
	int result = mdb_env_get_fd(env, &fd);
	return result != 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 ? result : errno;
}

static MDB_env *env_open(const char *path, uint64_t map_bytes, unsigned flags, GError **error)
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
	if (result == 0)
		result = keep_from_children(env);
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

/* The largest map not over `most` that this process's address space has room for: LimitAS would make mapping fail. */
static uint64_t map_fitting(uint64_t most)
{
	for (uint64_t size = most; size > MAP_BYTES_LEAST; size /= 2) {
		if (environment_map_fits(size))
			return size;
	}
	return MIN(most, MAP_BYTES_LEAST);
}

/* LMDB gives its lock file the mode that is left after the umask. */
static bool lock_file_protect(const char *path, GError **error)
{
	g_autofree char *lock = g_strconcat(path, "-lock", NULL);
	return chmod(lock, 0600) == 0 || error_set_errno(error, errno, "cannot protect \"%s\"", lock);
}

static bool open_tables(struct kv *kv, const char *const *tables, GError **error)
{
	int result = tables_open(kv->env, tables, 0, kv->dbi);
	if (result == MDB_NOTFOUND)
		result = tables_open(kv->env, tables, MDB_CREATE, kv->dbi);
	if (result != 0)
		return kv_error(error, result, kv->path);
	for (; tables[kv->n_tables] != NULL; kv->n_tables++)
		kv->seed[kv->n_tables] = checksum_seed(tables[kv->n_tables]);
	return true;
}

static void extend(struct kv *kv, uint64_t wanted)
{
	g_autoptr(MDB_txn) writers_wait = NULL;
	if (mdb_txn_begin(kv->env, NULL, 0, &writers_wait) == 0)
		data_file_extend(kv->fd, wanted);
}

bool environment_map_fits(uint64_t size)
{
	void *probe = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (probe == MAP_FAILED)
		return false;
	munmap(probe, size);
	return true;
}

bool environment_fill(const char *path, const char *const *tables, GError **error)
{
	MDB_dbi dbi[KV_TABLES_MAX];
	g_autoptr(MDB_env) env = env_open(path, MAP_BYTES_LEAST, MDB_NOLOCK, error);
	if (env == NULL)
		return false;
	int result = tables_open(env, tables, MDB_CREATE, dbi);
	return result == 0 || kv_error(error, result, path);
}

struct kv *environment_open(const char *path, const char *const *tables, uint64_t map_bytes, GError **error)
{
	auto_fd fd = -1;
	uint64_t wanted = 0;
	if (!data_file_mark(path, &fd, error) || !data_file_check(path, fd, &wanted, error))
		return NULL;
	g_autoptr(MDB_env) env = env_open(path, map_fitting(map_bytes), 0, error);
	if (env == NULL || !lock_file_protect(path, error))
		return NULL;
	autoptr(kv) kv = g_new0(struct kv, 1);
	kv->env = g_steal_pointer(&env);
	kv->path = g_strdup(path);
	kv->fd = fd_steal(&fd);
	kv->pid = getpid();
	kv_reader_check(kv);
	reserve_make(path);
	/* So far LMDB has touched the headers only. */
	if (wanted > 0 && !kv_check_pages(kv, error))
		return NULL;
	if (wanted > 0)
		extend(kv, wanted);
	return open_tables(kv, tables, error) ? g_steal_pointer(&kv) : NULL;
}
