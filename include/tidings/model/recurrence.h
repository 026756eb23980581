/* SPDX-License-Identifier: Apache-2.0 */
/* Words of SCHEDULE.md that the console and the command line share with schedule: what a recurrence is made of, one occurrence of it, and
 * what the recurrence form can say. */
#ifndef TIDINGS_MODEL_RECURRENCE_H
#define TIDINGS_MODEL_RECURRENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/calendar.h"
#include "tidings/model/task.h"
#include "tidings/util/instant.h"

/* The texts as a task has them; NULL counts as "". Borrowed. */
struct recurrence_spec {
	const char *start, *zone, *rrule, *exdate, *rdate;
	enum gap_policy gap;
	enum overlap_policy overlap;
	const struct calendar *calendar; /* NULL: no holidays */
	enum holiday_policy holiday;
};

enum wall_fit { WALL_PLAIN, WALL_GAP, WALL_OVERLAP };

/* What a holiday makes of an occurrence. */
enum holiday_effect { EFFECT_NONE, EFFECT_MOVED, EFFECT_SKIPPED };

struct occurrence {
	int64_t instant;
	int offset;        /* seconds east of UTC at the instant */
	enum wall_fit fit; /* WALL_GAP: moved by the gap; WALL_OVERLAP: see the policy */
	enum holiday_effect effect; /* EFFECT_SKIPPED: it stands in the schedule, and is not run */
	int64_t from;      /* EFFECT_MOVED: the instant at which the rule has it; else that of the occurrence */
	int64_t day;       /* EFFECT_MOVED, EFFECT_SKIPPED: the holiday, days since 1970-01-01 */
};

enum recur { RECUR_ONCE, RECUR_HOURLY, RECUR_DAILY, RECUR_WORKDAYS, RECUR_WEEKLY, RECUR_MONTHLY_DAY, RECUR_MONTHLY_LAST, RECUR_MONTHLY_NTH, RECUR_YEARLY, RECUR_CUSTOM };
enum recur_end { RECUR_FOREVER, RECUR_COUNT, RECUR_UNTIL };

/* What the form says; schedule turns it into RRULE text and back (identity for all but RECUR_CUSTOM). */
struct recurrence_form {
	enum recur recur;
	int interval;          /* 1 to 366 */
	unsigned weekdays;     /* bit 0 = Monday ... bit 6 = Sunday: RECUR_WEEKLY; one bit: RECUR_MONTHLY_NTH */
	int day;               /* 1 to 31: RECUR_MONTHLY_DAY */
	int nth;               /* 1 to 5, or -1 = last: RECUR_MONTHLY_NTH */
	enum recur_end end;
	int count;             /* RECUR_COUNT */
	struct wall until;     /* RECUR_UNTIL: last date, inclusive; hour, minute, second 0 */
};

extern const struct enum_row recur_names[];

#endif
