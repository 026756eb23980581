// SPDX-License-Identifier: Apache-2.0
// The file of what was rejected and why.
#include "rejects-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#define BUFFER (64 * 1024)
#define NAME_MAX_BYTES 64

struct rejects {
	char *path;
	int fd;         /* -1 until the first reject */
	bool append;    /* whatever the file holds stays */
	uint64_t bytes; /* written to the file */
	GString *buffer;
};

static char *file_name(const char *name, const uint8_t *identity)
{
	g_autofree char *base = g_path_get_basename(name != NULL ? name : "input");
	for (char *at = base; *at != '\0'; at++) {
		if (!g_ascii_isalnum(*at) && strchr("._-", *at) == NULL)
			*at = '_';
	}
	if (*base == '-' || *base == '.')
		*base = '_';
	GString *out = g_string_new(NULL);
	g_string_append_printf(out, "%.*s.", NAME_MAX_BYTES, base);
	for (int i = 0; i < 8; i++)
		g_string_append_printf(out, "%02x", identity[i]);
	g_string_append(out, ".rejects");
	return g_string_free(out, FALSE);
}

struct rejects *rejects_new(const char *dir, const char *name, const uint8_t *identity, uint64_t bytes)
{
	struct rejects *rejects = g_new0(struct rejects, 1);
	g_autofree char *base = file_name(name, identity);
	rejects->path = g_build_filename(dir, base, NULL);
	rejects->fd = -1;
	rejects->bytes = bytes;
	rejects->buffer = g_string_new(NULL);
	return rejects;
}

void rejects_free(struct rejects *rejects)
{
	if (rejects == NULL)
		return;
	if (rejects->fd >= 0)
		close(rejects->fd);
	g_free(rejects->path);
	g_string_free(rejects->buffer, TRUE);
	g_free(rejects);
}

void rejects_append(struct rejects *rejects)
{
	rejects->append = true;
}

static bool open_file(struct rejects *rejects, GError **error)
{
	if (rejects->fd >= 0)
		return true;
	rejects->fd = open(rejects->path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (rejects->fd < 0)
		return error_set_errno(error, errno, "cannot write \"%s\"", rejects->path);
	if (rejects->append)
		rejects->bytes = (uint64_t)MAX(lseek(rejects->fd, 0, SEEK_END), 0);
	off_t at = (off_t)rejects->bytes;
	if (ftruncate(rejects->fd, at) < 0 || lseek(rejects->fd, at, SEEK_SET) < 0)
		return error_set_errno(error, errno, "cannot write \"%s\"", rejects->path);
	return true;
}

static bool flush(struct rejects *rejects, GError **error)
{
	size_t done = 0;
	while (done < rejects->buffer->len) {
		ssize_t put = write(rejects->fd, rejects->buffer->str + done, rejects->buffer->len - done);
		if (put < 0 && errno != EINTR)
			break;
		done += put > 0 ? (size_t)put : 0;
	}
	int number = errno;
	bool whole = done == rejects->buffer->len;
	rejects->bytes += done;
	g_string_erase(rejects->buffer, 0, (gssize)done);
	return whole || error_set_errno(error, number, "cannot write \"%s\"", rejects->path);
}

bool rejects_add(struct rejects *rejects, const char *reason, const char *text, size_t length, GError **error)
{
	g_string_append_printf(rejects->buffer, "# %s\n", reason);
	g_string_append_len(rejects->buffer, text, (gssize)length);
	g_string_append_c(rejects->buffer, '\n');
	return rejects->buffer->len < BUFFER || (open_file(rejects, error) && flush(rejects, error));
}

bool rejects_sync(struct rejects *rejects, uint64_t *ret_bytes, GError **error)
{
	if (rejects->fd >= 0 || rejects->buffer->len > 0) {
		if (!open_file(rejects, error) || !flush(rejects, error))
			return false;
		if (fdatasync(rejects->fd) < 0)
			return error_set_errno(error, errno, "cannot write \"%s\"", rejects->path);
	}
	*ret_bytes = rejects->bytes;
	return true;
}

char *rejects_first(const struct rejects *rejects)
{
	char start[512];
	int fd = open(rejects->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t got = fd >= 0 ? read(fd, start, sizeof(start) - 1) : -1;
	if (fd >= 0)
		close(fd);
	if (got < 2 || start[0] != '#')
		return NULL;
	start[got] = '\0';
	start[strcspn(start, "\n")] = '\0';
	return safe_text(start + 2, -1);
}

void rejects_discard(struct rejects *rejects)
{
	unlink(rejects->path);
}

const char *rejects_path(const struct rejects *rejects)
{
	return rejects->path;
}

bool rejects_rotate(struct rejects *rejects, GError **error)
{
	g_autofree char *old = g_strconcat(rejects->path, ".old", NULL);
	if (rename(rejects->path, old) < 0)
		return error_set_errno(error, errno, "cannot rename \"%s\"", rejects->path);
	close(rejects->fd);
	rejects->fd = -1;
	rejects->bytes = 0;
	return true;
}
