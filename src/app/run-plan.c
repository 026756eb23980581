// SPDX-License-Identifier: Apache-2.0
// The sender's planning: due tasks -> recorded occurrences, each once, missed ones by the task's policy.
#include <string.h>

#include "attempt-priv.h"
#include "letter-priv.h"
#include "scope-priv.h"
#include "tidings/app/run.h"
#include "tidings/model/address.h"
#include "tidings/schedule/recurrence.h"
#include "tidings/util/catalog.h"

#define TASKS_AT_ONCE 256
#define RUNS_AT_ONCE 2000 /* recorded in one transaction: those of at most one more task are added */
#define OCCURRENCES_AT_ONCE 1000
#define LONGEST_LIST (400 * 24 * 3600) /* seconds; what was missed before, if it is more than OCCURRENCES_AT_ONCE, is told in one row */

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

static struct run *run_for(struct app *app, const struct task *task, const struct occurrence *o, enum run_state state, const char *reason)
{
	struct run *run = g_new0(struct run, 1);
	run_init(run);
	run->task = task->id;
	set_text(&run->task_name, task->name);
	run->kind = RUN_SCHEDULED;
	run->occurrence = o->instant;
	run->moved_from = o->effect == EFFECT_MOVED ? o->from : INSTANT_NONE;
	run->state = state;
	set_text(&run->reason, reason);
	if (state == RUN_MISSED || state == RUN_SKIPPED)
		run->started = app_now(app);
	return run;
}

/* What one due task has to decide. */
struct backlog {
	GArray *occurrences; /* struct occurrence, ascending, all <= now */
	bool more;           /* there are later ones <= now */
	int64_t next;        /* first one after those decided now */
	int64_t gap_until;   /* INSTANT_NONE, or up to here the first one stands for others */
};

static void backlog_release(struct backlog *backlog)
{
	g_clear_pointer(&backlog->occurrences, g_array_unref);
}
AUTORELEASE_DEFINE(backlog, backlog_release)

static const struct occurrence *backlog_at(const struct backlog *backlog, size_t i)
{
	return &g_array_index(backlog->occurrences, struct occurrence, i);
}

struct limit {
	int64_t due, now;
};

/* The occurrence that is due: as it stands, unless the calendar, which may have changed since, says otherwise. */
static struct occurrence find_due(const struct recurrence *recurrence, const struct task *task, int64_t due)
{
	struct occurrence o = {.instant = INSTANT_NONE};
	if (*task->calendar != '\0') {
		if (recurrence_next(recurrence, due - 1, &o) && o.instant == due)
			return o;
		if (recurrence_next_by_rule(recurrence, due - 1, &o) && o.from == due)
			return o;
	}
	return (struct occurrence){.instant = due, .from = due};
}

static void collect_from(const struct recurrence *recurrence, bool there, struct occurrence next, struct backlog *backlog, const struct limit *limit)
{
	int64_t due = limit->due, now = limit->now;
	while (there && next.instant <= now && backlog->occurrences->len < OCCURRENCES_AT_ONCE) {
		g_array_append_val(backlog->occurrences, next);
		there = recurrence_next(recurrence, MAX(next.instant, due), &next);
	}
	backlog->more = there && next.instant <= now;
	backlog->next = there ? next.instant : INSTANT_NONE;
}

/* A clock that was years ahead, or a sender that was away so long, must not fill the disk. */
static void shorten(const struct recurrence *recurrence, struct backlog *backlog, const struct limit *limit)
{
	struct occurrence next = {.instant = INSTANT_NONE};
	struct occurrence *first = &g_array_index(backlog->occurrences, struct occurrence, 0);
	int64_t from = limit->now - LONGEST_LIST;
	if (!backlog->more || backlog_at(backlog, backlog->occurrences->len - 1)->instant >= from || !recurrence_next(recurrence, from, &next) ||
	    next.instant > limit->now)
		return;
	if (first->effect == EFFECT_SKIPPED)
		first->effect = EFFECT_NONE;
	g_array_set_size(backlog->occurrences, 1);
	backlog->gap_until = next.instant;
	collect_from(recurrence, true, next, backlog, limit);
}

static void backlog_collect(const struct recurrence *recurrence, const struct task *task, const struct limit *limit, struct backlog *backlog)
{
	struct occurrence next = find_due(recurrence, task, limit->due);
	bool there = next.instant <= limit->due || recurrence_next(recurrence, limit->due, &next);
	backlog->occurrences = g_array_new(FALSE, FALSE, sizeof(struct occurrence));
	backlog->gap_until = INSTANT_NONE;
	collect_from(recurrence, there, next, backlog, limit);
	shorten(recurrence, backlog, limit);
}

