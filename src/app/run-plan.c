// SPDX-License-Identifier: Apache-2.0
// The sender's planning: due tasks -> recorded occurrences, each once, missed ones by the task's policy.
#include <string.h>

#include "attempt-priv.h"
#include "letter-priv.h"
#include "scope-priv.h"
#include "tidings/app/run.h"
#include "tidings/model/address.h"
#include "tidings/schedule/recurrence.h"

#define TASKS_AT_ONCE 256
#define OCCURRENCES_AT_ONCE 1000
#define GRACE 300 /* seconds that an occurrence may be late without being called missed */

static void set_text(char **member, const char *text)
{
	g_free(*member);
	*member = g_strdup(text);
}

static void free_run(gpointer run)
{
	run_release(run);
	g_free(run);
}

static struct run *run_for(struct app *app, const struct task *task, int64_t instant, enum run_state state, const char *reason)
{
	struct run *run = g_new0(struct run, 1);
	run_init(run);
	run->task = task->id;
	set_text(&run->task_name, task->name);
	run->kind = RUN_SCHEDULED;
	run->occurrence = instant;
	run->state = state;
	set_text(&run->reason, reason);
	if (state == RUN_MISSED || state == RUN_SKIPPED)
		run->started = app_now(app);
	return run;
}

/* What one due task has to decide. */
struct backlog {
	GArray *occurrences; /* int64_t, ascending, all <= now */
	bool more;           /* there are later ones <= now */
	int64_t next;        /* first one after those decided now */
};

static void backlog_release(struct backlog *backlog)
{
	g_clear_pointer(&backlog->occurrences, g_array_unref);
}
AUTORELEASE_DEFINE(backlog, backlog_release)

static void backlog_collect(const struct recurrence *recurrence, int64_t first, int64_t now, struct backlog *backlog)
{
	struct occurrence next = {.instant = first};
	bool there = true;
	backlog->occurrences = g_array_new(FALSE, FALSE, sizeof(int64_t));
	while (there && next.instant <= now && backlog->occurrences->len < OCCURRENCES_AT_ONCE) {
		g_array_append_val(backlog->occurrences, next.instant);
		there = recurrence_next(recurrence, next.instant, &next);
	}
	backlog->more = there && next.instant <= now;
	backlog->next = there ? next.instant : INSTANT_NONE;
}

/* How many of the newest occurrences are to be run. */
static size_t count_to_run(const struct task *task, const struct backlog *backlog, int64_t now)
{
	size_t n = backlog->occurrences->len;
	int64_t last = g_array_index(backlog->occurrences, int64_t, n - 1);
	if (backlog->more)
		return 0;
	if (task->missed == MISSED_ALL)
		return MIN(n, (size_t)MAX(task->missed_most, 1));
	return task->missed == MISSED_SKIP && now - last > GRACE ? 0 : 1;
}

/* With more to come, the newest that a policy "all" may still want to run are left for the next round. */
static void leave_for_later(const struct task *task, struct backlog *backlog)
{
	size_t n = backlog->occurrences->len;
	size_t keep = task->missed == MISSED_ALL ? MIN((size_t)MAX(task->missed_most, 1), n - 1) : 0;
	if (!backlog->more || keep == 0)
		return;
	backlog->next = g_array_index(backlog->occurrences, int64_t, n - keep);
	g_array_set_size(backlog->occurrences, (guint)(n - keep));
}

static bool add_planned(struct app *app, const struct task *task, int64_t instant, GPtrArray *runs, GError **error)
{
	struct run *run = run_for(app, task, instant, RUN_PLANNED, "");
	g_ptr_array_add(runs, run);
	g_auto(GStrv) recipients = address_list_parse(task->recipients, error);
	if (recipients == NULL)
		return false;
	for (char **recipient = recipients; *recipient != NULL; recipient++)
		run_add_recipient(run, *recipient);
	return report_period(app, task, instant, &run->period, error);
}

static bool decide(struct app *app, const struct task *task, struct backlog *backlog, GPtrArray *runs, GError **error)
{
	int64_t now = app_now(app);
	size_t n = backlog->occurrences->len;
	size_t to_run = count_to_run(task, backlog, now);
	g_autofree char *refused = NULL;
	if (!scope_of_task(app, task, &refused, error))
		return false;
	for (size_t i = 0; i < n; i++) {
		int64_t instant = g_array_index(backlog->occurrences, int64_t, i);
		if (i < n - to_run)
			g_ptr_array_add(runs, run_for(app, task, instant, RUN_MISSED, "the sender was not running at that time"));
		else if (refused != NULL)
			g_ptr_array_add(runs, run_for(app, task, instant, RUN_SKIPPED, refused));
		else if (!add_planned(app, task, instant, runs, error))
			return false;
	}
	return true;
}

