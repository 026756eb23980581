// SPDX-License-Identifier: Apache-2.0
// Use case: what is older than the settings keep goes, once a day.
#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/upkeep.h"
#include "tidings/store/audit.h"
#include "tidings/store/ledger.h"
#include "tidings/util/instant.h"

#define NOTE_RETENTION "retention" /* day and limits that were last applied */
#define NOTE_RUNS "runs retention" /* the same for runs */
#define NOTE_RUNS_DAY "runs retention day" /* up to which day the clock was believed for them */
#define DAYS_AT_ONCE 2 /* so much further it is believed each day: after a time without a sender it catches up */
#define RUNS_AT_ONCE 256
#define DAY (24 * 3600)

/* Whether these limits (the second one may be 0) were applied today, as the note says; *ret_mark is what it says when they are. */
static bool was_done(struct app *app, const char *note, const int limits[static 2], bool *ret_done, char **ret_mark, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autofree char *known = store_note_get(app->store, note, &failure);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	*ret_mark = g_strdup_printf("%" G_GINT64_FORMAT " %d %d", app_now(app) / DAY, limits[0], limits[1]);
	*ret_done = (limits[0] == 0 && limits[1] == 0) || g_strcmp0(known, *ret_mark) == 0;
	return true;
}

static bool tell(struct app *app, const struct stats_removed *removed, GError **error)
{
	if (removed->detections == 0)
		return true;
	g_autofree char *cut = instant_to_text(removed->cut);
	g_autofree char *detail = g_strdup_printf("%" G_GUINT64_FORMAT " detections; nothing from before %s is kept", removed->detections, cut);
	return store_audit(app->store, "delete", "events", NULL, detail, error);
}

static bool remove_events(struct app *app, const struct settings *settings, struct stats_removed *ret_removed, GError **error)
{
	struct stats *stats = app_stats(app, error);
	const struct stats_retention retention = {
		.now = app_now(app), .days = settings->events_days, .bytes = (uint64_t)settings->events_megabytes * 1000 * 1000,
	};
	return stats != NULL && stats_retain(stats, &retention, ret_removed, error) && tell(app, ret_removed, error);
}

bool retention_follow(struct app *app, GError **error)
{
	autorelease(settings) settings = {0};
	struct stats_removed removed = {0};
	g_autofree char *mark = NULL;
	bool done = false;
	settings_init(&settings);
	if (!store_settings_get(app->store, &settings, error))
		return false;
	const int limits[] = {settings.events_days, settings.events_megabytes};
	return was_done(app, NOTE_RETENTION, limits, &done, &mark, error) &&
	       (done || (remove_events(app, &settings, &removed, error) && store_note_put(app->store, NOTE_RETENTION, mark, error)));
}

/* In transactions of a bounded size. */
static bool remove_runs(struct app *app, int runs_days, int64_t now, uint64_t *ret_removed, GError **error)
{
	struct ledger_retention retention = {.before = now - (int64_t)runs_days * DAY, .from = 1, .most = RUNS_AT_ONCE};
	struct ledger_retained retained = {0};
	*ret_removed = 0;
	while (runs_days > 0 && retention.from != 0) {
		if (!ledger_retain(app->store, &retention, &retained, error))
			return false;
		*ret_removed += retained.removed;
		retention.from = retained.next;
	}
	return true;
}

/* Now, or less: a clock that leaps ahead, as one without a battery does, must not empty the ledger. */
static bool believe_clock(struct app *app, int64_t *ret_now, GError **error)
{
	g_autoptr(GError) failure = NULL;
	int64_t now = app_now(app), known = 0;
	g_autofree char *day = store_note_get(app->store, NOTE_RUNS_DAY, &failure);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	if (day != NULL && g_ascii_string_to_signed(day, 10, 0, INT64_MAX / DAY - DAYS_AT_ONCE - 1, &known, NULL))
		now = MIN(now, (known + DAYS_AT_ONCE) * DAY);
	g_autofree char *believed = g_strdup_printf("%" G_GINT64_FORMAT, now / DAY);
	if (!store_note_put(app->store, NOTE_RUNS_DAY, believed, error))
		return false;
	*ret_now = now;
	return true;
}

/* By the sender, without a person who looks at the date. */
static bool remove_old_runs(struct app *app, int runs_days, uint64_t *ret_removed, GError **error)
{
	int64_t now = 0;
	return believe_clock(app, &now, error) && remove_runs(app, runs_days, now, ret_removed, error);
}

bool retention_follow_runs(struct app *app, GError **error)
{
	autorelease(settings) settings = {0};
	uint64_t removed = 0;
	g_autofree char *mark = NULL;
	bool done = false;
	settings_init(&settings);
	if (!store_settings_get(app->store, &settings, error))
		return false;
	const int limits[] = {settings.runs_days, 0};
	return was_done(app, NOTE_RUNS, limits, &done, &mark, error) &&
	       (done || (remove_old_runs(app, settings.runs_days, &removed, error) && store_note_put(app->store, NOTE_RUNS, mark, error)));
}

bool retention_apply(struct app *app, struct retention_report *ret_report, GError **error)
{
	autorelease(settings) settings = {0};
	struct stats_removed removed = {0};
	uint64_t runs = 0;
	settings_init(&settings);
	const struct app_act act = {.action = "retain", .noun = "store"};
	if (!app_require(app, USE_ADMINISTER, false, error) || !store_settings_get(app->store, &settings, error) || !app_audit_begin(app, &act, error) ||
	    !app_audit_end(app, &act, remove_events(app, &settings, &removed, error) && remove_runs(app, settings.runs_days, app_now(app), &runs, error), error))
		return false;
	*ret_report = (struct retention_report){.detections = removed.detections, .runs = runs, .kept_from = removed.cut > 0 ? removed.cut : INSTANT_NONE};
	return true;
}
