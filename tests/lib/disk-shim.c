// SPDX-License-Identifier: Apache-2.0
// Preloaded into the programs: the writes to a store are written down, one of them ends the process, or the disk is full.
/* DISK_LOG=FILE     every write to tidings.mdb is appended to FILE (struct record, then the bytes).
 * DISK_KILL=N       the process ends itself by SIGKILL just before its N-th write or sync of tidings.mdb; with DISK_KILL_ROLE=WORD only
 *                   when WORD is among its arguments ("--worker"), =!WORD only when it is not; with DISK_KILL_ONCE=FILE only the first
 *                   one, which makes FILE.
 * DISK_FULL=FILE    while FILE is there, nothing in the data directory grows. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { KIND_WRITE = 1, KIND_SYNCED_WRITE, KIND_SYNC, KIND_TRUNCATE };

struct record {
	uint32_t kind, process;
	uint64_t offset, length;
};

#define TARGET "/tidings.mdb"
#define OTHER "/stats.mdb"
#define PATH_BYTES 4096
#define PART_MOST 1024

static atomic_int operations;

static bool path_of(int fd, char *path)
{
	char link[64];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, PATH_BYTES - 1);
	path[n > 0 ? n : 0] = '\0';
	return n > 0;
}

static bool is_target(int fd)
{
	char path[PATH_BYTES];
	size_t length = path_of(fd, path) ? strlen(path) : 0, tail = strlen(TARGET);
	return length > tail && strcmp(path + length - tail, TARGET) == 0;
}

static bool is_of_store(int fd)
{
	char path[PATH_BYTES];
	return path_of(fd, path) && (strstr(path, TARGET) != NULL || strstr(path, OTHER) != NULL);
}

/* The arguments are between zero bytes. */
static bool has_argument(const char *word)
{
	char arguments[PATH_BYTES] = "";
	int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, arguments, sizeof arguments - 1) : 0;
	if (fd >= 0)
		close(fd);
	for (ssize_t at = 0; at < n; at += (ssize_t)strlen(arguments + at) + 1)
		if (strcmp(arguments + at, word) == 0)
			return true;
	return false;
}

static bool has_role(void)
{
	const char *role = getenv("DISK_KILL_ROLE");
	return role == NULL || (role[0] == '!' ? !has_argument(role + 1) : has_argument(role));
}

static bool is_first(void)
{
	const char *path = getenv("DISK_KILL_ONCE");
	int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	if (fd >= 0)
		close(fd);
	return path == NULL || fd >= 0;
}

/* Before each operation on the store's file. */
static void count(void)
{
	const char *at = getenv("DISK_KILL");
	if (at != NULL && atomic_fetch_add(&operations, 1) + 1 == (int)strtol(at, NULL, 10) && has_role() && is_first())
		kill(getpid(), SIGKILL);
}

static void note(enum kind kind, uint64_t offset, const struct iovec *parts, int n)
{
	const char *path = getenv("DISK_LOG");
	struct iovec all[PART_MOST + 1];
	struct record record = {(uint32_t)kind, (uint32_t)getpid(), offset, 0};
	if (path == NULL || n > PART_MOST)
		return;
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	for (int i = 0; i < n; i++) {
		all[i + 1] = parts[i];
		record.length += parts[i].iov_len;
	}
	all[0] = (struct iovec){&record, sizeof record};
	ssize_t (*real)(int, const struct iovec *, int) = dlsym(RTLD_NEXT, "writev");
	if (fd < 0 || real(fd, all, n + 1) != (ssize_t)(sizeof record + record.length))
		abort();
	close(fd);
}

static bool disk_is_full(int fd, uint64_t end)
{
	const char *path = getenv("DISK_FULL");
	struct stat st;
	if (path == NULL || !is_of_store(fd) || access(path, F_OK) != 0)
		return false;
	if (fstat(fd, &st) == 0 && end <= (uint64_t)st.st_size)
		return false;
	errno = ENOSPC;
	return true;
}

static enum kind kind_of(int fd)
{
	return (fcntl(fd, F_GETFL) & O_DSYNC) != 0 ? KIND_SYNCED_WRITE : KIND_WRITE;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset)
{
	ssize_t (*real)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite");
	bool target = is_target(fd);
	if (target)
		count();
	if (disk_is_full(fd, (uint64_t)offset + length))
		return -1;
	ssize_t n = real(fd, data, length, offset);
	if (target && n > 0)
		note(kind_of(fd), (uint64_t)offset, &(struct iovec){(void *)(uintptr_t)data, (size_t)n}, 1);
	return n;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset)
{
	return pwrite(fd, data, length, (off_t)offset);
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
	ssize_t (*real)(int, const struct iovec *, int) = dlsym(RTLD_NEXT, "writev");
	if (!is_of_store(fd))
		return real(fd, parts, n);
	bool target = is_target(fd);
	off_t offset = lseek(fd, 0, SEEK_CUR);
	size_t length = 0;
	for (int i = 0; i < n; i++)
		length += parts[i].iov_len;
	if (target)
		count();
	if (disk_is_full(fd, (uint64_t)offset + length))
		return -1;
	ssize_t done = real(fd, parts, n);
	if (target && done == (ssize_t)length)
		note(kind_of(fd), (uint64_t)offset, parts, n);
	return done;
}

static int sync_by(const char *name, int fd)
{
	int (*real)(int) = dlsym(RTLD_NEXT, name);
	bool target = is_target(fd);
	if (target)
		count();
	int result = real(fd);
	if (target && result == 0)
		note(KIND_SYNC, 0, NULL, 0);
	return result;
}

int fdatasync(int fd)
{
	return sync_by("fdatasync", fd);
}

int fsync(int fd)
{
	return sync_by("fsync", fd);
}

int ftruncate(int fd, off_t length)
{
	int (*real)(int, off_t) = dlsym(RTLD_NEXT, "ftruncate");
	bool target = is_target(fd);
	if (target)
		count();
	if (disk_is_full(fd, (uint64_t)length))
		return -1;
	int result = real(fd, length);
	if (target && result == 0)
		note(KIND_TRUNCATE, (uint64_t)length, NULL, 0);
	return result;
}

int ftruncate64(int fd, off64_t length)
{
	return ftruncate(fd, (off_t)length);
}

int posix_fallocate(int fd, off_t offset, off_t length)
{
	int (*real)(int, off_t, off_t) = dlsym(RTLD_NEXT, "posix_fallocate");
	return disk_is_full(fd, (uint64_t)(offset + length)) ? ENOSPC : real(fd, offset, length);
}

int posix_fallocate64(int fd, off64_t offset, off64_t length)
{
	return posix_fallocate(fd, (off_t)offset, (off_t)length);
}
