// SPDX-License-Identifier: Apache-2.0
// The data file before LMDB maps it: whole, local, marked as open, made in one step.
#include "data-file-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <glib.h>

#include "format-priv.h"
#include "kv-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"

#define META_MAGIC 0xBEEFC0DE
#define META_VERSION 1
#define HEADER_TRIES 3
#define PAGE_LEAST 512
#define PAGE_MOST 65536

/* linux/magic.h has only some of them. A lock or a shared map does not hold across hosts on these. */
static const uint32_t network_magics[] = {
	0x00006969, /* nfs */
	0x0000517B, /* smb */
	0xFF534D42, /* cifs */
	0xFE534D42, /* smb2 */
	0x01021997, /* 9p */
	0x00C36400, /* ceph */
	0x5346414F, /* afs */
	0x6B414653, /* kafs */
	0x73757245, /* coda */
	0x0BD00BD0, /* lustre */
	0x7461636F, /* ocfs2 */
	0x01161970, /* gfs2 */
};

#define FUSE_MAGIC 0x65735546
#define MOUNTS_MOST (1 << 20)

/* All others (sshfs, s3fs, virtiofs ...) are taken for remote. */
static const char *const local_fuses[] = {"fuseblk", "fuse.fuse-overlayfs", "fuse.gocryptfs", "fuse.mergerfs", NULL};

/* Lines of mountinfo: "36 35 98:0 /root /where options - TYPE source options" (proc(5)). */
static bool fuse_is_local(int fd)
{
	struct stat st;
	g_autofree char *mounts = NULL;
	size_t length = 0;
	if (fstat(fd, &st) != 0 || !file_read("/proc/self/mountinfo", MOUNTS_MOST, &mounts, &length, NULL))
		return false;
	g_autofree char *device = g_strdup_printf(" %u:%u ", major(st.st_dev), minor(st.st_dev));
	g_auto(GStrv) lines = g_strsplit(mounts, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		const char *type = strstr(*line, " - ");
		if (type == NULL || strstr(*line, device) == NULL)
			continue;
		g_auto(GStrv) words = g_strsplit(type + strlen(" - "), " ", 2);
		return g_strv_contains(local_fuses, words[0]);
	}
	return false;
}

static bool check_local(const char *path, int fd, GError **error)
{
	struct statfs fs;
	if (fstatfs(fd, &fs) != 0)
		return error_set_errno(error, errno, "cannot examine \"%s\"", path);
	bool local = (uint32_t)fs.f_type != FUSE_MAGIC || fuse_is_local(fd);
	for (size_t i = 0; i < G_N_ELEMENTS(network_magics); i++)
		local = local && (uint32_t)fs.f_type != network_magics[i];
	return local || error_set(error, ERROR_IO, "\"%s\" is on a network file system; use a local disk", path);
}

static bool meta_is_sound(const struct meta *meta, uint32_t page_size)
{
	if (page_size < PAGE_LEAST || page_size > PAGE_MOST || (page_size & (page_size - 1)) != 0)
		return false;
	if (meta->trees[0].pad != page_size || meta->last_page < 1 || meta->last_page > UINT64_MAX / PAGE_MOST - 1)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(meta->trees); i++) {
		const struct tree *tree = &meta->trees[i];
		if (tree->depth > DEPTH_MOST || (tree->root == PAGE_NONE) != (tree->depth == 0))
			return false;
		if (tree->root != PAGE_NONE && (tree->root < 2 || tree->root > meta->last_page))
			return false;
	}
	return true;
}

/* NULL when the file is fine; else what is wrong with it. *ret_size: what its headers say. */
static const char *find_damage(int fd, uint64_t *ret_size)
{
	struct meta metas[2];
	uint32_t page_size = 0;
	for (int i = 0; i < 2; i++) {
		if (pread(fd, &metas[i], sizeof(metas[i]), (off_t)i * page_size) != (ssize_t)sizeof(metas[i]))
			return "it is cut short";
		if (metas[i].magic != META_MAGIC || (metas[i].head.flags & PAGE_META) == 0)
			return i == 0 ? "it is not a database" : "its header is damaged";
		if (i == 0)
			page_size = metas[0].trees[0].pad;
		if (!meta_is_sound(&metas[i], page_size))
			return "its header is damaged";
	}
	*ret_size = (MAX(metas[0].last_page, metas[1].last_page) + 1) * page_size;
	return NULL;
}

