// SPDX-License-Identifier: Apache-2.0
// Retention: what happened before the cut leaves every answer at once, and its room in small steps.
#include "incoming-priv.h"
#include "marked-priv.h"
#include "roll-priv.h"
#include "segments-priv.h"
#include "shelf-priv.h"
#include "stats-priv.h"
#include "table-priv.h"

struct retain {
	const struct stats_retention *retention;
	struct stats_removed removed;
	uint64_t step;  /* detections that the last step removed */
	int64_t oldest, newest; /* events of the store, INSTANT_NONE */
	uint64_t bytes; /* that it takes */
	int64_t cut;
	bool more;
};

static bool move_cut(struct session *session, void *data, GError **error)
{
	const struct retain *retain = data;
	(void)error;
	session->state.cut = MAX(session->state.cut, (uint64_t)retain->cut);
	return true;
}

/* Roll-ups of days and of months that began before the cut: no question takes those. */
static bool drop_shelves(struct kv_txn *txn, uint64_t day, size_t *dropped, GError **error)
{
	static const unsigned tables[] = {TABLE_HEADS, TABLE_LISTS};
	unsigned slot = 0;
	uint64_t month = month_of_day(day, &slot);
	month += slot > 0;
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		if (!shelf_drop(txn, tables[i], LEVEL_DAY, day, dropped, error) ||
		    !shelf_drop(txn, tables[i], LEVEL_MONTH, month, dropped, error))
			return false;
	}
	return true;
}

static bool sweep(struct session *session, void *data, GError **error)
{
	struct retain *retain = data;
	uint64_t before = session->state.detections, day = session->state.cut / DAY_SECONDS;
	size_t dropped = 0;
	if (!segments_drop(session->txn, &session->state, &dropped, error) || !drop_shelves(session->txn, day, &dropped, error) ||
	    !incoming_drop(session->txn, day * (DAY_SECONDS / HOUR_SECONDS), &dropped, error) ||
	    !marked_drop(session->txn, day, &dropped, error))
		return false;
	retain->step = before - session->state.detections;
	retain->removed.cut = (int64_t)session->state.cut;
	retain->more = dropped > 0;
	return true;
}

static bool goes_on(const struct retain *retain)
{
	return retain->retention->stop == NULL || !retain->retention->stop(retain->retention->data);
}

static bool cut_at(struct stats *stats, struct retain *retain, int64_t cut, GError **error)
{
	retain->cut = cut;
	if (!session_write(stats, move_cut, retain, error))
		return false;
	for (retain->more = true; retain->more && goes_on(retain);) {
		if (!session_write(stats, sweep, retain, error))
			return false;
		retain->removed.detections += retain->step;
	}
	return true;
}

static bool measure(struct kv_txn *txn, void *data, GError **error)
{
	struct retain *retain = data;
	struct state state;
	int64_t segment = INSTANT_NONE, incoming = INSTANT_NONE, newest_segment = INSTANT_NONE, newest_incoming = INSTANT_NONE;
	if (!state_read(txn, &state, error) || !segments_oldest(txn, &state, &segment, error) ||
	    !incoming_oldest(txn, (int64_t)state.cut, &incoming, error) || !segments_newest(txn, &state, &newest_segment, error) ||
	    !incoming_newest(txn, &newest_incoming, error))
		return false;
	retain->oldest = segment == INSTANT_NONE || incoming == INSTANT_NONE ? MAX(segment, incoming) : MIN(segment, incoming);
	retain->newest = MAX(newest_segment, newest_incoming);
	retain->bytes = kv_size(txn);
	return true;
}

static int64_t start_of_day(int64_t instant)
{
	return instant - instant % DAY_SECONDS;
}

/* The start of the day that stays. */
static int64_t last_day(const struct retain *retain)
{
	return start_of_day(MIN(retain->retention->now, retain->newest));
}

static bool by_age(struct stats *stats, struct retain *retain, GError **error)
{
	int64_t age = (int64_t)retain->retention->days * DAY_SECONDS;
	bool any = age > 0 && retain->newest != INSTANT_NONE;
	return cut_at(stats, retain, any ? MAX(last_day(retain) - age, 0) : 0, error);
}

/* One day at a time, and never the newest: an empty store would tell nobody anything. */
static bool by_room(struct stats *stats, struct retain *retain, GError **error)
{
	const struct stats_retention *retention = retain->retention;
	while (retention->bytes > 0 && goes_on(retain)) {
		if (!kv_read(stats->kv, measure, retain, error))
			return false;
		if (retain->bytes <= retention->bytes || retain->oldest == INSTANT_NONE || start_of_day(retain->oldest) >= last_day(retain))
			return true;
		if (!cut_at(stats, retain, start_of_day(retain->oldest) + DAY_SECONDS, error))
			return false;
	}
	return true;
}

bool stats_retain(struct stats *stats, const struct stats_retention *retention, struct stats_removed *ret_removed, GError **error)
{
	struct retain retain = {.retention = retention};
	if (!kv_read(stats->kv, measure, &retain, error) || !by_age(stats, &retain, error) || !by_room(stats, &retain, error))
		return false;
	stats->cut = retain.removed.cut;
	*ret_removed = retain.removed;
	return true;
}
