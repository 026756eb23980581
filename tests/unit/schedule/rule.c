// SPDX-License-Identifier: Apache-2.0
// The grammar of rules: what is refused, and why; hostile rules cost little.
#include "schedule-test.h"

#include <string.h>

TEST(rule__parse__refuses_what_is_no_rule)
{
	refuses_rule("FREQ", "NAME=VALUE");
	refuses_rule("hello", "NAME=VALUE");
	refuses_rule("FREQ=DAILY;", "NAME=VALUE");
	refuses_rule(";FREQ=DAILY", "NAME=VALUE");
	refuses_rule("FREQ=DAILY FREQ=DAILY", "no frequency");
	refuses_rule(" FREQ=DAILY", "no part");
	refuses_rule("RRULE:FREQ=DAILY", "without \"RRULE:\"");
	refuses_rule("INTERVAL=2", "no FREQ");
	refuses_rule("FREQ=FORTNIGHTLY", "no frequency");
	refuses_rule("FREQ=", "no frequency");
	refuses_rule("FREQ=DAILY;FREQ=DAILY", "given twice");
	refuses_rule("FREQ=DAILY;BYHOUR=9;BYHOUR=10", "given twice");
	refuses_rule("FREQ=DAILY;X-FOO=1", "no part");
	refuses_rule("FREQ=DAILY;BYEASTER=0", "no part");
}

TEST(rule__parse__takes_parts_in_any_order_and_case)
{
	gives(spec_of("2026-11-30T09:00", "UTC", "byday=mo;interval=2;freq=weekly"), 2, "2026-11-30T09:00:00+00:00 2026-12-14T09:00:00+00:00");
	gives(spec_of("2026-11-30T09:00", "UTC", "FREQ=MONTHLY;BYDAY=+1MO"), 1, "2026-12-07T09:00:00+00:00");
}

TEST(rule__parse__bounds_numbers)
{
	static const char *const rules[] = {
		"FREQ=DAILY;INTERVAL=0",     "FREQ=DAILY;INTERVAL=-1",	    "FREQ=DAILY;INTERVAL=x",	   "FREQ=DAILY;INTERVAL=",	  "FREQ=DAILY;INTERVAL=65537",
		"FREQ=YEARLY;INTERVAL=41",   "FREQ=DAILY;INTERVAL=1.5",	    "FREQ=DAILY;INTERVAL=999999999999", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-5",
		"FREQ=DAILY;COUNT=10001",    "FREQ=DAILY;COUNT=99999999999", "FREQ=DAILY;BYHOUR=24",	   "FREQ=DAILY;BYHOUR=-1",	  "FREQ=DAILY;BYHOUR=",
		"FREQ=DAILY;BYHOUR=9,",	     "FREQ=DAILY;BYHOUR=9,,10",	    "FREQ=DAILY;BYMINUTE=60",	   "FREQ=DAILY;BYSECOND=60",	  "FREQ=DAILY;BYMONTH=0",
		"FREQ=DAILY;BYMONTH=13",     "FREQ=MONTHLY;BYMONTHDAY=0",   "FREQ=MONTHLY;BYMONTHDAY=32",  "FREQ=MONTHLY;BYMONTHDAY=-32", "FREQ=YEARLY;BYYEARDAY=367",
		"FREQ=YEARLY;BYYEARDAY=0",   "FREQ=MONTHLY;BYDAY=0MO",	    "FREQ=MONTHLY;BYDAY=54MO",	   "FREQ=MONTHLY;BYDAY=255SU",	  "FREQ=WEEKLY;BYDAY=",
		"FREQ=WEEKLY;BYDAY=XX",	     "FREQ=WEEKLY;BYDAY=M",	    "FREQ=WEEKLY;BYDAY=MO,",	   "FREQ=WEEKLY;WKST=XX",	  "FREQ=WEEKLY;WKST=1MO",
		"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "FREQ=YEARLY;BYWEEKNO=54;BYDAY=MO", "FREQ=YEARLY;BYWEEKNO=0;BYDAY=MO",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		refuses_rule(rules[i], "");
}

TEST(rule__parse__refuses_what_is_faster_than_every_five_minutes)
{
	refuses_rule("FREQ=SECONDLY", "every 5 minutes");
	refuses_rule("FREQ=MINUTELY", "every 5 minutes");
	refuses_rule("FREQ=MINUTELY;INTERVAL=4", "every 5 minutes");
	refuses_rule("FREQ=DAILY;BYMINUTE=0,4", "every 5 minutes");
	refuses_rule("FREQ=DAILY;BYSECOND=0,30", "every 5 minutes");
	refuses_rule("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=1,58", "5 minutes apart");
	gives(spec_of("2026-11-30T09:00", "UTC", "FREQ=MINUTELY;INTERVAL=5"), 2, "2026-11-30T09:00:00+00:00 2026-11-30T09:05:00+00:00");
}

TEST(rule__parse__refuses_lists_where_they_have_no_meaning)
{
	refuses_rule("FREQ=WEEKLY;BYMONTHDAY=1", "weekly");
	refuses_rule("FREQ=DAILY;BYYEARDAY=1", "RFC 5545");
	refuses_rule("FREQ=MONTHLY;BYWEEKNO=1;BYDAY=MO", "yearly");
	refuses_rule("FREQ=WEEKLY;BYDAY=2MO", "monthly and yearly");
	refuses_rule("FREQ=DAILY;BYDAY=1MO", "monthly and yearly");
	refuses_rule("FREQ=YEARLY;BYWEEKNO=2;BYDAY=1MO", "BYWEEKNO");
	refuses_rule("FREQ=DAILY;BYSETPOS=1", "another list");
	refuses_rule("FREQ=HOURLY;BYMINUTE=0,30", "FREQ=DAILY");
	refuses_rule("FREQ=HOURLY;BYHOUR=9;BYSETPOS=1", "daily to yearly");
	refuses_rule("FREQ=DAILY;COUNT=2;UNTIL=20270101", "exclude each other");
}

TEST(rule__parse__refuses_what_programs_read_in_two_ways)
{
	refuses_rule("FREQ=YEARLY;BYWEEKNO=1", "BYDAY");
	refuses_rule("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO", "INTERVAL");
	refuses_rule("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,TU;BYSETPOS=1", "BYSETPOS");
	refuses_rule("FREQ=MONTHLY;BYDAY=MO,1TU", "two ways");
	refuses(spec_of("2026-12-01T09:00", "UTC", "FREQ=WEEKLY;BYDAY=MO,TU,WE;BYSETPOS=2"), "rrule", "first day of its week");
	refuses_rule("RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD", "BYSETPOS=-1");
}

TEST(rule__parse__refuses_dates_that_are_none)
{
	static const char *const dates[] = {"", "x", "2027", "2027-01-01", "20270229", "20271301", "20270101T", "20270101T0900", "20270101T240000",
					    "20270101T090000ZZ", "20270101 090000", "20270101Z", "99999999"};
	for (size_t i = 0; i < G_N_ELEMENTS(dates); i++) {
		g_autofree char *rule = g_strconcat("FREQ=DAILY;UNTIL=", dates[i], NULL);
		refuses_rule(rule, "UNTIL");
	}
}

TEST(rule__parse__refuses_what_is_empty)
{
	refuses_rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "within 40 years");
	refuses_rule("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", "within 40 years");
	refuses_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "within 40 years");
	refuses_rule("FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2", "within 40 years");
	refuses_rule("FREQ=DAILY;UNTIL=20261129", "to UNTIL");
	refuses_rule("FREQ=WEEKLY;UNTIL=20261130T055959Z", "to UNTIL");
	refuses_rule("FREQ=HOURLY;UNTIL=20261130T055959Z", "to UNTIL");
}

