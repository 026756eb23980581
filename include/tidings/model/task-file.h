/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks as text that people edit, compare and keep under version control. One group a task, named by its UID; one key a field, in the order of
 * the field table, with the text that its option takes:
 *	[task 6ec0bd7f-11c2-43da-975e-2a8ad505c189]
 *	enabled=yes
 *	name=Daily statistics
 * The syntax is GLib's key file: "#" begins a comment line; \n, \t, \s and \\ in a value are LF, TAB, a leading blank and a backslash. */
#ifndef TIDINGS_MODEL_TASK_FILE_H
#define TIDINGS_MODEL_TASK_FILE_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/task.h"

#define TASK_FILE_MAX (64 << 20) /* bytes of a text that task_file_read takes */

/* True for the fields that the text has: all that people set, the owner and the switch; not the number and the time of creation, which belong
 * to one installation, and no secret. */
bool task_file_has(const struct field *row) G_GNUC_WARN_UNUSED_RESULT;

/* The text of tasks (struct task *, with UIDs), in their order. Given. */
char *task_file_write(const GPtrArray *tasks) G_GNUC_WARN_UNUSED_RESULT;

/* The tasks of a text in its order: GPtrArray of struct task *, freed with the array; a field that is not named has its initial value, id is 0.
 * Each value is checked by its row. ERROR_INVALID names the task and the key: an unknown key or group, a key or a UID that comes twice, a
 * required field that is missing, a broken line. An empty text has no task. Given. */
GPtrArray *task_file_read(const char *text, size_t length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
