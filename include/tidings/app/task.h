/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of reporting tasks. */
#ifndef TIDINGS_APP_TASK_H
#define TIDINGS_APP_TASK_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/task.h"

/* A task as the table shows it. */
struct task_view {
	struct task task;
	int64_t next_run;        /* INSTANT_NONE: off or over */
	int next_offset;         /* of the task's zone at next_run */
	bool has_last;
	struct run last;         /* newest run in a final state */
	char *words;             /* the recurrence in a sentence, in the account's language */
};
void task_view_free(struct task_view *view);
AUTOPTR_DEFINE(task_view, task_view_free)

/* All tasks that the account may see, by id: GPtrArray of struct task_view *, freed with the array. Given. */
GPtrArray *task_list(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One of them. ERROR_NOT_FOUND. Given. */
struct task_view *task_show(struct app *app, uint32_t id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Fills a new task: initial values, the account's language, owner, tenants of the mode. */
void task_new(struct app *app, struct task *ret_task);
/* Saves; id 0 makes a new one and sets the id. Validates fields, rule, zone, tenants (ERROR_INVALID with the field) and computes the next
 * run. Saving never changes whether a stored task is enabled. */
bool task_save(struct app *app, struct task *task, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Switches on or off. On: needs saved mail settings (ERROR_INVALID says so), computes the next run. */
bool task_enable(struct app *app, uint32_t id, bool enabled, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool task_delete(struct app *app, uint32_t id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Deleted tasks that the account may bring back, the newest first: GPtrArray of struct task *, freed with the array. Given. */
GPtrArray *task_deleted(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Brings a deleted task back under its number, on or off as it was; its next run is computed from now. ERROR_NOT_FOUND. */
bool task_restore(struct app *app, uint32_t id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Asks for a manual run now (to NULL: all recipients) or a test run to one address; the new run's id. The sender does it. */
bool task_run(struct app *app, uint32_t id, enum run_kind kind, const char *to, uint64_t *ret_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
