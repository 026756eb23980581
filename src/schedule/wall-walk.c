// SPDX-License-Identifier: Apache-2.0
// Wall-clock times of a rule: its days, the times of each day, and the positions chosen in each period.
#include "wall-walk-priv.h"

#include <stdlib.h>

#include "tidings/util/error.h"

#define DAY 86400

static int day_of(int64_t seconds)
{
	return (int)(seconds >= 0 ? seconds / DAY : -((DAY - 1 - seconds) / DAY));
}

/* The set, or the start's own number where the rule has none. */
static struct number_set set_or(const struct number_set *set, int number)
{
	struct number_set one = *set;
	if (!one.any)
		number_set_add(&one, number);
	return one;
}

/* Some programs begin the first week at the start, and count positions from there. */
static bool first_week_is_plain(const struct day_rule *days)
{
	if (days->rule.freq != FREQ_WEEKLY || !days->rule.positions.any)
		return true;
	int day = day_rule_period(days, days->start);
	while (day < days->start && !rule_allows_day(&days->rule, day))
		day++;
	return day == days->start;
}

bool wall_rule_init(struct wall_rule *wall, const struct rule *rule, int64_t start, GError **error)
{
	int day = day_of(start);
	int time = (int)(start - (int64_t)day * DAY);
	struct number_set hours = set_or(&rule->hours, time / 3600);
	struct number_set minutes = set_or(&rule->minutes, time / 60 % 60);
	struct number_set seconds = set_or(&rule->seconds, time % 60);
	int second = number_set_after(&seconds, -1);
	int n = 0;
	for (int hour = number_set_after(&hours, -1); hour < 24; hour = number_set_after(&hours, hour))
		for (int minute = number_set_after(&minutes, -1); minute < 60 && n < TIMES_MOST; minute = number_set_after(&minutes, minute)) {
			wall->times[n] = hour * 3600 + minute * 60 + second;
			if (n > 0 && wall->times[n] - wall->times[n - 1] < RULE_SPACING_LEAST)
				return error_set_field(error, ERROR_INVALID, "rrule", "BYHOUR with BYMINUTE gives times less than 5 minutes apart");
			n++;
		}
	wall->n_times = n;
	wall->start = start;
	day_rule_init(&wall->days, rule, day);
	return first_week_is_plain(&wall->days) ||
	       error_set_field(error, ERROR_INVALID, "rrule", "BYSETPOS of a weekly rule is refused when the start is after the first day of its week in BYDAY");
}

void wall_walk_init(struct wall_walk *walk, const struct wall_rule *wall, int64_t from)
{
	walk->wall = wall;
	walk->from = MAX(from, wall->start);
	walk->at = wall->n_times;
	walk->ahead = false;
	walk->n_chosen = 0;
	int day = day_of(walk->from);
	if (wall->days.rule.positions.any)
		day = day_rule_period(&wall->days, day);
	day_walk_init(&walk->days, &wall->days, day);
}

static bool next_day_time(struct wall_walk *walk, int64_t *ret_seconds)
{
	const struct wall_rule *wall = walk->wall;
	if (walk->at == wall->n_times) {
		if (!day_walk_next(&walk->days, &walk->day))
			return false;
		walk->at = 0;
	}
	*ret_seconds = (int64_t)walk->day * DAY + wall->times[walk->at++];
	return true;
}

static int compare_ints(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Fills chosen[] with the places of the positions among n occurrences of a period, without duplicates. */
static void choose(struct wall_walk *walk, int n)
{
	const struct number_set *positions = &walk->wall->days.rule.positions;
	int found = 0;
	for (int p = number_set_after(positions, G_MININT); p != G_MAXINT; p = number_set_after(positions, p)) {
		int place = p < 0 ? n + p : p - 1;
		if (place >= 0 && place < n)
			walk->chosen[found++] = place;
	}
	qsort(walk->chosen, (size_t)found, sizeof *walk->chosen, compare_ints);
	walk->n_chosen = 0;
	for (int i = 0; i < found; i++)
		if (i == 0 || walk->chosen[i] != walk->chosen[i - 1])
			walk->chosen[walk->n_chosen++] = walk->chosen[i];
	walk->at = 0;
}

static bool read_period(struct wall_walk *walk)
{
	const struct wall_rule *wall = walk->wall;
	if (!walk->ahead && !day_walk_next(&walk->days, &walk->day))
		return false;
	int end = day_rule_period_end(&wall->days, day_rule_period(&wall->days, walk->day));
	int n = 0;
	do {
		walk->period_days[n++] = walk->day;
		walk->ahead = day_walk_next(&walk->days, &walk->day);
	} while (walk->ahead && walk->day < end && n < PERIOD_DAYS_MOST);
	choose(walk, n * wall->n_times);
	return true;
}

static bool next_position(struct wall_walk *walk, int64_t *ret_seconds)
{
	const struct wall_rule *wall = walk->wall;
	while (walk->at >= walk->n_chosen)
		if (!read_period(walk))
			return false;
	int place = walk->chosen[walk->at++];
	*ret_seconds = (int64_t)walk->period_days[place / wall->n_times] * DAY + wall->times[place % wall->n_times];
	return true;
}

bool wall_walk_next(struct wall_walk *walk, int64_t *ret_seconds)
{
	bool positions = walk->wall->days.rule.positions.any;
	int64_t seconds = 0;
	do {
		if (!(positions ? next_position(walk, &seconds) : next_day_time(walk, &seconds)))
			return false;
	} while (seconds < walk->from);
	*ret_seconds = seconds;
	return true;
}

void wall_walk_release(struct wall_walk *walk)
{
	day_walk_release(&walk->days);
}
