// SPDX-License-Identifier: Apache-2.0
// Recurrence form <-> rule: what the form says comes back as it was; the rest is custom.
#include "tidings/schedule/form.h"

#include <string.h>

#include "test.h"

static const struct {
	struct recurrence_form form;
	const char *rule;
} pairs[] = {
	{{.recur = RECUR_ONCE, .interval = 1}, ""},
	{{.recur = RECUR_HOURLY, .interval = 6}, "FREQ=HOURLY;INTERVAL=6"},
	{{.recur = RECUR_DAILY, .interval = 1}, "FREQ=DAILY"},
	{{.recur = RECUR_DAILY, .interval = 366, .end = RECUR_COUNT, .count = 10}, "FREQ=DAILY;INTERVAL=366;COUNT=10"},
	{{.recur = RECUR_WORKDAYS, .interval = 1}, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"},
	{{.recur = RECUR_WEEKLY, .interval = 1, .weekdays = 0x1f}, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"},
	{{.recur = RECUR_WEEKLY, .interval = 2, .weekdays = 0x11}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"},
	{{.recur = RECUR_MONTHLY_DAY, .interval = 1, .day = 31}, "FREQ=MONTHLY;BYMONTHDAY=31"},
	{{.recur = RECUR_MONTHLY_LAST, .interval = 3}, "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"},
	{{.recur = RECUR_MONTHLY_NTH, .interval = 1, .weekdays = 2, .nth = 2}, "FREQ=MONTHLY;BYDAY=2TU"},
	{{.recur = RECUR_MONTHLY_NTH, .interval = 1, .weekdays = 0x40, .nth = -1}, "FREQ=MONTHLY;BYDAY=-1SU"},
	{{.recur = RECUR_YEARLY, .interval = 1, .end = RECUR_UNTIL, .until = {.year = 2030, .month = 12, .day = 31}}, "FREQ=YEARLY;UNTIL=20301231"},
};

static void equal(const struct recurrence_form *a, const struct recurrence_form *b)
{
	g_assert_cmpint(a->recur, ==, b->recur);
	g_assert_cmpint(a->interval, ==, b->interval);
	g_assert_cmpuint(a->weekdays, ==, b->weekdays);
	g_assert_cmpint(a->day, ==, b->day);
	g_assert_cmpint(a->nth, ==, b->nth);
	g_assert_cmpint(a->end, ==, b->end);
	g_assert_cmpint(a->count, ==, b->count);
	g_assert_cmpint(wall_to_seconds(&a->until), ==, wall_to_seconds(&b->until));
}

TEST(form__to_rule__writes_each_kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		GError *error = NULL;
		g_autofree char *rule = recurrence_form_to_rule(&pairs[i].form, &error);
		test_no_error(error);
		g_assert_cmpstr(rule, ==, pairs[i].rule);
	}
}

TEST(form__from_rule__reads_what_it_wrote)
{
	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		struct recurrence_form form = recurrence_form_from_rule(pairs[i].rule);
		if (pairs[i].form.until.year == 0)
			form.until = pairs[i].form.until;
		equal(&form, &pairs[i].form);
	}
}

TEST(form__from_rule__is_the_identity_for_all_that_it_can_say)
{
	for (int recur = RECUR_HOURLY; recur <= RECUR_YEARLY; recur++)
		for (unsigned i = 0; i < 64; i++) {
			struct recurrence_form form = {.recur = (enum recur)recur, .interval = 1 + (int)(i % 5), .end = (enum recur_end)(i % 3)};
			form.until = (struct wall){.year = 1970, .month = 1, .day = 1};
			form.count = form.end == RECUR_COUNT ? 1 + (int)i : 0;
			if (form.end == RECUR_UNTIL)
				form.until = (struct wall){.year = 2027, .month = 1 + (int)i % 12, .day = 1 + (int)i % 28};
			form.interval = recur == RECUR_WORKDAYS ? 1 : form.interval;
			form.weekdays = recur == RECUR_WEEKLY ? 1 + i : recur == RECUR_MONTHLY_NTH ? 1u << (i % 7) : 0;
			form.day = recur == RECUR_MONTHLY_DAY ? 1 + (int)i % 31 : 0;
			form.nth = recur == RECUR_MONTHLY_NTH ? (i % 6 == 0 ? -1 : (int)(i % 6)) : 0;
			g_autofree char *rule = recurrence_form_to_rule(&form, NULL);
			struct recurrence_form again = recurrence_form_from_rule(rule);
			if (form.end != RECUR_UNTIL)
				again.until = form.until;
			equal(&again, &form);
		}
}

TEST(form__from_rule__reads_other_spellings)
{
	struct recurrence_form form = recurrence_form_from_rule("byday=fr,mo,mo;freq=weekly;interval=1;wkst=mo");
	g_assert_cmpint(form.recur, ==, RECUR_WEEKLY);
	g_assert_cmpuint(form.weekdays, ==, 0x11);
	g_assert_cmpint(recurrence_form_from_rule(NULL).recur, ==, RECUR_ONCE);
}

TEST(form__from_rule__calls_the_rest_custom)
{
	static const char *const rules[] = {
		"FREQ=WEEKLY",			"FREQ=MONTHLY",		    "FREQ=MONTHLY;BYMONTHDAY=1,15",  "FREQ=MONTHLY;BYMONTHDAY=-2", "FREQ=MONTHLY;BYDAY=1MO,2TU",
		"FREQ=MONTHLY;BYDAY=1MO,3MO",	"FREQ=MONTHLY;BYDAY=-2MO",  "FREQ=MONTHLY;BYDAY=MO",	     "FREQ=YEARLY;BYMONTH=3",	   "FREQ=DAILY;BYHOUR=9",
		"FREQ=DAILY;INTERVAL=367",	"FREQ=DAILY;BYDAY=MO",	    "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR",		   "FREQ=MINUTELY;INTERVAL=30",
		"FREQ=DAILY;UNTIL=20301231T090000Z", "FREQ=WEEKLY;BYDAY=MO;WKST=SU", "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=1MO", "nonsense", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		g_assert_cmpint(recurrence_form_from_rule(rules[i]).recur, ==, RECUR_CUSTOM);
}

TEST(form__to_rule__refuses_what_is_out_of_range)
{
	static const struct recurrence_form forms[] = {
		{.recur = RECUR_DAILY, .interval = 0},
		{.recur = RECUR_DAILY, .interval = 367},
		{.recur = RECUR_WEEKLY, .interval = 1},
		{.recur = RECUR_MONTHLY_DAY, .interval = 1, .day = 0},
		{.recur = RECUR_MONTHLY_DAY, .interval = 1, .day = 32},
		{.recur = RECUR_MONTHLY_NTH, .interval = 1, .weekdays = 3, .nth = 1},
		{.recur = RECUR_MONTHLY_NTH, .interval = 1, .weekdays = 1, .nth = 6},
		{.recur = RECUR_MONTHLY_NTH, .interval = 1, .weekdays = 1, .nth = 0},
		{.recur = RECUR_DAILY, .interval = 1, .end = RECUR_COUNT, .count = 0},
		{.recur = RECUR_DAILY, .interval = 1, .end = RECUR_UNTIL},
		{.recur = RECUR_DAILY, .interval = 1, .end = RECUR_UNTIL, .until = {.year = 2027, .month = 2, .day = 29}},
		{.recur = RECUR_CUSTOM, .interval = 1},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		GError *error = NULL;
		g_assert_null(recurrence_form_to_rule(&forms[i], &error));
		test_error(&error, ERROR_INVALID, "rrule");
	}
}
