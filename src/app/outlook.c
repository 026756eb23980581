// SPDX-License-Identifier: Apache-2.0
// What a task is going to do: coming occurrences, what is left out of them, and how the periods of their reports meet.
#include "tidings/app/outlook.h"

#include "app-priv.h"
#include "tidings/app/task.h"

/* The same recurrence as if no exception dates and no calendar were given. */
static struct recurrence *without_exceptions(struct app *app, const struct task *task, GError **error)
{
	struct recurrence_spec spec = recurrence_spec_of_task(task);
	const struct zone *zone = zones_get(app->zones, task->zone, error);
	spec.exdate = "";
	return zone != NULL ? recurrence_new_in(&spec, zone, error) : NULL;
}

static bool fits_always(const struct task *task)
{
	struct period_spec spec = {0};
	return period_spec_from_text(task->period, &spec, NULL) && spec.kind == PERIOD_SINCE_LAST;
}

static bool collect(struct app *app, const struct task *task, GArray *all, GError **error)
{
	const struct outlook *before = NULL;
	bool fits = fits_always(task);
	for (guint i = 0; i < all->len; i++) {
		struct outlook *item = &g_array_index(all, struct outlook, i);
		if (item->exception || item->occurrence.effect == EFFECT_SKIPPED)
			continue;
		if (!report_period(app, task, item->occurrence.instant, &item->period, error))
			return false;
		if (before != NULL && !fits)
			item->distance = item->period.from - before->period.to;
		before = item;
	}
	return true;
}

/* The first exception after `after` and before `end`. */
static bool next_exception(const struct recurrence *whole, const struct recurrence *kept, int64_t after, int64_t end, struct occurrence *ret)
{
	struct occurrence found = {.from = INSTANT_NONE};
	for (ret->instant = after; recurrence_next(whole, ret->instant, ret) && ret->instant < end;)
		if (!recurrence_next_by_rule(kept, ret->instant - 1, &found) || found.from != ret->instant)
			return true;
	return false;
}

GArray *task_outlook(struct app *app, uint32_t id, int64_t after, int count, GError **error)
{
	autoptr(task_view) view = task_show(app, id, error);
	if (view == NULL)
		return NULL;
	autoptr(recurrence) kept = app_recurrence(app, &view->task, error);
	autoptr(recurrence) whole = kept != NULL ? without_exceptions(app, &view->task, error) : NULL;
	if (whole == NULL)
		return NULL;
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct outlook));
	struct outlook item = {.occurrence.instant = after};
	for (bool found = true; (int)all->len < count && found;) {
		struct occurrence next = {.instant = INSTANT_LAST}, exception = {.instant = INSTANT_NONE};
		found = recurrence_next(kept, item.occurrence.instant, &next);
		item.exception = *view->task.exdate != '\0' && next_exception(whole, kept, item.occurrence.instant, next.instant, &exception);
		item.occurrence = item.exception ? exception : next;
		found = found || item.exception;
		if (found)
			g_array_append_val(all, item);
	}
	return collect(app, &view->task, all, error) ? g_steal_pointer(&all) : NULL;
}

bool task_preview_instant(struct app *app, const struct task *task, int64_t *ret_instant, GError **error)
{
	autoptr(recurrence) recurrence = app_recurrence(app, task, error);
	if (recurrence == NULL)
		return false;
	struct occurrence found = {.instant = INSTANT_NONE}, next = {.instant = INSTANT_NONE};
	*ret_instant = task_next_not_skipped(recurrence, app_now(app) - 1);
	if (*ret_instant != INSTANT_NONE)
		return true;
	/* It is over: its occurrences are finite. */
	while (recurrence_next(recurrence, next.instant, &next) && next.instant < app_now(app))
		if (next.effect != EFFECT_SKIPPED)
			found = next;
	if (found.instant == INSTANT_NONE)
		return error_set(error, ERROR_INVALID, "task %u has no occurrence at all: every one is left out", task->id);
	*ret_instant = found.instant;
	return true;
}
