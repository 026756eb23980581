// SPDX-License-Identifier: Apache-2.0
// Recurrences: what each kind of rule gives, ends, exceptions and additions.
#include "tidings/schedule/recurrence.h"

#include <time.h>

#include "schedule-test.h"

TEST(recurrence__next__once)
{
	gives(spec_of("2026-11-30T09:00", "Europe/Moscow", ""), 3, "2026-11-30T09:00:00+03:00");
	gives(spec_of("2026-11-30T09:00:30", "Europe/Moscow", NULL), 3, "2026-11-30T09:00:30+03:00");
	gives_after(spec_of("2026-11-30T09:00", "Europe/Moscow", ""), "2026-11-30T06:00:00Z", 3, "");
}

TEST(recurrence__next__is_strictly_after)
{
	struct recurrence_spec spec = spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=DAILY");
	gives_after(spec, "2026-11-30T05:59:59Z", 1, "2026-11-30T09:00:00+03:00");
	gives_after(spec, "2026-11-30T06:00:00Z", 1, "2026-12-01T09:00:00+03:00");
	gives_after(spec, "2000-01-01T00:00:00Z", 1, "2026-11-30T09:00:00+03:00");
}

TEST(recurrence__next__daily)
{
	gives(spec_of("2026-11-29T09:00", "UTC", "FREQ=DAILY;INTERVAL=10"), 2, "2026-11-29T09:00:00+00:00 2026-12-09T09:00:00+00:00");
	gives(spec_of("2026-11-29T09:00", "UTC", "FREQ=DAILY;BYHOUR=17,9,12;BYSETPOS=-1"), 2, "2026-11-29T17:00:00+00:00 2026-11-30T17:00:00+00:00");
	gives(spec_of("2026-11-30T09:00", "UTC", "FREQ=DAILY;BYMONTHDAY=-1,1"), 4,
	      "2026-11-30T09:00:00+00:00 2026-12-01T09:00:00+00:00 2026-12-31T09:00:00+00:00 2027-01-01T09:00:00+00:00");
}

TEST(recurrence__next__daily_lists_have_no_duplicates)
{
	gives(spec_of("2026-11-29T09:00", "UTC", "FREQ=DAILY;BYHOUR=9,9,9,8"), 3,
	      "2026-11-29T09:00:00+00:00 2026-11-30T08:00:00+00:00 2026-11-30T09:00:00+00:00");
}

