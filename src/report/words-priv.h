/* SPDX-License-Identifier: Apache-2.0 */
/* Words, numbers and dates of a report's language. Everything that differs between languages comes from the catalogue: a new language is
 * one .po file. All results are given. */
#ifndef TIDINGS_REPORT_WORDS_PRIV_H
#define TIDINGS_REPORT_WORDS_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/report-plan.h"
#include "tidings/util/auto.h"

struct words {
	const struct catalog *catalog;
	char *group, *decimal;        /* of numbers */
	char **months, **months_short; /* as they stand in a date */
};

/* catalog NULL is English; it is borrowed. */
void words_init(struct words *words, const struct catalog *catalog);
/* Frees what init took from the catalogue. */
void words_release(struct words *words);
AUTORELEASE_DEFINE(words, words_release)

/* The translation of msgid with {name} replaced by its value: pairs of name and value, ended by NULL. What is put in is not read again. */
char *words_fill(const struct words *words, const char *msgid, ...) G_GNUC_NULL_TERMINATED;
/* The same with a plural form for n; {n} is the grouped number without being given. */
char *words_count(const struct words *words, const char *one, const char *many, uint64_t n);

/* "1,215,040". */
char *words_number(const struct words *words, uint64_t n);
/* A ratio in tenths (29 = "2.9"). */
char *words_tenths(const struct words *words, uint64_t tenths);
/* part of whole: "31.0%", "<0.1%", "0%"; whole 0 gives "". */
char *words_share(const struct words *words, uint64_t part, uint64_t whole);
/* The size of a change in percent without a sign: "34.9%"; before must not be 0. */
char *words_growth(const struct words *words, uint64_t now, uint64_t before);
/* The same with its sign, or the difference when before is 0: "+34.9%", "\u22124.3%", "0%", "+12". */
char *words_change(const struct words *words, uint64_t now, uint64_t before);

/* True at 00:00:00 on the wall. */
bool words_at_midnight(struct zoned at);
/* "23 October 2026", "23 Oct", "06:00", "23 November 2026, 06:00". */
char *words_day(const struct words *words, struct zoned at);
char *words_day_short(const struct words *words, struct zoned at);
char *words_hour(struct zoned at);
char *words_moment(const struct words *words, struct zoned at);
/* "UTC+03:00". */
char *words_offset(int offset);
/* "31 days" when both ends are at the same time of day, else "36 hours", else "90 minutes". */
char *words_length(const struct words *words, struct zoned from, struct zoned to);
/* "23 October 2026 \u2013 22 November 2026 (31 days)": last day inclusive when the period is of whole days, else with times. */
char *words_period(const struct words *words, struct zoned from, struct zoned to);

#endif
