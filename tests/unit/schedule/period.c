// SPDX-License-Identifier: Apache-2.0
// Report periods in a zone, and the steps of a series.
#include "tidings/schedule/period.h"

#include "test.h"

static int64_t at(const char *text)
{
	int64_t instant = 0;
	g_assert_true(instant_from_text(text, &instant, NULL));
	return instant;
}

static void is(struct period period, const char *from, const char *to)
{
	g_autofree char *have_from = instant_to_text(period.from);
	g_autofree char *have_to = instant_to_text(period.to);
	g_assert_cmpstr(have_from, ==, from);
	g_assert_cmpstr(have_to, ==, to);
}

static void resolves(const char *text, const char *zone, const char *scheduled, const char *from, const char *to)
{
	GError *error = NULL;
	struct period_spec spec;
	autoptr(zone) z = zone_new(zone, &error);
	test_no_error(error);
	g_assert_true(period_spec_from_text(text, &spec, &error));
	is(period_resolve(&spec, z, at(scheduled), INSTANT_NONE), from, to);
}

TEST(period__resolve__rolls)
{
	resolves("last-24h", "Europe/Moscow", "2026-11-30T06:00:00Z", "2026-11-29T06:00:00Z", "2026-11-30T06:00:00Z");
	resolves("last-7d", "Europe/Moscow", "2026-11-30T06:00:00Z", "2026-11-23T06:00:00Z", "2026-11-30T06:00:00Z");
	resolves("last-31d", "Europe/Moscow", "2026-11-30T06:00:00Z", "2026-10-30T06:00:00Z", "2026-11-30T06:00:00Z");
	resolves("last-93d", "Europe/Moscow", "2026-11-30T06:00:00Z", "2026-08-29T06:00:00Z", "2026-11-30T06:00:00Z");
}

