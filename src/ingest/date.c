// SPDX-License-Identifier: Apache-2.0
// The times that records carry, with and without year and zone.
#include "date-priv.h"

#include <string.h>

#include "record-priv.h"
#include "tidings/util/instant.h"

#define DAY_SECONDS (24 * 60 * 60)
#define DAY_TEXT 11
#define TEXT_MOST 63 /* bytes; no time is longer */
#define YEARS_BACK 8 /* a 29 February may be so far away (1896 to 1904) */

struct dates {
	const struct ingest_options *options;
	char last[TEXT_MOST + 1]; /* what dates_read has read, when it was received, and what it means */
	int64_t received, last_time;
	char day[DAY_TEXT + 1];   /* "2026-11-22T" of what dates_read_instant has read, and its midnight */
	int64_t day_time;
};

struct dates *dates_new(const struct ingest_options *options)
{
	struct dates *dates = g_new0(struct dates, 1);
	dates->options = options;
	return dates;
}

void dates_free(struct dates *dates)
{
	g_free(dates);
}

static int64_t at_zone(const struct ingest_options *options, const struct wall *wall)
{
	int offset = options->zone_offset != NULL ? options->zone_offset(options->zone_data, wall) : 0;
	return wall_to_seconds(wall) - offset;
}

static int month_number(const char *text)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	for (int i = 0; i < 12; i++) {
		if (strncmp(names + 3 * (gsize)i, text, 3) == 0)
			return i + 1;
	}
	return 0;
}

/* One or two digits; -1 when there are none. */
static int take_number(const char **at)
{
	if (!g_ascii_isdigit(**at))
		return -1;
	int number = *(*at)++ - '0';
	if (g_ascii_isdigit(**at))
		number = number * 10 + (*(*at)++ - '0');
	return number;
}

static bool take_character(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

/* "Nov 22 10:00:00" and "Nov  2 10:00:00" without the year. */
static bool read_short(const char *text, struct wall *ret_wall)
{
	struct wall wall = {.month = month_number(text)};
	if (wall.month == 0)
		return false;
	const char *at = text + 3;
	if (!take_character(&at, ' '))
		return false;
	(void)take_character(&at, ' ');
	wall.day = take_number(&at);
	if (!take_character(&at, ' '))
		return false;
	wall.hour = take_number(&at);
	if (!take_character(&at, ':'))
		return false;
	wall.minute = take_number(&at);
	if (!take_character(&at, ':'))
		return false;
	wall.second = take_number(&at);
	*ret_wall = wall;
	return *at == '\0' && wall.day >= 1 && wall.hour >= 0 && wall.hour < 24 && wall.minute >= 0 && wall.minute < 60 &&
	       wall.second >= 0 && wall.second <= 60;
}

static bool choose_year(const struct ingest_options *options, struct wall wall, int64_t *ret_time)
{
	int64_t latest = options->received + DAY_SECONDS;
	int year = wall_from_seconds(MAX(latest, 0)).year + 1;
	wall.second = MIN(wall.second, 59); /* a leap second counts as the second before */
	for (int i = 0; i <= YEARS_BACK + 1; i++) {
		wall.year = year - i;
		if (wall.year < 1970 || wall.year > 9999 || wall.day > month_days(wall.year, wall.month))
			continue;
		int64_t time = at_zone(options, &wall);
		if (time <= latest) {
			*ret_time = time;
			return true;
		}
	}
	return false;
}

static bool parse(const struct ingest_options *options, const char *text, int64_t *ret_time)
{
	struct wall wall;
	if (read_short(text, &wall))
		return choose_year(options, wall, ret_time);
	if (instant_from_text(text, ret_time, NULL))
		return true;
	if (!wall_from_text(text, &wall, NULL))
		return false;
	*ret_time = at_zone(options, &wall);
	return true;
}

bool dates_read(struct dates *dates, struct slice text, int64_t *ret_time, GError **error)
{
	const struct ingest_options *options = dates->options;
	char copy[TEXT_MOST + 1];
	if (dates->received == options->received && text.length > 0 && slice_equal(text, slice_of(dates->last))) {
		*ret_time = dates->last_time;
		return true;
	}
	if (text.length > TEXT_MOST)
		return record_refuse(error, "", text, " is not a time");
	memcpy(copy, text.data, text.length);
	copy[text.length] = '\0';
	if (!parse(options, copy, ret_time))
		return record_refuse(error, "", text, " is not a time");
	dates->received = options->received;
	dates->last_time = *ret_time;
	memcpy(dates->last, copy, sizeof(copy));
	return true;
}

/* Two digits up to most; -1 for anything else. */
static int two_digits(const char *text, int most)
{
	unsigned tens = (unsigned char)text[0] - '0', ones = (unsigned char)text[1] - '0';
	int number = (int)(tens * 10 + ones);
	return tens <= 9 && ones <= 9 && number <= most ? number : -1;
}

/* "2026-11-22T10:00:00Z" on the day of the text before, by far the most of all; false for anything else. */
static bool same_day(const struct dates *dates, struct slice text, int64_t *ret_time)
{
	if (text.length != strlen("2026-11-22T10:00:00Z") || memcmp(text.data, dates->day, DAY_TEXT) != 0)
		return false;
	const char *at = text.data + DAY_TEXT;
	int hour = two_digits(at, 23), minute = two_digits(at + 3, 59), second = two_digits(at + 6, 59);
	if (hour < 0 || minute < 0 || second < 0 || at[2] != ':' || at[5] != ':' || at[8] != 'Z')
		return false;
	*ret_time = dates->day_time + hour * 3600 + minute * 60 + second;
	return true;
}

bool dates_read_instant(struct dates *dates, struct slice text, int64_t *ret_time, GError **error)
{
	if (same_day(dates, text, ret_time))
		return true;
	g_autofree char *copy = g_strndup(text.data, text.length);
	if (!instant_from_text(copy, ret_time, error))
		return false;
	if (text.length == strlen("2026-11-22T10:00:00Z") && text.data[text.length - 1] == 'Z') {
		memcpy(dates->day, text.data, DAY_TEXT);
		dates->day_time = *ret_time - *ret_time % DAY_SECONDS;
	}
	return true;
}
