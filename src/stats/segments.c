// SPDX-License-Identifier: Apache-2.0
// All detections of the store: full segments with their zones, and the tail.
#include "segments-priv.h"

#include "array-priv.h"
#include "table-priv.h"
#include "tidings/util/bytes.h"

#define PIECES_MOST 64 /* of the tail, before they are made one */

static const struct period always = {0, INT64_MAX};

static bool segment_put(struct kv_txn *txn, unsigned table, uint64_t number, struct kv_bytes value, GError **error)
{
	g_autoptr(GByteArray) key = g_byte_array_new();
	bytes_put_be64(key, number);
	return kv_put(txn, table, table_array_bytes(key), value, error);
}

static void zone_put(uint8_t zone[static 16], int64_t first, int64_t last)
{
	bits_store(zone, (uint64_t)first);
	bits_store(zone + 8, (uint64_t)last);
}

static bool zone_append(struct kv_txn *txn, uint64_t number, int64_t first, int64_t last, GError **error)
{
	uint8_t zone[16];
	zone_put(zone, first, last);
	return array_append(txn, &array_zones, number, table_bytes(zone, sizeof(zone)), error);
}

static bool add_segment(struct kv_txn *txn, struct state *state, const struct detection *detections, size_t n, GError **error)
{
	g_autoptr(GByteArray) value = g_byte_array_new();
	segment_encode(detections, n, value);
	if (!segment_put(txn, TABLE_SEGMENTS, state->segments, table_array_bytes(value), error) ||
	    !zone_append(txn, state->segments, detections[0].time, detections[n - 1].time, error))
		return false;
	state->segments++;
	return true;
}

static bool add_piece(struct kv_txn *txn, struct state *state, const struct detection *detections, size_t n, GError **error)
{
	g_autoptr(GByteArray) value = g_byte_array_new();
	if (n == 0)
		return true;
	segment_encode(detections, n, value);
	if (!segment_put(txn, TABLE_TAIL, state->tail_end, table_array_bytes(value), error))
		return false;
	state->tail_end++;
	state->tail_events += n;
	return true;
}

static bool take_piece(const struct segment *segment, void *data, GError **error)
{
	return segment_decode(segment, data, error);
}

/* Empties the tail into detections. */
static bool tail_take(struct kv_txn *txn, struct state *state, GArray *detections, GError **error)
{
	struct segment_walk walk = {.period = always, .fn = take_piece, .data = detections};
	if (!tail_each(txn, state, &walk, error))
		return false;
	for (uint64_t number = state->tail_first; number < state->tail_end; number++) {
		g_autoptr(GByteArray) key = g_byte_array_new();
		bytes_put_be64(key, number);
		if (!kv_delete(txn, TABLE_TAIL, table_array_bytes(key), error))
			return false;
	}
	if (detections->len != state->tail_events)
		return table_damaged(error, "segment of detections");
	state->tail_first = state->tail_end;
	state->tail_events = 0;
	return true;
}

bool segments_append(struct kv_txn *txn, struct state *state, const struct detection *detections, size_t n, GError **error)
{
	uint64_t sum = state->tail_events + n;
	state->detections += n;
	if (sum < state->segment_events && state->tail_end - state->tail_first < PIECES_MOST)
		return add_piece(txn, state, detections, n, error);
	g_autoptr(GArray) all = g_array_sized_new(FALSE, FALSE, sizeof(struct detection), (guint)sum);
	if (!tail_take(txn, state, all, error))
		return false;
	g_array_append_vals(all, detections, (guint)n);
	const struct detection *next = (const struct detection *)(const void *)all->data;
	detections_sort((struct detection *)(void *)all->data, all->len);
	size_t left = all->len, full = state->segment_events;
	for (; left >= full; left -= full, next += full) {
		if (!add_segment(txn, state, next, full, error))
			return false;
	}
	return add_piece(txn, state, next, left, error);
}

/* Opens one segment and shows it to the walk. */
static bool walk_one(struct kv_txn *txn, unsigned table, uint64_t number, const struct segment_walk *walk, GError **error)
{
	g_autoptr(GByteArray) key = g_byte_array_new();
	autorelease(segment) segment = {0};
	struct kv_bytes value;
	bool found = false;
	bytes_put_be64(key, number);
	if (!table_find(txn, table, table_array_bytes(key), &value, &found, error))
		return false;
	if (!found)
		return table_damaged(error, "segment of detections");
	return segment_open(value, &segment, error) && walk->fn(&segment, walk->data, error);
}

