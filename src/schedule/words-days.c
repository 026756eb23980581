// SPDX-License-Identifier: Apache-2.0
// The days of a rule in words.
#include "words-priv.h"

#include "phrase-priv.h"

#define NTH_MOST 5

/* By number; 0 is the last. */
static const char *const nth_weekdays[NTH_MOST + 1] = {
	N_("on the last Monday,on the last Tuesday,on the last Wednesday,on the last Thursday,on the last Friday,on the last Saturday,"
	   "on the last Sunday"),
	N_("on the first Monday,on the first Tuesday,on the first Wednesday,on the first Thursday,on the first Friday,on the first Saturday,"
	   "on the first Sunday"),
	N_("on the second Monday,on the second Tuesday,on the second Wednesday,on the second Thursday,on the second Friday,"
	   "on the second Saturday,on the second Sunday"),
	N_("on the third Monday,on the third Tuesday,on the third Wednesday,on the third Thursday,on the third Friday,on the third Saturday,"
	   "on the third Sunday"),
	N_("on the fourth Monday,on the fourth Tuesday,on the fourth Wednesday,on the fourth Thursday,on the fourth Friday,"
	   "on the fourth Saturday,on the fourth Sunday"),
	N_("on the fifth Monday,on the fifth Tuesday,on the fifth Wednesday,on the fifth Thursday,on the fifth Friday,on the fifth Saturday,"
	   "on the fifth Sunday"),
};

