/* SPDX-License-Identifier: Apache-2.0 */
/* A recurrence rule (RFC 5545 3.3.10) as sets: what our grammar accepts. */
#ifndef TIDINGS_SCHEDULE_RULE_PRIV_H
#define TIDINGS_SCHEDULE_RULE_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

extern const char weekday_names[7][3]; /* "MO" first */

#define WORKDAYS 0x1fu         /* Monday to Friday in rule.weekdays */
#define RULE_TEXT_MOST 2048    /* bytes of a rule */
#define RULE_COUNT_MOST 10000
#define RULE_YEARS_MOST 40     /* a first occurrence or an interval further away is refused */
#define RULE_SPACING_LEAST 300 /* seconds between two occurrences */

enum freq { FREQ_MINUTELY, FREQ_HOURLY, FREQ_DAILY, FREQ_WEEKLY, FREQ_MONTHLY, FREQ_YEARLY };

/* Numbers 0 to 383, and the negative ones, which count from the end. Adding one twice changes nothing. */
#define SET_WORDS 6
struct number_set {
	uint64_t up[SET_WORDS], down[SET_WORDS];
	bool any;
};

enum until_kind { UNTIL_NONE, UNTIL_WALL, UNTIL_INSTANT };

struct rule {
	enum freq freq;
	int interval;
	int count;                   /* 0: none */
	enum until_kind until_kind;
	int64_t until;               /* the last second that may be: wall-clock seconds or an instant */
	bool until_is_date;
	int week_start;              /* 1 = Monday */
	struct number_set months, weeks, year_days, month_days, hours, minutes, seconds, positions;
	unsigned weekdays;           /* bit 0 = Monday: BYDAY without a number */
	struct number_set nth[7];    /* BYDAY with numbers, by weekday */
	bool any_nth;
};

/* True when the number is a member; a number that no set can hold is none. */
bool number_set_has(const struct number_set *set, int number) G_GNUC_WARN_UNUSED_RESULT;
/* -383 to 383. */
void number_set_add(struct number_set *set, int number);
/* The smallest member above number, or INT_MAX; negative ones come first. */
int number_set_after(const struct number_set *set, int number) G_GNUC_WARN_UNUSED_RESULT;

/* Parses and checks a rule that is not empty. ERROR_INVALID with the field "rrule" and the reason. */
bool rule_parse(const char *text, struct rule *ret_rule, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The lists that choose days, each after a semicolon (";BYMONTH=2,3;BYDAY=MO,-1FR"), sorted, without BYWEEKNO. */
void rule_put_days(const struct rule *rule, GString *out);
/* The whole rule, every list sorted: two texts that say the same give the same. Given. */
char *rule_to_text(const struct rule *rule) G_GNUC_WARN_UNUSED_RESULT;

/* True when a part other than BYHOUR, BYMINUTE and BYSECOND chooses the days. */
bool rule_chooses_days(const struct rule *rule) G_GNUC_WARN_UNUSED_RESULT;

#endif