bool segments_each(struct kv_txn *txn, const struct state *state, const struct segment_walk *walk, GError **error)
{
	autoptr(array_view) zones = array_view_new(txn, &array_zones, state->segments);
	for (uint64_t number = MAX(walk->first, state->segments_first); number < MIN(walk->end, state->segments); number++) {
		const uint8_t *zone = array_view_at(zones, number, error);
		if (zone == NULL)
			return false;
		bool concerned = (int64_t)bits_load(zone) < walk->period.to && (int64_t)bits_load(zone + 8) >= walk->period.from;
		if (concerned && !walk_one(txn, TABLE_SEGMENTS, number, walk, error))
			return false;
	}
	return true;
}

bool tail_each(struct kv_txn *txn, const struct state *state, const struct segment_walk *walk, GError **error)
{
	for (uint64_t number = state->tail_first; number < state->tail_end; number++) {
		if (!walk_one(txn, TABLE_TAIL, number, walk, error))
			return false;
	}
	return true;
}

struct oldest {
	struct period period;
	int64_t time;
};

static bool take_older(const struct segment *segment, void *data, GError **error)
{
	(void)error;
	struct oldest *oldest = data;
	int64_t times[SEGMENT_BLOCK];
	size_t first = 0, end = 0;
	segment_find(segment, oldest->period, &first, &end);
	if (first == end)
		return true;
	(void)!segment_times(segment, first / SEGMENT_BLOCK, times);
	int64_t time = times[first % SEGMENT_BLOCK];
	oldest->time = oldest->time == INSTANT_NONE ? time : MIN(oldest->time, time);
	return true;
}

/* Zones alone tell it, but for segments that lie across the cut. */
bool segments_oldest(struct kv_txn *txn, const struct state *state, int64_t *ret_time, GError **error)
{
	int64_t cut = (int64_t)state->cut;
	struct oldest oldest = {{cut, INT64_MAX}, INSTANT_NONE};
	struct segment_walk walk = {.period = oldest.period, .fn = take_older, .data = &oldest};
	autoptr(array_view) zones = array_view_new(txn, &array_zones, state->segments);
	for (uint64_t number = state->segments_first; number < state->segments; number++) {
		const uint8_t *zone = array_view_at(zones, number, error);
		if (zone == NULL)
			return false;
		int64_t first = (int64_t)bits_load(zone), last = (int64_t)bits_load(zone + 8);
		if (first >= cut && last >= first)
			oldest.time = oldest.time == INSTANT_NONE ? first : MIN(oldest.time, first);
		else if (last >= cut && last >= first && !walk_one(txn, TABLE_SEGMENTS, number, &walk, error))
			return false;
	}
	if (!tail_each(txn, state, &walk, error))
		return false;
	*ret_time = oldest.time;
	return true;
}

static bool take_newer(const struct segment *segment, void *data, GError **error)
{
	(void)error;
	int64_t *newest = data;
	int64_t times[SEGMENT_BLOCK];
	size_t n = segment_times(segment, (segment->n - 1) / SEGMENT_BLOCK, times);
	*newest = MAX(*newest, times[n - 1]);
	return true;
}

bool segments_newest(struct kv_txn *txn, const struct state *state, int64_t *ret_time, GError **error)
{
	int64_t newest = INSTANT_NONE;
	const struct segment_walk walk = {.period = always, .fn = take_newer, .data = &newest};
	autoptr(array_view) zones = array_view_new(txn, &array_zones, state->segments);
	for (uint64_t number = state->segments_first; number < state->segments; number++) {
		const uint8_t *zone = array_view_at(zones, number, error);
		if (zone == NULL)
			return false;
		newest = MAX(newest, (int64_t)bits_load(zone + 8));
	}
	if (!tail_each(txn, state, &walk, error))
		return false;
	*ret_time = newest < 0 ? INSTANT_NONE : newest;
	return true;
}

#define DROP_SEGMENTS 16 /* a step changes: 1 Mi events */

static bool is_gone(const uint8_t *zone)
{
	return (int64_t)bits_load(zone + 8) < (int64_t)bits_load(zone);
}