/* The newest occurrences from which on those that no holiday skips are run. */
static size_t first_to_run(const struct task *task, const struct backlog *backlog, int64_t now)
{
	size_t n = backlog->occurrences->len, first = n;
	size_t most = task->missed == MISSED_ALL ? (size_t)MAX(task->missed_most, 1) : 1;
	size_t listed = backlog->gap_until != INSTANT_NONE ? 1 : 0;
	for (size_t i = n; i-- > listed && most > 0 && !backlog->more;) {
		if (backlog_at(backlog, i)->effect == EFFECT_SKIPPED)
			continue;
		if (task->missed == MISSED_SKIP && now - backlog_at(backlog, i)->instant > RUN_GRACE)
			break;
		first = i;
		most--;
	}
	return first;
}

/* With more to come, the newest that a policy "all" may still want to run are left for the next round. */
static void leave_for_later(const struct task *task, struct backlog *backlog)
{
	size_t n = backlog->occurrences->len;
	if (!backlog->more || task->missed != MISSED_ALL)
		return;
	size_t keep = MIN((size_t)MAX(task->missed_most, 1), n - 1);
	if (keep == 0)
		return;
	backlog->next = backlog_at(backlog, n - keep)->instant;
	g_array_set_size(backlog->occurrences, (guint)(n - keep));
}

static bool add_planned(struct app *app, const struct task *task, const struct occurrence *o, GPtrArray *runs, GError **error)
{
	struct run *run = run_for(app, task, o, RUN_PLANNED, "");
	g_ptr_array_add(runs, run);
	g_auto(GStrv) recipients = address_list_parse(task->recipients, error);
	if (recipients == NULL)
		return false;
	for (char **recipient = recipients; *recipient != NULL; recipient++)
		run_add_recipient(run, *recipient);
	return report_period(app, task, o->instant, &run->period, error);
}

static bool add_skipped(struct app *app, const struct task *task, const struct occurrence *o, GPtrArray *runs, GError **error)
{
	const struct calendar *calendar = NULL;
	if (!app_calendar(app, task->calendar, &calendar, error))
		return false;
	const struct holiday *holiday = calendar_find(calendar, o->day);
	g_autofree char *reason = g_strdup_printf("holiday: %s", holiday != NULL && *holiday->words != '\0' ? holiday->words : task->calendar);
	g_ptr_array_add(runs, run_for(app, task, o, RUN_SKIPPED, reason));
	return true;
}

static void add_missed(struct app *app, const struct task *task, const struct backlog *backlog, size_t i, GPtrArray *runs)
{
	g_autofree char *reason = g_strdup(N_("the sender was not running at that time"));
	if (i == 0 && backlog->gap_until != INSTANT_NONE) {
		g_autofree char *until = instant_to_text(backlog->gap_until);
		g_free(reason);
		reason = g_strdup_printf(N_("the sender was not running from that time on; what was missed before %s is not listed one by one"), until);
	}
	g_ptr_array_add(runs, run_for(app, task, backlog_at(backlog, i), RUN_MISSED, reason));
}

static bool decide(struct app *app, const struct task *task, struct backlog *backlog, GPtrArray *runs, GError **error)
{
	size_t first = first_to_run(task, backlog, app_now(app));
	g_autofree char *refused = NULL;
	if (!scope_of_task(app, task, &refused, error))
		return false;
	for (size_t i = 0; i < backlog->occurrences->len; i++) {
		const struct occurrence *o = backlog_at(backlog, i);
		bool done = true;
		if (o->effect == EFFECT_SKIPPED)
			done = add_skipped(app, task, o, runs, error);
		else if (i < first)
			add_missed(app, task, backlog, i, runs);
		else if (refused != NULL)
			g_ptr_array_add(runs, run_for(app, task, o, RUN_SKIPPED, refused));
		else
			done = add_planned(app, task, o, runs, error);
		if (!done)
			return false;
	}
	return true;
}

/* What a decision is made by, kept until it is stored. */
struct ground {
	struct task task;
	struct ledger_basis basis;
};

static struct ground *ground_new(void)
{
	struct ground *ground = g_new0(struct ground, 1);
	task_init(&ground->task);
	ground->basis.task = &ground->task;
	return ground;
}

static void ground_free(gpointer data)
{
	struct ground *ground = data;
	task_release(&ground->task);
	g_free(ground);
}

/* What is decided and goes into the ledger together. */
struct plan {
	struct app *app;
	GArray *decisions;  /* struct decision */
	GPtrArray *grounds; /* of them */
	guint runs;
	int recorded;
};

static void clear_decision(gpointer data)
{
	struct decision *decision = data;
	g_ptr_array_unref(decision->runs);
}

static void plan_init(struct plan *plan, struct app *app)
{
	*plan = (struct plan){.app = app};
	plan->decisions = g_array_new(FALSE, FALSE, sizeof(struct decision));
	plan->grounds = g_ptr_array_new_with_free_func(ground_free);
	g_array_set_clear_func(plan->decisions, clear_decision);
}

static void plan_release(struct plan *plan)
{
	g_clear_pointer(&plan->decisions, g_array_unref);
	g_clear_pointer(&plan->grounds, g_ptr_array_unref);
}
AUTORELEASE_DEFINE(plan, plan_release)