TEST(recurrence__next__weekly)
{
	gives(spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,MO"), 4,
	      "2026-11-30T09:00:00+03:00 2026-12-04T09:00:00+03:00 2026-12-14T09:00:00+03:00 2026-12-18T09:00:00+03:00");
	gives(spec_of("2026-11-30T09:00", "UTC", "FREQ=WEEKLY"), 2, "2026-11-30T09:00:00+00:00 2026-12-07T09:00:00+00:00");
	gives(spec_of("2026-11-30T09:00", "UTC", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,3"), 3,
	      "2026-11-30T09:00:00+00:00 2026-12-02T09:00:00+00:00 2026-12-07T09:00:00+00:00");
}

TEST(recurrence__next__weekly_counts_weeks_from_their_first_day)
{
	gives(spec_of("1997-08-05T09:00", "UTC", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO"), 3,
	      "1997-08-05T09:00:00+00:00 1997-08-10T09:00:00+00:00 1997-08-19T09:00:00+00:00");
	gives(spec_of("1997-08-05T09:00", "UTC", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"), 3,
	      "1997-08-05T09:00:00+00:00 1997-08-17T09:00:00+00:00 1997-08-19T09:00:00+00:00");
}

TEST(recurrence__next__begins_with_the_first_that_the_rule_gives)
{
	gives(spec_of("2026-12-01T09:00", "UTC", "FREQ=WEEKLY;BYDAY=MO"), 1, "2026-12-07T09:00:00+00:00");
}

TEST(recurrence__next__monthly)
{
	gives(spec_of("2026-01-31T09:00", "UTC", "FREQ=MONTHLY"), 3, "2026-01-31T09:00:00+00:00 2026-03-31T09:00:00+00:00 2026-05-31T09:00:00+00:00");
	gives(spec_of("2026-01-30T09:00", "UTC", "FREQ=MONTHLY;BYMONTHDAY=-1"), 3,
	      "2026-01-31T09:00:00+00:00 2026-02-28T09:00:00+00:00 2026-03-31T09:00:00+00:00");
	gives(spec_of("2026-01-30T09:00", "UTC", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"), 3,
	      "2026-01-30T09:00:00+00:00 2026-02-28T09:00:00+00:00 2026-03-30T09:00:00+00:00");
	gives(spec_of("2026-01-01T09:00", "UTC", "FREQ=MONTHLY;BYDAY=-1FR,1MO"), 3,
	      "2026-01-05T09:00:00+00:00 2026-01-30T09:00:00+00:00 2026-02-02T09:00:00+00:00");
	gives(spec_of("2026-01-01T09:00", "UTC", "FREQ=MONTHLY;BYDAY=MO;BYHOUR=9,17;BYSETPOS=1,-1"), 3,
	      "2026-01-05T09:00:00+00:00 2026-01-26T17:00:00+00:00 2026-02-02T09:00:00+00:00");
}

TEST(recurrence__next__monthly_positions_see_the_days_before_the_start)
{
	gives(spec_of("2026-01-15T09:00", "UTC", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1"), 2,
	      "2026-01-30T09:00:00+00:00 2026-02-02T09:00:00+00:00");
}

TEST(recurrence__next__yearly)
{
	gives(spec_of("2024-02-29T09:00", "UTC", "FREQ=YEARLY"), 2, "2024-02-29T09:00:00+00:00 2028-02-29T09:00:00+00:00");
	gives(spec_of("2026-01-01T09:00", "UTC", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"), 2, "2026-03-29T09:00:00+00:00 2027-03-28T09:00:00+00:00");
	gives(spec_of("2026-01-01T09:00", "UTC", "FREQ=YEARLY;BYMONTHDAY=1;BYSETPOS=2"), 2, "2026-02-01T09:00:00+00:00 2027-02-01T09:00:00+00:00");
	gives(spec_of("2026-01-01T09:00", "UTC", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO"), 2, "2026-12-28T09:00:00+00:00 2032-12-27T09:00:00+00:00");
	gives(spec_of("2026-01-01T09:00", "UTC", "FREQ=YEARLY;BYYEARDAY=-1,60;BYMONTH=12,2"), 2, "2026-12-31T09:00:00+00:00 2027-12-31T09:00:00+00:00");
	gives(spec_of("2020-01-01T09:00", "UTC", "FREQ=YEARLY;INTERVAL=10"), 3,
	      "2020-01-01T09:00:00+00:00 2030-01-01T09:00:00+00:00 2040-01-01T09:00:00+00:00");
}

TEST(recurrence__next__finds_what_is_rare)
{
	gives(spec_of("2025-01-01T09:00", "UTC", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"), 2, "2044-02-29T09:00:00+00:00 2072-02-29T09:00:00+00:00");
}

TEST(recurrence__next__hourly_keeps_elapsed_time_through_clock_changes)
{
	gives(spec_of("2026-03-28T18:00", "Europe/Berlin", "FREQ=HOURLY;INTERVAL=6"), 4,
	      "2026-03-28T18:00:00+01:00 2026-03-29T00:00:00+01:00 2026-03-29T07:00:00+02:00 2026-03-29T13:00:00+02:00");
	gives(spec_of("2026-10-25T01:30", "Europe/Berlin", "FREQ=HOURLY"), 4,
	      "2026-10-25T01:30:00+02:00 2026-10-25T02:30:00+02:00 2026-10-25T02:30:00+01:00 2026-10-25T03:30:00+01:00");
}

TEST(recurrence__next__minutely_within_hours_of_days)
{
	gives(spec_of("2026-11-27T16:00", "UTC", "FREQ=MINUTELY;INTERVAL=30;BYHOUR=9,16;BYDAY=MO,FR"), 4,
	      "2026-11-27T16:00:00+00:00 2026-11-27T16:30:00+00:00 2026-11-30T09:00:00+00:00 2026-11-30T09:30:00+00:00");
	gives_after(spec_of("2026-01-01T00:00", "UTC", "FREQ=MINUTELY;INTERVAL=65537"), "2026-11-27T00:00:00Z", 1, "2026-12-31T02:16:00+00:00");
}

TEST(recurrence__next__ends_after_count)
{
	gives(spec_of("2026-11-30T09:00", "UTC", "FREQ=WEEKLY;COUNT=2"), 5, "2026-11-30T09:00:00+00:00 2026-12-07T09:00:00+00:00");
	gives_after(spec_of("2026-11-30T09:00", "UTC", "FREQ=WEEKLY;COUNT=3"), "2026-12-01T00:00:00Z", 5, "2026-12-07T09:00:00+00:00 2026-12-14T09:00:00+00:00");
	gives(spec_of("2026-11-30T09:00", "UTC", "FREQ=HOURLY;INTERVAL=5;COUNT=2"), 5, "2026-11-30T09:00:00+00:00 2026-11-30T14:00:00+00:00");
	gives_after(spec_of("2026-11-30T09:00", "UTC", "FREQ=DAILY;COUNT=3"), "2026-12-02T09:00:00Z", 5, "");
}

TEST(recurrence__next__count_is_not_given_back_by_exceptions)
{
	struct recurrence_spec spec = spec_of("2026-11-30T09:00", "UTC", "FREQ=DAILY;COUNT=3");
	spec.exdate = "2026-12-01T09:00";
	gives(spec, 5, "2026-11-30T09:00:00+00:00 2026-12-02T09:00:00+00:00");
}

TEST(recurrence__next__ends_with_until)
{
	static const char *const both = "2026-11-30T09:00:00+03:00 2026-12-01T09:00:00+03:00";
	gives(spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=DAILY;UNTIL=20261201"), 5, both);
	gives(spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=DAILY;UNTIL=20261201T090000"), 5, both);
	gives(spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=DAILY;UNTIL=20261201T060000Z"), 5, both);
	gives(spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=DAILY;UNTIL=20261202T055959Z"), 5, both);
	gives(spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=HOURLY;INTERVAL=24;UNTIL=20261201T090000"), 5, both);
	gives(spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=HOURLY;INTERVAL=24;UNTIL=20261201"), 5, both);
}

TEST(recurrence__next__leaves_out_exceptions)
{
	struct recurrence_spec spec = spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=DAILY;BYHOUR=9,17");
	spec.exdate = "2026-11-30T17:00,2026-12-01,20261202T090000,20261203";
	gives(spec, 3, "2026-11-30T09:00:00+03:00 2026-12-02T17:00:00+03:00 2026-12-04T09:00:00+03:00");
	spec = spec_of("2026-11-30T09:00", "UTC", "FREQ=HOURLY;INTERVAL=12");
	spec.exdate = "2026-11-30T21:00";
	gives(spec, 2, "2026-11-30T09:00:00+00:00 2026-12-01T09:00:00+00:00");
}

TEST(recurrence__next__adds_dates)
{
	struct recurrence_spec spec = spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=WEEKLY;COUNT=2");
	spec.rdate = "2026-12-24,2026-12-01T10:30,2026-12-07T09:00,2026-11-01T00:00";
	gives(spec, 9, "2026-11-01T00:00:00+03:00 2026-11-30T09:00:00+03:00 2026-12-01T10:30:00+03:00 2026-12-07T09:00:00+03:00 2026-12-24T09:00:00+03:00");
	spec.exdate = "2026-12-24,2026-11-01";
	gives(spec, 9, "2026-11-30T09:00:00+03:00 2026-12-01T10:30:00+03:00 2026-12-07T09:00:00+03:00");
	spec.rrule = "";
	gives(spec, 9, "2026-11-30T09:00:00+03:00 2026-12-01T10:30:00+03:00 2026-12-07T09:00:00+03:00");
}

TEST(recurrence__next__is_over_at_the_horizon)
{
	gives_after(spec_of("2026-11-30T09:00", "UTC", "FREQ=DAILY"), "2499-12-31T08:00:00Z", 5, "2499-12-31T09:00:00+00:00");
	gives_after(spec_of("2026-11-30T09:00", "UTC", "FREQ=HOURLY;INTERVAL=24"), "2499-12-31T08:00:00Z", 5, "2499-12-31T09:00:00+00:00");
	gives_after(spec_of("2026-11-30T09:00", "UTC", "FREQ=YEARLY"), "2499-11-30T08:00:00Z", 5, "2499-11-30T09:00:00+00:00");
}

/* No answer depends on where iteration began: asked after any instant, the answer is the same as on the way from the start. */
TEST(recurrence__next__does_not_depend_on_where_it_begins)
{
	static const char *const rules[] = {
		"FREQ=DAILY;INTERVAL=3",	  "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU",	  "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31,-1", "FREQ=MONTHLY;BYDAY=-2SA,5FR",
		"FREQ=YEARLY;BYDAY=20MO,-3TU",	  "FREQ=YEARLY;INTERVAL=3;BYMONTH=2,10",  "FREQ=HOURLY;INTERVAL=23",		      "FREQ=MINUTELY;INTERVAL=1001",
		"FREQ=DAILY;BYHOUR=1,2,3;COUNT=90", "FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=SU,MO", "FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=2,-1", "FREQ=WEEKLY;COUNT=40",
	};
	autoptr(zones) zones = zones_new();
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		struct recurrence_spec spec = spec_of("2026-02-22T02:30", NULL, rules[i]);
		autoptr(recurrence) r = recurrence_new_in(&spec, zones_get(zones, "America/New_York", NULL), NULL);
		struct occurrence before = {.instant = INSTANT_NONE}, o, again;
		for (int n = 0; n < 60 && recurrence_next(r, before.instant, &o); n++) {
			if (before.instant != INSTANT_NONE) {
				int64_t between = before.instant + (o.instant - before.instant) / 2;
				g_assert_true(recurrence_next(r, between, &again));
				g_assert_cmpint(again.instant, ==, o.instant);
				g_assert_true(recurrence_next(r, o.instant - 1, &again));
				g_assert_cmpint(again.instant, ==, o.instant);
			}
			before = o;
		}
	}
}

TEST(recurrence__spec_of_task__takes_the_task_s_texts)
{
	autorelease(task) task = {0};
	task_init(&task);
	g_free(task.start);
	task.start = g_strdup("2026-11-30T09:00");
	task.gap = GAP_SKIP;
	task.overlap = OVERLAP_SECOND;
	struct recurrence_spec spec = recurrence_spec_of_task(&task);
	g_assert_true(spec.start == task.start && spec.zone == task.zone && spec.rrule == task.rrule && spec.exdate == task.exdate);
	g_assert_cmpint(spec.gap, ==, GAP_SKIP);
	g_assert_cmpint(spec.overlap, ==, OVERLAP_SECOND);
}

TEST(recurrence__zone__is_that_of_the_specification)
{
	struct recurrence_spec spec = spec_of("2026-11-30T09:00", "Asia/Tokyo", "");
	autoptr(recurrence) r = recurrence_new(&spec, NULL);
	g_assert_cmpstr(zone_name(recurrence_zone(r)), ==, "Asia/Tokyo");
}

/* The goal is 100,000 tasks in a second of processor time; here a tenth of them, so that a slow or instrumented build passes too. */
TEST(recurrence__new_in__keeps_up_with_many_tasks)
{
	static const char *const rules[] = {"FREQ=DAILY",	       "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;BYDAY=MO",	 "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
					    "FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=-1",	"FREQ=MONTHLY;BYDAY=2TU", "FREQ=HOURLY;INTERVAL=6",
					    "FREQ=YEARLY",	       "FREQ=DAILY;COUNT=1000"};
	static const char *const names[] = {"Europe/Moscow", "Europe/Berlin", "America/New_York"};
	autoptr(zones) zones = zones_new();
	clock_t begin = clock();
	for (int i = 0; i < 10000; i++) {
		struct recurrence_spec spec = spec_of("2025-01-15T02:30", NULL, rules[i % 10]);
		autoptr(recurrence) r = recurrence_new_in(&spec, zones_get(zones, names[i % 3], NULL), NULL);
		struct occurrence o;
		g_assert_true(recurrence_next(r, 1795000000, &o));
	}
	g_assert_cmpfloat((double)(clock() - begin) / CLOCKS_PER_SEC, <, 1.0);
}
