// SPDX-License-Identifier: Apache-2.0
// The times that records carry, with and without year and zone.
#include "date-priv.h"

#include <string.h>

#include "record-priv.h"
#include "tidings/util/instant.h"

#define DAY_SECONDS (24 * 60 * 60)
#define YEARS_BACK 8 /* a 29 February may be so far away (1896 to 1904) */

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

bool date_parse(const struct ingest_options *options, const char *text, int64_t *ret_time, GError **error)
{
	struct wall wall;
	if (read_short(text, &wall)) {
		if (choose_year(options, wall, ret_time))
			return true;
	} else if (instant_from_text(text, ret_time, NULL)) {
		return true;
	} else if (wall_from_text(text, &wall, NULL)) {
		*ret_time = at_zone(options, &wall);
		return true;
	}
	return record_refuse(error, "", text, " is not a time");
}
