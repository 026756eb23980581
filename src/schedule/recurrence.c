// SPDX-License-Identifier: Apache-2.0
// Recurrences: the texts of a task, checked, and made into something that can be asked for its next occurrence.
#include "tidings/schedule/recurrence.h"

#include "elapsed-priv.h"
#include "recurrence-priv.h"
#include "tidings/util/error.h"

#define YEAR_SECONDS 31556952

struct recurrence_spec recurrence_spec_of_task(const struct task *task)
{
	return (struct recurrence_spec){
		.start = task->start,
		.zone = task->zone,
		.rrule = task->rrule,
		.exdate = task->exdate,
		.rdate = task->rdate,
		.gap = (enum gap_policy)task->gap,
		.overlap = (enum overlap_policy)task->overlap,
		.holiday = (enum holiday_policy)task->holiday,
	};
}

static bool parse_start(struct recurrence *r, const char *text, GError **error)
{
	struct wall wall;
	if (!wall_from_text(text != NULL ? text : "", &wall, NULL))
		return error_set_field(error, ERROR_INVALID, "start", "\"%s\" is not a start such as 2026-11-30T09:00", text != NULL ? text : "");
	if (wall.year >= HORIZON_YEAR - RULE_YEARS_MOST)
		return error_set_field(error, ERROR_INVALID, "start", "\"%s\" is after the year %d", text, HORIZON_YEAR - RULE_YEARS_MOST - 1);
	r->start = wall_to_seconds(&wall);
	enum wall_fit fit = zone_seconds_to_instant(r->zone, r->start, r->overlap, &r->start_instant);
	r->start_in_gap = fit == WALL_GAP;
	return true;
}

/* UNTIL as a bound of the wall clock or of instants. Elapsed rules know instants only. */
static void bound_by_until(struct recurrence *r)
{
	if (r->rule.until_kind == UNTIL_INSTANT)
		r->last_instant = r->rule.until;
	else if (r->rule.until_kind == UNTIL_WALL && r->kind == RECURRENCE_WALL)
		r->last_wall = r->rule.until;
	else if (r->rule.until_kind == UNTIL_WALL)
		(void)zone_seconds_to_instant(r->zone, r->rule.until, OVERLAP_SECOND, &r->last_instant);
}

static bool refuse_empty(const struct recurrence *r, GError **error)
{
	if (r->rule.until_kind != UNTIL_NONE)
		return error_set_field(error, ERROR_INVALID, "rrule", "the rule has no occurrence from the start to UNTIL");
	return error_set_field(error, ERROR_INVALID, "rrule", "the rule has no occurrence within %d years of the start", RULE_YEARS_MOST);
}

/* Walks the rule from its start: there must be a first wall time, and COUNT ends with its last. What the gap policy skips is not counted. */
static bool bound_walls(struct recurrence *r, GError **error)
{
	int64_t seconds, instant;
	int64_t latest = MIN(r->last_wall, r->start + (int64_t)RULE_YEARS_MOST * YEAR_SECONDS);
	autorelease(wall_walk) walk = {.wall = NULL};
	wall_walk_init(&walk, r->wall, r->start);
	bool found = false;
	for (int counted = 0; wall_walk_next(&walk, &seconds) && (found || seconds <= latest);) {
		enum wall_fit fit = zone_seconds_to_instant(r->zone, seconds, r->overlap, &instant);
		if (!found && instant > r->last_instant)
			break;
		counted += fit != WALL_GAP || r->gap == GAP_SHIFT;
		found = counted > 0;
		if (counted == r->rule.count && found)
			r->last_wall = seconds;
		if (found && counted >= r->rule.count)
			break;
	}
	return found || refuse_empty(r, error);
}

static bool bound_elapsed(struct recurrence *r, GError **error)
{
	struct elapsed elapsed = {&r->rule, r->zone, r->start_instant, MIN(r->last_instant, r->start_instant + (int64_t)RULE_YEARS_MOST * YEAR_SECONDS)};
	int64_t at = INSTANT_NONE;
	if (!elapsed_next(&elapsed, INSTANT_NONE, &at))
		return refuse_empty(r, error);
	elapsed.end = r->last_instant;
	int counted = 1;
	while (counted < r->rule.count && elapsed_next(&elapsed, at, &at))
		counted++;
	if (counted == r->rule.count)
		r->last_instant = at;
	return true;
}

static bool set_rule(struct recurrence *r, const char *text, GError **error)
{
	if (text == NULL || text[0] == '\0') {
		if (r->start_in_gap && r->gap == GAP_SKIP)
			return error_set_field(error, ERROR_INVALID, "start", "the start is skipped: the clock of %s goes forward over it", zone_name(r->zone));
		return true;
	}
	if (!rule_parse(text, &r->rule, error))
		return false;
	r->kind = r->rule.freq < FREQ_DAILY ? RECURRENCE_ELAPSED : RECURRENCE_WALL;
	bound_by_until(r);
	if (r->kind == RECURRENCE_ELAPSED)
		return bound_elapsed(r, error);
	r->wall = g_new0(struct wall_rule, 1);
	return wall_rule_init(r->wall, &r->rule, r->start, error) && bound_walls(r, error);
}

static struct recurrence *recurrence_make(const struct recurrence_spec *spec, const struct zone *zone, GError **error)
{
	autoptr(recurrence) r = g_new0(struct recurrence, 1);
	struct wall horizon = {.year = HORIZON_YEAR, .month = 1, .day = 1};
	r->zone = zone;
	r->gap = spec->gap;
	r->overlap = spec->overlap;
	r->calendar = calendar_ref(spec->calendar);
	r->holiday = spec->holiday;
	r->last_wall = r->last_instant = wall_to_seconds(&horizon);
	if (!parse_start(r, spec->start, error) || !set_rule(r, spec->rrule, error) || !date_list_parse(spec->exdate, "exdate", &r->exdates, error) ||
	    !date_list_parse(spec->rdate, "rdate", &r->rdates, error))
		return NULL;
	return g_steal_pointer(&r);
}

struct recurrence *recurrence_new_in(const struct recurrence_spec *spec, const struct zone *zone, GError **error)
{
	return recurrence_make(spec, zone, error);
}

struct recurrence *recurrence_new(const struct recurrence_spec *spec, GError **error)
{
	autoptr(zone) zone = zone_new(spec->zone != NULL ? spec->zone : "", error);
	autoptr(recurrence) r = zone != NULL ? recurrence_make(spec, zone, error) : NULL;
	if (r != NULL)
		r->own_zone = g_steal_pointer(&zone);
	return g_steal_pointer(&r);
}

void recurrence_free(struct recurrence *recurrence)
{
	if (recurrence == NULL)
		return;
	zone_free(recurrence->own_zone);
	calendar_unref(recurrence->calendar);
	g_free(recurrence->wall);
	date_list_release(&recurrence->exdates);
	date_list_release(&recurrence->rdates);
	g_free(recurrence);
}

const struct zone *recurrence_zone(const struct recurrence *recurrence)
{
	return recurrence->zone;
}
