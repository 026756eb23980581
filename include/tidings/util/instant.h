/* SPDX-License-Identifier: Apache-2.0 */
/* Instants and wall-clock times. An instant is int64_t seconds since 1970-01-01T00:00:00Z, leap seconds not counted;
 * the range that the product accepts is 1970-01-01 to 9999-12-31. Proleptic Gregorian calendar. Pure arithmetic. */
#ifndef TIDINGS_UTIL_INSTANT_H
#define TIDINGS_UTIL_INSTANT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define INSTANT_NONE INT64_MIN /* "no instant" in records and results */
#define INSTANT_LAST INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

/* A wall-clock time without a zone. */
struct wall {
	int year;   /* 1970 to 9999 */
	int month;  /* 1 to 12 */
	int day;    /* 1 to 31 */
	int hour;   /* 0 to 23 */
	int minute; /* 0 to 59 */
	int second; /* 0 to 59 */
};

/* RFC 3339 with any offset ("2026-11-24T09:00:00+03:00", "...Z"); a fraction of a second is accepted and cut off,
 * a leap second counts as the second before. ERROR_INVALID otherwise: outside the range the error says so. */
bool instant_from_text(const char *text, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "2026-11-24T06:00:00Z", given. INSTANT_NONE gives NULL. */
char *instant_to_text(int64_t instant) G_GNUC_WARN_UNUSED_RESULT;

/* The same instant at an offset in seconds east of UTC: "2026-11-24T09:00:00+03:00", given. */
char *instant_to_text_offset(int64_t instant, int offset) G_GNUC_WARN_UNUSED_RESULT;

/* "2026-11-30T09:00", "2026-11-30T09:00:30", a blank instead of the T, or "2026-11-30" (midnight). ERROR_INVALID otherwise. */
bool wall_from_text(const char *text, struct wall *ret_wall, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "2026-11-30T09:00", with seconds only when they are not 0; given. */
char *wall_to_text(const struct wall *wall) G_GNUC_WARN_UNUSED_RESULT;

/* Seconds since 1970-01-01T00:00:00 on the same wall clock, as if it were UTC. */
int64_t wall_to_seconds(const struct wall *wall) G_GNUC_WARN_UNUSED_RESULT;
struct wall wall_from_seconds(int64_t seconds) G_GNUC_WARN_UNUSED_RESULT;

/* 1 = Monday ... 7 = Sunday. */
int wall_weekday(const struct wall *wall) G_GNUC_WARN_UNUSED_RESULT;

/* Days of the month, 28 to 31. */
int month_days(int year, int month) G_GNUC_WARN_UNUSED_RESULT;

#endif