TEST(rule__parse__costs_little_whatever_it_says)
{
	static const char *const rules[] = {
		"FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=MINUTELY;INTERVAL=5;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=MINUTELY;INTERVAL=1440;BYHOUR=8",
		"FREQ=HOURLY;INTERVAL=24;BYHOUR=8;BYDAY=MO",
		"FREQ=HOURLY;BYYEARDAY=366;BYMONTH=1",
		"FREQ=YEARLY;BYMONTH=1;BYYEARDAY=200",
		"FREQ=YEARLY;BYDAY=53MO;BYMONTHDAY=1",
		"FREQ=WEEKLY;INTERVAL=2000;BYMONTH=2;BYDAY=MO",
		"FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,5,10,15;BYSETPOS=366",
	};
	gint64 begin = g_get_monotonic_time();
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		struct recurrence_spec spec = spec_of("2026-11-30T09:00", "UTC", rules[i]);
		g_autoptr(GError) error = NULL;
		autoptr(recurrence) r = recurrence_new(&spec, &error);
		struct occurrence o = {.instant = INSTANT_NONE};
		for (int n = 0; r != NULL && n < 3; n++)
			if (!recurrence_next(r, o.instant, &o))
				break;
	}
	g_assert_cmpint(g_get_monotonic_time() - begin, <, 5 * G_USEC_PER_SEC);
}

TEST(rule__parse__survives_long_texts)
{
	g_autoptr(GString) text = g_string_new("FREQ=DAILY;BYHOUR=9");
	for (int i = 0; i < 900; i++)
		g_string_append(text, ",9");
	gives(spec_of("2026-11-30T09:00", "UTC", text->str), 2, "2026-11-30T09:00:00+00:00 2026-12-01T09:00:00+00:00");
	for (int i = 0; i < 10000; i++)
		g_string_append(text, ",9");
	refuses_rule(text->str, "2048 bytes");
}

TEST(recurrence__new__names_the_wrong_field)
{
	struct recurrence_spec spec = spec_of("2026-11-31T09:00", "UTC", "");
	refuses(spec, "start", "2026-11-31");
	refuses(spec_of(NULL, "UTC", ""), "start", "");
	refuses(spec_of("2470-01-01T09:00", "UTC", ""), "start", "after the year");
	refuses(spec_of("2026-11-30T09:00", "Europe/Atlantis", ""), "zone", "Atlantis");
	refuses(spec_of("2026-11-30T09:00", NULL, ""), "zone", "");
	spec = spec_of("2026-11-30T09:00", "UTC", "FREQ=DAILY");
	spec.exdate = "2026-12-25,christmas";
	refuses(spec, "exdate", "christmas");
	spec.exdate = "";
	spec.rdate = "2026-12-25T09:00Z";
	refuses(spec, "rdate", "2026-12-25T09:00Z");
	g_autoptr(GString) many = g_string_new("2026-12-25");
	for (int i = 0; i < 1000; i++)
		g_string_append(many, ",2026-12-25");
	spec.rdate = many->str;
	refuses(spec, "rdate", "1000");
}
