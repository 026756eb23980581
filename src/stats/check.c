// SPDX-License-Identifier: Apache-2.0
// The statistics store verified: every value, every id, every sum.
#include <string.h>

#include "array-priv.h"
#include "dictionary-priv.h"
#include "dimension-priv.h"
#include "incoming-priv.h"
#include "mark-priv.h"
#include "marked-priv.h"
#include "roll-priv.h"
#include "segments-priv.h"
#include "shelf-priv.h"
#include "stats-priv.h"
#include "table-priv.h"

struct check {
	struct kv_txn *txn;
	struct state state;
	struct array_view *tuples;
	uint64_t detections;
};

static bool check_segment(const struct segment *segment, void *data, GError **error)
{
	struct check *check = data;
	g_autoptr(GArray) detections = g_array_new(FALSE, FALSE, sizeof(struct detection));
	g_autofree uint32_t *counts = g_memdup2(segment->counts, segment->n_tuples * sizeof(uint32_t));
	for (size_t code = 0; code < segment->n_tuples; code++) {
		if (segment->tuples[code] >= check->state.tuples)
			return table_damaged(error, "segment of detections");
	}
	if (!segment_decode(segment, detections, error))
		return false;
	for (size_t i = 0; i < segment->n; i++) {
		if (segment_get(&segment->indicators, i) >= check->state.indicators || counts[segment_get(&segment->codes, i)]-- == 0)
			return table_damaged(error, "segment of detections");
	}
	check->detections += segment->n;
	return true;
}

static bool check_segments(struct check *check, GError **error)
{
	struct segment_walk walk = {{0, INT64_MAX}, 0, UINT64_MAX, check_segment, check};
	uint64_t before = 0;
	if (!segments_each(check->txn, &check->state, &walk, error))
		return false;
	before = check->detections;
	if (!tail_each(check->txn, &check->state, &walk, error))
		return false;
	uint64_t segments = 0;
	if (!segments_count(check->txn, &check->state, &segments, error))
		return false;
	bool stored = kv_count(check->txn, TABLE_SEGMENTS) == segments &&
		      kv_count(check->txn, TABLE_TAIL) == check->state.tail_end - check->state.tail_first;
	bool counted = stored && check->detections == check->state.detections && check->detections - before == check->state.tail_events;
	return counted || table_damaged(error, "segment of detections");
}

static bool check_incoming(const struct incoming *cell, void *data, GError **error)
{
	const struct check *check = data;
	return incoming_tenant(cell->stream) <= check->state.names[NAME_TENANT] || table_damaged(error, "counter of incoming events");
}

static bool check_mark(uint32_t tenant, uint32_t indicator, int64_t time, void *data, GError **error)
{
	(void)time;
	const struct check *check = data;
	return (tenant <= check->state.names[NAME_TENANT] && indicator < check->state.indicators) || table_damaged(error, "false positive");
}

static bool check_marked(const struct detection *detection, void *data, GError **error)
{
	const struct check *check = data;
	return (detection->tuple < check->state.tuples && detection->indicator < check->state.indicators) ||
	       table_damaged(error, "detection of a false positive");
}

static bool check_dimensions(struct check *check, GError **error)
{
	autoptr(array_view) profiles = array_view_new(check->txn, &array_profiles, check->state.profiles);
	for (uint64_t id = 0; id < check->state.profiles; id++) {
		struct profile profile;
		if (!profile_at(profiles, (uint32_t)id, &profile, error))
			return false;
	}
	for (uint64_t id = 0; id < check->state.tuples; id++) {
		struct tuple tuple;
		if (!tuple_at(check->tuples, (uint32_t)id, &tuple, error))
			return false;
		if (tuple.profile >= check->state.profiles || tuple.tenant > check->state.names[NAME_TENANT])
			return table_damaged(error, "dimension");
	}
	return true;
}

