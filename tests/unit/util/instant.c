// SPDX-License-Identifier: Apache-2.0
// RFC 3339, wall times and the calendar against GLib.
#include "tidings/util/instant.h"

#include <string.h>

#include "test.h"

static int64_t parse(const char *text)
{
	GError *error = NULL;
	int64_t instant = 0;
	bool parsed = instant_from_text(text, &instant, &error);
	test_no_error(error);
	g_assert_true(parsed);
	return instant;
}

TEST(instant__from_text__takes_rfc_3339)
{
	g_assert_cmpint(parse("1970-01-01T00:00:00Z"), ==, 0);
	g_assert_cmpint(parse("2026-11-24T09:00:00+03:00"), ==, 1795500000);
	g_assert_cmpint(parse("2026-11-24T06:00:00Z"), ==, 1795500000);
	g_assert_cmpint(parse("2026-11-24t06:00:00z"), ==, 1795500000);
	g_assert_cmpint(parse("2026-11-24 06:00:00Z"), ==, 1795500000);
	g_assert_cmpint(parse("2026-11-24T00:30:00-05:30"), ==, 1795500000);
	g_assert_cmpint(parse("2026-11-24T06:00:00.999999999Z"), ==, 1795500000);
	g_assert_cmpint(parse("2026-11-24T06:00:00-00:00"), ==, 1795500000);
	g_assert_cmpint(parse("9999-12-31T23:59:59Z"), ==, INSTANT_LAST);
	g_assert_cmpint(parse("2024-02-29T00:00:00Z"), ==, 1709164800);
}

TEST(instant__from_text__counts_a_leap_second_as_the_one_before)
{
	g_assert_cmpint(parse("2016-12-31T23:59:60Z"), ==, parse("2016-12-31T23:59:59Z"));
	g_assert_cmpint(parse("2017-01-01T02:59:60+03:00"), ==, parse("2016-12-31T23:59:59Z"));
}

TEST(instant__from_text__refuses_the_rest)
{
	static const char *const bad[] = {
		"", "2026", "2026-11-24", "2026-11-24T09:00Z", "2026-11-24T09:00:00", "2026-11-24T09:00:00+3", "2026-11-24T09:00:00+0300",
		"2026-11-24T09:00:00+24:00", "2026-11-24T09:00:00+03:60", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
		"2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-04-00T00:00:00Z", "2026-11-24T24:00:00Z",
		"2026-11-24T09:60:00Z", "2026-11-24T09:00:61Z", "2026-11-24T09:00:60Z", "2026-11-24T09:00:00.Z", "2026-11-24T09:00:00Zx",
		" 2026-11-24T09:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
		"2026-11-24T09:00:00 Z", "+026-11-24T09:00:00Z", "2026-1-24T09:00:00Z", "２026-11-24T09:00:00Z",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		GError *error = NULL;
		int64_t instant = 77;
		g_assert_false(instant_from_text(bad[i], &instant, &error));
		test_error(&error, ERROR_INVALID, NULL);
		g_assert_cmpint(instant, ==, 77);
	}
	g_assert_false(instant_from_text(NULL, &(int64_t){0}, NULL));
}

TEST(instant__to_text__is_utc)
{
	g_autofree char *text = instant_to_text(1795500000);
	g_assert_cmpstr(text, ==, "2026-11-24T06:00:00Z");
	g_assert_null(instant_to_text(INSTANT_NONE));
	g_assert_null(instant_to_text_offset(INSTANT_NONE, 0));
}

