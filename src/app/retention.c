// SPDX-License-Identifier: Apache-2.0
// Use case: what is older than the settings keep goes, once a day.
#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/upkeep.h"
#include "tidings/store/audit.h"
#include "tidings/util/instant.h"

#define NOTE_RETENTION "retention" /* day and limits that were last applied */
#define DAY (24 * 3600)

/* What tells whether the limits were applied today. Given. */
static char *today(const struct app *app, const struct settings *settings)
{
	return g_strdup_printf("%" G_GINT64_FORMAT " %d %d", app_now(app) / DAY, settings->events_days, settings->events_megabytes);
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
	struct stats_retention retention = {.now = app_now(app), .bytes = (uint64_t)settings->events_megabytes * 1000 * 1000};
	retention.before = settings->events_days > 0 ? retention.now - (int64_t)settings->events_days * DAY : 0;
	return stats != NULL && stats_retain(stats, &retention, ret_removed, error) && tell(app, ret_removed, error);
}

bool retention_follow(struct app *app, GError **error)
{
	autorelease(settings) settings = {0};
	g_autoptr(GError) failure = NULL;
	struct stats_removed removed = {0};
	settings_init(&settings);
	if (!store_settings_get(app->store, &settings, error))
		return false;
	if (settings.events_days == 0 && settings.events_megabytes == 0)
		return true;
	g_autofree char *day = today(app, &settings);
	g_autofree char *known = store_note_get(app->store, NOTE_RETENTION, &failure);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	return g_strcmp0(day, known) == 0 ||
	       (remove_events(app, &settings, &removed, error) && store_note_put(app->store, NOTE_RETENTION, day, error));
}

bool retention_apply(struct app *app, struct retention_report *ret_report, GError **error)
{
	autorelease(settings) settings = {0};
	struct stats_removed removed = {0};
	settings_init(&settings);
	if (!app_require(app, USE_ADMINISTER, false, error) || !store_settings_get(app->store, &settings, error) ||
	    !remove_events(app, &settings, &removed, error))
		return false;
	*ret_report = (struct retention_report){.detections = removed.detections, .kept_from = removed.cut > 0 ? removed.cut : INSTANT_NONE};
	return true;
}
