// SPDX-License-Identifier: Apache-2.0
// What the statistics store holds and the room it takes.
#include "segments-priv.h"
#include "stats-priv.h"
#include "table-priv.h"

const char *const stats_area_names[STATS_AREAS] = {
	[AREA_INDICATORS] = "indicators",
	[AREA_DETECTIONS] = "detections",
	[AREA_ROLL_UPS] = "roll_ups",
	[AREA_INCOMING] = "incoming_events",
	[AREA_OTHER] = "other",
};

static const struct {
	enum stats_table table;
	enum stats_area area;
} areas[] = {
	{TABLE_INDICATORS, AREA_INDICATORS}, {TABLE_KINDS, AREA_INDICATORS}, {TABLE_INDEX, AREA_INDICATORS},
	{TABLE_SEGMENTS, AREA_DETECTIONS},   {TABLE_ZONES, AREA_DETECTIONS}, {TABLE_TAIL, AREA_DETECTIONS},
	{TABLE_HEADS, AREA_ROLL_UPS},        {TABLE_LISTS, AREA_ROLL_UPS},   {TABLE_INCOMING, AREA_INCOMING},
};

static bool count_segment(const struct segment *segment, void *data, GError **error)
{
	(void)error;
	*(uint64_t *)data += segment->n;
	return true;
}

static bool measure(struct kv_txn *txn, void *data, GError **error)
{
	struct stats_room *room = data;
	struct state state;
	*room = (struct stats_room){.first = INSTANT_NONE, .last = INSTANT_NONE};
	if (!state_read(txn, &state, error) || !segments_oldest(txn, &state, &room->first, error) ||
	    !segments_newest(txn, &state, &room->last, error))
		return false;
	struct segment_walk fresh = {{0, INT64_MAX}, state.rolled, state.segments, count_segment, &room->waiting};
	if (!segments_each(txn, &state, &fresh, error))
		return false;
	room->waiting += state.tail_events;
	room->detections = state.detections;
	room->indicators = state.indicators;
	room->marks = kv_count(txn, TABLE_MARKS);
	room->batches = kv_count(txn, TABLE_BATCHES);
	room->cut = (int64_t)state.cut;
	room->areas[AREA_OTHER] = kv_size(txn);
	for (size_t i = 0; i < G_N_ELEMENTS(areas); i++) {
		uint64_t bytes = kv_table_size(txn, areas[i].table);
		room->areas[areas[i].area] += bytes;
		room->areas[AREA_OTHER] -= bytes;
	}
	return true;
}

bool stats_measure(struct stats *stats, struct stats_room *ret_room, GError **error)
{
	struct stats_room room = {0};
	struct kv_room whole = {0};
	if (!kv_read(stats->kv, measure, &room, error) || !kv_measure(stats->kv, &whole, error))
		return false;
	room.file = whole.file;
	*ret_room = room;
	return true;
}