TEST(period__resolve__takes_previous_calendar_units_of_the_zone)
{
	resolves("prev-day", "Europe/Moscow", "2026-11-30T06:00:00Z", "2026-11-28T21:00:00Z", "2026-11-29T21:00:00Z");
	resolves("prev-week", "Europe/Moscow", "2026-11-30T06:00:00Z", "2026-11-22T21:00:00Z", "2026-11-29T21:00:00Z");
	resolves("prev-week", "Europe/Moscow", "2026-11-29T20:59:59Z", "2026-11-15T21:00:00Z", "2026-11-22T21:00:00Z");
	resolves("prev-month", "Europe/Moscow", "2027-01-15T06:00:00Z", "2026-11-30T21:00:00Z", "2026-12-31T21:00:00Z");
	resolves("prev-quarter", "UTC", "2027-02-15T06:00:00Z", "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z");
	resolves("prev-year", "UTC", "2027-02-15T06:00:00Z", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
}

TEST(period__resolve__knows_long_and_short_days)
{
	resolves("prev-day", "Europe/Berlin", "2026-03-30T06:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
	resolves("prev-day", "Europe/Berlin", "2026-10-26T06:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
	resolves("prev-day", "Africa/Cairo", "2027-05-01T06:00:00Z", "2027-04-29T22:00:00Z", "2027-04-30T21:00:00Z");
}

TEST(period__resolve__goes_on_where_the_last_ended)
{
	autoptr(zone) z = zone_new("UTC", NULL);
	struct period_spec spec = {.kind = PERIOD_SINCE_LAST};
	is(period_resolve(&spec, z, at("2026-11-30T06:00:00Z"), at("2026-11-27T06:00:00Z")), "2026-11-27T06:00:00Z", "2026-11-30T06:00:00Z");
	is(period_resolve(&spec, z, at("2026-11-30T06:00:00Z"), INSTANT_NONE), "2026-11-29T06:00:00Z", "2026-11-30T06:00:00Z");
	is(period_resolve(&spec, z, at("2026-11-30T06:00:00Z"), at("2026-11-30T06:00:00Z")), "2026-11-29T06:00:00Z", "2026-11-30T06:00:00Z");
}

TEST(period__resolve__takes_two_wall_times)
{
	resolves("2026-11-01..2026-12-01", "Europe/Moscow", "2027-01-01T00:00:00Z", "2026-10-31T21:00:00Z", "2026-11-30T21:00:00Z");
	resolves("2026-10-25T02:30..2026-10-25T03:30", "Europe/Berlin", "2027-01-01T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z");
}

static void previous(const char *text, const char *zone, const char *scheduled, const char *from)
{
	struct period_spec spec;
	autoptr(zone) z = zone_new(zone, NULL);
	g_assert_true(period_spec_from_text(text, &spec, NULL));
	struct period period = period_resolve(&spec, z, at(scheduled), INSTANT_NONE);
	struct period before = period_previous(&spec, z, period);
	g_autofree char *to = instant_to_text(period.from);
	is(before, from, to);
}

TEST(period__previous__is_the_unit_or_the_length_before)
{
	previous("last-24h", "UTC", "2026-11-30T06:00:00Z", "2026-11-28T06:00:00Z");
	previous("prev-day", "Europe/Berlin", "2026-03-31T06:00:00Z", "2026-03-28T23:00:00Z");
	previous("prev-day", "Africa/Cairo", "2027-05-01T06:00:00Z", "2027-04-28T22:00:00Z");
	previous("prev-month", "UTC", "2027-04-15T06:00:00Z", "2027-02-01T00:00:00Z");
	previous("prev-quarter", "UTC", "2027-04-15T06:00:00Z", "2026-10-01T00:00:00Z");
	previous("prev-year", "UTC", "2027-04-15T06:00:00Z", "2025-01-01T00:00:00Z");
	previous("2026-11-01..2026-11-11", "UTC", "2027-04-15T06:00:00Z", "2026-10-22T00:00:00Z");
}

static char *steps(const char *from, const char *to, enum stats_step step, const char *zone)
{
	GError *error = NULL;
	autoptr(zone) z = zone_new(zone, NULL);
	struct period period = {at(from), at(to)};
	g_autoptr(GArray) bounds = period_steps(period, step, z, &error);
	test_no_error(error);
	g_assert_cmpint(g_array_index(bounds, int64_t, 0), ==, period.from);
	g_assert_cmpint(g_array_index(bounds, int64_t, bounds->len - 1), ==, period.to);
	g_autoptr(GString) text = g_string_new("");
	for (guint i = 1; i < bounds->len; i++)
		g_string_append_printf(text, "%s%d", i > 1 ? " " : "", (int)(g_array_index(bounds, int64_t, i) - g_array_index(bounds, int64_t, i - 1)) / 60);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

TEST(period__steps__are_aligned_in_the_zone)
{
	g_autofree char *hours = steps("2026-11-30T06:20:00Z", "2026-11-30T09:10:00Z", STEP_HOUR, "UTC");
	g_autofree char *odd = steps("2026-11-30T06:20:00Z", "2026-11-30T09:10:00Z", STEP_HOUR, "Asia/Kathmandu");
	g_autofree char *days = steps("2026-11-30T06:00:00Z", "2026-12-02T06:00:00Z", STEP_DAY, "Europe/Moscow");
	g_autofree char *weeks = steps("2026-11-28T21:00:00Z", "2026-12-07T21:00:00Z", STEP_WEEK, "Europe/Moscow");
	g_assert_cmpstr(hours, ==, "40 60 60 10");
	g_assert_cmpstr(odd, ==, "55 60 55");
	g_assert_cmpstr(days, ==, "900 1440 540");
	g_assert_cmpstr(weeks, ==, "1440 10080 1440");
}

TEST(period__steps__follow_the_clock)
{
	g_autofree char *gap = steps("2026-03-28T23:00:00Z", "2026-03-30T22:00:00Z", STEP_DAY, "Europe/Berlin");
	g_autofree char *hours = steps("2026-03-29T00:00:00Z", "2026-03-29T03:00:00Z", STEP_HOUR, "Europe/Berlin");
	g_autofree char *part = steps("2026-04-04T14:00:00Z", "2026-04-04T17:00:00Z", STEP_HOUR, "Australia/Lord_Howe");
	g_assert_cmpstr(gap, ==, "1380 1440");
	g_assert_cmpstr(hours, ==, "60 60 60");
	g_assert_cmpstr(part, ==, "60 30 60 30");
}

TEST(period__steps__are_bounded)
{
	GError *error = NULL;
	autoptr(zone) z = zone_new("UTC", NULL);
	struct period period = {0, 36000000};
	g_autoptr(GArray) bounds = period_steps(period, STEP_HOUR, z, &error);
	test_no_error(error);
	g_assert_cmpuint(bounds->len, ==, 10001);
	period.to++;
	g_assert_null(period_steps(period, STEP_HOUR, z, &error));
	test_error(&error, ERROR_LIMIT, NULL);
}

TEST(period__step__fits_the_length)
{
	g_assert_cmpint(period_step((struct period){0, 48 * 3600}), ==, STEP_HOUR);
	g_assert_cmpint(period_step((struct period){0, 48 * 3600 + 1}), ==, STEP_DAY);
	g_assert_cmpint(period_step((struct period){0, 93 * 86400}), ==, STEP_DAY);
	g_assert_cmpint(period_step((struct period){0, 94 * 86400}), ==, STEP_WEEK);
}