static bool check_indicators(struct check *check, GError **error)
{
	autoptr(dictionary) dictionary = dictionary_new(check->txn, check->state.indicators, NULL);
	autoptr(array_view) kinds = array_view_new(check->txn, &array_kinds, check->state.indicators);
	for (uint64_t id = 0; id < check->state.indicators; id++) {
		struct kv_bytes name;
		enum indicator_kind kind = 0;
		g_autofree char *text = NULL;
		const uint8_t *stored = array_view_at(kinds, id, error);
		if (stored == NULL || !dictionary_name(dictionary, (uint32_t)id, &name, error) || !indicator_decode(name, &kind, &text, error))
			return false;
		if (*stored != kind)
			return table_damaged(error, "kind of an indicator");
	}
	return true;
}

static bool check_read(struct kv_txn *txn, void *data, GError **error)
{
	struct check *check = data;
	const struct period always = {0, INT64_MAX};
	check->txn = txn;
	if (!state_read(txn, &check->state, error))
		return false;
	autoptr(array_view) tuples = array_view_new(txn, &array_tuples, check->state.tuples);
	check->tuples = tuples;
	return check_dimensions(check, error) && check_indicators(check, error) && check_segments(check, error) &&
	       incoming_each(txn, always, check_incoming, check, error) && marks_each(txn, check_mark, check, error) &&
	       marked_each(txn, always, check_marked, check, error);
}

#define COMPARED_TOP 100

/* The answer to a question about everything in the period, as text. Given; NULL with error set. */
static char *whole_answer(struct stats *stats, struct stats_query query, bool scan, GError **error)
{
	autorelease(stats_result) result = {0};
	query.scan = scan;
	if (!stats_query(stats, &query, &result, error))
		return NULL;
	autoptr(js) answer = stats_answer_to_json(&query, &result);
	return js_to_text(answer);
}

/* Roll-ups and raw scan say the same of the period. */
static bool check_period(struct stats *stats, struct period period, GError **error)
{
	for (int false_positives = 0; false_positives <= 1; false_positives++) {
		struct stats_query query = {.period = period, .source = SOURCE_ALL, .false_positives = false_positives != 0, .top = COMPARED_TOP};
		g_autofree char *rolled = whole_answer(stats, query, false, error);
		g_autofree char *scanned = rolled == NULL ? NULL : whole_answer(stats, query, true, error);
		if (scanned == NULL)
			return false;
		if (strcmp(rolled, scanned) != 0)
			return table_damaged(error, "roll-up");
	}
	return true;
}

struct next_day {
	uint64_t from, day;
	bool found;
};

/* The first day from next->from on of which there are heads or lists. */
static bool find_day(struct kv_txn *txn, void *data, GError **error)
{
	static const unsigned tables[] = {TABLE_HEADS, TABLE_LISTS};
	struct next_day *next = data;
	next->day = UINT64_MAX;
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		const struct shelf_key from = {.level = LEVEL_DAY, .bucket = next->from};
		uint64_t days[2] = {0};
		bool found = false;
		if (!shelf_bounds(txn, tables[i], &from, days, &found, error))
			return false;
		next->day = found ? MIN(next->day, days[0]) : next->day;
	}
	next->found = next->day != UINT64_MAX;
	return true;
}

/* Each day by itself, then all, which are months. */
static bool check_rolled(struct stats *stats, GError **error)
{
	static const int64_t end = INT64_C(253402300800); /* of the year 9999 */
	struct next_day next = {.found = true};
	while (next.found) {
		if (!kv_read(stats->kv, find_day, &next, error))
			return false;
		int64_t start = (int64_t)next.day * DAY_SECONDS;
		if (next.found && start >= 0 && !check_period(stats, (struct period){start, start + DAY_SECONDS}, error))
			return false;
		next.from = next.day + 1;
	}
	return check_period(stats, (struct period){0, end}, error);
}

bool stats_check(struct stats *stats, uint64_t *ret_detections, GError **error)
{
	struct check check = {0};
	uint64_t values = 0;
	if (!kv_check(stats->kv, &values, error) || !kv_read(stats->kv, check_read, &check, error) ||
	    !check_rolled(stats, error))
		return false;
	*ret_detections = check.detections;
	return true;
}
