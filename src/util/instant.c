// SPDX-License-Identifier: Apache-2.0
// Instants and wall-clock times: proleptic Gregorian arithmetic and RFC 3339 text.
#include "tidings/util/instant.h"

#include "tidings/util/error.h"

#define DAY_SECONDS 86400
#define FIRST_YEAR 1970
#define LAST_YEAR 9999
#define OUTSIDE "the time \"%s\" is outside the years %d to %d"

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool take_char(const char **at, const char *wanted)
{
	for (; *wanted != '\0'; wanted++) {
		if (**at == *wanted) {
			(*at)++;
			return true;
		}
	}
	return false;
}

static bool take_number(const char **at, int digits, int min, int max, int *ret_number)
{
	int number = 0;
	for (int i = 0; i < digits; i++, (*at)++) {
		if (!g_ascii_isdigit(**at))
			return false;
		number = number * 10 + (**at - '0');
	}
	*ret_number = number;
	return number >= min && number <= max;
}

static bool take_date(const char **at, struct wall *wall)
{
	return take_number(at, 4, FIRST_YEAR, LAST_YEAR, &wall->year) && take_char(at, "-") && take_number(at, 2, 1, 12, &wall->month) &&
	       take_char(at, "-") && take_number(at, 2, 1, month_days(wall->year, wall->month), &wall->day);
}

static bool take_minutes(const char **at, struct wall *wall)
{
	return take_number(at, 2, 0, 23, &wall->hour) && take_char(at, ":") && take_number(at, 2, 0, 59, &wall->minute);
}

static bool take_fraction(const char **at)
{
	if (!take_char(at, "."))
		return true;
	bool any = false;
	for (; g_ascii_isdigit(**at); (*at)++)
		any = true;
	return any;
}

static bool take_offset(const char **at, int *ret_offset)
{
	*ret_offset = 0;
	if (take_char(at, "Zz"))
		return true;
	int sign = **at == '-' ? -1 : 1;
	int hours = 0, minutes = 0;
	if (!take_char(at, "+-") || !take_number(at, 2, 0, 23, &hours) || !take_char(at, ":") || !take_number(at, 2, 0, 59, &minutes))
		return false;
	*ret_offset = sign * (hours * 3600 + minutes * 60);
	return true;
}

static bool take_instant(const char **at, struct wall *wall, int *ret_offset)
{
	return take_date(at, wall) && take_char(at, "Tt ") && take_minutes(at, wall) && take_char(at, ":") &&
	       take_number(at, 2, 0, 60, &wall->second) && take_fraction(at) && take_offset(at, ret_offset) && **at == '\0';
}

static bool parse_instant(const char *text, int64_t *ret_instant)
{
	struct wall wall = {0};
	int offset = 0;
	if (!take_instant(&text, &wall, &offset))
		return false;
	bool leap_second = wall.second == 60;
	if (leap_second)
		wall.second = 59;
	int64_t instant = wall_to_seconds(&wall) - offset;
	if (instant < 0 || instant > INSTANT_LAST || (leap_second && instant % DAY_SECONDS != DAY_SECONDS - 1))
		return false;
	*ret_instant = instant;
	return true;
}

static bool parse_wall(const char *text, struct wall *ret_wall)
{
	struct wall wall = {0};
	if (!take_date(&text, &wall))
		return false;
	if (*text != '\0') {
		if (!take_char(&text, "T ") || !take_minutes(&text, &wall))
			return false;
		if (*text != '\0' && (!take_char(&text, ":") || !take_number(&text, 2, 0, 59, &wall.second) || *text != '\0'))
			return false;
	}
	*ret_wall = wall;
	return true;
}

/* The same text in a year of the middle, where it begins with one at the edge of the range or before it; given, else NULL. */
static char *with_nearer_year(const char *text)
{
	const char *at = text;
	int year = 0;
	if (text == NULL || take_number(&at, 4, FIRST_YEAR + 1, LAST_YEAR - 1, &year) || at != text + 4)
		return NULL;
	return g_strconcat(year < FIRST_YEAR ? "2000" : "2001", at, NULL);
}

bool instant_from_text(const char *text, int64_t *ret_instant, GError **error)
{
	if (text != NULL && parse_instant(text, ret_instant))
		return true;
	g_autofree char *nearer = with_nearer_year(text);
	if (nearer != NULL && parse_instant(nearer, &(int64_t){0}))
		return error_set(error, ERROR_INVALID, OUTSIDE, text, FIRST_YEAR, LAST_YEAR);
	return error_set(error, ERROR_INVALID, "\"%s\" is not a time with a zone, such as 2026-11-24T09:00:00Z",
			 text != NULL ? text : "");
}

char *instant_to_text(int64_t instant)
{
	if (instant == INSTANT_NONE)
		return NULL;
	struct wall wall = wall_from_seconds(instant);
	return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second);
}

char *instant_to_text_offset(int64_t instant, int offset)
{
	if (instant == INSTANT_NONE)
		return NULL;
	struct wall wall = wall_from_seconds(instant + offset);
	int minutes = ABS(offset) / 60;
	return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", wall.year, wall.month, wall.day, wall.hour, wall.minute,
			       wall.second, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

bool wall_from_text(const char *text, struct wall *ret_wall, GError **error)
{
	if (text != NULL && parse_wall(text, ret_wall))
		return true;
	g_autofree char *nearer = with_nearer_year(text);
	if (nearer != NULL && parse_wall(nearer, &(struct wall){0}))
		return error_set(error, ERROR_INVALID, OUTSIDE, text, FIRST_YEAR, LAST_YEAR);
	return error_set(error, ERROR_INVALID, "\"%s\" is not a date and time, such as 2026-11-30T09:00", text != NULL ? text : "");
}

char *wall_to_text(const struct wall *wall)
{
	g_autofree char *text = g_strdup_printf("%04d-%02d-%02dT%02d:%02d", wall->year, wall->month, wall->day, wall->hour, wall->minute);
	if (wall->second == 0)
		return g_steal_pointer(&text);
	return g_strdup_printf("%s:%02d", text, wall->second);
}

// Days since 1970-01-01, counted in eras of 400 years that begin on 1 March, so that the leap day is the last of its year.
static int64_t days_from_date(int year, int month, int day)
{
	int64_t y = month <= 2 ? (int64_t)year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void date_from_days(int64_t days, struct wall *wall)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t day_of_era = days - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;
	wall->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	wall->month = (int)(month < 10 ? month + 3 : month - 9);
	wall->year = (int)(year_of_era + era * 400 + (wall->month <= 2));
}

int64_t wall_to_seconds(const struct wall *wall)
{
	return days_from_date(wall->year, wall->month, wall->day) * DAY_SECONDS + wall->hour * 3600 + wall->minute * 60 + wall->second;
}

struct wall wall_from_seconds(int64_t seconds)
{
	struct wall wall = {0};
	int64_t days = seconds / DAY_SECONDS;
	int rest = (int)(seconds % DAY_SECONDS);
	if (rest < 0) {
		rest += DAY_SECONDS;
		days--;
	}
	date_from_days(days, &wall);
	wall.hour = rest / 3600;
	wall.minute = rest / 60 % 60;
	wall.second = rest % 60;
	return wall;
}

int wall_weekday(const struct wall *wall)
{
	int64_t days = days_from_date(wall->year, wall->month, wall->day);
	return (int)((days % 7 + 7 + 3) % 7) + 1; // 1970-01-01 was a Thursday
}

int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}
