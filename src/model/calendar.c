// SPDX-License-Identifier: Apache-2.0
// Holiday calendars: their life, lookup and bytes.
#include "tidings/model/calendar.h"

#include <string.h>

#include "tidings/util/bytes.h"
#include "tidings/util/catalog.h"
#include "tidings/util/enum-table.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"
#include "tidings/util/safe-text.h"

#define CALENDAR_VERSION 1
#define DAY 86400
#define LAST_DAY (INSTANT_LAST / DAY)

const struct enum_row holiday_policy_names[] = {
	{HOLIDAY_SKIP, "skip", N_("Skip")},
	{HOLIDAY_PREVIOUS, "previous", N_("Working day before")},
	{HOLIDAY_NEXT, "next", N_("Working day after")},
	{0, NULL, NULL},
};

static void holiday_release(gpointer data)
{
	struct holiday *holiday = data;
	g_free(holiday->words);
}

struct calendar *calendar_new(const char *name)
{
	struct calendar *calendar = g_rc_box_new0(struct calendar);
	calendar->name = g_strdup(name);
	calendar->holidays = g_array_new(FALSE, TRUE, sizeof(struct holiday));
	g_array_set_clear_func(calendar->holidays, holiday_release);
	return calendar;
}

struct calendar *calendar_ref(const struct calendar *calendar)
{
	return calendar != NULL ? g_rc_box_acquire((gpointer)(uintptr_t)calendar) : NULL;
}

static void calendar_clear(gpointer data)
{
	struct calendar *calendar = data;
	g_free(calendar->name);
	g_array_unref(calendar->holidays);
}

void calendar_unref(struct calendar *calendar)
{
	if (calendar != NULL)
		g_rc_box_release_full(calendar, calendar_clear);
}

bool calendar_check_name(const char *name, GError **error)
{
	size_t length = strlen(name);
	bool fits = g_utf8_validate(name, -1, NULL) && length > 0 && text_characters(name) <= CALENDAR_NAME_MAX && name[0] != ' ' &&
		    name[length - 1] != ' ';
	for (size_t at = 0; fits && at < length; at += text_grapheme(name + at))
		fits = g_unichar_isalnum(g_utf8_get_char(name + at)) || strchr(" -_.", name[at]) != NULL;
	if (fits)
		return true;
	g_autofree char *shown = safe_text(name, (gssize)MIN(length, 4 * CALENDAR_NAME_MAX));
	return error_set_field(error, ERROR_INVALID, "calendar", "\"%s\" is no name of a calendar: 1 to %d letters, digits, blanks, - _ and .", shown,
			       CALENDAR_NAME_MAX);
}

void calendar_add(struct calendar *calendar, int64_t day, const char *words)
{
	g_autofree char *safe = safe_text(words != NULL ? words : "", -1);
	bool longer = text_characters(safe) > CALENDAR_WORDS_MAX;
	struct holiday holiday = {day, longer ? g_utf8_substring(safe, 0, CALENDAR_WORDS_MAX) : g_strdup(safe)};
	g_array_append_val(calendar->holidays, holiday);
}

static int compare_days(gconstpointer a, gconstpointer b)
{
	int64_t x = ((const struct holiday *)a)->day, y = ((const struct holiday *)b)->day;
	return (x > y) - (x < y);
}

void calendar_settle(struct calendar *calendar)
{
	GArray *all = calendar->holidays;
	guint kept = 0;
	g_array_sort(all, compare_days);
	for (guint i = 0; i < all->len; i++) {
		struct holiday *holiday = &g_array_index(all, struct holiday, i);
		struct holiday *last = kept > 0 ? &g_array_index(all, struct holiday, kept - 1) : NULL;
		if (last == NULL || last->day != holiday->day) {
			struct holiday copy = *holiday;
			holiday->words = NULL;
			g_array_index(all, struct holiday, kept++) = copy;
		} else if (*last->words == '\0') {
			g_free(last->words);
			last->words = g_steal_pointer(&holiday->words);
		}
	}
	g_array_set_size(all, kept);
}

const struct holiday *calendar_from(const struct calendar *calendar, int64_t day)
{
	guint low = 0, high = calendar != NULL ? calendar->holidays->len : 0;
	guint all = high;
	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (g_array_index(calendar->holidays, struct holiday, middle).day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low < all ? &g_array_index(calendar->holidays, struct holiday, low) : NULL;
}

const struct holiday *calendar_find(const struct calendar *calendar, int64_t day)
{
	const struct holiday *holiday = calendar_from(calendar, day);
	return holiday != NULL && holiday->day == day ? holiday : NULL;
}

char *holiday_date(const struct holiday *holiday)
{
	struct wall wall = wall_from_seconds(holiday->day * DAY);
	return g_strdup_printf("%04d-%02d-%02d", wall.year, wall.month, wall.day);
}

void calendar_encode(const struct calendar *calendar, GByteArray *out)
{
	bytes_put_u8(out, CALENDAR_VERSION);
	bytes_put_u32(out, calendar->holidays->len);
	for (guint i = 0; i < calendar->holidays->len; i++) {
		const struct holiday *holiday = &g_array_index(calendar->holidays, struct holiday, i);
		bytes_put_u32(out, (uint32_t)holiday->day);
		bytes_put_text(out, holiday->words);
	}
}

static bool decode_holidays(struct calendar *calendar, struct byte_reader *r)
{
	uint32_t count = byte_reader_u32(r);
	int64_t before = -1;
	for (uint32_t i = 0; i < count && count <= CALENDAR_DAYS_MAX && !r->failed; i++) {
		struct holiday holiday = {byte_reader_u32(r), byte_reader_text(r)};
		if (r->failed || holiday.day <= before || holiday.day > LAST_DAY) {
			g_free(holiday.words);
			return false;
		}
		before = holiday.day;
		g_array_append_val(calendar->holidays, holiday);
	}
	return !r->failed && r->left == 0 && calendar->holidays->len == count;
}

struct calendar *calendar_decode(const char *name, const uint8_t *data, size_t length, GError **error)
{
	struct byte_reader r = byte_reader(data, length);
	autoptr(calendar) calendar = calendar_new(name);
	uint8_t version = byte_reader_u8(&r);
	if (version > CALENDAR_VERSION) {
		error_set(error, ERROR_VERSION, "the calendar \"%s\" was written by a newer version of tidings; upgrade", name);
		return NULL;
	}
	if (version == 0 || !decode_holidays(calendar, &r)) {
		error_set(error, ERROR_CORRUPT, "the record of the calendar \"%s\" is damaged; delete it and add it again", name);
		return NULL;
	}
	return g_steal_pointer(&calendar);
}
