// SPDX-License-Identifier: Apache-2.0
// Use cases of runs for people: the history.
#include "tidings/app/run.h"

#include "app-priv.h"
#include "tidings/app/access.h"

static void free_run(gpointer run)
{
	run_release(run);
	g_free(run);
}

/* In data mode the history shows the runs of that tenant's tasks; a run whose task is gone belongs to system mode. */
static bool sees_run(struct app *app, const struct run *run)
{
	autorelease(task) task = {0};
	int64_t next = INSTANT_NONE;
	if (app->mode == MODE_SYSTEM)
		return true;
	task_init(&task);
	return store_task_get(app->store, run->task, &task, &next, NULL) && app_sees_task(app, &task);
}

static bool fits(const struct run_filter *filter, const struct run *run)
{
	return (filter->states == 0 || (filter->states >> run->state & 1) != 0) && (filter->kinds == 0 || (filter->kinds >> run->kind & 1) != 0) &&
	       (filter->since == 0 || run->occurrence >= filter->since) && (filter->until == 0 || run->occurrence < filter->until);
}

GPtrArray *run_find(struct app *app, const struct run_filter *filter, GError **error)
{
	if (!app_require(app, USE_HISTORY, true, error))
		return NULL;
	bool whole = app->mode == MODE_SYSTEM && filter->states == 0 && filter->kinds == 0 && filter->since == 0 && filter->until == 0;
	g_autoptr(GPtrArray) runs = ledger_list(app->store, filter->task, whole ? filter->most : 0, error);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(free_run);
	for (guint i = 0; runs != NULL && i < runs->len && (filter->most == 0 || found->len < filter->most); i++) {
		struct run *run = runs->pdata[i];
		if (!fits(filter, run) || !sees_run(app, run))
			continue;
		struct run *copy = g_new0(struct run, 1);
		run_init(copy);
		run_copy(copy, run);
		g_ptr_array_add(found, copy);
	}
	return runs != NULL ? g_steal_pointer(&found) : NULL;
}

GPtrArray *run_list(struct app *app, uint32_t task, size_t most, GError **error)
{
	return run_find(app, &(struct run_filter){.task = task, .most = most}, error);
}

bool run_show(struct app *app, uint64_t id, struct run *ret_run, GError **error)
{
	autorelease(run) run = {0};
	run_init(&run);
	if (!app_require(app, USE_HISTORY, true, error))
		return false;
	g_autoptr(GError) failure = NULL;
	bool found = ledger_get(app->store, id, &run, &failure);
	if (!found && !error_is(failure, ERROR_NOT_FOUND)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	if (!found || !sees_run(app, &run))
		return error_set(error, ERROR_NOT_FOUND, "no run %" G_GUINT64_FORMAT "; see tidings runs list", id);
	run_copy(ret_run, &run);
	return true;
}

/* Those who did not surely get it are queued; how many. */
static guint reopen(struct run *run)
{
	guint count = 0;
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = run_delivery(run, i);
		bool unknown = delivery->state == DELIVERY_UNKNOWN;
		if (!unknown && delivery->state != DELIVERY_FAILED && delivery->state != DELIVERY_EXPIRED)
			continue;
		delivery->unknown += unknown;
		delivery->state = DELIVERY_QUEUED;
		delivery->next_try = INSTANT_NONE;
		count++;
	}
	return count;
}

/* The report was never built: a manual run for the same period. */
static bool run_again(struct app *app, struct run *run, GError **error)
{
	run->kind = RUN_MANUAL;
	run->state = RUN_PLANNED;
	run->attempts = 0;
	run->started = INSTANT_NONE;
	g_free(run->reason);
	run->reason = g_strdup("");
	return ledger_add(app->store, run, error);
}

bool run_resend(struct app *app, uint64_t id, uint64_t *ret_run, GError **error)
{
	autorelease(run) run = {0};
	autorelease(task) task = {0};
	int64_t next = INSTANT_NONE;
	run_init(&run);
	task_init(&task);
	if (!app_require(app, USE_TASK_CHANGE, false, error) || !run_show(app, id, &run, error))
		return false;
	if (!run_state_is_final(run.state))
		return error_set(error, ERROR_BUSY, "run %" G_GUINT64_FORMAT " is under way; it is sent again by itself", id);
	if (reopen(&run) == 0)
		return error_set(error, ERROR_INVALID, "run %" G_GUINT64_FORMAT " has nobody to send to again", id);
	if (!store_task_get(app->store, run.task, &task, &next, error))
		return false;
	run.state = RUN_QUEUED;
	run.started = app_now(app);
	g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT, id);
	const struct app_act act = {.action = "resend", .noun = "run", .subject = number, .detail = run.task_name};
	if (!app_audit_begin(app, &act, error) ||
	    !app_audit_end(app, &act, *run.sha256 == '\0' ? run_again(app, &run, error) : ledger_update(app->store, &run, error), error))
		return false;
	*ret_run = run.id;
	return true;
}

bool run_generation(struct app *app, int *ret_generation, GError **error)
{
	return ledger_generation(app->store, ret_generation, error);
}

bool run_next_due(struct app *app, int64_t *ret_instant, GError **error)
{
	return ledger_next_due(app->store, ret_instant, error);
}

bool run_waiting(struct app *app, size_t most, size_t *ret_count, GError **error)
{
	return ledger_waiting(app->store, app_now(app), most, ret_count, error);
}

bool run_next_wake(struct app *app, int64_t *ret_instant, GError **error)
{
	int64_t due = INSTANT_NONE, next_try = INSTANT_NONE;
	if (!ledger_next_due(app->store, &due, error) || !ledger_next_try(app->store, &next_try, error))
		return false;
	bool only_due = next_try == INSTANT_NONE || (due != INSTANT_NONE && due < next_try);
	*ret_instant = only_due ? due : next_try;
	return true;
}
