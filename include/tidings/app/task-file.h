/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks as code: export them as text (model/task-file.h), compare a text with what is there, make what is there equal to it. A task is the
 * same when its UID is. */
#ifndef TIDINGS_APP_TASK_FILE_H
#define TIDINGS_APP_TASK_FILE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/app/app.h"
#include "tidings/model/task-file.h"

enum task_difference_kind { TASK_ADDED, TASK_CHANGED, TASK_REMOVED };

/* One field of a changed task; texts as options take them. */
struct field_difference {
	const struct field *row;
	char *before, *after;
};

struct task_difference {
	enum task_difference_kind kind;
	struct task task;  /* as the text says; TASK_REMOVED: as it is there. id 0: not there yet */
	GArray *fields;    /* of struct field_difference; TASK_CHANGED only, else empty */
};

extern const struct enum_row task_difference_names[];

/* The tasks of these numbers, n = 0: all that the account sees, by number. ERROR_NOT_FOUND. Given. */
char *task_export(struct app *app, const uint32_t *ids, size_t n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What task_apply would do: GPtrArray of struct task_difference *, freed with the array, in the order of the text, removals last; empty when
 * nothing differs. Tasks that the text does not name are left alone, or removed with `remove`. Every task of the text is checked as if it
 * were saved: ERROR_INVALID, ERROR_NOT_FOUND (a tenant, the owner), ERROR_DENIED. Given. */
GPtrArray *task_compare(struct app *app, const char *text, size_t length, bool remove, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Does it, all in one transaction or nothing, and tells what it did as task_compare does. Given. */
GPtrArray *task_apply(struct app *app, const char *text, size_t length, bool remove, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
