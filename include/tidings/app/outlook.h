/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases about what a task will do: its coming occurrences with the periods of their reports, and why it will or will not run. */
#ifndef TIDINGS_APP_OUTLOOK_H
#define TIDINGS_APP_OUTLOOK_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/period.h"
#include "tidings/model/recurrence.h"

/* One coming occurrence, or one that an exception date leaves out. */
struct outlook {
	struct occurrence occurrence;
	bool exception;       /* left out: no report, no period; nor has one that a holiday skips (occurrence.effect) */
	struct period period; /* what the report covers */
	int64_t distance;     /* seconds from the end of the period before to the start of this one: > 0 a gap, < 0 an overlap; 0 also for the
	                       * first, and for "since the last report", which always fits */
};

/* Occurrences of a stored task strictly after `after`, at most count of them with exceptions among them counted too: GArray of struct
 * outlook. ERROR_NOT_FOUND. Given. */
GArray *task_outlook(struct app *app, uint32_t id, int64_t after, int count, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One thing that a run depends on. */
struct explanation_item {
	const char *name; /* "status", "licence" ...; static */
	bool ok;          /* false: it keeps the task from running */
	char *text;
};

struct explanation {
	bool will_run;
	int64_t next;     /* INSTANT_NONE: never, as things stand */
	GPtrArray *items; /* struct explanation_item * */
};
/* NULL is allowed. */
void explanation_free(struct explanation *explanation);
AUTOPTR_DEFINE(explanation, explanation_free)

/* Why the task will run next, or will not: status, recurrence, licence, owner, tenants, mail, sender, queue, last run. ERROR_NOT_FOUND. Given. */
struct explanation *task_explain(struct app *app, uint32_t id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The instant whose report a preview shows: the next occurrence, or the last one of a task that is over. ERROR_INVALID when it has none. */
bool task_preview_instant(struct app *app, const struct task *task, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Coming occurrences as an iCalendar file (RFC 5545): an event each, in UTC, at most count of a task, since no calendar program knows the
 * policies for clock changes and holidays; what is left out or skipped is not in it. Without ids: of all tasks that are on. ERROR_NOT_FOUND.
 * Given. */
char *task_ics(struct app *app, const uint32_t *ids, size_t n_ids, int count, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
