// SPDX-License-Identifier: Apache-2.0
// The rule at the end of a TZif file: parsing it, and its changes in a year.
#include "posix-tz-priv.h"

#include <string.h>

#include "tidings/util/instant.h"

#define DAY 86400
#define HOURS_MOST 167

/* Digits at *at, at most four of them; false when there are none or the number is out of its range. */
static bool parse_number(const char **at, int least, int most, int *ret)
{
	int value = 0;
	const char *p = *at;
	while (g_ascii_isdigit(*p) && p - *at < 4)
		value = value * 10 + (*p++ - '0');
	if (p == *at || value < least || value > most)
		return false;
	*at = p;
	*ret = value;
	return true;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool parse_time(const char **at, int *ret_seconds)
{
	int sign = 1;
	int part[3] = {0, 0, 0};
	if (**at == '-' || **at == '+')
		sign = *(*at)++ == '-' ? -1 : 1;
	if (!parse_number(at, 0, HOURS_MOST, &part[0]))
		return false;
	for (int i = 1; i < 3 && **at == ':'; i++) {
		(*at)++;
		if (!parse_number(at, 0, 59, &part[i]))
			return false;
	}
	*ret_seconds = sign * (part[0] * 3600 + part[1] * 60 + part[2]);
	return true;
}

/* The abbreviation: letters, or anything between < and >. */
static bool skip_abbreviation(const char **at)
{
	bool quoted = **at == '<';
	const char *begin = *at + quoted, *p = begin;
	while (quoted ? *p != '>' && *p != '\0' : g_ascii_isalpha(*p))
		p++;
	if (p - begin < 3 || (quoted && *p++ != '>'))
		return false;
	*at = p;
	return true;
}

static bool parse_weekday(const char **at, struct posix_date *date)
{
	date->kind = POSIX_WEEKDAY;
	return parse_number(at, 1, 12, &date->month) && *(*at)++ == '.' && parse_number(at, 1, 5, &date->week) && *(*at)++ == '.' &&
	       parse_number(at, 0, 6, &date->day);
}

static bool parse_date(const char **at, struct posix_date *date)
{
	bool ok;
	if (*(*at)++ != ',')
		return false;
	if (**at == 'M') {
		(*at)++;
		ok = parse_weekday(at, date);
	} else if (**at == 'J') {
		(*at)++;
		date->kind = POSIX_JULIAN;
		ok = parse_number(at, 1, 365, &date->day);
	} else {
		date->kind = POSIX_ORDINAL;
		ok = parse_number(at, 0, 365, &date->day);
	}
	date->time = 2 * 3600;
	if (ok && **at == '/') {
		(*at)++;
		ok = parse_time(at, &date->time);
	}
	return ok;
}

bool posix_tz_parse(const char *text, struct posix_tz *ret_tz)
{
	struct posix_tz tz = {.has_dst = false};
	const char *at = text;
	int west;
	if (!skip_abbreviation(&at) || !parse_time(&at, &west))
		return false;
	tz.offset[0] = -west;
	if (*at != '\0') {
		tz.has_dst = true;
		west -= 3600;
		if (!skip_abbreviation(&at) || (*at != ',' && !parse_time(&at, &west)))
			return false;
		tz.offset[1] = -west;
		if (!parse_date(&at, &tz.change[1]) || !parse_date(&at, &tz.change[0]) || *at != '\0')
			return false;
	}
	*ret_tz = tz;
	return true;
}

/* Local seconds of the change, as if the wall clock were UTC. */
static int64_t change_seconds(const struct posix_date *date, int year)
{
	struct wall wall = {.year = year, .month = 1, .day = 1};
	if (date->kind != POSIX_WEEKDAY) {
		bool leap = month_days(year, 2) == 29;
		int skip = date->kind == POSIX_ORDINAL ? date->day : date->day - 1 + (leap && date->day >= 60);
		return wall_to_seconds(&wall) + (int64_t)skip * DAY + date->time;
	}
	wall.month = date->month;
	int days = month_days(year, date->month);
	int first = (date->day - wall_weekday(&wall) % 7 + 7) % 7;
	int day = first + (date->week - 1) * 7;
	while (day >= days)
		day -= 7;
	return wall_to_seconds(&wall) + (int64_t)day * DAY + date->time;
}

void posix_tz_changes(const struct posix_tz *tz, int year, struct posix_change ret_changes[2])
{
	struct posix_change to[2];
	for (int dst = 0; dst < 2; dst++)
		to[dst] = (struct posix_change){change_seconds(&tz->change[dst], year) - tz->offset[!dst], dst};
	bool first = to[1].at < to[0].at;
	ret_changes[0] = to[first];
	ret_changes[1] = to[!first];
}
