// SPDX-License-Identifier: Apache-2.0
// Recurrence form <-> RRULE text.
#include "tidings/schedule/form.h"

#include "rule-priv.h"
#include "tidings/util/error.h"

#define INTERVAL_MOST 366
#define WEEK 0x7fu

/* What the rule of each kind begins with. */
static const char *const form_rules[] = {
	[RECUR_HOURLY] = "FREQ=HOURLY",
	[RECUR_DAILY] = "FREQ=DAILY",
	[RECUR_WORKDAYS] = "FREQ=DAILY",
	[RECUR_WEEKLY] = "FREQ=WEEKLY",
	[RECUR_MONTHLY_DAY] = "FREQ=MONTHLY",
	[RECUR_MONTHLY_LAST] = "FREQ=MONTHLY",
	[RECUR_MONTHLY_NTH] = "FREQ=MONTHLY",
	[RECUR_YEARLY] = "FREQ=YEARLY",
};

static void put_days(GString *rule, unsigned weekdays, int nth)
{
	const char *before = ";BYDAY=";
	for (int day = 0; day < 7; day++)
		if ((weekdays >> day & 1) != 0) {
			g_string_append(rule, before);
			if (nth != 0)
				g_string_append_printf(rule, "%d", nth);
			g_string_append(rule, weekday_names[day]);
			before = ",";
		}
}

static bool single_bit(unsigned bits)
{
	return bits != 0 && (bits & (bits - 1)) == 0;
}

#define REFUSE(...) error_set_field(error, ERROR_INVALID, "rrule", __VA_ARGS__)

static bool check_days(const struct recurrence_form *form, GError **error)
{
	if (form->recur == RECUR_WEEKLY && (form->weekdays & WEEK) == 0)
		return REFUSE("choose at least one weekday");
	if (form->recur == RECUR_MONTHLY_DAY && (form->day < 1 || form->day > 31))
		return REFUSE("the day of the month is 1 to 31");
	if (form->recur == RECUR_MONTHLY_NTH && !single_bit(form->weekdays & WEEK))
		return REFUSE("choose one weekday");
	if (form->recur == RECUR_MONTHLY_NTH && form->nth != -1 && (form->nth < 1 || form->nth > 5))
		return REFUSE("the weekday of the month is the first to the fifth, or the last");
	return true;
}

static bool check_form(const struct recurrence_form *form, GError **error)
{
	if (form->recur > RECUR_YEARLY)
		return REFUSE("a custom rule is given as text");
	if (form->recur != RECUR_WORKDAYS && (form->interval < 1 || form->interval > INTERVAL_MOST))
		return REFUSE("the interval is 1 to %d", INTERVAL_MOST);
	if (form->end == RECUR_COUNT && (form->count < 1 || form->count > RULE_COUNT_MOST))
		return REFUSE("the number of times is 1 to %d", RULE_COUNT_MOST);
	const struct wall *until = &form->until;
	if (form->end == RECUR_UNTIL && (until->year < 1970 || until->year > 9999 || until->month < 1 || until->month > 12 || until->day < 1 ||
					 until->day > month_days(until->year, until->month)))
		return REFUSE("the last date is no date");
	return check_days(form, error);
}

static void put_end(GString *rule, const struct recurrence_form *form)
{
	if (form->end == RECUR_COUNT)
		g_string_append_printf(rule, ";COUNT=%d", form->count);
	if (form->end == RECUR_UNTIL)
		g_string_append_printf(rule, ";UNTIL=%04d%02d%02d", form->until.year, form->until.month, form->until.day);
}

char *recurrence_form_to_rule(const struct recurrence_form *form, GError **error)
{
	if (form->recur == RECUR_ONCE)
		return g_strdup("");
	if (!check_form(form, error))
		return NULL;
	g_autoptr(GString) rule = g_string_new(form_rules[form->recur]);
	if (form->interval > 1 && form->recur != RECUR_WORKDAYS)
		g_string_append_printf(rule, ";INTERVAL=%d", form->interval);
	if (form->recur == RECUR_WORKDAYS || form->recur == RECUR_WEEKLY)
		put_days(rule, form->recur == RECUR_WORKDAYS ? WORKDAYS : form->weekdays, 0);
	if (form->recur == RECUR_MONTHLY_DAY || form->recur == RECUR_MONTHLY_LAST)
		g_string_append_printf(rule, ";BYMONTHDAY=%d", form->recur == RECUR_MONTHLY_LAST ? -1 : form->day);
	if (form->recur == RECUR_MONTHLY_NTH)
		put_days(rule, form->weekdays, form->nth);
	put_end(rule, form);
	return g_string_free(g_steal_pointer(&rule), FALSE);
}

/* The only number of a set, 0 when it has none or several. */
static int single_number(const struct number_set *set)
{
	int number = number_set_after(set, G_MININT);
	return number != G_MAXINT && number_set_after(set, number) == G_MAXINT ? number : 0;
}

static void read_monthly(const struct rule *rule, struct recurrence_form *form)
{
	form->day = single_number(&rule->month_days);
	form->recur = form->day == -1 ? RECUR_MONTHLY_LAST : RECUR_MONTHLY_DAY;
	form->day = MAX(form->day, 0);
	for (int day = 0; day < 7 && rule->any_nth; day++)
		if (rule->nth[day].any) {
			form->recur = RECUR_MONTHLY_NTH;
			form->weekdays = 1u << day;
			form->nth = single_number(&rule->nth[day]);
		}
}

/* A form that may say the rule: whether it does is seen by turning it back. */
static void read_rule(const struct rule *rule, struct recurrence_form *form)
{
	static const enum recur plain[] = {
		[FREQ_MINUTELY] = RECUR_CUSTOM, [FREQ_HOURLY] = RECUR_HOURLY, [FREQ_DAILY] = RECUR_DAILY,
		[FREQ_WEEKLY] = RECUR_WEEKLY, [FREQ_MONTHLY] = RECUR_CUSTOM, [FREQ_YEARLY] = RECUR_YEARLY,
	};
	form->recur = plain[rule->freq];
	form->interval = rule->interval;
	if (rule->freq == FREQ_DAILY && rule->weekdays == WORKDAYS)
		form->recur = RECUR_WORKDAYS;
	if (rule->freq == FREQ_WEEKLY)
		form->weekdays = rule->weekdays;
	if (rule->freq == FREQ_MONTHLY)
		read_monthly(rule, form);
	form->count = rule->count;
	form->end = rule->count > 0 ? RECUR_COUNT : RECUR_FOREVER;
	if (rule->until_is_date) {
		form->end = RECUR_UNTIL;
		form->until = wall_from_seconds(rule->until);
		form->until.hour = form->until.minute = form->until.second = 0;
	}
}

static bool form_says(const struct recurrence_form *form, const struct rule *rule)
{
	struct rule again;
	g_autofree char *text = recurrence_form_to_rule(form, NULL);
	if (text == NULL || !rule_parse(text, &again, NULL))
		return false;
	g_autofree char *want = rule_to_text(rule);
	g_autofree char *have = rule_to_text(&again);
	return g_str_equal(want, have);
}

struct recurrence_form recurrence_form_from_rule(const char *rrule)
{
	struct recurrence_form form = {.recur = RECUR_ONCE, .interval = 1};
	struct rule rule;
	if (rrule == NULL || rrule[0] == '\0')
		return form;
	if (rule_parse(rrule, &rule, NULL)) {
		read_rule(&rule, &form);
		if (form_says(&form, &rule))
			return form;
	}
	return (struct recurrence_form){.recur = RECUR_CUSTOM, .interval = 1};
}
