// SPDX-License-Identifier: Apache-2.0
// Holidays: which occurrences they skip, and where they move the others.
#include "holiday-priv.h"

#include "recurrence-priv.h"
#include "zone-priv.h"

#define DAY 86400
#define DAYS_MOST 31 /* that an occurrence is moved */
#define FRIDAY 4     /* 0 = Monday */

static int64_t day_of_seconds(int64_t seconds)
{
	return (seconds - (seconds % DAY + DAY) % DAY) / DAY;
}

/* The day on the zone's clock. */
static int64_t day_of(const struct recurrence *r, int64_t instant)
{
	return day_of_seconds(instant + zone_offset(r->zone, instant));
}

/* The next occurrence of the rule that stands on that day. */
static bool next_on_day(const struct recurrence *r, int64_t day, int64_t after, struct occurrence *o)
{
	while (rule_next(r, after, o)) {
		int64_t found = day_of(r, o->instant);
		if (found >= day)
			return found == day;
		after = o->instant;
	}
	return false;
}

static int64_t before_day(const struct recurrence *r, int64_t day)
{
	int64_t instant = INSTANT_NONE;
	(void)zone_seconds_to_instant(r->zone, day * DAY, OVERLAP_FIRST, &instant);
	return instant - 1;
}

static bool has_on_day(const struct recurrence *r, int64_t day)
{
	struct occurrence o;
	return next_on_day(r, day, before_day(r, day), &o);
}

/* The time of the day that the rule asks for, whatever a gap made of it. */
static int64_t asked_time(const struct recurrence *r, const struct occurrence *o)
{
	int64_t offset = o->offset;
	if (o->fit == WALL_GAP)
		offset = zone_offset(r->zone, zone_span(r->zone, o->instant).from - 1);
	int64_t wall = o->instant + offset;
	return wall - day_of_seconds(wall) * DAY;
}

static bool is_workday(const struct recurrence *r, int64_t day)
{
	return (day + 3) % 7 <= FRIDAY && calendar_find(r->calendar, day) == NULL; /* day 0 was a Thursday */
}

/* Where the day's time would be; false when the day does not have it. */
static bool stand(const struct recurrence *r, int64_t day, int64_t time, struct occurrence *o)
{
	int64_t seconds = day * DAY + time;
	if (date_list_has(&r->exdates, seconds))
		return false;
	o->fit = zone_seconds_to_instant(r->zone, seconds, r->overlap, &o->instant);
	o->offset = zone_offset(r->zone, o->instant);
	return (o->fit != WALL_GAP || r->gap == GAP_SHIFT) && day_of(r, o->instant) == day;
}

/* The nearest working day from that one on, and the time on it. */
static bool find_place(const struct recurrence *r, int64_t day, int64_t time, struct occurrence *ret, int64_t *ret_day)
{
	int step = r->holiday == HOLIDAY_PREVIOUS ? -1 : 1;
	for (int i = 1; i <= DAYS_MOST && day + step * i >= 0; i++) {
		*ret_day = day + step * i;
		if (is_workday(r, *ret_day) && stand(r, *ret_day, time, ret))
			return true;
	}
	return false;
}

/* True when an occurrence of that day, a holiday, would go to the day `place`. */
static bool goes_there(const struct recurrence *r, int64_t day, int64_t place)
{
	struct occurrence o = {.instant = before_day(r, day)}, moved;
	int64_t where = 0;
	while (next_on_day(r, day, o.instant, &o))
		if (find_place(r, day, asked_time(r, &o), &moved, &where) && where == place)
			return true;
	return false;
}

static bool is_taken(const struct recurrence *r, int64_t day, int64_t place)
{
	for (int64_t between = MIN(day, place) + 1; between < MAX(day, place); between++)
		if (calendar_find(r->calendar, between) != NULL && goes_there(r, between, place))
			return true;
	return has_on_day(r, place);
}

/* What the holidays make of an occurrence of the rule. */
static void place(const struct recurrence *r, struct occurrence *o)
{
	struct occurrence moved = *o;
	int64_t day = day_of(r, o->instant), where = 0;
	if (calendar_find(r->calendar, day) == NULL)
		return;
	o->effect = EFFECT_SKIPPED;
	o->day = day;
	if (r->holiday == HOLIDAY_SKIP || !find_place(r, day, asked_time(r, o), &moved, &where) || is_taken(r, day, where))
		return;
	moved.effect = EFFECT_MOVED;
	moved.day = day;
	*o = moved;
}

static void consider(struct occurrence *best, const struct occurrence *o, int64_t after)
{
	if (o->instant > after && (best->instant == INSTANT_NONE || o->instant < best->instant))
		*best = *o;
}

/* The occurrences from there on, up to the first that stays where it is. ret_first: the day of the first. */
static void look_ahead(const struct recurrence *r, int64_t after, struct occurrence *best, int64_t *ret_first)
{
	struct occurrence o = {.from = after};
	*ret_first = INT64_MAX;
	for (enum holiday_effect effect = EFFECT_MOVED; effect == EFFECT_MOVED && rule_next(r, o.from, &o); effect = o.effect) {
		*ret_first = MIN(*ret_first, day_of(r, o.from));
		place(r, &o);
		consider(best, &o, after);
	}
}

/* The holidays of these days. */
static void look_at_holidays(const struct recurrence *r, int64_t first, int64_t last, int64_t after, struct occurrence *best)
{
	for (const struct holiday *h = calendar_from(r->calendar, first); h != NULL && h->day <= last; h = calendar_from(r->calendar, h->day + 1)) {
		struct occurrence o = {.from = before_day(r, h->day)};
		while (next_on_day(r, h->day, o.from, &o)) {
			place(r, &o);
			consider(best, &o, after);
		}
	}
}

bool recurrence_next(const struct recurrence *recurrence, int64_t after, struct occurrence *ret_occurrence)
{
	const struct recurrence *r = recurrence;
	struct occurrence best = {.instant = INSTANT_NONE};
	int64_t first = INT64_MAX;
	if (r->calendar == NULL)
		return rule_next(r, after, ret_occurrence);
	look_ahead(r, after, &best, &first);
	/* Others come here only from holidays: from before, or from after what was found. */
	if (r->holiday == HOLIDAY_NEXT && after != INSTANT_NONE)
		look_at_holidays(r, day_of(r, after) - DAYS_MOST, day_of(r, after), after, &best);
	else if (r->holiday == HOLIDAY_PREVIOUS && best.instant != INSTANT_NONE)
		look_at_holidays(r, first, day_of(r, best.instant) + DAYS_MOST, after, &best);
	if (best.instant == INSTANT_NONE)
		return false;
	*ret_occurrence = best;
	return true;
}

bool recurrence_next_by_rule(const struct recurrence *recurrence, int64_t after, struct occurrence *ret_occurrence)
{
	if (!rule_next(recurrence, after, ret_occurrence))
		return false;
	place(recurrence, ret_occurrence);
	return true;
}
