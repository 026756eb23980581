/* SPDX-License-Identifier: Apache-2.0 */
/* The data file before LMDB maps it. LMDB believes what it maps: a file cut short ends in SIGBUS, a foreign one anywhere. */
#ifndef TIDINGS_KV_DATA_FILE_PRIV_H
#define TIDINGS_KV_DATA_FILE_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Opens the file for reading and writing and puts this process's mark on it: a lock that a second handle of this process meets
 * (ERROR_BUG) and other processes do not. The mark is gone when the descriptor is closed. */
bool data_file_mark(const char *path, int *ret_fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The file lies on a local file system, is LMDB's of the version we know, and its headers can be. ret_wanted: the length
 * that the headers speak of when the file is shorter, else 0. What is missing may be pages that were never written because they were free
 * again before the commit: only page_tree_check() can tell that from a file cut short. */
bool data_file_check(const char *path, int fd, uint64_t *ret_wanted, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ERROR_CORRUPT with what is wrong. Returns false. */
bool data_file_damaged(const char *path, const char *damage, GError **error);
/* Makes such a file as long as it is wanted, so that it need not be examined the next time. Nobody else may be writing. */
void data_file_extend(int fd, uint64_t wanted);

/* An empty file of mode 0600 beside path, refused on a network file system. Given: its name. */
char *data_file_temporary(const char *path, int *ret_fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the finished file durable and gives it its name. ERROR_EXISTS when the name is taken. The temporary name is gone in any case. */
bool data_file_publish(const char *temporary, int fd, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
