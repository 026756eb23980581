// SPDX-License-Identifier: Apache-2.0
// The next occurrence by the rule: of the start, of the rule and of the additional dates, without the exceptions.
#include "holiday-priv.h"

#include "elapsed-priv.h"
#include "recurrence-priv.h"

#define DAY 86400

/* A wall time in a gap comes out later than it stands, at most by the gap: so much must be looked at before and after. */
#define GAP_MOST DAY

/* What the wall time is; false when the gap policy skips it. */
static bool resolve(const struct recurrence *r, int64_t seconds, struct occurrence *ret)
{
	ret->fit = zone_seconds_to_instant(r->zone, seconds, r->overlap, &ret->instant);
	return ret->fit != WALL_GAP || r->gap == GAP_SHIFT;
}

/* Keeps the earlier one. Of two at the same instant the one that no gap has moved stays. */
static void take(struct occurrence *best, const struct occurrence *o)
{
	if (best->instant == INSTANT_NONE || o->instant < best->instant || (o->instant == best->instant && best->fit == WALL_GAP))
		*best = *o;
}

/* The wall time from which occurrences after that instant may stand. */
static int64_t wall_from(const struct recurrence *r, int64_t after)
{
	if (after == INSTANT_NONE)
		return r->start;
	struct tzif_span span = zone_span(r->zone, after);
	bool quiet = span.from < after - OFFSET_MOST - GAP_MOST && span.to > after + OFFSET_MOST + GAP_MOST;
	return after + span.offset + (quiet ? 1 : -(OFFSET_MOST + GAP_MOST));
}

static void next_wall(const struct recurrence *r, int64_t after, struct occurrence *best)
{
	autorelease(wall_walk) walk = {.wall = NULL};
	struct occurrence o = {.instant = INSTANT_NONE, .fit = WALL_GAP};
	int64_t seconds, end = r->last_wall;
	wall_walk_init(&walk, r->wall, wall_from(r, after));
	for (bool done = false; !done && wall_walk_next(&walk, &seconds) && seconds <= end;) {
		if (date_list_has(&r->exdates, seconds) || !resolve(r, seconds, &o) || o.instant <= after)
			continue;
		if (o.instant <= r->last_instant)
			take(best, &o);
		done = o.fit != WALL_GAP;
		end = MIN(end, seconds + GAP_MOST);
	}
}

static void next_elapsed(const struct recurrence *r, int64_t after, struct occurrence *best)
{
	struct elapsed elapsed = {&r->rule, r->zone, r->start_instant, r->last_instant};
	struct occurrence o = {.instant = after, .fit = WALL_PLAIN};
	while (elapsed_next(&elapsed, o.instant, &o.instant))
		if (!date_list_has(&r->exdates, o.instant + zone_offset(r->zone, o.instant))) {
			take(best, &o);
			return;
		}
}

static void next_single(const struct recurrence *r, int64_t seconds, int64_t after, struct occurrence *best)
{
	struct occurrence o = {.from = INSTANT_NONE};
	if (!date_list_has(&r->exdates, seconds) && resolve(r, seconds, &o) && o.instant > after)
		take(best, &o);
}

static void next_added(const struct recurrence *r, int64_t after, struct occurrence *best)
{
	int64_t time = r->start % DAY;
	for (guint i = 0; r->rdates.times != NULL && i < r->rdates.times->len; i++)
		next_single(r, g_array_index(r->rdates.times, int64_t, i), after, best);
	for (guint i = 0; r->rdates.days != NULL && i < r->rdates.days->len; i++)
		next_single(r, g_array_index(r->rdates.days, int64_t, i) + time, after, best);
}

bool rule_next(const struct recurrence *recurrence, int64_t after, struct occurrence *ret_occurrence)
{
	struct occurrence best = {.instant = INSTANT_NONE};
	if (recurrence->kind == RECURRENCE_WALL)
		next_wall(recurrence, after, &best);
	else if (recurrence->kind == RECURRENCE_ELAPSED)
		next_elapsed(recurrence, after, &best);
	else
		next_single(recurrence, recurrence->start, after, &best);
	next_added(recurrence, after, &best);
	if (best.instant == INSTANT_NONE)
		return false;
	best.offset = zone_offset(recurrence->zone, best.instant);
	best.from = best.instant;
	*ret_occurrence = best;
	return true;
}
