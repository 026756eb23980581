// SPDX-License-Identifier: Apache-2.0
// Recurrences in words: one plain sentence.
#include "tidings/schedule/recurrence.h"

#include "phrase-priv.h"
#include "recurrence-priv.h"
#include "words-priv.h"

/* "every 2 weeks". One function a frequency, since plural forms are looked up by their literal texts. */
static const char *every_minutes(const struct catalog *c, guint64 n)
{
	return catalog_plural(c, "every {n} minute", "every {n} minutes", n);
}

static const char *every_hours(const struct catalog *c, guint64 n)
{
	return n == 1 ? catalog_text(c, "every hour") : catalog_plural(c, "every {n} hour", "every {n} hours", n);
}

static const char *every_days(const struct catalog *c, guint64 n)
{
	return n == 1 ? catalog_text(c, "every day") : catalog_plural(c, "every {n} day", "every {n} days", n);
}

static const char *every_weeks(const struct catalog *c, guint64 n)
{
	return n == 1 ? catalog_text(c, "every week") : catalog_plural(c, "every {n} week", "every {n} weeks", n);
}

static const char *every_months(const struct catalog *c, guint64 n)
{
	return n == 1 ? catalog_text(c, "every month") : catalog_plural(c, "every {n} month", "every {n} months", n);
}

static const char *every_years(const struct catalog *c, guint64 n)
{
	return n == 1 ? catalog_text(c, "every year") : catalog_plural(c, "every {n} year", "every {n} years", n);
}

static char *words_every(const struct rule *rule, const struct catalog *c)
{
	static const char *(*const every[])(const struct catalog *, guint64) = {
		[FREQ_MINUTELY] = every_minutes, [FREQ_HOURLY] = every_hours,	[FREQ_DAILY] = every_days,
		[FREQ_WEEKLY] = every_weeks,	 [FREQ_MONTHLY] = every_months, [FREQ_YEARLY] = every_years,
	};
	bool workdays = rule->freq == FREQ_DAILY && rule->interval == 1 && rule->weekdays == WORKDAYS;
	if (workdays)
		return g_strdup(catalog_text(c, "every workday"));
	/* A day of every week is better known as that day of the week. */
	bool week = rule->freq == FREQ_DAILY && rule->interval == 1 && rule->weekdays != 0;
	return phrase_fill_number(every[week ? FREQ_WEEKLY : rule->freq](c, (guint64)rule->interval), "n", rule->interval);
}

static char *words_date(const struct catalog *c, int64_t seconds)
{
	struct wall wall = wall_from_seconds(seconds);
	g_autofree char *month = phrase_month(c, wall.month);
	return g_strdup_printf("%d %s %d", wall.day, month, wall.year);
}

static char *words_time(int64_t seconds)
{
	struct wall wall = wall_from_seconds(seconds);
	if (wall.second != 0)
		return g_strdup_printf("%02d:%02d:%02d", wall.hour, wall.minute, wall.second);
	return g_strdup_printf("%02d:%02d", wall.hour, wall.minute);
}

static char *date_and_time(const struct catalog *c, int64_t seconds)
{
	g_autofree char *date = words_date(c, seconds);
	g_autofree char *time = words_time(seconds);
	g_autofree char *dated = phrase_fill(catalog_text(c, "{date} at {time}"), "date", date);
	return phrase_fill(dated, "time", time);
}

static void append(GString *out, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	if (out->len > 0)
		g_string_append_c(out, ' ');
	g_string_append(out, text);
}

static void append_times(GString *out, const struct wall_rule *wall, const struct catalog *c)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < wall->n_times; i++)
		g_ptr_array_add(items, words_time(wall->times[i]));
	g_autofree char *list = phrase_join(c, items);
	g_autofree char *at = phrase_fill(catalog_text(c, "at {times}"), "times", list);
	append(out, at);
}

/* Where the phase of an interval depends on it, the start belongs to the sentence. */
static void append_start(GString *out, const struct recurrence *r, const struct catalog *c)
{
	if (r->kind != RECURRENCE_ELAPSED && r->rule.interval == 1)
		return;
	g_autofree char *start = r->kind == RECURRENCE_ELAPSED ? date_and_time(c, r->start) : words_date(c, r->start);
	g_autofree char *from = phrase_fill(catalog_text(c, "from {start}"), "start", start);
	append(out, from);
}

static void append_end(GString *out, const struct recurrence *r, const struct catalog *c)
{
	const struct rule *rule = &r->rule;
	if (rule->count > 0) {
		g_autofree char *times = phrase_fill_number(catalog_plural(c, "{n} time", "{n} times", (guint64)rule->count), "n", rule->count);
		g_string_append_printf(out, ", %s", times);
	}
	if (rule->until_kind == UNTIL_NONE)
		return;
	int64_t until = rule->until + (rule->until_kind == UNTIL_INSTANT ? zone_offset(r->zone, rule->until) : 0);
	g_autofree char *date = rule->until_is_date ? words_date(c, until) : date_and_time(c, until);
	g_autofree char *text = phrase_fill(catalog_text(c, "until {date}"), "date", date);
	append(out, text);
}

static guint list_length(const struct date_list *list)
{
	return (list->times != NULL ? list->times->len : 0) + (list->days != NULL ? list->days->len : 0);
}

static void append_dates(GString *out, const struct recurrence *r, const struct catalog *c)
{
	guint without = list_length(&r->exdates), added = list_length(&r->rdates);
	if (without > 0) {
		g_autofree char *text = phrase_fill_number(catalog_plural(c, "except on {n} date", "except on {n} dates", without), "n", (int)without);
		g_string_append_printf(out, ", %s", text);
	}
	if (added > 0) {
		g_autofree char *text =
			phrase_fill_number(catalog_plural(c, "and on {n} additional date", "and on {n} additional dates", added), "n", (int)added);
		g_string_append_printf(out, ", %s", text);
	}
}

static void append_rule(GString *out, const struct recurrence *r, const struct catalog *c)
{
	const struct rule *rule = r->kind == RECURRENCE_WALL ? &r->wall->days.rule : &r->rule;
	g_autofree char *every = words_every(rule, c);
	append(out, every);
	if (r->kind == RECURRENCE_ELAPSED)
		append_start(out, r, c);
	g_autofree char *days = words_days(rule, c);
	append(out, days);
	if (r->kind == RECURRENCE_WALL) {
		append_times(out, r->wall, c);
		append_start(out, r, c);
	}
	append_end(out, r, c);
}

static void append_holidays(GString *out, const struct recurrence *r, const struct catalog *c)
{
	static const char *const words[] = {
		[HOLIDAY_SKIP] = N_("not on holidays"), [HOLIDAY_PREVIOUS] = N_("on holidays the working day before"),
		[HOLIDAY_NEXT] = N_("on holidays the working day after"),
	};
	if (r->calendar != NULL)
		g_string_append_printf(out, ", %s", catalog_text(c, words[r->holiday]));
}

char *recurrence_words(const struct recurrence *recurrence, const struct catalog *catalog)
{
	g_autoptr(GString) out = g_string_new("");
	if (recurrence->kind == RECURRENCE_ONCE) {
		g_autofree char *at = date_and_time(catalog, recurrence->start);
		g_autofree char *once = phrase_fill(catalog_text(catalog, "once on {date}"), "date", at);
		append(out, once);
	} else {
		append_rule(out, recurrence, catalog);
	}
	append_dates(out, recurrence, catalog);
	append_holidays(out, recurrence, catalog);
	g_string_append_printf(out, ", %s", zone_name(recurrence->zone));
	return g_string_free(g_steal_pointer(&out), FALSE);
}
