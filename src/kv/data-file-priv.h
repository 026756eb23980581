/* SPDX-License-Identifier: Apache-2.0 */
/* The data file before LMDB maps it. LMDB believes what it maps: a file cut short ends in SIGBUS, a foreign one anywhere. */
#ifndef TIDINGS_KV_DATA_FILE_PRIV_H
#define TIDINGS_KV_DATA_FILE_PRIV_H

#include <glib.h>
#include <stdbool.h>

/* Opens the file for reading and writing and puts this process's mark on it: a lock that a second handle of this process meets
 * (ERROR_BUG) and other processes do not. The mark is gone when the descriptor is closed. */
bool data_file_mark(const char *path, int *ret_fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The file lies on a local file system, is LMDB's of the version we know, and has every page it says it has. */
bool data_file_check(const char *path, int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An empty file of mode 0600 beside path, refused on a network file system. Given: its name. */
char *data_file_temporary(const char *path, int *ret_fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the finished file durable and gives it its name. ERROR_EXISTS when the name is taken. The temporary name is gone in any case. */
bool data_file_publish(const char *temporary, int fd, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
