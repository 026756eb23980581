// SPDX-License-Identifier: Apache-2.0
// Zones: names, offsets, gaps and overlaps.
#include "tidings/schedule/zone.h"

#include "test.h"

static int64_t at(const char *text)
{
	GError *error = NULL;
	int64_t instant = 0;
	bool ok = instant_from_text(text, &instant, &error);
	test_no_error(error);
	g_assert_true(ok);
	return instant;
}

static struct zone *zone(const char *name)
{
	GError *error = NULL;
	struct zone *z = zone_new(name, &error);
	test_no_error(error);
	return z;
}

static void fits(const char *name, const char *text, enum overlap_policy overlap, enum wall_fit fit, const char *instant)
{
	autoptr(zone) z = zone(name);
	GError *error = NULL;
	struct wall wall;
	int64_t found = 0;
	g_assert_true(wall_from_text(text, &wall, &error));
	g_assert_cmpint(zone_to_instant(z, &wall, overlap, &found), ==, fit);
	g_autofree char *have = instant_to_text(found);
	g_assert_cmpstr(have, ==, instant);
}

TEST(zone__new__refuses_what_is_no_iana_name)
{
	static const char *const names[] = {"", "Nowhere/City", "../../../etc/passwd", "/usr/share/zoneinfo/UTC", "+03:00", "UTC+3", "CET-1CEST,M3.5.0,M10.5.0/3",
					    "posix/UTC", "right/UTC", "localtime", "posixrules", "Factory", "Europe", "Europe/", "Europe//Moscow", "tzdata.zi",
					    "zone.tab", "Europe/Moscow ", "europe/moscow"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		GError *error = NULL;
		g_assert_null(zone_new(names[i], &error));
		test_error(&error, ERROR_INVALID, "zone");
	}
}

TEST(zone__new__knows_names_of_the_data)
{
	static const char *const names[] = {"UTC", "Etc/UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "EST5EDT"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		autoptr(zone) z = zone(names[i]);
		g_assert_cmpstr(zone_name(z), ==, names[i]);
	}
}

TEST(zone__offset__follows_the_clock)
{
	autoptr(zone) z = zone("Europe/Berlin");
	g_assert_cmpint(zone_offset(z, at("2026-01-15T12:00:00Z")), ==, 3600);
	g_assert_cmpint(zone_offset(z, at("2026-03-29T00:59:59Z")), ==, 3600);
	g_assert_cmpint(zone_offset(z, at("2026-03-29T01:00:00Z")), ==, 7200);
	g_assert_cmpint(zone_offset(z, at("2090-07-15T12:00:00Z")), ==, 7200);
}

TEST(zone__offset__has_negative_dst_after_the_last_transition)
{
	autoptr(zone) z = zone("Europe/Dublin");
	g_assert_cmpint(zone_offset(z, at("2045-01-15T12:00:00Z")), ==, 0);
	g_assert_cmpint(zone_offset(z, at("2045-07-15T12:00:00Z")), ==, 3600);
}

TEST(zone__to_instant__is_plain_on_most_days)
{
	fits("Europe/Moscow", "2026-11-30T09:00", OVERLAP_FIRST, WALL_PLAIN, "2026-11-30T06:00:00Z");
	fits("Asia/Kathmandu", "2026-11-30T09:00", OVERLAP_SECOND, WALL_PLAIN, "2026-11-30T03:15:00Z");
}

TEST(zone__to_instant__takes_the_offset_before_a_gap)
{
	fits("America/New_York", "2026-03-08T02:30", OVERLAP_FIRST, WALL_GAP, "2026-03-08T07:30:00Z");
	fits("America/New_York", "2026-03-08T02:00", OVERLAP_SECOND, WALL_GAP, "2026-03-08T07:00:00Z");
	fits("America/New_York", "2026-03-08T03:00", OVERLAP_FIRST, WALL_PLAIN, "2026-03-08T07:00:00Z");
	fits("Africa/Cairo", "2027-04-30T00:00", OVERLAP_FIRST, WALL_GAP, "2027-04-29T22:00:00Z");
	fits("Pacific/Apia", "2011-12-30T12:00", OVERLAP_FIRST, WALL_GAP, "2011-12-30T22:00:00Z");
	fits("Europe/Dublin", "2045-03-26T01:30", OVERLAP_FIRST, WALL_GAP, "2045-03-26T01:30:00Z");
}

TEST(zone__to_instant__takes_first_or_second_of_an_overlap)
{
	fits("America/New_York", "2026-11-01T01:30", OVERLAP_FIRST, WALL_OVERLAP, "2026-11-01T05:30:00Z");
	fits("America/New_York", "2026-11-01T01:30", OVERLAP_SECOND, WALL_OVERLAP, "2026-11-01T06:30:00Z");
	fits("America/New_York", "2026-11-01T02:00", OVERLAP_FIRST, WALL_PLAIN, "2026-11-01T07:00:00Z");
	fits("Australia/Lord_Howe", "2026-04-05T01:45", OVERLAP_FIRST, WALL_OVERLAP, "2026-04-04T14:45:00Z");
	fits("Australia/Lord_Howe", "2026-04-05T01:45", OVERLAP_SECOND, WALL_OVERLAP, "2026-04-04T15:15:00Z");
}

TEST(zone__to_wall__is_the_clock_on_the_wall)
{
	autoptr(zone) z = zone("America/St_Johns");
	struct wall wall = zone_to_wall(z, at("2026-07-01T00:00:00Z"));
	g_autofree char *text = wall_to_text(&wall);
	g_assert_cmpstr(text, ==, "2026-06-30T21:30");
}

TEST(zone__names__are_sorted_and_can_be_opened)
{
	g_auto(GStrv) names = zone_names();
	autoptr(zones) zones = zones_new();
	g_assert_cmpuint(g_strv_length(names), >, 400);
	g_assert_true(g_strv_contains((const char *const *)names, "Europe/Moscow"));
	g_assert_true(g_strv_contains((const char *const *)names, "Europe/Amsterdam"));
	g_assert_true(g_strv_contains((const char *const *)names, "UTC"));
	for (size_t i = 0; names[i] != NULL; i++) {
		g_assert_nonnull(zones_get(zones, names[i], NULL));
		if (i > 0)
			g_assert_cmpstr(names[i - 1], <, names[i]);
	}
}

TEST(zones__get__reads_a_zone_once)
{
	autoptr(zones) zones = zones_new();
	GError *error = NULL;
	const struct zone *z = zones_get(zones, "Europe/Moscow", &error);
	test_no_error(error);
	g_assert_true(zones_get(zones, "Europe/Moscow", &error) == z);
	g_assert_null(zones_get(zones, "Nowhere", &error));
	test_error(&error, ERROR_INVALID, "zone");
}

TEST(zone__data_version__is_a_year_and_a_letter)
{
	g_autofree char *version = zone_data_version();
	g_assert_true(g_regex_match_simple("^(20[0-9]{2}[a-z]+|unknown)$", version, 0, 0));
}