static bool plan_task(struct app *app, struct due due, const struct task *task, int *recorded, GError **error)
{
	autoptr(recurrence) recurrence = app_recurrence(app, task, error);
	if (recurrence == NULL)
		return false;
	autorelease(backlog) backlog = {0};
	backlog_collect(recurrence, due.instant, app_now(app), &backlog);
	g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func(free_run);
	leave_for_later(task, &backlog);
	if (!decide(app, task, &backlog, runs, error) || !ledger_record(app->store, due, runs, backlog.next, error))
		return false;
	*recorded += (int)runs->len;
	return true;
}

static bool is_of_the_store(const GError *error)
{
	return error_is(error, ERROR_IO) || error_is(error, ERROR_FULL);
}

/* As it is stored now; a record that no longer passes the checks stays as it is, for it has no next run any more. */
static bool switch_off(struct app *app, uint32_t id, GError **error)
{
	autorelease(task) task = {0};
	int64_t next = INSTANT_NONE;
	g_autoptr(GError) failure = NULL;
	task_init(&task);
	if (!store_task_get(app->store, id, &task, &next, &failure))
		return true;
	task.enabled = false;
	if (store_task_put(app->store, &task, INSTANT_NONE, &failure) || !is_of_the_store(failure))
		return true;
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

/* A task that cannot be planned gets a row that says why and no next run: it stops nobody else. */
static bool quarantine(struct app *app, struct due due, const struct task *task, const GError *why, GError **error)
{
	g_autofree char *reason = g_strdup_printf("switched off, cannot be planned: %s", why->message);
	g_autoptr(GError) failure = NULL;
	autorelease(task) nameless = {0};
	task_init(&nameless);
	nameless.id = due.task;
	g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func(free_run);
	struct run *run = run_for(app, task->id != 0 ? task : &nameless, due.instant, RUN_FAILED, reason);
	g_ptr_array_add(runs, run);
	if (ledger_record(app->store, due, runs, INSTANT_NONE, &failure))
		return switch_off(app, due.task, error) && notice_queue(app, run, error);
	if (error_is(failure, ERROR_BUSY)) /* somebody changed it meanwhile */
		return true;
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

static bool plan_due(struct app *app, struct due due, int *recorded, GError **error)
{
	autorelease(task) task = {0};
	int64_t next = INSTANT_NONE;
	g_autoptr(GError) failure = NULL;
	task_init(&task);
	if (store_task_get(app->store, due.task, &task, &next, &failure) && plan_task(app, due, &task, recorded, &failure))
		return true;
	if (error_is(failure, ERROR_BUSY)) /* somebody changed the task meanwhile: the next round sees the new state */
		return true;
	if (is_of_the_store(failure)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	(*recorded)++;
	return quarantine(app, due, &task, failure, error);
}

/* True when a wait is longer than any that is ever set: the clock went back since. */
static bool pull_in(struct run *run, int64_t now)
{
	bool changed = false;
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = run_delivery(run, i);
		if (delivery->next_try == INSTANT_NONE || delivery->next_try <= now + RETRY_LONGEST)
			continue;
		delivery->next_try = now;
		changed = true;
	}
	if (changed)
		run->started = MIN(run->started, now);
	return changed;
}

/* After the clock was set back, tries that were set by the old time would be long in coming. */
static bool follow_clock(struct app *app, GError **error)
{
	int64_t next = INSTANT_NONE, now = app_now(app);
	if (!ledger_next_try(app->store, &next, error))
		return false;
	if (next == INSTANT_NONE || next <= now + RETRY_LONGEST)
		return true;
	g_autoptr(GPtrArray) runs = ledger_list(app->store, 0, 0, error);
	for (guint i = 0; runs != NULL && i < runs->len; i++) {
		struct run *run = runs->pdata[i];
		if (!run_state_is_final(run->state) && pull_in(run, now) && !ledger_update(app->store, run, error))
			return false;
	}
	return runs != NULL;
}

bool run_plan_due(struct app *app, int *ret_recorded, GError **error)
{
	int recorded = 0;
	if (!run_follow_zone_data(app, error) || !follow_clock(app, error))
		return false;
	for (;;) {
		g_autoptr(GArray) due = ledger_due(app->store, app_now(app), TASKS_AT_ONCE, error);
		if (due == NULL)
			return false;
		for (guint i = 0; i < due->len; i++)
			if (!plan_due(app, g_array_index(due, struct due, i), &recorded, error))
				return false;
		if (due->len == 0)
			break;
	}
	*ret_recorded = recorded;
	return true;
}
