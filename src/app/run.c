// SPDX-License-Identifier: Apache-2.0
// Use cases of runs for people: the history.
#include "tidings/app/run.h"

#include "app-priv.h"
#include "tidings/app/access.h"

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

GPtrArray *run_list(struct app *app, uint32_t task, size_t most, GError **error)
{
	if (!app_require(app, USE_HISTORY, true, error))
		return NULL;
	g_autoptr(GPtrArray) runs = ledger_list(app->store, task, app->mode == MODE_SYSTEM ? most : 0, error);
	if (runs == NULL)
		return NULL;
	for (guint i = runs->len; i-- > 0;)
		if (!sees_run(app, runs->pdata[i]))
			g_ptr_array_remove_index(runs, i);
	if (most != 0 && runs->len > most)
		g_ptr_array_set_size(runs, (gint)most);
	return g_steal_pointer(&runs);
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

bool run_generation(struct app *app, int *ret_generation, GError **error)
{
	return ledger_generation(app->store, ret_generation, error);
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
