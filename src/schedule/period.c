// SPDX-License-Identifier: Apache-2.0
// Report periods: what a period's text means at a scheduled instant, and the steps of its series, in a zone.
#include "tidings/schedule/period.h"

#include "tidings/util/error.h"
#include "zone-priv.h"

#define HOUR 3600
#define DAY 86400
#define STEPS_MOST 10000

/* A calendar unit on the wall clock: `months` of a month, or `days`. */
struct unit {
	int months, days;
};

static const int rolling_days[] = {[PERIOD_LAST_24H] = 1, [PERIOD_LAST_7D] = 7, [PERIOD_LAST_31D] = 31, [PERIOD_LAST_93D] = 93};

static const struct unit units[] = {
	[PERIOD_PREV_DAY] = {0, 1},	[PERIOD_PREV_WEEK] = {0, 7},   [PERIOD_PREV_MONTH] = {1, 0},
	[PERIOD_PREV_QUARTER] = {3, 0}, [PERIOD_PREV_YEAR] = {12, 0},
};

static bool is_calendar(enum period_kind kind)
{
	return kind >= PERIOD_PREV_DAY && kind <= PERIOD_PREV_YEAR;
}

static int64_t instant_of(const struct zone *zone, int64_t seconds)
{
	int64_t instant;
	(void)zone_seconds_to_instant(zone, seconds, OVERLAP_FIRST, &instant);
	return instant;
}

/* Midnight, on the wall clock, of the unit that holds the wall time. Weeks begin on Monday. */
static int64_t unit_start(const struct unit *unit, int64_t seconds)
{
	struct wall wall = wall_from_seconds(seconds);
	int64_t midnight = seconds - (wall.hour * HOUR + wall.minute * 60 + wall.second);
	if (unit->months == 0)
		return unit->days == 7 ? midnight - (int64_t)(wall_weekday(&wall) - 1) * DAY : midnight;
	wall = (struct wall){.year = wall.year, .month = (wall.month - 1) / unit->months * unit->months + 1, .day = 1};
	return wall_to_seconds(&wall);
}

/* The unit that ends where this one starts. */
static int64_t unit_before(const struct unit *unit, int64_t start)
{
	return unit_start(unit, start - 1);
}

struct period period_resolve(const struct period_spec *spec, const struct zone *zone, int64_t scheduled, int64_t since)
{
	if (spec->kind == PERIOD_CUSTOM)
		return (struct period){instant_of(zone, wall_to_seconds(&spec->from)), instant_of(zone, wall_to_seconds(&spec->to))};
	if (spec->kind == PERIOD_SINCE_LAST) {
		bool known = since != INSTANT_NONE && since < scheduled;
		return (struct period){known ? since : scheduled - DAY, scheduled};
	}
	if (!is_calendar(spec->kind))
		return (struct period){scheduled - (int64_t)rolling_days[spec->kind] * DAY, scheduled};
	const struct unit *unit = &units[spec->kind];
	int64_t to = unit_start(unit, scheduled + zone_offset(zone, scheduled));
	return (struct period){instant_of(zone, unit_before(unit, to)), instant_of(zone, to)};
}

struct period period_previous(const struct period_spec *spec, const struct zone *zone, struct period period)
{
	if (!is_calendar(spec->kind))
		return (struct period){period.from - (period.to - period.from), period.from};
	const struct unit *unit = &units[spec->kind];
	int64_t start = unit_start(unit, period.from + zone_offset(zone, period.from));
	return (struct period){instant_of(zone, unit_before(unit, start)), period.from};
}

/* The next full hour of the wall clock. A change by a part of an hour ends the hour, since the next one is counted anew. */
static int64_t next_hour(const struct zone *zone, int64_t at)
{
	struct tzif_span span = zone_span(zone, at);
	int64_t next = at - (at + span.offset) % HOUR + HOUR;
	if (next > span.to && (zone_offset(zone, span.to) - span.offset) % HOUR != 0)
		return span.to;
	return next;
}

static int64_t next_unit(const struct zone *zone, int days, int64_t at)
{
	const struct unit unit = {0, days};
	int64_t wall = unit_start(&unit, at + zone_offset(zone, at));
	int64_t next = at;
	while (next <= at) {
		wall += (int64_t)days * DAY;
		next = instant_of(zone, wall);
	}
	return next;
}

static int64_t next_step(const struct zone *zone, enum stats_step step, int64_t at)
{
	return step == STEP_HOUR ? next_hour(zone, at) : next_unit(zone, step == STEP_WEEK ? 7 : 1, at);
}

GArray *period_steps(struct period period, enum stats_step step, const struct zone *zone, GError **error)
{
	g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_array_append_val(steps, period.from);
	for (int64_t at = next_step(zone, step, period.from); at < period.to; at = next_step(zone, step, at)) {
		if (steps->len >= STEPS_MOST) {
			error_set(error, ERROR_LIMIT, "the period has more than %d steps: take a longer step", STEPS_MOST);
			return NULL;
		}
		g_array_append_val(steps, at);
	}
	g_array_append_val(steps, period.to);
	return g_steal_pointer(&steps);
}

enum stats_step period_step(struct period period)
{
	int64_t length = period.to - period.from;
	if (length <= 2 * DAY)
		return STEP_HOUR;
	return length <= 93 * DAY + HOUR ? STEP_DAY : STEP_WEEK;
}
