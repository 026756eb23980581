// SPDX-License-Identifier: Apache-2.0
// A clock that was ahead and went back: tasks that were decided up to then go on from now, and tries do not wait for it.
#include "app-priv.h"
#include "attempt-priv.h"
#include "tidings/store/audit.h"
#include "tidings/util/instant.h"
#include "tidings/util/log.h"

#define NOTE_DAYS "planned days" /* from where the clock last leapt ahead, and how far it came */
#define DAY (24 * 3600)

struct turn {
	struct app *app;
	int moved;
};

/* What has a run that was begun does not come again: the ledger leaves it out. */
static bool move(const struct task *task, int64_t *next_run, void *data, GError **error)
{
	struct turn *turn = data;
	int64_t decided = INSTANT_NONE, now = app_now(turn->app);
	g_autoptr(GError) refused = NULL;
	if (!task->enabled || (*next_run != INSTANT_NONE && *next_run <= now))
		return true;
	if (!ledger_decided(turn->app->store, task->id, &decided, error))
		return false;
	if (decided == INSTANT_NONE || decided <= now + CLOCK_AHEAD)
		return true;
	if (task_next_run(turn->app, task, now - RUN_GRACE, next_run, &refused)) /* else planning will tell when its old time comes */
		turn->moved++;
	return true;
}

static bool tell(const struct turn *turn, GError **error)
{
	if (turn->moved == 0)
		return true;
	g_autofree char *now = instant_to_text(app_now(turn->app));
	g_autofree char *words = g_strdup_printf("it was ahead: %d task(s) whose last decided occurrence lies ahead go on from %s", turn->moved, now);
	const struct app_act act = {.action = "follow", .noun = "clock", .detail = words};
	log_line(LOG_LEVEL_WARNING, "the clock went back; %s", words);
	return app_audit_begin(turn->app, &act, error);
}

/* Days of the clock: it leapt from one to another, or past it, and was not seen between. */
struct days {
	int64_t from, until;
};

static struct days days_of(const char *note, int64_t today)
{
	struct days days = {INT64_MAX, today};
	g_auto(GStrv) words = g_strsplit(note != NULL ? note : "", " ", 2);
	if (g_strv_length(words) != 2 || !g_ascii_string_to_signed(words[0], 10, 0, INT64_MAX, &days.from, NULL) ||
	    !g_ascii_string_to_signed(words[1], 10, 0, INT64_MAX / DAY, &days.until, NULL))
		return (struct days){INT64_MAX, today};
	return days;
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
static bool pull_tries(struct app *app, GError **error)
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

/* A clock that went back into what it leapt over was ahead. One that is earlier than that is behind, and will be put forward again. */
static bool move_tasks(struct app *app, GError **error)
{
	struct turn turn = {app, 0};
	g_autoptr(GError) failure = NULL;
	int64_t today = app_now(app) / DAY;
	g_autofree char *note = store_note_get(app->store, NOTE_DAYS, &failure);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	struct days days = days_of(note, today);
	bool back = today < days.until - 1 && today >= days.from - 1;
	if (note != NULL && today <= days.until && !back)
		return true;
	if (back && (!store_task_move_each(app->store, move, &turn, error) || !tell(&turn, error)))
		return false;
	if (today > days.until + 1)
		days.from = days.until;
	g_autofree char *mark = g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, days.from, today);
	return store_note_put(app->store, NOTE_DAYS, mark, error);
}

bool run_follow_clock(struct app *app, GError **error)
{
	return move_tasks(app, error) && pull_tries(app, error);
}
