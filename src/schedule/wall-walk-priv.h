/* SPDX-License-Identifier: Apache-2.0 */
/* The wall-clock times of a DAILY to YEARLY rule, in order, as seconds since 1970-01-01T00:00:00 on the wall clock. */
#ifndef TIDINGS_SCHEDULE_WALL_WALK_PRIV_H
#define TIDINGS_SCHEDULE_WALL_WALK_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "day-walk-priv.h"

#define TIMES_MOST (86400 / RULE_SPACING_LEAST)
#define POSITIONS_MOST (2 * 366)

struct wall_rule {
	struct day_rule days;
	int64_t start;
	int times[TIMES_MOST]; /* seconds of the day, ascending */
	int n_times;
};

struct wall_walk {
	const struct wall_rule *wall;
	struct day_walk days;
	int64_t from;
	int day;               /* without positions: the day at hand, its times from `at` on are to come */
	int at;
	bool ahead;            /* with positions: `day` is read and not used */
	int period_days[PERIOD_DAYS_MOST];
	int chosen[POSITIONS_MOST]; /* with positions: indices into days x times, ascending */
	int n_chosen;
};

/* ERROR_INVALID (field "rrule") when two times of the day are less than five minutes apart. */
bool wall_rule_init(struct wall_rule *wall, const struct rule *rule, int64_t start, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Walks what the rule gives from `from` and from the start on, both inclusive. COUNT and UNTIL are the caller's. */
void wall_walk_init(struct wall_walk *walk, const struct wall_rule *wall, int64_t from);
bool wall_walk_next(struct wall_walk *walk, int64_t *ret_seconds) G_GNUC_WARN_UNUSED_RESULT;
void wall_walk_release(struct wall_walk *walk);
AUTORELEASE_DEFINE(wall_walk, wall_walk_release)

#endif
