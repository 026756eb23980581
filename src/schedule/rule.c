// SPDX-License-Identifier: Apache-2.0
// The strict grammar of recurrence rules: RRULE text -> sets, with a reason for what is refused.
#include "rule-priv.h"

#include <string.h>

#include "basic-time-priv.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"

#define DAY 86400
#define BIT(freq) (1u << (freq))
#define COARSE (BIT(FREQ_DAILY) | BIT(FREQ_WEEKLY) | BIT(FREQ_MONTHLY) | BIT(FREQ_YEARLY))
#define FINE (BIT(FREQ_MINUTELY) | BIT(FREQ_HOURLY))

struct list_part {
	const char *name;
	size_t offset;   /* of the set in struct rule */
	int least, most; /* without the sign; least 1 with `negative` */
	bool negative;
	unsigned freqs;  /* where it may stand */
	const char *elsewhere;
};

static const struct list_part list_parts[] = {
	{"BYMONTH", G_STRUCT_OFFSET(struct rule, months), 1, 12, false, COARSE | FINE, NULL},
	{"BYWEEKNO", G_STRUCT_OFFSET(struct rule, weeks), 1, 53, true, BIT(FREQ_YEARLY), N_("only a yearly rule has week numbers")},
	{"BYYEARDAY", G_STRUCT_OFFSET(struct rule, year_days), 1, 366, true, BIT(FREQ_YEARLY) | FINE, N_("not in a daily, weekly or monthly rule (RFC 5545)")},
	{"BYMONTHDAY", G_STRUCT_OFFSET(struct rule, month_days), 1, 31, true, (COARSE | FINE) & ~BIT(FREQ_WEEKLY), N_("not in a weekly rule (RFC 5545)")},
	{"BYHOUR", G_STRUCT_OFFSET(struct rule, hours), 0, 23, false, COARSE | FINE, NULL},
	{"BYMINUTE", G_STRUCT_OFFSET(struct rule, minutes), 0, 59, false, COARSE, N_("give FREQ=DAILY with BYHOUR and BYMINUTE instead")},
	{"BYSECOND", G_STRUCT_OFFSET(struct rule, seconds), 0, 59, false, COARSE, N_("give the second in the start")},
	{"BYSETPOS", G_STRUCT_OFFSET(struct rule, positions), 1, 366, true, COARSE, N_("positions are for daily to yearly rules")},
};

struct freq_row {
	const char *name;
	enum freq freq;
	int interval_least, interval_most; /* at most 40 years */
};

static const struct freq_row freq_rows[] = {
	{"MINUTELY", FREQ_MINUTELY, RULE_SPACING_LEAST / 60, RULE_YEARS_MOST * 525600},
	{"HOURLY", FREQ_HOURLY, 1, RULE_YEARS_MOST * 8760},
	{"DAILY", FREQ_DAILY, 1, RULE_YEARS_MOST * 365},
	{"WEEKLY", FREQ_WEEKLY, 1, RULE_YEARS_MOST * 52},
	{"MONTHLY", FREQ_MONTHLY, 1, RULE_YEARS_MOST * 12},
	{"YEARLY", FREQ_YEARLY, 1, RULE_YEARS_MOST},
};

const char weekday_names[7][3] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

#define REFUSE(...) error_set_field(error, ERROR_INVALID, "rrule", __VA_ARGS__)

/* 0 = Monday; -1 when there is no such weekday at text. */
static int weekday_at(const char *text)
{
	for (int i = 0; i < 7; i++)
		if (strncmp(text, weekday_names[i], 2) == 0)
			return i;
	return -1;
}

/* Decimal digits that are the whole text, at most eight. */
static bool parse_digits(const char *text, int *ret_value)
{
	int value = 0;
	size_t n = strlen(text);
	if (n < 1 || n > 8 || strspn(text, "0123456789") != n)
		return false;
	for (const char *p = text; *p != '\0'; p++)
		value = value * 10 + (*p - '0');
	*ret_value = value;
	return true;
}

static bool parse_signed(const char *text, int least, int most, bool negative, int *ret_value)
{
	bool minus = negative && text[0] == '-';
	bool sign = minus || (negative && text[0] == '+');
	int value;
	if (!parse_digits(text + sign, &value) || value < least || value > most)
		return false;
	*ret_value = minus ? -value : value;
	return true;
}

static bool parse_list(const struct list_part *part, const char *value, struct rule *rule, GError **error)
{
	g_auto(GStrv) items = g_strsplit(value, ",", -1);
	for (char **item = items; *item != NULL; item++) {
		int number;
		if (!parse_signed(*item, part->least, part->most, part->negative, &number))
			return REFUSE("\"%s\" in %s is not %d to %d%s", *item, part->name, part->least, part->most, part->negative ? " or negative" : "");
		number_set_add(G_STRUCT_MEMBER_P(rule, part->offset), number);
	}
	return *items != NULL || REFUSE("%s has no value", part->name);
}

