/* SPDX-License-Identifier: Apache-2.0 */
/* Holiday calendars: named sets of days on which a task's occurrences are skipped or moved (SCHEDULE.md). */
#ifndef TIDINGS_MODEL_CALENDAR_H
#define TIDINGS_MODEL_CALENDAR_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/util/auto.h"
#include "tidings/util/enum-table.h"

#define CALENDAR_NAME_MAX 64     /* characters */
#define CALENDAR_DAYS_MAX 20000
#define CALENDAR_WORDS_MAX 120   /* characters of a holiday's name */

/* What a task does with an occurrence on a holiday. */
enum holiday_policy { HOLIDAY_SKIP, HOLIDAY_PREVIOUS, HOLIDAY_NEXT };
extern const struct enum_row holiday_policy_names[];

struct holiday {
	int64_t day;  /* days since 1970-01-01 */
	char *words;  /* its name in the file it came from, made safe; "" */
};

/* Counted references: whoever reads it keeps it while another one takes its place. */
struct calendar {
	char *name;
	GArray *holidays;  /* struct holiday, ascending, each day once */
};
struct calendar *calendar_new(const char *name) G_GNUC_WARN_UNUSED_RESULT;
struct calendar *calendar_ref(const struct calendar *calendar) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void calendar_unref(struct calendar *calendar);
AUTOPTR_DEFINE(calendar, calendar_unref)

/* ERROR_INVALID (field calendar) for a name that is empty, too long, or has other than letters, digits, blanks and "- _ .", or begins or ends
 * with a blank. */
bool calendar_check_name(const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds a day in any order; calendar_settle then sorts them and leaves each once, the first name that is not empty with it. */
void calendar_add(struct calendar *calendar, int64_t day, const char *words);
void calendar_settle(struct calendar *calendar);

/* The holiday of that day; NULL when it is none. NULL for no calendar at all is allowed. Borrowed. */
const struct holiday *calendar_find(const struct calendar *calendar, int64_t day) G_GNUC_WARN_UNUSED_RESULT;
/* The first holiday on that day or later; NULL. Borrowed. */
const struct holiday *calendar_from(const struct calendar *calendar, int64_t day) G_GNUC_WARN_UNUSED_RESULT;

/* "2026-12-25", given. */
char *holiday_date(const struct holiday *holiday) G_GNUC_WARN_UNUSED_RESULT;

/* The store's record of the days; the name is its key. decode: ERROR_CORRUPT, ERROR_VERSION. Given. */
void calendar_encode(const struct calendar *calendar, GByteArray *out);
struct calendar *calendar_decode(const char *name, const uint8_t *data, size_t length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
