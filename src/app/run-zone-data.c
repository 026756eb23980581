// SPDX-License-Identifier: Apache-2.0
// New zone data: next runs that lie ahead are computed again.
#include "app-priv.h"
#include "tidings/util/log.h"

#define NOTE_ZONE_DATA "tzdata"
#define LOOK_BACK (24 * 3600) /* a shift of a zone is shorter */

/* Nothing that was decided comes again, nothing that moved into the past is lost: on from the last decided occurrence. */
static bool move(const struct task *task, int64_t *next_run, void *data, GError **error)
{
	struct app *app = data;
	int64_t decided = INSTANT_NONE, now = app_now(app);
	if (!task->enabled || *next_run == INSTANT_NONE || *next_run <= now) /* due already: it is decided as it stands */
		return true;
	if (!ledger_decided(app->store, task->id, &decided, error))
		return false;
	bool known = decided != INSTANT_NONE && decided <= now + CLOCK_AHEAD;
	int64_t after = known ? MAX(decided, now - LOOK_BACK) : now;
	g_autoptr(GError) refused = NULL;
	(void)!task_next_run(app, task, after, next_run, &refused); /* planning will tell when its old time comes */
	return true;
}

static bool tell(struct app *app, const char *known, const char *version, GError **error)
{
	g_autofree char *words = g_strdup_printf("%s in the place of %s: next runs were computed again", version, known);
	const struct app_act act = {.action = "follow", .noun = "time zone data", .detail = words};
	log_line(LOG_LEVEL_NOTICE, "time zone data %s", words);
	return app_audit_begin(app, &act, error);
}

bool run_follow_zone_data(struct app *app, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autofree char *known = store_note_get(app->store, NOTE_ZONE_DATA, &failure);
	g_autofree char *version = zone_data_version();
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	if (g_strcmp0(known, version) == 0)
		return true;
	zones_free(app->zones); /* those of the old data */
	app->zones = zones_new();
	return (known == NULL || (store_task_move_each(app->store, move, app, error) && tell(app, known, version, error))) &&
	       store_note_put(app->store, NOTE_ZONE_DATA, version, error);
}