static bool parse_weekdays(const char *value, struct rule *rule, GError **error)
{
	g_auto(GStrv) items = g_strsplit(value, ",", -1);
	for (char **item = items; *item != NULL; item++) {
		size_t n = strlen(*item);
		int day = n >= 2 ? weekday_at(*item + n - 2) : -1;
		int number = 0;
		g_autofree char *ordinal = g_strndup(*item, n >= 2 ? n - 2 : 0);
		if (day < 0 || (ordinal[0] != '\0' && !parse_signed(ordinal, 1, 53, true, &number)))
			return REFUSE("\"%s\" in BYDAY is not a weekday such as MO, 2TU or -1FR", *item);
		if (number != 0)
			number_set_add(&rule->nth[day], number);
		else
			rule->weekdays |= 1u << day;
		rule->any_nth |= number != 0;
	}
	return *items != NULL || REFUSE("BYDAY has no value");
}

static bool parse_freq(const char *value, struct rule *rule, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(freq_rows); i++)
		if (strcmp(value, freq_rows[i].name) == 0) {
			rule->freq = freq_rows[i].freq;
			return true;
		}
	if (strcmp(value, "SECONDLY") == 0)
		return REFUSE("FREQ=SECONDLY is refused: at most every 5 minutes");
	return REFUSE("\"%s\" is no frequency: MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY", value);
}

/* 20261231 (that day as well), 20261231T090000 (the task's wall clock), 20261231T060000Z. */
static bool parse_until(const char *value, struct rule *rule, GError **error)
{
	struct wall wall;
	bool utc = strlen(value) == 16 && value[15] == 'Z';
	g_autofree char *text = g_strndup(value, strlen(value) - utc);
	if (!basic_time_parse(text, &wall, &rule->until_is_date))
		return REFUSE("UNTIL=%s is not a date such as 20261231 or 20261231T210000Z", value);
	rule->until = wall_to_seconds(&wall) + (rule->until_is_date ? DAY - 1 : 0);
	rule->until_kind = utc ? UNTIL_INSTANT : UNTIL_WALL;
	return true;
}

static bool parse_week_start(const char *value, struct rule *rule, GError **error)
{
	int day = strlen(value) == 2 ? weekday_at(value) : -1;
	if (day < 0)
		return REFUSE("WKST=%s is not a weekday such as MO", value);
	rule->week_start = day + 1;
	return true;
}

static bool parse_interval(const char *value, struct rule *rule, GError **error)
{
	if (!parse_digits(value, &rule->interval) || rule->interval == 0)
		return REFUSE("INTERVAL=%s is not a whole number from 1", value);
	return true;
}

static bool parse_count(const char *value, struct rule *rule, GError **error)
{
	if (!parse_digits(value, &rule->count) || rule->count < 1 || rule->count > RULE_COUNT_MOST)
		return REFUSE("COUNT=%s is not 1 to %d", value, RULE_COUNT_MOST);
	return true;
}

static bool parse_calendar(const char *value, struct rule *rule, GError **error)
{
	(void)value;
	(void)rule;
	return REFUSE("RSCALE and SKIP are refused: the last day of a short month is BYMONTHDAY=28,29,30,31;BYSETPOS=-1");
}

struct scalar_part {
	const char *name;
	bool (*parse)(const char *value, struct rule *rule, GError **error);
};

static const struct scalar_part scalar_parts[] = {
	{"FREQ", parse_freq}, {"INTERVAL", parse_interval}, {"COUNT", parse_count},     {"UNTIL", parse_until},
	{"BYDAY", parse_weekdays}, {"WKST", parse_week_start}, {"RSCALE", parse_calendar}, {"SKIP", parse_calendar},
};

/* One NAME=VALUE. seen: a bit for each part that has been there, lists first. */
static bool parse_part(const char *name, const char *value, struct rule *rule, unsigned *seen, GError **error)
{
	size_t n_lists = G_N_ELEMENTS(list_parts);
	size_t i = 0;
	while (i < n_lists && strcmp(name, list_parts[i].name) != 0)
		i++;
	for (; i >= n_lists && i < n_lists + G_N_ELEMENTS(scalar_parts); i++)
		if (strcmp(name, scalar_parts[i - n_lists].name) == 0)
			break;
	if (i == n_lists + G_N_ELEMENTS(scalar_parts))
		return REFUSE("\"%s\" is no part of a recurrence rule", name);
	if ((*seen >> i & 1) != 0)
		return REFUSE("%s is given twice", name);
	*seen |= 1u << i;
	return i < n_lists ? parse_list(&list_parts[i], value, rule, error) : scalar_parts[i - n_lists].parse(value, rule, error);
}