static GPtrArray *new_list(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

/* Numbers of one sign as "1, 2 and 3"; NULL when there are none. */
static char *numbers_of(const struct number_set *set, bool negative, const struct catalog *c)
{
	g_autoptr(GPtrArray) items = new_list();
	for (int i = 0; i < 64 * SET_WORDS; i++)
		if (number_set_has(set, negative ? -i : i) && (i > 0 || !negative))
			g_ptr_array_add(items, g_strdup_printf("%d", i));
	return items->len > 0 ? phrase_join(c, items) : NULL;
}

static bool has_one(const struct number_set *set, int number)
{
	return number_set_after(set, G_MININT) == number && number_set_after(set, number) == G_MAXINT;
}

/* The text for one or for several, with the numbers of that sign; NULL when there are none. */
static char *numbered(const struct number_set *set, bool negative, const char *text, const struct catalog *c)
{
	g_autofree char *numbers = numbers_of(set, negative, c);
	return numbers != NULL ? phrase_fill(catalog_text(c, text), "n", numbers) : NULL;
}

static void add(GPtrArray *items, char *take_text)
{
	if (take_text != NULL)
		g_ptr_array_add(items, take_text);
}

static char *joined(GPtrArray *items, const struct catalog *c)
{
	return items->len > 0 ? phrase_join(c, items) : NULL;
}

static char *month_words(const struct rule *rule, const struct catalog *c)
{
	static const char *const months = N_("January,February,March,April,May,June,July,August,September,October,November,December");
	g_autoptr(GPtrArray) items = new_list();
	for (int month = 1; month <= 12; month++)
		if (number_set_has(&rule->months, month))
			g_ptr_array_add(items, phrase_word(c, months, month - 1));
	g_autofree char *list = joined(items, c);
	return list != NULL ? phrase_fill(catalog_text(c, "in {months}"), "months", list) : NULL;
}

static char *week_words(const struct rule *rule, const struct catalog *c)
{
	g_autoptr(GPtrArray) items = new_list();
	add(items, numbered(&rule->weeks, false, N_("in week {n} of the year"), c));
	add(items, numbered(&rule->weeks, true, N_("in week {n} from the end of the year"), c));
	return joined(items, c);
}

static char *year_day_words(const struct rule *rule, const struct catalog *c)
{
	g_autoptr(GPtrArray) items = new_list();
	add(items, numbered(&rule->year_days, false, N_("on day {n} of the year"), c));
	add(items, numbered(&rule->year_days, true, N_("on day {n} from the end of the year"), c));
	return joined(items, c);
}

static char *month_day_words(const struct rule *rule, const struct catalog *c)
{
	g_autoptr(GPtrArray) items = new_list();
	struct number_set rest = rule->month_days;
	rest.down[0] &= ~UINT64_C(2);
	bool several = number_set_after(&rest, number_set_after(&rest, 0)) != G_MAXINT;
	add(items, numbered(&rest, false, several ? N_("on days {n}") : N_("on day {n}"), c));
	if (number_set_has(&rule->month_days, -1))
		add(items, g_strdup(catalog_text(c, "on the last day")));
	add(items, numbered(&rest, true, N_("on day {n} from the end of the month"), c));
	return joined(items, c);
}

/* "on Monday and Friday". */
static char *plain_weekday_words(const struct rule *rule, const struct catalog *c)
{
	static const char *const weekdays = N_("Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday");
	g_autoptr(GPtrArray) items = new_list();
	for (int day = 0; day < 7; day++)
		if ((rule->weekdays >> day & 1) != 0)
			g_ptr_array_add(items, phrase_word(c, weekdays, day));
	g_autofree char *list = joined(items, c);
	return list != NULL ? phrase_fill(catalog_text(c, "on {weekdays}"), "weekdays", list) : NULL;
}

static char *nth_weekday(int weekday, int nth, const struct catalog *c)
{
	if (nth == -1 || (nth > 0 && nth <= NTH_MOST))
		return phrase_word(c, nth_weekdays[MAX(nth, 0)], weekday);
	g_autofree char *text = phrase_word(c,
		nth > 0 ? N_("on Monday {n},on Tuesday {n},on Wednesday {n},on Thursday {n},on Friday {n},on Saturday {n},on Sunday {n}")
			: N_("on Monday {n} from the end,on Tuesday {n} from the end,on Wednesday {n} from the end,on Thursday {n} from the end,"
			     "on Friday {n} from the end,on Saturday {n} from the end,on Sunday {n} from the end"),
		weekday);
	return phrase_fill_number(text, "n", ABS(nth));
}

static char *nth_weekday_words(const struct rule *rule, const struct catalog *c)
{
	g_autoptr(GPtrArray) items = new_list();
	for (int day = 0; day < 7; day++)
		for (int n = number_set_after(&rule->nth[day], G_MININT); n != G_MAXINT; n = number_set_after(&rule->nth[day], n))
			g_ptr_array_add(items, nth_weekday(day, n, c));
	g_autofree char *list = joined(items, c);
	bool year = rule->freq == FREQ_YEARLY && !rule->months.any;
	return list == NULL || !year ? g_steal_pointer(&list) : phrase_fill(catalog_text(c, "{weekdays} of the year"), "weekdays", list);
}

static char *hour_words(const struct rule *rule, const struct catalog *c)
{
	return rule->freq < FREQ_DAILY ? numbered(&rule->hours, false, N_("only in the hours {n}"), c) : NULL;
}

static char *position_words(const struct rule *rule, const struct catalog *c)
{
	g_autoptr(GPtrArray) items = new_list();
	struct number_set rest = rule->positions;
	rest.down[0] &= ~UINT64_C(2);
	add(items, numbered(&rest, false, N_("number {n}"), c));
	add(items, numbered(&rest, true, N_("number {n} from the end"), c));
	if (number_set_has(&rule->positions, -1))
		add(items, g_strdup(catalog_text(c, "the last")));
	g_autofree char *list = joined(items, c);
	return list != NULL ? phrase_fill(catalog_text(c, "({positions} of these)"), "positions", list) : NULL;
}

/* The day of BYMONTHDAY=28,29,30;BYSETPOS=-1: that day, or the last of a shorter month. 0 when it is not such a rule. */
static int day_or_last(const struct rule *rule)
{
	int day = 28;
	while (number_set_has(&rule->month_days, day + 1))
		day++;
	bool from_28 = number_set_after(&rule->month_days, G_MININT) == 28 && number_set_after(&rule->month_days, day) == G_MAXINT;
	return from_28 && day > 28 && rule->weekdays == 0 && has_one(&rule->positions, -1) ? day : 0;
}

/* Monthly rules that have a better name than their lists; NULL for the others. */
static char *known_words(const struct rule *rule, const struct catalog *c)
{
	bool first = has_one(&rule->positions, 1), last = has_one(&rule->positions, -1);
	if (rule->freq != FREQ_MONTHLY || rule->months.any || rule->any_nth || rule->hours.any || rule->minutes.any)
		return NULL;
	if (rule->weekdays == WORKDAYS && !rule->month_days.any && (first || last))
		return g_strdup(catalog_text(c, first ? N_("on the first workday") : N_("on the last workday")));
	int day = day_or_last(rule);
	return day > 0 ? phrase_fill_number(catalog_text(c, "on day {n} or the last day of a shorter month"), "n", day) : NULL;
}

static char *single_date(const struct rule *rule, const struct catalog *c)
{
	int month = number_set_after(&rule->months, 0), day = number_set_after(&rule->month_days, 0);
	bool plain = rule->weekdays == 0 && !rule->any_nth && !rule->year_days.any && !rule->positions.any && rule->freq == FREQ_YEARLY;
	if (!plain || !has_one(&rule->months, month) || !has_one(&rule->month_days, day))
		return NULL;
	g_autofree char *name = phrase_month(c, month);
	g_autofree char *date = g_strdup_printf("%d %s", day, name);
	return phrase_fill(catalog_text(c, "on {date}"), "date", date);
}

char *words_days(const struct rule *rule, const struct catalog *catalog)
{
	static char *(*const parts[])(const struct rule *, const struct catalog *) = {
		month_words, week_words, year_day_words, month_day_words, plain_weekday_words, nth_weekday_words, hour_words, position_words,
	};
	char *known = known_words(rule, catalog);
	if (known == NULL)
		known = single_date(rule, catalog);
	if (known != NULL)
		return known;
	bool workdays = rule->freq == FREQ_DAILY && rule->interval == 1 && rule->weekdays == WORKDAYS;
	g_autoptr(GString) out = g_string_new("");
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *text = workdays && parts[i] == plain_weekday_words ? NULL : parts[i](rule, catalog);
		if (text != NULL)
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", text);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