TEST(instant__to_text_offset__shows_the_offset)
{
	static const struct {
		int offset;
		const char *text;
	} cases[] = {
		{10800, "2026-11-24T09:00:00+03:00"}, {0, "2026-11-24T06:00:00+00:00"}, {-12600, "2026-11-24T02:30:00-03:30"},
		{50400, "2026-11-24T20:00:00+14:00"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = instant_to_text_offset(1795500000, cases[i].offset);
		g_assert_cmpstr(text, ==, cases[i].text);
		g_assert_cmpint(parse(text), ==, 1795500000);
	}
}

TEST(instant__from_text__outside_the_range__says_so)
{
	static const char *const outside[] = {"1900-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+05:00",
		"9999-12-31T23:59:59-01:00"};
	static const char *const wrong[] = {"1900-13-01T00:00:00Z", "1900-01-01", "1970-02-29T00:00:00Z", "1900", "10000-01-01T00:00:00Z", "196x-01-01T00:00:00Z"};
	for (size_t i = 0; i < G_N_ELEMENTS(outside) + G_N_ELEMENTS(wrong); i++) {
		bool far = i < G_N_ELEMENTS(outside);
		GError *error = NULL;
		g_assert_false(instant_from_text(far ? outside[i] : wrong[i - G_N_ELEMENTS(outside)], &(int64_t){0}, &error));
		g_assert_true((strstr(error->message, "outside the years 1970 to 9999") != NULL) == far);
		test_error(&error, ERROR_INVALID, NULL);
	}
	GError *error = NULL;
	g_assert_false(wall_from_text("1900-01-01T00:00", &(struct wall){0}, &error));
	g_assert_nonnull(strstr(error->message, "outside the years 1970 to 9999"));
	test_error(&error, ERROR_INVALID, NULL);
}

TEST(wall__from_text__takes_the_four_forms)
{
	static const struct {
		const char *text, *canon;
	} cases[] = {
		{"2026-11-30T09:00", "2026-11-30T09:00"},       {"2026-11-30 09:00", "2026-11-30T09:00"},
		{"2026-11-30T09:00:30", "2026-11-30T09:00:30"}, {"2026-11-30", "2026-11-30T00:00"},
		{"2026-11-30T09:00:00", "2026-11-30T09:00"},    {"9999-12-31 23:59:59", "9999-12-31T23:59:59"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct wall wall;
		GError *error = NULL;
		bool parsed = wall_from_text(cases[i].text, &wall, &error);
		test_no_error(error);
		g_assert_true(parsed);
		g_autofree char *text = wall_to_text(&wall);
		g_assert_cmpstr(text, ==, cases[i].canon);
	}
}

TEST(wall__from_text__refuses_the_rest)
{
	static const char *const bad[] = {
		"", "2026-11", "2026-11-31", "2026-11-30T", "2026-11-30T09", "2026-11-30T9:00", "2026-11-30T09:00Z", "2026-11-30T09:00:60",
		"2026-11-30T24:00", "1969-12-31", "10000-01-01", "2026-11-30T09:00:00.5", "2026-11-30  09:00", "30.11.2026", "2026-11-30T09:00 ",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		GError *error = NULL;
		struct wall wall = {.year = 5};
		g_assert_false(wall_from_text(bad[i], &wall, &error));
		test_error(&error, ERROR_INVALID, NULL);
		g_assert_cmpint(wall.year, ==, 5);
	}
	g_assert_false(wall_from_text(NULL, &(struct wall){0}, NULL));
}

// Every 11th day and some seconds of it, from 1970 to 9999, against GLib's calendar.
TEST(wall__seconds__agree_with_glib)
{
	for (int64_t seconds = 0; seconds < INSTANT_LAST; seconds += INT64_C(86400) * 11 + 7919) {
		g_autoptr(GDateTime) there = g_date_time_new_from_unix_utc(seconds);
		struct wall wall = wall_from_seconds(seconds);
		g_assert_cmpint(wall.year, ==, g_date_time_get_year(there));
		g_assert_cmpint(wall.month, ==, g_date_time_get_month(there));
		g_assert_cmpint(wall.day, ==, g_date_time_get_day_of_month(there));
		g_assert_cmpint(wall.hour, ==, g_date_time_get_hour(there));
		g_assert_cmpint(wall.minute, ==, g_date_time_get_minute(there));
		g_assert_cmpint(wall.second, ==, g_date_time_get_second(there));
		g_assert_cmpint(wall_weekday(&wall), ==, g_date_time_get_day_of_week(there));
		g_assert_cmpint(wall_to_seconds(&wall), ==, seconds);
	}
}

TEST(wall__seconds__cross_the_first_day)
{
	struct wall wall = wall_from_seconds(-1);
	g_autofree char *text = wall_to_text(&wall);
	g_assert_cmpstr(text, ==, "1969-12-31T23:59:59");
	g_assert_cmpint(wall_to_seconds(&wall), ==, -1);
	g_assert_cmpint(wall_weekday(&wall), ==, 3);
}

TEST(instant__text__round_trips)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(3);
	for (int i = 0; i < 20000; i++) {
		int64_t instant = (int64_t)(g_rand_double(rand) * (double)INSTANT_LAST);
		g_autofree char *text = instant_to_text(instant);
		g_assert_cmpint(parse(text), ==, instant);
	}
}

TEST(month__days__knows_leap_years)
{
	for (int year = 1970; year <= 2400; year++) {
		for (int month = 1; month <= 12; month++)
			g_assert_cmpint(month_days(year, month), ==, g_date_get_days_in_month((GDateMonth)month, (GDateYear)year));
	}
}
