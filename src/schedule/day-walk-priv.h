/* SPDX-License-Identifier: Apache-2.0 */
/* The days of a DAILY to YEARLY rule, in order. A day is a number: days since 1970-01-01. */
#ifndef TIDINGS_SCHEDULE_DAY_WALK_PRIV_H
#define TIDINGS_SCHEDULE_DAY_WALK_PRIV_H

#include <glib.h>
#include <libical/ical.h>
#include <stdbool.h>

#include "rule-priv.h"
#include "tidings/util/auto.h"

#define HORIZON_YEAR 2500 /* libical ends in 2582 */
#define PERIOD_DAYS_MOST 366

/* A rule made independent of its start but for the phase of its interval. */
struct day_rule {
	struct rule rule;
	int start;                      /* day; no day before it counts */
	bool by_ical;                   /* libical gives the days */
	struct icalrecurrencetype ical;
};

struct day_walk {
	const struct day_rule *days;
	icalrecur_iterator *iterator; /* NULL: own arithmetic */
	int at;                       /* own: the next day to look at */
};

/* What the rule leaves out is taken from the start (RFC 5545 3.3.10). */
void day_rule_init(struct day_rule *days, const struct rule *rule, int start);

/* First day of the period (day, week, month, year of the interval) that holds day, or of the next one when none does; never before the
 * period of the start. */
int day_rule_period(const struct day_rule *days, int day) G_GNUC_WARN_UNUSED_RESULT;
/* The day after the period that begins on first. */
int day_rule_period_end(const struct day_rule *days, int first) G_GNUC_WARN_UNUSED_RESULT;

/* True when every list of the rule allows the day; the interval is not looked at. */
bool rule_allows_day(const struct rule *rule, int day) G_GNUC_WARN_UNUSED_RESULT;

/* Walks the days from `from` on, those before the start in its own period as well (positions need them). */
void day_walk_init(struct day_walk *walk, const struct day_rule *days, int from);
bool day_walk_next(struct day_walk *walk, int *ret_day) G_GNUC_WARN_UNUSED_RESULT;
void day_walk_release(struct day_walk *walk);
AUTORELEASE_DEFINE(day_walk, day_walk_release)

#endif
