// SPDX-License-Identifier: Apache-2.0
// Holidays from iCalendar files.
#include "tidings/schedule/ics.h"

#include <string.h>

#include "test.h"
#include "tidings/util/error.h"

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define EVENT(lines) HEAD "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n" TAIL

/* "DATE DATE ..." of a file; NULL when it is refused, its message in *refused. */
static char *days_of(const char *text, size_t length, char **refused)
{
	g_autoptr(GError) error = NULL;
	unsigned ignored = 0;
	autoptr(calendar) calendar = ics_read("x", text, length, &ignored, &error);
	g_assert_true((calendar == NULL) == (error != NULL));
	if (calendar == NULL) {
		*refused = g_strdup(error->message);
		return NULL;
	}
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < calendar->holidays->len; i++) {
		g_autofree char *date = holiday_date(&g_array_index(calendar->holidays, struct holiday, i));
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "", date);
	}
	if (ignored > 0)
		g_string_append_printf(out, " and %u ignored", ignored);
	return g_string_free(out, FALSE);
}

static void expect(const char *text, const char *expected)
{
	g_autofree char *refused = NULL;
	g_autofree char *days = days_of(text, strlen(text), &refused);
	g_assert_cmpstr(days, ==, expected);
}

static void refuse(const char *text, const char *why)
{
	g_autofree char *refused = NULL;
	g_autofree char *days = days_of(text, strlen(text), &refused);
	g_assert_null(days);
	if (strstr(refused, why) == NULL)
		g_error("\"%s\" does not say \"%s\"", refused, why);
}

TEST(ics_read__all_day_events__their_days)
{
	expect(EVENT("DTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas\r\n"), "2026-12-25");
	expect(EVENT("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\n"), "2026-12-24 2026-12-25 2026-12-26");
	expect(EVENT("DTSTART:20261224\nDURATION:P2D\n"), "2026-12-24 2026-12-25");
	expect(EVENT("DTSTART:20261224\nDTEND:20261224\n"), "2026-12-24");
	expect(EVENT("DTST\r\n ART;VALUE=DATE:2026\r\n\t1225\r\n"), "2026-12-25");
	expect("\xef\xbb\xbf" EVENT("dtstart;value=date:20261225\r\n"), "2026-12-25");
}

TEST(ics_read__repeated__worked_out)
{
	expect(EVENT("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n"), "2026-01-01 2027-01-01 2028-01-01");
	expect(EVENT("DTSTART:20260907\nRRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=1MO;UNTIL=20280101\nEXDATE;VALUE=DATE:20270906\n"), "2026-09-07");
	expect(EVENT("DTSTART:20260101\nRDATE;VALUE=DATE:20260102,20260103\n"), "2026-01-01 2026-01-02 2026-01-03");
	expect(EVENT("EXDATE:20260101\nRRULE:FREQ=DAILY;COUNT=3\nDTSTART:20260101\n"), "2026-01-02 2026-01-03");
	/* From long ago, and on to the end of the century. */
	g_autofree char *refused = NULL;
	const char *old = EVENT("DTSTART;VALUE=DATE:19450509\r\nRRULE:FREQ=YEARLY\r\n");
	g_autofree char *days = days_of(old, strlen(old), &refused);
	g_assert_true(g_str_has_prefix(days, "2000-05-09 2001-05-09") && g_str_has_suffix(days, " 2099-05-09"));
}

TEST(ics_read__what_is_no_holiday__ignored_and_counted)
{
	expect(HEAD "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\nEND:STANDARD\nEND:VTIMEZONE\n"
		    "BEGIN:VEVENT\nEXDATE:20260101T090000\nDTSTART;TZID=X:20260101T090000\nEND:VEVENT\n"
		    "BEGIN:VEVENT\nDTSTART:20260102\nSTATUS:CANCELLED\nEND:VEVENT\n"
		    "BEGIN:VEVENT\nDTSTART:20260103\nBEGIN:VALARM\nDTSTART:20260110\nEND:VALARM\nEND:VEVENT\n" TAIL,
	       "2026-01-03 and 2 ignored");
}

TEST(ics_read__name__is_kept)
{
	g_autoptr(GError) error = NULL;
	unsigned ignored = 0;
	const char *text = EVENT("DTSTART:20261225\nSUMMARY;LANGUAGE=en:Christmas\\, first\\nday\n");
	autoptr(calendar) calendar = ics_read("x", text, strlen(text), &ignored, &error);
	test_no_error(error);
	g_assert_cmpstr(calendar_from(calendar, 0)->words, ==, "Christmas, first day");
}