static bool check_version(const char *path, int fd, GError **error)
{
	struct meta meta;
	if (pread(fd, &meta, sizeof(meta), 0) != (ssize_t)sizeof(meta) || meta.magic != META_MAGIC)
		return true; /* find_damage() says more */
	return meta.version == META_VERSION ||
		error_set(error, ERROR_VERSION, "\"%s\" has format %u of LMDB; this program reads format %u", path,
			meta.version, META_VERSION);
}

bool data_file_mark(const char *path, int *ret_fd, GError **error)
{
	auto_fd fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return error_set_errno(error, errno, "cannot open \"%s\"", path);
	/* Such a lock belongs to the open file and not to the process, so that two handles of one process exclude each
	 * other at the byte of that process. LMDB locks nothing in this file. */
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = getpid(), .l_len = 1};
	if (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
		if (errno == EAGAIN || errno == EACCES)
			return error_set(error, ERROR_BUG, "\"%s\" is open in this process already", path);
		return error_set_errno(error, errno, "cannot lock \"%s\"", path);
	}
	*ret_fd = fd_steal(&fd);
	return true;
}

bool data_file_check(const char *path, int fd, uint64_t *ret_wanted, GError **error)
{
	struct stat st;
	uint64_t size = 0;
	if (!check_local(path, fd, error) || !check_version(path, fd, error))
		return false;
	const char *damage = find_damage(fd, &size);
	/* Another process may be writing a header just now. */
	for (int tries = 0; damage != NULL && tries < HEADER_TRIES; tries++)
		damage = find_damage(fd, &size);
	if (damage != NULL)
		return data_file_damaged(path, damage, error);
	/* After the headers: what they speak of is in the file before they are. */
	if (fstat(fd, &st) != 0)
		return error_set_errno(error, errno, "cannot examine \"%s\"", path);
	*ret_wanted = (uint64_t)st.st_size < size ? size : 0;
	return true;
}

bool data_file_damaged(const char *path, const char *damage, GError **error)
{
	return error_set(error, ERROR_CORRUPT, "\"%s\" is damaged: %s; restore it from a backup", path, damage);
}

void data_file_extend(int fd, uint64_t wanted)
{
	struct stat st;
	if (fstat(fd, &st) == 0 && (uint64_t)st.st_size < wanted)
		(void)!ftruncate(fd, (off_t)wanted);
}

char *data_file_temporary(const char *path, int *ret_fd, GError **error)
{
	g_autofree char *name = g_strconcat(path, ".XXXXXX", NULL);
	auto_fd fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0) {
		error_set_errno(error, errno, "cannot make \"%s\"", path);
		return NULL;
	}
	/* The mode given to open is cut by the umask. */
	bool ok = fchmod(fd, 0600) == 0 || error_set_errno(error, errno, "cannot protect \"%s\"", name);
	if (!ok || !check_local(path, fd, error)) {
		unlink(name);
		return NULL;
	}
	*ret_fd = fd_steal(&fd);
	return g_steal_pointer(&name);
}

static bool sync_dir(const char *path, GError **error)
{
	g_autofree char *dir = g_path_get_dirname(path);
	auto_fd fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		return error_set_errno(error, errno, "cannot save \"%s\"", dir);
	return true;
}

bool data_file_publish(const char *temporary, int fd, const char *path, GError **error)
{
	int failed = 0;
	if (fsync(fd) != 0 || renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) != 0)
		failed = errno;
	if (failed == 0)
		return sync_dir(path, error);
	unlink(temporary);
	if (failed == EEXIST)
		return error_set(error, ERROR_EXISTS, "\"%s\" exists already", path);
	return error_set_errno(error, failed, "cannot make \"%s\"", path);
}
