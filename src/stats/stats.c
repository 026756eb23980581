// SPDX-License-Identifier: Apache-2.0
// The statistics store: made, opened, copied.
#include "tidings/stats/stats.h"

#include "stats-priv.h"
#include "table-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"

/* Gives the store its first state, if it has none. */
static bool state_begin(struct kv_txn *txn, void *data, GError **error)
{
	struct state *state = data;
	if (!state_read(txn, state, error))
		return false;
	if (state->version != 0)
		return true;
	*state = (struct state){.version = STATS_VERSION, .segment_events = STATE_SEGMENT_EVENTS, .roll_segments = STATE_ROLL_SEGMENTS};
	for (size_t i = 0; i < G_N_ELEMENTS(state->key.words); i++)
		state->key.words[i] = (uint64_t)g_random_int() << 32 | g_random_int();
	return state_write(txn, state, error);
}

static bool state_get(struct kv_txn *txn, void *data, GError **error)
{
	return state_read(txn, data, error);
}

struct stats *stats_open(const char *dir, GError **error)
{
	g_autofree char *path = g_build_filename(dir, "stats", "stats.mdb", NULL);
	autoptr(kv) kv = kv_open(path, stats_tables, error);
	struct state state = {0};
	if (kv == NULL || !kv_read(kv, state_get, &state, error))
		return NULL;
	if (state.version == 0 && !kv_write(kv, state_begin, &state, error))
		return NULL;
	struct stats *stats = g_new0(struct stats, 1);
	stats->kv = g_steal_pointer(&kv);
	stats->key = state.key;
	stats->cut = (int64_t)state.cut;
	return stats;
}

void stats_close(struct stats *stats)
{
	if (stats == NULL)
		return;
	writer_free(stats->writer);
	kv_close(stats->kv);
	g_free(stats);
}

/* Opened once, it has its first state: whoever only reads has nothing to write, on a full disk either. */
bool stats_create(const char *dir, GError **error)
{
	g_autofree char *home = g_build_filename(dir, "stats", NULL);
	g_autofree char *path = g_build_filename(home, "stats.mdb", NULL);
	if (!file_make_private_dir(home, error) || !kv_create(path, stats_tables, error))
		return false;
	struct stats *stats = stats_open(dir, error);
	stats_close(stats);
	return stats != NULL;
}

bool stats_backup(struct stats *stats, const char *dir, GError **error)
{
	g_autofree char *home = g_build_filename(dir, "stats", NULL);
	g_autofree char *path = g_build_filename(home, "stats.mdb", NULL);
	return file_make_private_dir(home, error) && kv_backup(stats->kv, path, error);
}

bool stats_restore(const char *dir, const char *from, GError **error)
{
	g_autofree char *home = g_build_filename(dir, "stats", NULL);
	g_autofree char *path = g_build_filename(home, "stats.mdb", NULL);
	g_autofree char *source = g_build_filename(from, "stats", "stats.mdb", NULL);
	return file_make_private_dir(home, error) && kv_restore(path, source, stats_tables, error);
}
