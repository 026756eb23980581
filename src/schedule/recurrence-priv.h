/* SPDX-License-Identifier: Apache-2.0 */
/* A recurrence, ready to be asked. */
#ifndef TIDINGS_SCHEDULE_RECURRENCE_PRIV_H
#define TIDINGS_SCHEDULE_RECURRENCE_PRIV_H

#include "tidings/schedule/recurrence.h"

#include "date-list-priv.h"
#include "rule-priv.h"
#include "wall-walk-priv.h"

enum recurrence_kind { RECURRENCE_ONCE, RECURRENCE_WALL, RECURRENCE_ELAPSED };

struct recurrence {
	enum recurrence_kind kind;
	struct zone *own_zone;    /* NULL when the zone is shared */
	const struct zone *zone;
	enum gap_policy gap;
	enum overlap_policy overlap;
	int64_t start;            /* seconds on the wall clock */
	int64_t start_instant;
	bool start_in_gap;
	struct rule rule;         /* as it was given; its count and until are in the two ends below */
	struct wall_rule *wall;   /* RECURRENCE_WALL */
	int64_t last_wall;        /* no occurrence of the rule after this wall-clock second ... */
	int64_t last_instant;     /* ... or this instant */
	struct date_list exdates, rdates;
	struct calendar *calendar; /* NULL: no holidays */
	enum holiday_policy holiday;
};

#endif
