// SPDX-License-Identifier: Apache-2.0
// Use cases of reporting tasks: list, save, switch, run.
#include "tidings/app/task.h"

#include <string.h>

#include "scope-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/recurrence.h"
#include "tidings/app/report.h"
#include "tidings/model/address.h"
#include "tidings/schedule/recurrence.h"

#define SKIPPED_MOST 2000 /* occurrences on holidays that are looked past */

void task_view_free(struct task_view *view)
{
	if (view == NULL)
		return;
	task_release(&view->task);
	run_release(&view->last);
	g_free(view->words);
	g_free(view);
}

static void view_free(gpointer view)
{
	task_view_free(view);
}

static bool view_last_run(struct app *app, struct task_view *view, GError **error)
{
	g_autoptr(GError) failure = NULL;
	view->has_last = ledger_last(app->store, view->task.id, &view->last, &failure);
	if (view->has_last || error_is(failure, ERROR_NOT_FOUND))
		return true;
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

struct recurrence *app_recurrence(struct app *app, const struct task *task, GError **error)
{
	const struct zone *zone = zones_get(app->zones, task->zone, error);
	struct recurrence_spec spec = recurrence_spec_of_task(task);
	return zone != NULL && app_calendar(app, task->calendar, &spec.calendar, error) ? recurrence_new_in(&spec, zone, error) : NULL;
}

int64_t task_next_not_skipped(const struct recurrence *recurrence, int64_t after)
{
	struct occurrence next = {.instant = after};
	for (int i = 0; i < SKIPPED_MOST && recurrence_next(recurrence, next.instant, &next); i++)
		if (next.effect != EFFECT_SKIPPED)
			return next.instant;
	return INSTANT_NONE;
}

/* A stored rule that this version refuses is shown as it is, with the reason: the page must open all the same. */
static void view_describe(struct app *app, struct task_view *view)
{
	g_autoptr(GError) failure = NULL;
	autoptr(recurrence) recurrence = app_recurrence(app, &view->task, &failure);
	if (recurrence == NULL) {
		view->words = g_strdup(failure->message);
		return;
	}
	view->words = recurrence_words(recurrence, app_catalog(app, app->account.language));
	if (view->next_run != INSTANT_NONE && *view->task.calendar != '\0')
		view->next_run = task_next_not_skipped(recurrence, view->next_run - 1);
	if (view->next_run != INSTANT_NONE)
		view->next_offset = zone_offset(recurrence_zone(recurrence), view->next_run);
}

static struct task_view *view_new(const struct task *task, int64_t next_run)
{
	struct task_view *view = g_new0(struct task_view, 1);
	task_init(&view->task);
	run_init(&view->last);
	task_copy(&view->task, task);
	view->next_run = task->enabled ? next_run : INSTANT_NONE;
	return view;
}

struct collect {
	const struct app *app;
	GPtrArray *views;
};

static bool collect_task(const struct task *task, int64_t next_run, void *data, GError **error)
{
	struct collect *collect = data;
	(void)error;
	if (app_sees_task(collect->app, task))
		g_ptr_array_add(collect->views, view_new(task, next_run));
	return true;
}

GPtrArray *task_list(struct app *app, GError **error)
{
	if (!app_require(app, USE_REPORTING, true, error))
		return NULL;
	g_autoptr(GPtrArray) views = g_ptr_array_new_with_free_func(view_free);
	struct collect collect = {app, views};
	if (!store_task_each(app->store, collect_task, &collect, error))
		return NULL;
	for (guint i = 0; i < views->len; i++) {
		if (!view_last_run(app, views->pdata[i], error))
			return NULL;
		view_describe(app, views->pdata[i]);
	}
	return g_steal_pointer(&views);
}

static bool load_task(struct app *app, uint32_t id, struct task *ret_task, int64_t *ret_next_run, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (store_task_get(app->store, id, ret_task, ret_next_run, &failure)) {
		if (app_sees_task(app, ret_task))
			return true;
	} else if (!error_is(failure, ERROR_NOT_FOUND)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	return error_set(error, ERROR_NOT_FOUND, "no task %u; see tidings task list", id);
}

struct task_view *task_show(struct app *app, uint32_t id, GError **error)
{
	autorelease(task) task = {0};
	int64_t next_run = INSTANT_NONE;
	task_init(&task);
	if (!app_require(app, USE_REPORTING, true, error) || !load_task(app, id, &task, &next_run, error))
		return NULL;
	autoptr(task_view) view = view_new(&task, next_run);
	if (!view_last_run(app, view, error))
		return NULL;
	view_describe(app, view);
	return g_steal_pointer(&view);
}

static void set_text(char **member, const char *text)
{
	g_free(*member);
	*member = g_strdup(text);
}

void task_new(struct app *app, struct task *ret_task)
{
	task_release(ret_task);
	task_init(ret_task);
	set_text(&ret_task->language, app->account.language);
	set_text(&ret_task->owner, app->account.login);
	if (app->mode == MODE_DATA)
		set_text(&ret_task->tenants, app->tenant);
}

bool task_next_run(struct app *app, const struct task *task, int64_t after, int64_t *ret_instant, GError **error)
{
	autoptr(recurrence) recurrence = app_recurrence(app, task, error);
	if (recurrence == NULL)
		return false;
	struct occurrence next = {0};
	*ret_instant = recurrence_next(recurrence, after, &next) ? next.instant : INSTANT_NONE;
	return true;
}

static bool check_tenants(struct app *app, const struct task *task, GError **error)
{
	if (app->mode == MODE_DATA && strcmp(task->tenants, app->tenant) != 0)
		return error_set_field(error, ERROR_DENIED, "tenants", "in data mode a task covers the tenant it is made in, \"%s\"", app->tenant);
	bool all = false;
	g_auto(GStrv) names = app_resolve_tenants(app, task->tenants, &all, error);
	g_autofree char *refused = NULL;
	if (names == NULL || !scope_check_tenants(app, &app->account, task, &refused, error))
		return false;
	return refused == NULL || error_set_field(error, ERROR_INVALID, "tenants", "%s", refused);
}

static bool check_recipients(struct app *app, const struct task *task, GError **error)
{
	g_auto(GStrv) recipients = address_list_parse(task->recipients, error);
	return recipients != NULL && scope_check_recipients(app, recipients, error);
}

bool task_validate(struct app *app, const struct task *task, GError **error)
{
	int64_t first = INSTANT_NONE;
	struct period period = {0};
	return fields_check(&task_table, task, error) && task_check(task, error) && check_tenants(app, task, error) && check_recipients(app, task, error) &&
	       task_next_run(app, task, INSTANT_NONE, &first, error) && report_period(app, task, app_now(app), &period, error);
}

static bool same_schedule(const struct task *a, const struct task *b)
{
	static const char *const fields[] = {"enabled", "start", "zone", "rrule", "exdate", "rdate", "gap", "overlap", "calendar", "holiday"};
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		const struct field *row = field_by_name(&task_table, fields[i]);
		g_autofree char *left = field_get_text(row, a), *right = field_get_text(row, b);
		if (strcmp(left, right) != 0)
			return false;
	}
	return true;
}

bool task_plan_next(struct app *app, const struct task *before, int64_t planned, const struct task *task, int64_t *ret_instant, GError **error)
{
	bool stays = before != NULL && same_schedule(before, task);
	*ret_instant = stays ? planned : INSTANT_NONE;
	return stays || !task->enabled || task_next_run(app, task, app_now(app) - 1, ret_instant, error);
}

bool app_mail_is_set(struct app *app, GError **error)
{
	autorelease(mail_settings) settings = {0};
	g_autoptr(GError) failure = NULL;
	mail_settings_init(&settings);
	if (store_mail_peek(app->store, &settings, &failure)) /* the key may be the sender's alone */
		return true;
	if (error_is(failure, ERROR_NOT_FOUND))
		return error_set(error, ERROR_INVALID, "the mail client is not set up; use tidings mail set or the page Mail client settings first");
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

static bool put_planned(struct app *app, const struct task *before, int64_t planned, struct task *task, GError **error)
{
	uint64_t calendars = 0;
	int64_t next = INSTANT_NONE;
	return store_calendar_generation(app->store, &calendars, error) && task_plan_next(app, before, planned, task, &next, error) &&
	       store_task_put(app->store, task, next, error) && calendars_settle(app, calendars, error);
}

bool task_save(struct app *app, struct task *task, GError **error)
{
	if (!app_require(app, USE_TASK_CHANGE, false, error) || !task_validate(app, task, error))
		return false;
	autorelease(task) stored = {0};
	int64_t next = INSTANT_NONE;
	task_init(&stored);
	bool is_new = task->id == 0;
	if (!is_new) {
		if (!load_task(app, task->id, &stored, &next, error))
			return false;
		task->enabled = stored.enabled;
	} else {
		g_autofree char *now = instant_to_text(app_now(app));
		set_text(&task->created, now);
		set_text(&task->uid, ""); /* a copy is another task */
		if (task->enabled && !app_mail_is_set(app, error))
			return false;
	}
	return put_planned(app, is_new ? NULL : &stored, next, task, error);
}

bool task_enable(struct app *app, uint32_t id, bool enabled, GError **error)
{
	autorelease(task) task = {0};
	int64_t next = INSTANT_NONE;
	task_init(&task);
	if (!app_require(app, USE_TASK_CHANGE, false, error) || !load_task(app, id, &task, &next, error))
		return false;
	if (task.enabled == enabled)
		return true;
	task.enabled = enabled;
	if (enabled && !app_mail_is_set(app, error))
		return false;
	return put_planned(app, NULL, next, &task, error);
}

bool task_delete(struct app *app, uint32_t id, GError **error)
{
	autorelease(task) task = {0};
	int64_t next = INSTANT_NONE;
	task_init(&task);
	return app_require(app, USE_TASK_CHANGE, false, error) && load_task(app, id, &task, &next, error) &&
	       store_task_delete(app->store, id, error);
}

GPtrArray *task_deleted(struct app *app, GError **error)
{
	if (!app_require(app, USE_TASK_CHANGE, false, error))
		return NULL;
	g_autoptr(GPtrArray) tasks = store_trash(app->store, error);
	for (guint i = 0; tasks != NULL && i < tasks->len;) {
		if (app_sees_task(app, tasks->pdata[i]))
			i++;
		else
			g_ptr_array_remove_index(tasks, i);
	}
	return g_steal_pointer(&tasks);
}

bool task_restore(struct app *app, uint32_t id, GError **error)
{
	g_autoptr(GPtrArray) tasks = task_deleted(app, error);
	for (guint i = 0; tasks != NULL && i < tasks->len; i++) {
		struct task *task = tasks->pdata[i];
		if (task->id == id)
			return put_planned(app, NULL, INSTANT_NONE, task, error);
	}
	return tasks != NULL && error_set(error, ERROR_NOT_FOUND, "there is no deleted task %u", id);
}

bool task_run(struct app *app, uint32_t id, enum run_kind kind, const char *to, uint64_t *ret_run, GError **error)
{
	autorelease(task) task = {0};
	autorelease(run) run = {0};
	int64_t next = INSTANT_NONE;
	task_init(&task);
	run_init(&run);
	if (!app_require(app, USE_TASK_CHANGE, false, error) || !load_task(app, id, &task, &next, error) || !app_mail_is_set(app, error))
		return false;
	g_auto(GStrv) recipients = address_list_parse(to != NULL ? to : task.recipients, error);
	if (recipients == NULL || !scope_check_recipients(app, recipients, error))
		return false;
	run.task = id;
	set_text(&run.task_name, task.name);
	run.kind = kind;
	run.occurrence = app_now(app);
	run.state = RUN_PLANNED;
	for (char **recipient = recipients; *recipient != NULL; recipient++)
		run_add_recipient(&run, *recipient);
	if (!report_period(app, &task, run.occurrence, &run.period, error) || !ledger_add(app->store, &run, error))
		return false;
	*ret_run = run.id;
	return true;
}
