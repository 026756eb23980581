/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of kv share. */
#ifndef TIDINGS_KV_KV_PRIV_H
#define TIDINGS_KV_KV_PRIV_H

#include "tidings/kv/kv.h"

#include <sys/types.h>
#include <unistd.h>

#include <glib.h>
#include <lmdb.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MDB_env, mdb_env_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MDB_txn, mdb_txn_abort)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MDB_cursor, mdb_cursor_close)

struct kv {
	MDB_env *env;
	char *path;
	int fd;        /* of data_file_mark(): reads the file past the map */
	pid_t pid;
	unsigned n_tables;
	MDB_dbi dbi[KV_TABLES_MAX];
	uint64_t seed[KV_TABLES_MAX]; /* of the tables' checksums */
	unsigned writes;
	bool busy;     /* a transaction is open */
	bool unmapped; /* the map was lost while it was being changed */
};

struct kv_txn {
	struct kv *kv;
	MDB_txn *txn;
	bool map_full;
};

/* A descriptor that closes itself. -1 = none. */
static inline void auto_fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define auto_fd __attribute__((cleanup(auto_fd_close))) int

/* The descriptor, handed on. */
static inline int fd_steal(int *fd)
{
	int taken = *fd;
	*fd = -1;
	return taken;
}

/* kv_open with a map of map_bytes to begin with (or what an address space limit leaves of it). */
struct kv *environment_open(const char *path, const char *const *tables, uint64_t map_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the tables in an empty file that nobody else knows. */
bool environment_fill(const char *path, const char *const *tables, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* True when the address space has room for a map of that size. */
bool environment_map_fits(uint64_t size) G_GNUC_WARN_UNUSED_RESULT;

/* The first half of kv_check: pages, without following them through the map. */
bool kv_check_pages(struct kv *kv, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets *error from a result of LMDB about the environment at path; returns false. */
bool kv_error(GError **error, int result, const char *path);

#endif