bool segments_count(struct kv_txn *txn, const struct state *state, uint64_t *ret_count, GError **error)
{
	autoptr(array_view) zones = array_view_new(txn, &array_zones, state->segments);
	uint64_t count = 0;
	for (uint64_t number = state->segments_first; number < state->segments; number++) {
		const uint8_t *zone = array_view_at(zones, number, error);
		if (zone == NULL)
			return false;
		count += !is_gone(zone);
	}
	*ret_count = count;
	return true;
}

/* Numbers of segments with detections before the cut, at most `most`. */
static bool find_old(struct kv_txn *txn, const struct state *state, guint most, GArray *numbers, GError **error)
{
	autoptr(array_view) zones = array_view_new(txn, &array_zones, state->segments);
	for (uint64_t number = state->segments_first; number < state->segments && numbers->len < most; number++) {
		const uint8_t *zone = array_view_at(zones, number, error);
		if (zone == NULL)
			return false;
		if (!is_gone(zone) && (int64_t)bits_load(zone) < (int64_t)state->cut)
			g_array_append_val(numbers, number);
	}
	return true;
}

/* The segment without what is before the cut. */
static bool trim(struct kv_txn *txn, struct state *state, uint64_t number, GError **error)
{
	g_autoptr(GArray) detections = g_array_new(FALSE, FALSE, sizeof(struct detection));
	const struct segment_walk walk = {.period = always, .fn = take_piece, .data = detections};
	g_autoptr(GByteArray) key = g_byte_array_new();
	uint8_t zone[16];
	guint old = 0;
	bytes_put_be64(key, number);
	if (!walk_one(txn, TABLE_SEGMENTS, number, &walk, error))
		return false;
	const struct detection *all = (const struct detection *)(const void *)detections->data;
	while (old < detections->len && all[old].time < (int64_t)state->cut)
		old++;
	if (old == 0 || old > state->detections)
		return table_damaged(error, "zone of a segment");
	state->detections -= old;
	if (old == detections->len) {
		zone_put(zone, INT64_MAX, -1);
		return kv_delete(txn, TABLE_SEGMENTS, table_array_bytes(key), error) && array_set(txn, &array_zones, number, zone, error);
	}
	g_autoptr(GByteArray) value = g_byte_array_new();
	segment_encode(all + old, detections->len - old, value);
	zone_put(zone, all[old].time, all[detections->len - 1].time);
	return kv_put(txn, TABLE_SEGMENTS, table_array_bytes(key), table_array_bytes(value), error) &&
	       array_set(txn, &array_zones, number, zone, error);
}

/* Those that are gone at the beginning need not be looked at again. */
static bool advance_first(struct kv_txn *txn, struct state *state, GError **error)
{
	autoptr(array_view) zones = array_view_new(txn, &array_zones, state->segments);
	for (; state->segments_first < state->segments; state->segments_first++) {
		const uint8_t *zone = array_view_at(zones, state->segments_first, error);
		if (zone == NULL)
			return false;
		if (!is_gone(zone))
			break;
	}
	return true;
}

struct search {
	struct period period;
	size_t found;
};

static bool count_old(const struct segment *segment, void *data, GError **error)
{
	(void)error;
	struct search *search = data;
	size_t first = 0, end = 0;
	segment_find(segment, search->period, &first, &end);
	search->found += end - first;
	return true;
}

/* The tail without what is before the cut, as one piece. */
static bool trim_tail(struct kv_txn *txn, struct state *state, size_t *dropped, GError **error)
{
	struct search search = {{0, (int64_t)state->cut}, 0};
	const struct segment_walk walk = {.period = search.period, .fn = count_old, .data = &search};
	if (!tail_each(txn, state, &walk, error))
		return false;
	if (search.found == 0)
		return true;
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct detection));
	if (!tail_take(txn, state, all, error))
		return false;
	detections_sort((struct detection *)(void *)all->data, all->len);
	const struct detection *kept = (const struct detection *)(const void *)all->data + search.found;
	state->detections -= search.found;
	*dropped += 1;
	return add_piece(txn, state, kept, all->len - search.found, error);
}

bool segments_drop(struct kv_txn *txn, struct state *state, size_t *dropped, GError **error)
{
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	if (!find_old(txn, state, DROP_SEGMENTS, numbers, error))
		return false;
	for (guint i = 0; i < numbers->len; i++) {
		if (!trim(txn, state, g_array_index(numbers, uint64_t, i), error))
			return false;
	}
	*dropped += numbers->len;
	return advance_first(txn, state, error) && trim_tail(txn, state, dropped, error);
}
