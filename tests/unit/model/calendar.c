// SPDX-License-Identifier: Apache-2.0
// Holiday calendars: names, days, bytes.
#include "tidings/model/calendar.h"

#include "test.h"
#include "tidings/model/run.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

static struct calendar *sample(void)
{
	struct calendar *calendar = calendar_new("de");
	calendar_add(calendar, 20447, "");
	calendar_add(calendar, 20000, "First\x1b[31m");
	calendar_add(calendar, 20447, "Christmas Day");
	calendar_settle(calendar);
	return calendar;
}

TEST(calendar_settle__days_in_any_order__sorted_once_with_a_name)
{
	autoptr(calendar) calendar = sample();
	g_assert_cmpuint(calendar->holidays->len, ==, 2);
	const struct holiday *found = calendar_find(calendar, 20447);
	g_assert_cmpstr(found->words, ==, "Christmas Day");
	g_assert_null(strchr(calendar_find(calendar, 20000)->words, '\x1b'));
	g_autofree char *date = holiday_date(found);
	g_assert_cmpstr(date, ==, "2025-12-25");
}

TEST(calendar_find__other_days__none)
{
	autoptr(calendar) calendar = sample();
	g_assert_null(calendar_find(calendar, 20001));
	g_assert_null(calendar_find(NULL, 20000));
	g_assert_cmpint(calendar_from(calendar, 20001)->day, ==, 20447);
	g_assert_null(calendar_from(calendar, 20448));
}

TEST(calendar_check_name__names__plain_words_only)
{
	static const char *const good[] = {"de", "Russia 2026", "Österreich", "a_b-c.d"};
	static const char *const bad[] = {"", " de", "de ", "a/b", "a\nb", "a:b", "\x80", "a\xe2\x80\x8bz"};
	GError *error = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		g_assert_true(calendar_check_name(good[i], &error));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_false(calendar_check_name(bad[i], &error));
		test_error(&error, ERROR_INVALID, "calendar");
	}
	g_autofree char *longest = g_strnfill(CALENDAR_NAME_MAX, 'a'), *longer = g_strnfill(CALENDAR_NAME_MAX + 1, 'a');
	g_assert_true(calendar_check_name(longest, NULL) && !calendar_check_name(longer, NULL));
}

TEST(calendar_decode__encoded__the_same)
{
	autoptr(calendar) calendar = sample();
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	GError *error = NULL;
	calendar_encode(calendar, bytes);
	autoptr(calendar) again = calendar_decode("de", bytes->data, bytes->len, &error);
	test_no_error(error);
	g_assert_cmpuint(again->holidays->len, ==, 2);
	g_assert_cmpstr(calendar_find(again, 20447)->words, ==, "Christmas Day");
	for (guint i = 0; i < bytes->len; i++) {
		autoptr(calendar) cut = calendar_decode("de", bytes->data, i, &error);
		g_assert_null(cut);
		test_error(&error, ERROR_CORRUPT, NULL);
	}
	bytes->data[0] = 2;
	autoptr(calendar) newer = calendar_decode("de", bytes->data, bytes->len, &error);
	g_assert_null(newer);
	test_error(&error, ERROR_VERSION, NULL);
}

TEST(run_decode__moved_from__kept_and_absent_before)
{
	autorelease(run) run = {0}, again = {0};
	run_init(&run);
	run_init(&again);
	g_autoptr(GByteArray) old = g_byte_array_new(), moved = g_byte_array_new();
	run_encode(&run, old);
	run.moved_from = 86400;
	run_encode(&run, moved);
	/* as version 2 wrote it: nothing where there is none, and no addressing after it */
	g_byte_array_set_size(old, old->len - 8 - 1);
	old->data[0] = 2;
	g_assert_cmpuint(moved->len, ==, old->len + 8 + 1);
	g_assert_true(run_decode(&again, moved->data, moved->len, NULL) && again.moved_from == 86400);
	g_assert_true(run_decode(&again, old->data, old->len, NULL) && again.moved_from == INSTANT_NONE);
	g_assert_false(run_decode(&again, moved->data, moved->len - 1, NULL));
}
