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
	int mark;      /* data_file_mark() */
	pid_t pid;
	unsigned n_tables;
	MDB_dbi dbi[KV_TABLES_MAX];
	uint64_t seed[KV_TABLES_MAX]; /* of the tables' checksums */
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

/* Sets *error from a result of LMDB about the environment at path; returns false. */
bool kv_error(GError **error, int result, const char *path);

#endif
