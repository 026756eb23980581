// SPDX-License-Identifier: Apache-2.0
// Room kept beside a database for what must be written even on a full disk.
#include "reserve-priv.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "kv-priv.h"

#define RESERVE_BYTES (1 << 20)

static char *reserve_name(const char *path)
{
	return g_strconcat(path, "-reserve", NULL);
}

static int reserve_open(const char *path, int flags)
{
	g_autofree char *name = reserve_name(path);
	return open(name, O_RDWR | O_CLOEXEC | flags, 0600);
}

void reserve_make(const char *path)
{
	struct stat st;
	auto_fd fd = reserve_open(path, O_CREAT);
	if (fd < 0 || fchmod(fd, 0600) != 0 || fstat(fd, &st) != 0 || st.st_size >= RESERVE_BYTES)
		return;
	/* Half a reserve is none: the room is better used. */
	if (posix_fallocate(fd, 0, RESERVE_BYTES) != 0)
		(void)!ftruncate(fd, 0);
}

bool reserve_give_up(const char *path)
{
	struct stat st;
	auto_fd fd = reserve_open(path, 0);
	return fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 && ftruncate(fd, 0) == 0;
}

void reserve_remove(const char *path)
{
	g_autofree char *name = reserve_name(path);
	unlink(name);
}