static bool parse_text(const char *text, struct rule *rule, GError **error)
{
	unsigned seen = 0;
	if (strlen(text) > RULE_TEXT_MOST)
		return REFUSE("the rule is longer than %d bytes", RULE_TEXT_MOST);
	if (g_ascii_strncasecmp(text, "RRULE:", 6) == 0)
		return REFUSE("give the rule without \"RRULE:\"");
	g_autofree char *upper = g_ascii_strup(text, -1);
	g_auto(GStrv) parts = g_strsplit(upper, ";", -1);
	for (char **part = parts; *part != NULL; part++) {
		char *equals = strchr(*part, '=');
		if (equals == NULL)
			return REFUSE("\"%s\" is not NAME=VALUE", *part);
		*equals = '\0';
		if (!parse_part(*part, equals + 1, rule, &seen, error))
			return false;
	}
	return (seen >> G_N_ELEMENTS(list_parts) & 1) != 0 || REFUSE("the rule has no FREQ");
}

bool rule_chooses_days(const struct rule *rule)
{
	return rule->months.any || rule->weeks.any || rule->year_days.any || rule->month_days.any || rule->weekdays != 0 || rule->any_nth;
}

static bool check_interval(const struct rule *rule, GError **error)
{
	const struct freq_row *row = &freq_rows[rule->freq];
	if (rule->interval < row->interval_least)
		return REFUSE("FREQ=%s;INTERVAL=%d is refused: at most every 5 minutes", row->name, rule->interval);
	if (rule->interval > row->interval_most)
		return REFUSE("FREQ=%s;INTERVAL=%d is refused: an interval is at most %d years", row->name, rule->interval, RULE_YEARS_MOST);
	if (rule->count != 0 && rule->until_kind != UNTIL_NONE)
		return REFUSE("COUNT and UNTIL exclude each other");
	return true;
}

static bool check_lists(const struct rule *rule, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(list_parts); i++) {
		const struct list_part *part = &list_parts[i];
		const struct number_set *set = (const struct number_set *)(const void *)((const char *)rule + part->offset);
		if (set->any && (part->freqs & BIT(rule->freq)) == 0)
			return REFUSE("%s with FREQ=%s is refused: %s", part->name, freq_rows[rule->freq].name, part->elsewhere);
	}
	if (rule->any_nth && (rule->freq < FREQ_MONTHLY || rule->weeks.any))
		return REFUSE("a numbered weekday in BYDAY is for monthly and yearly rules without BYWEEKNO");
	if (rule->any_nth && rule->weekdays != 0)
		return REFUSE("weekdays with and without a number in one BYDAY are refused: programs read them in two ways");
	if (rule->positions.any && !rule_chooses_days(rule) && !rule->hours.any && !rule->minutes.any)
		return REFUSE("BYSETPOS needs another list to choose from");
	return true;
}

/* The RFC does not say which days a week number alone means, nor to which year a week across the new year belongs. */
static bool check_weeks(const struct rule *rule, GError **error)
{
	if (!rule->weeks.any)
		return true;
	if (rule->weekdays == 0)
		return REFUSE("BYWEEKNO needs BYDAY: say which days of the week");
	if (rule->interval != 1)
		return REFUSE("BYWEEKNO is refused with an INTERVAL: the year of a week across the new year is ambiguous");
	if (rule->positions.any)
		return REFUSE("BYWEEKNO is refused with BYSETPOS: the year of a week across the new year is ambiguous");
	return true;
}

static bool check_times(const struct rule *rule, GError **error)
{
	int before = -1;
	if (rule->seconds.any && number_set_after(&rule->seconds, number_set_after(&rule->seconds, -1)) < 60)
		return REFUSE("several values in BYSECOND are refused: at most every 5 minutes");
	for (int minute = number_set_after(&rule->minutes, -1); minute < 60; minute = number_set_after(&rule->minutes, minute)) {
		if (before >= 0 && minute - before < RULE_SPACING_LEAST / 60)
			return REFUSE("BYMINUTE=%d,%d is refused: at most every 5 minutes", before, minute);
		before = minute;
	}
	return true;
}

bool rule_parse(const char *text, struct rule *ret_rule, GError **error)
{
	struct rule rule = {.interval = 1, .week_start = 1};
	if (!parse_text(text, &rule, error) || !check_interval(&rule, error) || !check_lists(&rule, error) || !check_weeks(&rule, error) ||
	    !check_times(&rule, error))
		return false;
	*ret_rule = rule;
	return true;
}
