/* SPDX-License-Identifier: Apache-2.0 */
/* The rule that a TZif file ends with (RFC 8536 3.3, POSIX TZ): what is in force after the last transition. */
#ifndef TIDINGS_SCHEDULE_POSIX_TZ_PRIV_H
#define TIDINGS_SCHEDULE_POSIX_TZ_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Jn: day 1 to 365, 29 February never counted. n: day 0 to 365. Mm.w.d: weekday d (0 = Sunday) of week w (5 = last) of month m. */
enum posix_day { POSIX_JULIAN, POSIX_ORDINAL, POSIX_WEEKDAY };

struct posix_date {
	enum posix_day kind;
	int day, month, week; /* day: the number, or the weekday */
	int time;             /* seconds after the local midnight, -167 to 167 hours */
};

struct posix_tz {
	int offset[2];        /* seconds east of UTC: standard, daylight */
	bool has_dst;
	struct posix_date change[2]; /* to standard, to daylight */
};

struct posix_change {
	int64_t at;
	bool dst; /* what begins */
};

/* Parses "CET-1CEST,M3.5.0,M10.5.0/3". False when it is none. */
bool posix_tz_parse(const char *text, struct posix_tz *ret_tz) G_GNUC_WARN_UNUSED_RESULT;

/* The two changes of a year in the order of time. Only for a rule with daylight saving. */
void posix_tz_changes(const struct posix_tz *tz, int year, struct posix_change ret_changes[2]);

#endif
