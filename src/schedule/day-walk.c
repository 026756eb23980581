// SPDX-License-Identifier: Apache-2.0
// Days of a rule: libical's floating iteration for YEARLY, own arithmetic where that is wrong or slow.
#include "day-walk-priv.h"

#include <string.h>

#include "tidings/util/instant.h"

#define DAY 86400

static struct wall wall_of_day(int day)
{
	return wall_from_seconds((int64_t)day * DAY);
}

static int day_of_date(int year, int month, int day)
{
	struct wall wall = {.year = year, .month = month, .day = day};
	return (int)(wall_to_seconds(&wall) / DAY);
}

static int horizon(void)
{
	return day_of_date(HORIZON_YEAR, 1, 1);
}

static int floor_multiple(int value, int step)
{
	int rest = value % step;
	return value - (rest < 0 ? rest + step : rest);
}

/* First day of the week that holds day. 1970-01-01 was a Thursday. */
static int week_of(int day, int week_start)
{
	int monday = 4 - 7;
	int shift = monday + week_start - 1;
	return floor_multiple(day - shift, 7) + shift;
}

static int year_days(int year)
{
	return month_days(year, 2) == 29 ? 366 : 365;
}

static bool has_from_both_ends(const struct number_set *set, int number, int length)
{
	return number_set_has(set, number) || number_set_has(set, number - length - 1);
}

/* First day of week 1: the first week with four days or more in the year. */
static int first_week(int year, int week_start)
{
	return week_of(day_of_date(year, 1, 4), week_start);
}

static bool allows_week(const struct rule *rule, int day, int year)
{
	if (day >= first_week(year + 1, rule->week_start))
		year++;
	else if (day < first_week(year, rule->week_start))
		year--;
	int first = first_week(year, rule->week_start);
	int weeks = (first_week(year + 1, rule->week_start) - first) / 7;
	return has_from_both_ends(&rule->weeks, (day - first) / 7 + 1, weeks);
}

/* 0 = Monday. 1970-01-01 was a Thursday. */
static int weekday_of(int day)
{
	return (day % 7 + 10) % 7;
}

/* Numbered weekdays count in the month, in a yearly rule without months in the year. */
static bool allows_nth(const struct rule *rule, const struct wall *wall, int day_of_year)
{
	int weekday = weekday_of(day_of_date(wall->year, wall->month, wall->day));
	bool year = rule->freq == FREQ_YEARLY && !rule->months.any;
	int length = year ? year_days(wall->year) : month_days(wall->year, wall->month);
	int day = year ? day_of_year : wall->day;
	const struct number_set *nth = &rule->nth[weekday];
	return (rule->weekdays >> weekday & 1) != 0 || number_set_has(nth, (day - 1) / 7 + 1) || number_set_has(nth, -((length - day) / 7 + 1));
}

static bool allows_wall(const struct rule *rule, const struct wall *wall, int day)
{
	if (rule->months.any && !number_set_has(&rule->months, wall->month))
		return false;
	if (rule->month_days.any && !has_from_both_ends(&rule->month_days, wall->day, month_days(wall->year, wall->month)))
		return false;
	if (rule->year_days.any || rule->any_nth) {
		int day_of_year = day - day_of_date(wall->year, 1, 1) + 1;
		if (rule->year_days.any && !has_from_both_ends(&rule->year_days, day_of_year, year_days(wall->year)))
			return false;
		if (rule->any_nth && !allows_nth(rule, wall, day_of_year))
			return false;
	}
	if (rule->weeks.any && !allows_week(rule, day, wall->year))
		return false;
	return rule->any_nth || rule->weekdays == 0 || (rule->weekdays >> weekday_of(day) & 1) != 0;
}

bool rule_allows_day(const struct rule *rule, int day)
{
	struct wall wall = wall_of_day(day);
	return allows_wall(rule, &wall, day);
}

/* The part of a yearly rule that chooses days, for libical. */
static struct icalrecurrencetype ical_rule(const struct rule *rule)
{
	g_autoptr(GString) text = g_string_new("FREQ=YEARLY");
	g_string_append_printf(text, ";INTERVAL=%d", rule->interval);
	rule_put_days(rule, text);
	return icalrecurrencetype_from_string(text->str);
}

/* libical 3.0.16 gives wrong days for yearly rules with week numbers, with days of the month but no month, and with days of the year beside
 * months or days of the month. Where months are named its iterator costs ten times as much as looking at each of their days. */
static bool ical_is_better(const struct rule *rule)
{
	return rule->freq == FREQ_YEARLY && !rule->weeks.any && !rule->months.any && !rule->month_days.any;
}

