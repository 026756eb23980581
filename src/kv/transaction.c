// SPDX-License-Identifier: Apache-2.0
// Transactions as scopes, and the map that grows between them.
#include "tidings/kv/kv.h"

#include <errno.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <glib.h>
#include <lmdb.h>

#include "kv-priv.h"
#include "reserve-priv.h"
#include "tidings/util/error.h"

#define MAP_BYTES_MOST (UINT64_C(16) << 40)
#define RESIZES_MOST 8
#define WRITES_BETWEEN_CHECKS 64
#define ROOM_LEAST (1 << 20)

static const struct {
	int result;
	enum error_code code;
	const char *text;
} results[] = {
	{MDB_MAP_FULL, ERROR_FULL, "the map is full"},
	{MDB_TXN_FULL, ERROR_LIMIT, "too much in one transaction"},
	{MDB_BAD_VALSIZE, ERROR_LIMIT, "a key has 1 to 511 bytes"},
	{MDB_READERS_FULL, ERROR_BUSY, "too many readers"},
	{MDB_CORRUPTED, ERROR_CORRUPT, "it is damaged; restore it from a backup"},
	{MDB_PAGE_NOTFOUND, ERROR_CORRUPT, "it is damaged; restore it from a backup"},
	{MDB_CURSOR_FULL, ERROR_CORRUPT, "it is damaged; restore it from a backup"},
	{MDB_INVALID, ERROR_CORRUPT, "it is not a database"},
	{MDB_VERSION_MISMATCH, ERROR_VERSION, "it has a format that this version does not know"},
	{MDB_INCOMPATIBLE, ERROR_CORRUPT, "a table has a kind that this version does not know"},
	{MDB_DBS_FULL, ERROR_LIMIT, "it has too many tables"},
	{MDB_PANIC, ERROR_IO, "an earlier write failed; open it again"},
};

bool kv_error(GError **error, int result, const char *path)
{
	for (size_t i = 0; i < G_N_ELEMENTS(results); i++) {
		if (results[i].result == result)
			return error_set(error, results[i].code, "database \"%s\": %s", path, results[i].text);
	}
	if (result == EFBIG) /* a limit on the size of files is as good as a full disk */
		result = ENOSPC;
	if (result > 0)
		return error_set_errno(error, result, "database \"%s\"", path);
	return error_set(error, ERROR_BUG, "database \"%s\": %s", path, mdb_strerror(result));
}

static bool begin_allowed(const struct kv *kv, GError **error)
{
	if (kv->busy)
		return error_set(error, ERROR_BUG, "database \"%s\": a transaction within a transaction", kv->path);
	if (kv->pid != getpid())
		return error_set(error, ERROR_BUG, "database \"%s\" was opened by another process", kv->path);
	if (kv->unmapped)
		return error_set(error, ERROR_IO, "database \"%s\" could not be mapped again; open it again", kv->path);
	return true;
}

static int map_resize(struct kv *kv, uint64_t size)
{
	int result = mdb_env_set_mapsize(kv->env, size);
	/* LMDB takes the old map away before it makes the new one. */
	kv->unmapped = result != 0;
	return result;
}

/* Doubles the map. */
static int map_grow(struct kv *kv)
{
	MDB_envinfo info;
	int result = mdb_env_info(kv->env, &info);
	if (result != 0)
		return result;
	uint64_t size = (uint64_t)info.me_mapsize * 2;
	if (size > MAP_BYTES_MOST)
		return MDB_MAP_FULL;
	return environment_map_fits(size) ? map_resize(kv, size) : MDB_MAP_FULL;
}

static bool begin(struct kv *kv, unsigned flags, MDB_txn **ret_txn, GError **error)
{
	if (!begin_allowed(kv, error))
		return false;
	int result = mdb_txn_begin(kv->env, NULL, flags, ret_txn);
	/* Another process has made the map larger. */
	for (int tries = 0; result == MDB_MAP_RESIZED && tries < RESIZES_MOST; tries++) {
		result = map_resize(kv, 0);
		if (result == 0)
			result = mdb_txn_begin(kv->env, NULL, flags, ret_txn);
	}
	return result == 0 || kv_error(error, result, kv->path);
}

bool kv_read(struct kv *kv, kv_fn fn, void *data, GError **error)
{
	g_autoptr(MDB_txn) lmdb = NULL;
	if (!begin(kv, MDB_RDONLY, &lmdb, error))
		return false;
	struct kv_txn txn = {.kv = kv, .txn = lmdb};
	kv->busy = true;
	bool ok = fn(&txn, data, error);
	kv->busy = false;
	return ok;
}

/* LMDB says EIO when a write is cut short, which is how a disk that fills up shows itself first. */
static int write_result(const struct kv *kv, int result)
{
	struct statvfs fs;
	if (result == EIO && fstatvfs(kv->fd, &fs) == 0 && (uint64_t)fs.f_bavail * fs.f_frsize < ROOM_LEAST)
		return ENOSPC;
	return result;
}

/* One try. *ret_full: nothing was done because the map is full. */
static bool write_once(struct kv *kv, kv_fn fn, void *data, bool *ret_full, GError **error)
{
	g_autoptr(MDB_txn) lmdb = NULL;
	if (!begin(kv, 0, &lmdb, error))
		return false;
	struct kv_txn txn = {.kv = kv, .txn = lmdb};
	kv->busy = true;
	bool ok = fn(&txn, data, error);
	kv->busy = false;
	*ret_full = txn.map_full;
	if (!ok)
		return false;
	int result = mdb_txn_commit(g_steal_pointer(&lmdb));
	*ret_full = txn.map_full || result == MDB_MAP_FULL;
	return result == 0 || kv_error(error, write_result(kv, result), kv->path);
}

/* Tries again in a larger map until it fits or fails for another reason. */
static bool write_growing(struct kv *kv, kv_fn fn, void *data, GError **error)
{
	for (;;) {
		g_autoptr(GError) failure = NULL;
		bool full = false;
		if (write_once(kv, fn, data, &full, &failure))
			return true;
		if (!full) {
			g_propagate_error(error, g_steal_pointer(&failure));
			return false;
		}
		int result = map_grow(kv);
		if (result != 0)
			return kv_error(error, result, kv->path);
	}
}

static void count_write(struct kv *kv)
{
	if (++kv->writes % WRITES_BETWEEN_CHECKS != 0)
		return;
	/* A reader that was killed keeps pages from being used again, and the file grows. */
	kv_reader_check(kv);
	reserve_make(kv->path);
}

bool kv_write(struct kv *kv, kv_fn fn, void *data, GError **error)
{
	count_write(kv);
	return write_growing(kv, fn, data, error);
}

bool kv_write_urgent(struct kv *kv, kv_fn fn, void *data, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (write_growing(kv, fn, data, &failure))
		return true;
	if (error_is(failure, ERROR_FULL) && reserve_give_up(kv->path))
		return write_growing(kv, fn, data, error);
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}
