// SPDX-License-Identifier: Apache-2.0
// The bytes of one batch, known by their digest before they are taken.
#include "input-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "expand-priv.h"
#include "tidings/kv/digest.h"
#include "tidings/util/error.h"

#define BLOCK (256 * 1024)
#define ROOM_LEAST ((uint64_t)256 << 20) /* that an expanded input leaves on the disk */
#define ROOM_STEP ((uint64_t)16 << 20)

static ssize_t read_some(int fd, void *buffer, size_t size)
{
	ssize_t got = -1;
	do
		got = read(fd, buffer, size);
	while (got < 0 && errno == EINTR);
	return got;
}

static bool write_all(int fd, const char *data, size_t length, GError **error)
{
	while (length > 0) {
		ssize_t put = write(fd, data, length);
		if (put < 0 && errno != EINTR)
			return error_set_errno(error, errno, "cannot keep a copy of the input");
		if (put > 0) {
			data += put;
			length -= (size_t)put;
		}
	}
	return true;
}

static bool open_spool(const char *dir, int *ret_fd, GError **error)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT)) {
		g_autofree char *path = g_build_filename(dir, "spool-XXXXXX", NULL);
		fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
		if (fd >= 0)
			unlink(path);
	}
	if (fd < 0)
		return error_set_errno(error, errno, "cannot make a file in \"%s\"", dir);
	*ret_fd = fd;
	return true;
}

static bool spool(struct input *input, int from, struct kv_digest *digest, char *block, GError **error)
{
	ssize_t got = 0;
	while ((got = read_some(from, block, BLOCK)) > 0) {
		kv_digest_update(digest, block, (size_t)got);
		if (!write_all(input->fd, block, (size_t)got, error))
			return false;
		input->length += (uint64_t)got;
	}
	return got == 0 || error_set_errno(error, errno, "cannot read the input");
}

static bool digest_file(struct input *input, struct kv_digest *digest, char *block, GError **error)
{
	uint64_t at = 0;
	while (at < input->length) {
		size_t got = 0;
		if (!input_read(input, at, block, BLOCK, &got, error))
			return false;
		kv_digest_update(digest, block, got);
		at += got;
	}
	return true;
}

/* From one file into another. */
struct expansion {
	const struct input *packed;
	uint64_t position;
	struct input *plain;
	struct kv_digest *digest;
	uint64_t looked; /* at the room that is left, when so much was written */
};

static bool expansion_read(void *data, void *buffer, size_t size, size_t *ret_length, GError **error)
{
	struct expansion *expansion = data;
	if (!input_read(expansion->packed, expansion->position, buffer, size, ret_length, error))
		return false;
	expansion->position += *ret_length;
	return true;
}

/* A small file may expand to more than any disk has: others need room too. */
static bool has_room(const struct expansion *expansion, GError **error)
{
	struct statvfs disk;
	if (fstatvfs(expansion->plain->fd, &disk) == 0 && (uint64_t)disk.f_bavail * disk.f_frsize < ROOM_LEAST)
		return error_set(error, ERROR_FULL, "the input expands to more than %" G_GUINT64_FORMAT " MB, for which the disk has no room",
				 expansion->plain->length / 1000000);
	return true;
}

static bool expansion_write(void *data, const void *bytes, size_t length, GError **error)
{
	struct expansion *expansion = data;
	if (expansion->plain->length >= expansion->looked) {
		if (!has_room(expansion, error))
			return false;
		expansion->looked = expansion->plain->length + ROOM_STEP;
	}
	kv_digest_update(expansion->digest, bytes, length);
	expansion->plain->length += length;
	return write_all(expansion->plain->fd, bytes, length, error);
}

/* What is compressed is taken for what it expands to, so that a file is the same batch either way. */
static bool unpack(struct input *input, const char *dir, GError **error)
{
	char start[8];
	size_t length = 0;
	if (!input_read(input, 0, start, sizeof(start), &length, error))
		return false;
	enum packing packing = packing_of(start, length);
	if (packing == PACKED_NOT)
		return true;
	autorelease(input) plain = {.fd = -1};
	autoptr(kv_digest) digest = kv_digest_new();
	struct expansion expansion = {.packed = input, .plain = &plain, .digest = digest};
	const struct expand_ends ends = {expansion_read, expansion_write, &expansion};
	if (!open_spool(dir, &plain.fd, error))
		return false;
	plain.owned = true;
	if (!expand(packing, &ends, error))
		return false;
	kv_digest_get(digest, plain.identity);
	input_release(input);
	*input = plain;
	plain.owned = false;
	return true;
}

bool input_open(int fd, const char *dir, struct input *ret_input, GError **error)
{
	autorelease(input) input = {.fd = fd};
	autoptr(kv_digest) digest = kv_digest_new();
	g_autofree char *block = g_malloc(BLOCK);
	struct stat st;
	if (fstat(fd, &st) < 0)
		return error_set_errno(error, errno, "cannot read the input");
	off_t start = S_ISREG(st.st_mode) ? lseek(fd, 0, SEEK_CUR) : -1;
	if (start >= 0) {
		input.start = (uint64_t)start;
		input.length = st.st_size > start ? (uint64_t)(st.st_size - start) : 0;
		if (!digest_file(&input, digest, block, error))
			return false;
	} else {
		if (!open_spool(dir, &input.fd, error))
			return false;
		input.owned = true;
		if (!spool(&input, fd, digest, block, error))
			return false;
	}
	kv_digest_get(digest, input.identity);
	if (!unpack(&input, dir, error))
		return false;
	*ret_input = input;
	input.owned = false;
	return true;
}

void input_release(struct input *input)
{
	if (input == NULL)
		return;
	if (input->owned)
		close(input->fd);
	*input = (struct input){0};
}

bool input_read(const struct input *input, uint64_t position, void *buffer, size_t size, size_t *ret_length, GError **error)
{
	if (position >= input->length) {
		*ret_length = 0;
		return true;
	}
	size = (size_t)MIN(size, input->length - position);
	ssize_t got = -1;
	do
		got = pread(input->fd, buffer, size, (off_t)(input->start + position));
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return error_set_errno(error, errno, "cannot read the input");
	if (got == 0)
		return error_set(error, ERROR_IO, "the input has become shorter while it was read; start again");
	*ret_length = (size_t)got;
	return true;
}