void day_rule_init(struct day_rule *days, const struct rule *rule, int start)
{
	struct wall wall = wall_of_day(start);
	days->rule = *rule;
	days->start = start;
	struct rule *r = &days->rule;
	bool open = !r->weeks.any && !r->year_days.any && !r->month_days.any && r->weekdays == 0 && !r->any_nth;
	if (open && r->freq == FREQ_YEARLY && !r->months.any)
		number_set_add(&r->months, wall.month);
	if (open && r->freq >= FREQ_MONTHLY)
		number_set_add(&r->month_days, wall.day);
	if (open && r->freq == FREQ_WEEKLY)
		r->weekdays = 1u << (wall_weekday(&wall) - 1);
	days->by_ical = ical_is_better(r);
	if (days->by_ical)
		days->ical = ical_rule(r);
}

int day_rule_period(const struct day_rule *days, int day)
{
	const struct rule *rule = &days->rule;
	day = MAX(day, days->start);
	if (rule->freq <= FREQ_WEEKLY || rule->weeks.any) {
		bool week = rule->freq != FREQ_DAILY;
		int first = week ? week_of(days->start, rule->week_start) : days->start;
		int length = week ? 7 : 1;
		int step = length * rule->interval;
		int period = first + floor_multiple(day - first, step);
		return day < period + length ? period : period + step;
	}
	struct wall start = wall_of_day(days->start), wall = wall_of_day(day);
	if (rule->freq == FREQ_MONTHLY) {
		int months = (wall.year - start.year) * 12 + wall.month - start.month;
		int month = start.month - 1 + (months + rule->interval - 1) / rule->interval * rule->interval;
		return day_of_date(start.year + month / 12, month % 12 + 1, 1);
	}
	int years = wall.year - start.year;
	return day_of_date(start.year + (years + rule->interval - 1) / rule->interval * rule->interval, 1, 1);
}

int day_rule_period_end(const struct day_rule *days, int first)
{
	struct wall wall = wall_of_day(first);
	switch (days->rule.freq) {
	case FREQ_MONTHLY:
		return first + month_days(wall.year, wall.month);
	case FREQ_YEARLY:
		return days->rule.weeks.any ? first + 7 : first + year_days(wall.year);
	default:
		return first + (days->rule.freq == FREQ_WEEKLY ? 7 : 1);
	}
}

void day_walk_init(struct day_walk *walk, const struct day_rule *days, int from)
{
	int period = day_rule_period(days, from);
	*walk = (struct day_walk){.days = days, .at = MAX(from, period)};
	if (!days->by_ical)
		return;
	struct wall wall = wall_of_day(period);
	struct icaltimetype start = icaltime_null_time();
	start.year = wall.year;
	start.month = wall.month;
	start.day = wall.day;
	walk->iterator = icalrecur_iterator_new(days->ical, start);
}

static void stop(struct day_walk *walk)
{
	if (walk->iterator != NULL)
		icalrecur_iterator_free(walk->iterator);
	walk->iterator = NULL;
}

static bool next_of_ical(struct day_walk *walk, int *ret_day)
{
	while (walk->iterator != NULL) {
		struct icaltimetype date = icalrecur_iterator_next(walk->iterator);
		if (icaltime_is_null_time(date) || date.year >= HORIZON_YEAR) {
			stop(walk);
			return false;
		}
		int day = day_of_date(date.year, date.month, date.day);
		if (day >= walk->at && rule_allows_day(&walk->days->rule, day)) {
			walk->at = day + 1;
			*ret_day = day;
			return true;
		}
	}
	return false;
}

/* To the next day that the interval allows, over months that the rule leaves out. */
static void step(struct day_walk *walk, struct wall *wall)
{
	const struct rule *rule = &walk->days->rule;
	int length = month_days(wall->year, wall->month);
	int day = walk->at + (rule->months.any && !number_set_has(&rule->months, wall->month) ? length - wall->day + 1 : 1);
	int next = rule->interval > 1 ? MAX(day, day_rule_period(walk->days, day)) : day;
	wall->day += next - walk->at;
	walk->at = next;
	if (wall->day > length)
		*wall = wall_of_day(next);
}

bool day_walk_next(struct day_walk *walk, int *ret_day)
{
	const struct day_rule *days = walk->days;
	if (days->by_ical)
		return next_of_ical(walk, ret_day);
	walk->at = MAX(walk->at, day_rule_period(days, walk->at));
	struct wall wall = wall_of_day(walk->at);
	for (int end = horizon(); walk->at < end; step(walk, &wall))
		if (allows_wall(&days->rule, &wall, walk->at)) {
			*ret_day = walk->at++;
			return true;
		}
	return false;
}

void day_walk_release(struct day_walk *walk)
{
	if (walk != NULL)
		stop(walk);
}
