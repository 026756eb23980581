// SPDX-License-Identifier: Apache-2.0
// Files: private, whole or not at all, bounded.
#include "tidings/util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tidings/util/error.h"

struct handle {
	int fd;
};

static void handle_close(struct handle *handle)
{
	if (handle->fd >= 0)
		close(handle->fd);
	handle->fd = -1;
}

#define autohandle __attribute__((cleanup(handle_close))) struct handle

static int open_retry(const char *path, int flags, mode_t mode)
{
	int fd;
	do {
		fd = open(path, flags | O_CLOEXEC | O_NOCTTY, mode);
	} while (fd < 0 && errno == EINTR);
	return fd;
}

// 0, or an errno value.
static int write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, data, length);
		if (n < 0 && errno != EINTR)
			return errno;
		if (n > 0) {
			data += n;
			length -= (size_t)n;
		}
	}
	return 0;
}

static int sync_dir(const char *path)
{
	g_autofree char *dir = g_path_get_dirname(path);
	autohandle handle = {open_retry(dir, O_RDONLY | O_DIRECTORY, 0)};
	return handle.fd >= 0 && fsync(handle.fd) == 0 ? 0 : errno;
}

static int fill_and_rename(int fd, const char *temporary, const char *path, GBytes *content, int mode)
{
	gsize length = 0;
	const char *data = g_bytes_get_data(content, &length);
	int fault = write_all(fd, data, length);
	if (fault != 0)
		return fault;
	if (fchmod(fd, (mode_t)mode) != 0 || fsync(fd) != 0 || rename(temporary, path) != 0)
		return errno;
	return 0;
}

// Reads straight into `out`, which has room for all of a file that keeps its size: no copies of a secret stay behind.
static bool read_all(int fd, size_t max, GString *out, int *ret_fault)
{
	for (;;) {
		size_t done = out->len;
		g_string_set_size(out, MAX(done + 1, out->allocated_len - 1));
		ssize_t n = read(fd, out->str + done, out->len - done);
		int fault = errno;
		g_string_set_size(out, done + (n > 0 ? (size_t)n : 0));
		if (n < 0 && fault == EINTR)
			continue;
		if (n < 0)
			*ret_fault = fault;
		if (n <= 0)
			return n == 0;
		if (out->len > max)
			return false;
	}
}

bool file_make_private_dir(const char *path, GError **error)
{
	if (g_mkdir_with_parents(path, 0700) == 0)
		return true;
	return error_set_errno(error, errno, "cannot make directory \"%s\"", path);
}

bool file_read(const char *path, size_t max, char **ret_data, size_t *ret_length, GError **error)
{
	autohandle handle = {open_retry(path, O_RDONLY, 0)};
	if (handle.fd < 0)
		return error_set_errno(error, errno, "cannot open \"%s\"", path);
	struct stat st;
	size_t size = fstat(handle.fd, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size : 0;
	g_autoptr(GString) out = g_string_sized_new(MIN(size, max) + 2);
	int fault = 0;
	if (!read_all(handle.fd, max, out, &fault)) {
		if (fault != 0)
			return error_set_errno(error, fault, "cannot read \"%s\"", path);
		return error_set(error, ERROR_LIMIT, "\"%s\" is larger than %zu bytes", path, max);
	}
	*ret_length = out->len;
	*ret_data = g_string_free(g_steal_pointer(&out), FALSE);
	return true;
}

bool file_write(const char *path, const void *data, size_t length, int mode, GError **error)
{
	g_autofree char *temporary = g_strconcat(path, ".XXXXXX", NULL);
	autohandle handle = {g_mkstemp_full(temporary, O_WRONLY | O_CLOEXEC, 0600)};
	if (handle.fd < 0)
		return error_set_errno(error, errno, "cannot write \"%s\"", path);
	g_autoptr(GBytes) content = g_bytes_new_static(data, length);
	int fault = fill_and_rename(handle.fd, temporary, path, content, mode);
	if (fault != 0)
		unlink(temporary);
	else
		fault = sync_dir(path);
	return fault == 0 || error_set_errno(error, fault, "cannot write \"%s\"", path);
}

bool file_lock(const char *path, int *ret_fd, GError **error)
{
	autohandle handle = {open_retry(path, O_RDWR | O_CREAT, 0600)};
	if (handle.fd < 0)
		return error_set_errno(error, errno, "cannot open \"%s\"", path);
	int result;
	do {
		result = flock(handle.fd, LOCK_EX | LOCK_NB);
	} while (result != 0 && errno == EINTR);
	if (result != 0 && errno == EWOULDBLOCK)
		return error_set(error, ERROR_BUSY, "\"%s\" is held by another process", path);
	if (result != 0)
		return error_set_errno(error, errno, "cannot lock \"%s\"", path);
	*ret_fd = handle.fd;
	handle.fd = -1;
	return true;
}
