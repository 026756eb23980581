/* SPDX-License-Identifier: Apache-2.0 */
/* Files as the product needs them: private, whole or not at all, bounded. */
#ifndef TIDINGS_UTIL_FILE_H
#define TIDINGS_UTIL_FILE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Makes directory path (and its parents) with mode 0700; an existing directory is fine. */
bool file_make_private_dir(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The whole file, given, with a NUL after it that is not counted. ERROR_LIMIT when it is larger than max bytes,
 * ERROR_NOT_FOUND when it is not there. */
bool file_read(const char *path, size_t max, char **ret_data, size_t *ret_length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes temporary file + fsync + rename + fsync of the directory: after a crash the old or the new content is there.
 * mode is the file's permission bits. */
bool file_write(const char *path, const void *data, size_t length, int mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An exclusive flock on path (made when missing, 0600, O_CLOEXEC), not waiting: ERROR_BUSY when another process has it.
 * On success the descriptor holds the lock until it is closed. */
bool file_lock(const char *path, int *ret_fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
