// SPDX-License-Identifier: Apache-2.0
// Use cases of holiday calendars, and what follows when one changes.
#include "tidings/app/calendar.h"

#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/schedule/ics.h"

#define NOTE_CALENDARS "calendars" /* the generation that next runs were computed by */

static void free_calendar(gpointer calendar)
{
	calendar_unref(calendar);
}

bool app_calendar(struct app *app, const char *name, const struct calendar **ret_calendar, GError **error)
{
	uint64_t generation = 0;
	*ret_calendar = NULL;
	if (*name == '\0')
		return true;
	if (!store_calendar_generation(app->store, &generation, error))
		return false;
	if (app->calendars == NULL || app->calendar_generation != generation) {
		g_clear_pointer(&app->calendars, g_hash_table_unref);
		app->calendars = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_calendar);
		app->calendar_generation = generation;
	}
	if (!g_hash_table_contains(app->calendars, name)) {
		struct calendar *calendar = store_calendar_get(app->store, name, error);
		if (calendar == NULL)
			return false;
		g_hash_table_insert(app->calendars, g_strdup(name), calendar);
	}
	*ret_calendar = g_hash_table_lookup(app->calendars, name);
	return true;
}

/* What a new holiday moves to an instant that has passed already, of an occurrence that still lies ahead: it is due at once. */
static bool find_late(struct app *app, const struct task *task, const struct recurrence *recurrence, int64_t *ret_instant, GError **error)
{
	int64_t now = app_now(app);
	struct occurrence o = {.from = now};
	*ret_instant = INSTANT_NONE;
	while (recurrence_next_by_rule(recurrence, o.from, &o) && o.effect == EFFECT_MOVED && o.instant <= now) {
		bool moved = false, there = false;
		if (!ledger_has(app->store, task->id, o.instant, &there, error) || !ledger_has(app->store, task->id, o.from, &moved, error))
			return false;
		if (!there && !moved && (*ret_instant == INSTANT_NONE || o.instant < *ret_instant))
			*ret_instant = o.instant;
	}
	return true;
}

/* What is due already is decided by the calendar as it is then. */
static bool move(const struct task *task, int64_t *next_run, void *data, GError **error)
{
	struct app *app = data;
	g_autoptr(GError) refused = NULL;
	if (!task->enabled || *task->calendar == '\0' || (*next_run != INSTANT_NONE && *next_run <= app_now(app)))
		return true;
	autoptr(recurrence) recurrence = app_recurrence(app, task, &refused);
	struct occurrence next = {.instant = INSTANT_NONE};
	int64_t late = INSTANT_NONE;
	if (recurrence == NULL) /* planning will tell when its old time comes */
		return true;
	if (!find_late(app, task, recurrence, &late, error))
		return false;
	if (late != INSTANT_NONE)
		*next_run = late;
	else
		*next_run = recurrence_next(recurrence, app_now(app), &next) ? next.instant : INSTANT_NONE;
	return true;
}

bool run_follow_calendars(struct app *app, GError **error)
{
	uint64_t generation = 0;
	g_autoptr(GError) failure = NULL;
	if (!store_calendar_generation(app->store, &generation, error))
		return false;
	g_autofree char *known = store_note_get(app->store, NOTE_CALENDARS, &failure);
	g_autofree char *current = g_strdup_printf("%" G_GUINT64_FORMAT, generation);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	if (generation == 0 || g_strcmp0(known, current) == 0)
		return true;
	const struct app_act act = {.action = "follow", .noun = "calendar", .detail = "next runs were computed again"};
	return store_task_move_each(app->store, move, app, error) && app_audit_begin(app, &act, error) &&
	       store_note_put(app->store, NOTE_CALENDARS, current, error);
}

bool calendars_settle(struct app *app, uint64_t generation, GError **error)
{
	uint64_t now = 0;
	if (!store_calendar_generation(app->store, &now, error))
		return false;
	return now == generation || (store_note_put(app->store, NOTE_CALENDARS, NULL, error) && run_follow_calendars(app, error));
}

struct calendar *calendar_from_ics(const char *name, const char *text, size_t length, unsigned *ret_ignored, GError **error)
{
	return ics_read(name, text, length, ret_ignored, error);
}

bool calendar_import(struct app *app, const char *name, const char *text, size_t length, struct calendar_import *ret_import, GError **error)
{
	unsigned ignored = 0;
	if (!app_require(app, USE_ADMINISTER, false, error) || !calendar_check_name(name, error))
		return false;
	autoptr(calendar) calendar = ics_read(name, text, length, &ignored, error);
	if (calendar == NULL || !store_calendar_put(app->store, calendar, error) || !run_follow_calendars(app, error))
		return false;
	*ret_import = (struct calendar_import){calendar->holidays->len, ignored};
	return true;
}

GPtrArray *calendar_list(struct app *app, GError **error)
{
	return app_require(app, USE_REPORTING, true, error) ? store_calendars(app->store, error) : NULL;
}

struct calendar *calendar_show(struct app *app, const char *name, GError **error)
{
	return app_require(app, USE_REPORTING, true, error) ? store_calendar_get(app->store, name, error) : NULL;
}

bool calendar_delete(struct app *app, const char *name, GError **error)
{
	return app_require(app, USE_ADMINISTER, false, error) && store_calendar_delete(app->store, name, error) && run_follow_calendars(app, error);
}