TEST(ics_read__what_is_not_understood__refused_with_line_and_reason)
{
	refuse("", "no all-day event");
	refuse("hello", "line 1 is no line of iCalendar");
	refuse("DTSTART:20260101\n", "line 1: an iCalendar file begins with BEGIN:VCALENDAR");
	refuse("BEGIN:VEVENT\nEND:VEVENT\n", "line 1: an iCalendar file begins");
	refuse(HEAD, "ends before END:VCALENDAR");
	refuse(HEAD "END:VEVENT\n", "line 3: END:VEVENT has no BEGIN");
	refuse(HEAD TAIL, "no all-day event");
	refuse(EVENT("SUMMARY:x\n"), "line 3: the event has no DTSTART");
	refuse(EVENT("DTSTART:20260230\n"), "line 3: \"20260230\" is not a date");
	refuse(EVENT("DTSTART:20260101\nDTSTART:20260102\n"), "line 5: DTSTART comes twice");
	refuse(EVENT("DTSTART:20260105\nDTEND:20260101\n"), "ends before it starts");
	refuse(EVENT("DTSTART:20260101\nDURATION:PT1H\n"), "is not a duration in days");
	refuse(EVENT("DTSTART:20260101\nDURATION:P99999999999999999999D\n"), "is not a duration in days");
	refuse(EVENT("DTSTART:20260101\nRRULE:FREQ=HOURLY\n"), "cannot repeat within a day");
	refuse(EVENT("DTSTART:20260101\nRRULE:FREQ=SECONDLY\n"), "line 3: ");
	refuse(EVENT("DTSTART:20260101\nRRULE:FREQ=DAILY\n"), "more than 20000 days");
	refuse(EVENT("DTSTART:20260101\nRRULE:FREQ=DAILY\nEXDATE:20260101T000000\n"), "\"20260101T000000\"");
	refuse(EVENT("DTSTART:20260101\nRECURRENCE-ID:20260101\n"), "RECURRENCE-ID");
	refuse(EVENT("DTSTART:20260101\nSUMMARY:a\x01z\n"), "line 5 has a control character");
	refuse(EVENT("DTSTART:20260101\nSUMMARY:\xff\n"), "not UTF-8");
	refuse(EVENT("DTSTART:19900101\n"), "no all-day event from 2000");
	refuse(EVENT("DTSTART:18000101\n"), "not a date from 1970 on");
}

TEST(ics_read__too_much__refused_at_a_bound)
{
	g_autoptr(GString) deep = g_string_new(HEAD), wide = g_string_new(HEAD), events = g_string_new(HEAD), long_line = g_string_new(HEAD "X:");
	for (int i = 0; i < 1000; i++)
		g_string_append(deep, "BEGIN:VEVENT\n");
	refuse(deep->str, "nested deeper");
	for (int i = 0; i < 10001; i++)
		g_string_append(events, "BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n");
	refuse(events->str, "more than 10000 events");
	g_string_append(wide, "X");
	for (int i = 0; i < 1000; i++)
		g_string_append(wide, ";A=B");
	refuse(wide->str, "no line of iCalendar");
	for (int i = 0; i < 70000; i++)
		g_string_append(long_line, "y\n ");
	refuse(long_line->str, "longer than 65536");
	g_autofree char *large = g_strnfill(ICS_MAX + 1, 'x');
	refuse(large, "larger than 4 MB");
}

TEST(ics_read__rules_that_cost__bounded_in_number_and_time)
{
	static const char *const rules[] = {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", "FREQ=YEARLY;INTERVAL=7;BYYEARDAY=366",
					    "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "FREQ=DAILY;INTERVAL=997"};
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		g_autoptr(GString) text = g_string_new(HEAD);
		for (int n = 0; n < 1001; n++)
			g_string_append_printf(text, "BEGIN:VEVENT\nDTSTART:20240229\nRRULE:%s;COUNT=2\nEND:VEVENT\n", rules[i]);
		gint64 before = g_get_monotonic_time();
		g_autofree char *refused = NULL;
		g_autofree char *days = days_of(text->str, text->len, &refused);
		g_assert_null(days);
		g_assert_cmpint(g_get_monotonic_time() - before, <, 5 * G_USEC_PER_SEC);
	}
}
