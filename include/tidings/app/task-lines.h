/* SPDX-License-Identifier: Apache-2.0 */
/* All tasks in short: what a table of thousands is sorted, filtered and counted by, read without decoding their records. What a row shows beyond
 * that is asked for with task_show(), for the rows that are seen. */
#ifndef TIDINGS_APP_TASK_LINES_H
#define TIDINGS_APP_TASK_LINES_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/run.h"
#include "tidings/util/auto.h"

struct task_line {
	uint32_t id;
	bool enabled;
	int64_t next_run; /* as the index of next runs has it; INSTANT_NONE: off or over */
	const char *name, *recipients, *rrule, *tenants, *calendar; /* borrowed from the lines */
};

struct task_lines {
	struct task_line *lines; /* by id */
	guint n, on;             /* how many there are; how many of them are on */
	GStringChunk *texts;
};

/* Those that the account may see. Given. */
struct task_lines *task_lines_read(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void task_lines_free(struct task_lines *lines);
AUTOPTR_DEFINE(task_lines, task_lines_free)

/* Next runs as the holiday calendars have them: the index may stand on a holiday that is left out. Costs nothing for tasks without one. */
bool task_lines_settle(struct app *app, struct task_lines *lines, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The newest run in a final state of each line, as ledger_last_of() has it: lines->n of them, given (g_free). NULL on failure. */
struct run_brief *task_lines_last(struct app *app, const struct task_lines *lines, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
