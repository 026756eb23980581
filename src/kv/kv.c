// SPDX-License-Identifier: Apache-2.0
// A database as a whole: made, opened, closed, copied.
#include "tidings/kv/kv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include <glib.h>
#include <lmdb.h>

#include "data-file-priv.h"
#include "kv-priv.h"
#include "reserve-priv.h"
#include "tidings/util/error.h"

#define COPY_BYTES (1 << 30)
#define MAP_BYTES (UINT64_C(64) << 30)

static bool tables_fit(const char *const *tables, GError **error)
{
	return g_strv_length((char **)(uintptr_t)tables) < KV_TABLES_MAX || error_set(error, ERROR_BUG, "too many tables");
}

bool kv_create(const char *path, const char *const *tables, GError **error)
{
	if (!tables_fit(tables, error))
		return false;
	auto_fd fd = -1;
	g_autofree char *temporary = data_file_temporary(path, &fd, error);
	if (temporary == NULL)
		return false;
	if (!environment_fill(temporary, tables, error)) {
		unlink(temporary);
		return false;
	}
	return data_file_publish(temporary, fd, path, error);
}

struct kv *kv_open(const char *path, const char *const *tables, GError **error)
{
	return tables_fit(tables, error) ? environment_open(path, tables, MAP_BYTES, error) : NULL;
}

void kv_close(struct kv *kv)
{
	if (kv == NULL)
		return;
	mdb_env_close(kv->env);
	close(kv->fd);
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

static bool copy_bytes(int from, int to, const char *path, GError **error)
{
	ssize_t copied = 0;
	do
		copied = sendfile(to, from, NULL, COPY_BYTES);
	while (copied > 0 || (copied < 0 && errno == EINTR));
	return copied == 0 || error_set_errno(error, errno, "cannot copy \"%s\"", path);
}

/* What opening it leaves beside it is taken away. */
static bool verify_copy(const char *temporary, const char *const *tables, GError **error)
{
	uint64_t values = 0;
	autoptr(kv) kv = kv_open(temporary, tables, error);
	bool sound = kv != NULL && kv_check(kv, &values, error);
	g_autofree char *lock = g_strconcat(temporary, "-lock", NULL);
	reserve_remove(temporary);
	unlink(lock);
	return sound;
}

bool kv_restore(const char *path, const char *from, const char *const *tables, GError **error)
{
	auto_fd source = open(from, O_RDONLY | O_CLOEXEC);
	if (source < 0)
		return error_set_errno(error, errno, "cannot open \"%s\"", from);
	auto_fd fd = -1;
	g_autofree char *temporary = data_file_temporary(path, &fd, error);
	if (temporary == NULL)
		return false;
	if (!copy_bytes(source, fd, from, error) || !verify_copy(temporary, tables, error)) {
		unlink(temporary);
		return false;
	}
	return data_file_publish(temporary, fd, path, error);
}
