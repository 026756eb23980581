// SPDX-License-Identifier: Apache-2.0
// New zone data: next runs that lie ahead are computed again.
#include "app-priv.h"

#define NOTE_ZONE_DATA "tzdata"
#define LOOK_BACK (24 * 3600) /* a shift of a zone is shorter */

static bool collect(const struct task *task, int64_t next_run, void *data, GError **error)
{
	GArray *ids = data;
	(void)error;
	if (task->enabled && next_run != INSTANT_NONE)
		g_array_append_val(ids, task->id);
	return true;
}

/* Nothing that was decided comes again, nothing that moved into the past is lost: on from the last decided occurrence. */
static bool last_decided(struct app *app, uint32_t task, int64_t *ret_instant, GError **error)
{
	g_autoptr(GPtrArray) runs = ledger_list(app->store, task, 0, error);
	if (runs == NULL)
		return false;
	*ret_instant = INSTANT_NONE;
	for (guint i = 0; i < runs->len && *ret_instant == INSTANT_NONE; i++) {
		const struct run *run = runs->pdata[i];
		if (run->kind == RUN_SCHEDULED)
			*ret_instant = run->occurrence;
	}
	return true;
}

static bool move(struct app *app, uint32_t id, GError **error)
{
	autorelease(task) task = {0};
	int64_t next = INSTANT_NONE, decided = INSTANT_NONE, now = app_now(app);
	task_init(&task);
	if (!store_task_get(app->store, id, &task, &next, error))
		return false;
	if (next <= now) /* due already: it is decided as it stands */
		return true;
	if (!last_decided(app, id, &decided, error))
		return false;
	int64_t after = decided == INSTANT_NONE ? now : MAX(decided, now - LOOK_BACK);
	g_autoptr(GError) refused = NULL;
	if (!task_next_run(app, &task, after, &next, &refused)) /* planning will tell when its old time comes */
		return true;
	return store_task_put(app->store, &task, next, error);
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
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	if (known != NULL && !store_task_each(app->store, collect, ids, error))
		return false;
	for (guint i = 0; i < ids->len; i++)
		if (!move(app, g_array_index(ids, uint32_t, i), error))
			return false;
	return store_note_put(app->store, NOTE_ZONE_DATA, version, error);
}
