// SPDX-License-Identifier: Apache-2.0
// Recurrence rules as canonical text.
#include "rule-priv.h"

#include "tidings/util/instant.h"

static void put_list(GString *out, const char *name, const struct number_set *set)
{
	const char *before = name;
	for (int number = number_set_after(set, G_MININT); number != G_MAXINT; number = number_set_after(set, number)) {
		g_string_append_printf(out, "%s%d", before, number);
		before = ",";
	}
}

static void put_weekdays(GString *out, const struct rule *rule)
{
	const char *before = ";BYDAY=";
	for (int day = 0; day < 7; day++) {
		if ((rule->weekdays >> day & 1) != 0) {
			g_string_append_printf(out, "%s%s", before, weekday_names[day]);
			before = ",";
		}
		const struct number_set *nth = &rule->nth[day];
		for (int number = number_set_after(nth, G_MININT); number != G_MAXINT; number = number_set_after(nth, number)) {
			g_string_append_printf(out, "%s%d%s", before, number, weekday_names[day]);
			before = ",";
		}
	}
}

static void put_end(GString *out, const struct rule *rule)
{
	if (rule->count > 0)
		g_string_append_printf(out, ";COUNT=%d", rule->count);
	if (rule->until_kind == UNTIL_NONE)
		return;
	struct wall until = wall_from_seconds(rule->until);
	g_string_append_printf(out, ";UNTIL=%04d%02d%02d", until.year, until.month, until.day);
	if (!rule->until_is_date)
		g_string_append_printf(out, "T%02d%02d%02d%s", until.hour, until.minute, until.second, rule->until_kind == UNTIL_INSTANT ? "Z" : "");
}

void rule_put_days(const struct rule *rule, GString *out)
{
	put_list(out, ";BYMONTH=", &rule->months);
	put_list(out, ";BYYEARDAY=", &rule->year_days);
	put_list(out, ";BYMONTHDAY=", &rule->month_days);
	put_weekdays(out, rule);
}

char *rule_to_text(const struct rule *rule)
{
	static const char *const freqs[] = {"MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
	g_autoptr(GString) out = g_string_new("FREQ=");
	g_string_append(out, freqs[rule->freq]);
	if (rule->interval > 1)
		g_string_append_printf(out, ";INTERVAL=%d", rule->interval);
	put_list(out, ";BYWEEKNO=", &rule->weeks);
	rule_put_days(rule, out);
	put_list(out, ";BYHOUR=", &rule->hours);
	put_list(out, ";BYMINUTE=", &rule->minutes);
	put_list(out, ";BYSECOND=", &rule->seconds);
	put_list(out, ";BYSETPOS=", &rule->positions);
	if (rule->week_start != 1)
		g_string_append_printf(out, ";WKST=%s", weekday_names[rule->week_start - 1]);
	put_end(out, rule);
	return g_string_free(g_steal_pointer(&out), FALSE);
}
