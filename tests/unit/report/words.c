// SPDX-License-Identifier: Apache-2.0
// Numbers, shares, changes, dates and periods in words.
#include "words-priv.h"

#include "sample.h"
#include "test.h"

#define MINUS "\xE2\x88\x92"

static struct zoned at(int year, int month, int day, int hour, int offset)
{
	struct wall wall = {year, month, day, hour, 0, 0};
	return (struct zoned){wall_to_seconds(&wall) - offset, offset};
}

static void same(char *take_text, const char *expected)
{
	g_assert_cmpstr(take_text, ==, expected);
	g_free(take_text);
}

TEST(words__number__groups_by_three)
{
	autorelease(words) words = {0};
	words_init(&words, NULL);
	same(words_number(&words, 0), "0");
	same(words_number(&words, 999), "999");
	same(words_number(&words, 1000), "1,000");
	same(words_number(&words, 1215040), "1,215,040");
	same(words_number(&words, UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(words__share__rounds_and_marks_the_tiny)
{
	autorelease(words) words = {0};
	words_init(&words, NULL);
	same(words_share(&words, 2468, 7962), "31%");
	same(words_share(&words, 1, 3), "33.3%");
	same(words_share(&words, 1, 100000), "<0.1%");
	same(words_share(&words, 0, 5), "0%");
	same(words_share(&words, 5, 5), "100%");
	same(words_share(&words, 1, 0), "");
	same(words_share(&words, UINT64_MAX, UINT64_MAX), "100%");
}

TEST(words__change__signs_and_sizes)
{
	autorelease(words) words = {0};
	words_init(&words, NULL);
	same(words_change(&words, 1349, 1000), "+34.9%");
	same(words_change(&words, 957, 1000), MINUS "4.3%");
	same(words_change(&words, 1000, 1000), "0%");
	same(words_change(&words, 12, 0), "+12");
	same(words_change(&words, 0, 0), "0");
	same(words_change(&words, 0, 7), MINUS "100%");
	same(words_change(&words, 123456, 1), "+12,345,500%");
}

TEST(words__fill__replaces_by_name_once)
{
	autorelease(words) words = {0};
	words_init(&words, NULL);
	same(words_fill(&words, "{a} and {b}, {a}", "a", "{b}", "b", "2", NULL), "{b} and 2, {b}");
	same(words_fill(&words, "{unknown} {a", "a", "1", NULL), "{unknown} {a");
	same(words_count(&words, "{n} day", "{n} days", 1), "1 day");
	same(words_count(&words, "{n} day", "{n} days", 2000), "2,000 days");
}

TEST(words__day__in_the_zone)
{
	autorelease(words) words = {0};
	words_init(&words, NULL);
	struct zoned late = {at(2026, 11, 22, 23, 0).instant, 3600};
	same(words_day(&words, late), "23 November 2026");
	same(words_day_short(&words, late), "23 Nov");
	same(words_hour(late), "00:00");
	same(words_moment(&words, at(2026, 11, 23, 6, 10800)), "23 November 2026, 06:00");
	same(words_offset(10800), "UTC+03:00");
	same(words_offset(-12600), "UTC" MINUS "03:30");
	same(words_offset(0), "UTC+00:00");
}

TEST(words__period__whole_days_end_on_the_last_day)
{
	autorelease(words) words = {0};
	words_init(&words, NULL);
	same(words_period(&words, at(2026, 10, 23, 0, 7200), at(2026, 11, 23, 0, 3600)), "23 October 2026 – 22 November 2026 (31 days)");
	same(words_period(&words, at(2026, 11, 22, 0, 0), at(2026, 11, 23, 0, 0)), "22 November 2026 (1 day)");
}

TEST(words__period__other_bounds_show_their_times)
{
	autorelease(words) words = {0};
	words_init(&words, NULL);
	same(words_period(&words, at(2026, 11, 16, 9, 0), at(2026, 11, 23, 9, 0)), "16 November 2026, 09:00 – 23 November 2026, 09:00 (7 days)");
	same(words_period(&words, at(2026, 11, 22, 9, 0), at(2026, 11, 22, 15, 0)), "22 November 2026, 09:00 – 22 November 2026, 15:00 (6 hours)");
	struct zoned end = at(2026, 11, 22, 15, 0);
	end.instant += 1800;
	same(words_length(&words, at(2026, 11, 22, 15, 0), end), "30 minutes");
}

TEST(words__russian__numbers_and_dates)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_russian(&sample);
	autorelease(words) words = {0};
	words_init(&words, sample.catalog);
	same(words_number(&words, 1215040), "1\u00A0215\u00A0040");
	same(words_change(&words, 1349, 1000), "+34,9\u00A0%");
	same(words_period(&words, at(2026, 10, 23, 0, 0), at(2026, 11, 23, 0, 0)), "23 октября 2026\u00A0г. – 22 ноября 2026\u00A0г. (31\u00A0день)");
	same(words_day_short(&words, at(2026, 9, 1, 0, 0)), "1 сент.");
	same(words_count(&words, "{n} detection", "{n} detections", 2), "2\u00A0обнаружения");
	same(words_count(&words, "{n} detection", "{n} detections", 11), "11\u00A0обнаружений");
}