static bool plan_task(struct plan *plan, struct due due, const struct ledger_basis *basis, GError **error)
{
	struct app *app = plan->app;
	const struct task *task = basis->task;
	autoptr(recurrence) recurrence = app_recurrence(app, task, error);
	if (recurrence == NULL)
		return false;
	autorelease(backlog) backlog = {0};
	const struct limit limit = {due.instant, app_now(app)};
	backlog_collect(recurrence, task, &limit, &backlog);
	g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func(free_run);
	leave_for_later(task, &backlog);
	if (!decide(app, task, &backlog, runs, error))
		return false;
	plan->runs += runs->len;
	const struct decision decision = {.due = due, .basis = basis, .runs = g_steal_pointer(&runs), .next_run = backlog.next};
	g_array_append_val(plan->decisions, decision);
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
static bool quarantine(struct app *app, struct due due, const struct ledger_basis *basis, const GError *why, GError **error)
{
	const struct task *task = basis->task;
	g_autofree char *reason = g_strdup_printf(N_("switched off, cannot be planned: %s"), why->message);
	g_autoptr(GError) failure = NULL;
	autorelease(task) nameless = {0};
	task_init(&nameless);
	nameless.id = due.task;
	g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func(free_run);
	const struct occurrence o = {.instant = due.instant, .from = due.instant};
	struct run *run = run_for(app, task->id != 0 ? task : &nameless, &o, RUN_FAILED, reason);
	g_ptr_array_add(runs, run);
	if (ledger_record(app->store, due, task->id != 0 ? basis : NULL, runs, INSTANT_NONE, &failure))
		return switch_off(app, due.task, error) && notice_queue(app, run, error);
	if (error_is(failure, ERROR_BUSY)) /* somebody changed it meanwhile */
		return true;
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

/* What cannot be planned or recorded is the task's own trouble; the store's stops the sender. */
static bool give_up(struct plan *plan, struct due due, const struct ledger_basis *basis, GError *take_why, GError **error)
{
	g_autoptr(GError) why = take_why;
	if (is_of_the_store(why)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	plan->recorded++;
	return quarantine(plan->app, due, basis, why, error);
}

static bool record_alone(struct plan *plan, struct decision *decision, GError **error)
{
	g_autoptr(GError) failure = NULL;
	bool recorded = ledger_record_each(plan->app->store, decision, 1, &failure);
	plan->recorded += recorded && decision->recorded ? (int)decision->runs->len : 0;
	return recorded || give_up(plan, decision->due, decision->basis, g_steal_pointer(&failure), error);
}

/* All together, or, when one of them spoils that, each alone. A task that somebody changed meanwhile is seen anew in the next round. */
static bool record(struct plan *plan, GError **error)
{
	g_autoptr(GError) failure = NULL;
	struct decision *decisions = (struct decision *)(void *)plan->decisions->data;
	bool together = ledger_record_each(plan->app->store, decisions, plan->decisions->len, &failure);
	for (guint i = 0; i < plan->decisions->len; i++) {
		if (together)
			plan->recorded += decisions[i].recorded ? (int)decisions[i].runs->len : 0;
		else if (!record_alone(plan, &decisions[i], error))
			return false;
	}
	g_array_set_size(plan->decisions, 0);
	g_ptr_array_set_size(plan->grounds, 0);
	plan->runs = 0;
	return true;
}

static bool plan_due(struct plan *plan, struct due due, GError **error)
{
	struct store *store = plan->app->store;
	struct ground *ground = ground_new();
	ground->basis.now = app_now(plan->app);
	int64_t next = INSTANT_NONE;
	g_autoptr(GError) failure = NULL;
	g_ptr_array_add(plan->grounds, ground);
	if (!store_calendar_generation(store, &ground->basis.calendars, &failure) ||
	    !store_task_get(store, due.task, &ground->task, &next, &failure) || !plan_task(plan, due, &ground->basis, &failure))
		return give_up(plan, due, &ground->basis, g_steal_pointer(&failure), error);
	return plan->runs < RUNS_AT_ONCE || record(plan, error);
}

bool run_plan_due(struct app *app, int *ret_recorded, GError **error)
{
	autorelease(plan) plan = {0};
	if (!run_follow_clock(app, error) || !run_follow_zone_data(app, error) || !run_follow_calendars(app, error) || !retention_follow_runs(app, error))
		return false;
	plan_init(&plan, app);
	for (;;) {
		g_autoptr(GArray) due = ledger_due(app->store, app_now(app), TASKS_AT_ONCE, error);
		if (due == NULL)
			return false;
		for (guint i = 0; i < due->len; i++)
			if (!plan_due(&plan, g_array_index(due, struct due, i), error))
				return false;
		if (!record(&plan, error))
			return false;
		if (due->len == 0)
			break;
	}
	*ret_recorded = plan.recorded;
	return true;
}
