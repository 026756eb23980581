// SPDX-License-Identifier: Apache-2.0
// The data file before LMDB maps it: whole, local, marked as open, made in one step.
#include "data-file-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <glib.h>

#include "kv-priv.h"
#include "tidings/util/error.h"

/* The start of both meta pages of LMDB 0.9 (mdb.c: MDB_page, MDB_meta, MDB_db). */
struct tree {
	uint32_t pad; /* of the free list's tree: the page size */
	uint16_t flags, depth;
	uint64_t branch_pages, leaf_pages, overflow_pages, entries, root;
};

struct meta {
	uint64_t page_number;
	uint16_t pad, flags;
	uint32_t bounds;
	uint32_t magic, version;
	uint64_t address, map_size;
	struct tree trees[2];
	uint64_t last_page, transaction;
};

#define META_MAGIC 0xBEEFC0DE
#define META_VERSION 1
#define META_FLAG 0x08
#define PAGE_LEAST 512
#define PAGE_MOST 65536
#define PAGE_NONE UINT64_MAX
#define DEPTH_MOST 32

/* linux/magic.h has only some of them. A lock or a shared map does not hold across hosts on these. */
static const uint32_t network_magics[] = {
	0x00006969, /* nfs */
	0x0000517B, /* smb */
	0xFF534D42, /* cifs */
	0xFE534D42, /* smb2 */
	0x65735546, /* fuse: sshfs and its kin */
	0x01021997, /* 9p */
	0x00C36400, /* ceph */
	0x5346414F, /* afs */
	0x6B414653, /* kafs */
	0x73757245, /* coda */
	0x0BD00BD0, /* lustre */
	0x7461636F, /* ocfs2 */
	0x01161970, /* gfs2 */
};

static bool check_local(const char *path, int fd, GError **error)
{
	struct statfs fs;
	if (fstatfs(fd, &fs) != 0)
		return error_set_errno(error, errno, "cannot examine \"%s\"", path);
	for (size_t i = 0; i < G_N_ELEMENTS(network_magics); i++) {
		if ((uint32_t)fs.f_type == network_magics[i])
			return error_set(error, ERROR_IO, "\"%s\" is on a network file system; use a local disk", path);
	}
	return true;
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

/* NULL when the file is fine; else what is wrong with it. */
static const char *find_damage(int fd)
{
	struct meta metas[2];
	uint32_t page_size = 0;
	for (int i = 0; i < 2; i++) {
		if (pread(fd, &metas[i], sizeof(metas[i]), (off_t)i * page_size) != (ssize_t)sizeof(metas[i]))
			return "it is cut short";
		if (metas[i].magic != META_MAGIC || (metas[i].flags & META_FLAG) == 0)
			return i == 0 ? "it is not a database" : "its header is damaged";
		if (i == 0)
			page_size = metas[0].trees[0].pad;
		if (!meta_is_sound(&metas[i], page_size))
			return "its header is damaged";
	}
	struct stat st;
	uint64_t pages = MAX(metas[0].last_page, metas[1].last_page) + 1;
	if (fstat(fd, &st) != 0 || (uint64_t)st.st_size < pages * page_size)
		return "it is cut short";
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

bool data_file_check(const char *path, int fd, GError **error)
{
	if (!check_local(path, fd, error) || !check_version(path, fd, error))
		return false;
	const char *damage = find_damage(fd);
	/* Another process may be writing a header just now. */
	for (int tries = 0; damage != NULL && tries < 3; tries++)
		damage = find_damage(fd);
	if (damage != NULL)
		return error_set(error, ERROR_CORRUPT, "\"%s\" is damaged: %s; restore it from a backup", path, damage);
	return true;
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
