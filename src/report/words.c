// SPDX-License-Identifier: Apache-2.0
// Words, numbers and dates of a report's language, from its catalogue.
#include "words-priv.h"

#include <stdarg.h>
#include <string.h>

#include "tidings/util/instant.h"

#define MINUS "\xE2\x88\x92"
#define DAY 86400

/* A translator writes this number as the language writes it: separators are read from it. */
#define SAMPLE_NUMBER N_("1,234.5")
#define MONTHS N_("January February March April May June July August September October November December")
#define MONTHS_SHORT N_("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")

static char *between(const char *text, char left, char right, const char *fallback)
{
	const char *from = strchr(text, left);
	const char *to = from != NULL ? strchr(from, right) : NULL;
	if (to == NULL || to - from > 8)
		return g_strdup(fallback);
	return g_strndup(from + 1, (gsize)(to - from - 1));
}

static char **twelve(const struct catalog *catalog, const char *msgid)
{
	char **months = g_strsplit(catalog_text(catalog, msgid), " ", -1);
	if (g_strv_length(months) == 12)
		return months;
	g_strfreev(months);
	return g_strsplit(msgid, " ", -1);
}

static struct wall wall_of(struct zoned at)
{
	return wall_from_seconds(at.instant + at.offset);
}

/* Appends the value of {name} at *at and moves past it; false when it is none of the pairs. */
static bool fill_one(GString *out, const char **at, va_list pairs)
{
	const char *name;
	while ((name = va_arg(pairs, const char *)) != NULL) {
		const char *value = va_arg(pairs, const char *);
		size_t length = strlen(name);
		if (strncmp(*at + 1, name, length) == 0 && (*at)[1 + length] == '}') {
			g_string_append(out, value);
			*at += length + 2;
			return true;
		}
	}
	return false;
}

static char *number_of_tenths(const struct words *words, uint64_t tenths)
{
	g_autofree char *whole = words_number(words, tenths / 10);
	if (tenths % 10 == 0)
		return g_steal_pointer(&whole);
	return g_strdup_printf("%s%s%u", whole, words->decimal, (unsigned)(tenths % 10));
}

static char *percent(const struct words *words, uint64_t tenths)
{
	g_autofree char *number = number_of_tenths(words, tenths >= 10000 ? (tenths + 5) / 10 * 10 : tenths);
	return words_fill(words, N_("{number}%"), "number", number, NULL);
}

static uint64_t permille(uint64_t part, uint64_t whole)
{
	return (uint64_t)(((unsigned __int128)part * 1000 + whole / 2) / whole);
}

void words_init(struct words *words, const struct catalog *catalog)
{
	const char *sample = catalog_text(catalog, SAMPLE_NUMBER);
	words->catalog = catalog;
	words->group = between(sample, '1', '2', ",");
	words->decimal = between(sample, '4', '5', ".");
	words->months = twelve(catalog, MONTHS);
	words->months_short = twelve(catalog, MONTHS_SHORT);
}

void words_release(struct words *words)
{
	g_free(words->group);
	g_free(words->decimal);
	g_strfreev(words->months);
	g_strfreev(words->months_short);
	memset(words, 0, sizeof *words);
}

char *words_fill(const struct words *words, const char *msgid, ...)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *at = catalog_text(words->catalog, msgid);
	while (*at != '\0') {
		va_list pairs;
		va_start(pairs, msgid);
		bool filled = *at == '{' && fill_one(out, &at, pairs);
		va_end(pairs);
		if (!filled)
			g_string_append_c(out, *at++);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *words_count(const struct words *words, const char *one, const char *many, uint64_t n)
{
	g_autofree char *number = words_number(words, n);
	g_auto(GStrv) parts = g_strsplit(catalog_plural(words->catalog, one, many, n), "{n}", -1);
	return g_strjoinv(number, parts);
}

char *words_number(const struct words *words, uint64_t n)
{
	g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, n);
	g_autoptr(GString) out = g_string_new(NULL);
	size_t left = strlen(digits);
	for (const char *digit = digits; left > 0; digit++, left--) {
		if (left % 3 == 0 && digit != digits)
			g_string_append(out, words->group);
		g_string_append_c(out, *digit);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *words_tenths(const struct words *words, uint64_t tenths)
{
	return number_of_tenths(words, tenths);
}

char *words_share(const struct words *words, uint64_t part, uint64_t whole)
{
	if (whole == 0)
		return g_strdup("");
	uint64_t tenths = permille(part, whole);
	if (tenths > 0 || part == 0)
		return percent(words, tenths);
	g_autofree char *least = percent(words, 1);
	return g_strconcat("<", least, NULL);
}

char *words_growth(const struct words *words, uint64_t now, uint64_t before)
{
	return percent(words, permille(now > before ? now - before : before - now, before));
}

char *words_change(const struct words *words, uint64_t now, uint64_t before)
{
	const char *sign = now > before ? "+" : now < before ? MINUS : "";
	g_autofree char *size = before == 0 ? words_number(words, now) : words_growth(words, now, before);
	return g_strconcat(sign, size, NULL);
}

bool words_at_midnight(struct zoned at)
{
	return (at.instant + at.offset) % DAY == 0;
}

char *words_day(const struct words *words, struct zoned at)
{
	struct wall wall = wall_of(at);
	g_autofree char *day = g_strdup_printf("%d", wall.day);
	g_autofree char *year = g_strdup_printf("%d", wall.year);
	return words_fill(words, N_("{day} {month} {year}"), "day", day, "month", words->months[wall.month - 1], "year", year, NULL);
}

char *words_day_short(const struct words *words, struct zoned at)
{
	struct wall wall = wall_of(at);
	g_autofree char *day = g_strdup_printf("%d", wall.day);
	return words_fill(words, N_("{day} {month}"), "day", day, "month", words->months_short[wall.month - 1], NULL);
}

char *words_hour(struct zoned at)
{
	struct wall wall = wall_of(at);
	return g_strdup_printf("%02d:%02d", wall.hour, wall.minute);
}

char *words_moment(const struct words *words, struct zoned at)
{
	g_autofree char *day = words_day(words, at);
	g_autofree char *hour = words_hour(at);
	return words_fill(words, N_("{day}, {hour}"), "day", day, "hour", hour, NULL);
}

char *words_offset(int offset)
{
	int size = ABS(offset);
	return g_strdup_printf("UTC%s%02d:%02d", offset < 0 ? MINUS : "+", size / 3600, size / 60 % 60);
}

char *words_length(const struct words *words, struct zoned from, struct zoned to)
{
	int64_t wall = to.instant + to.offset - from.instant - from.offset;
	int64_t elapsed = to.instant - from.instant;
	if (wall % DAY == 0 && wall > 0)
		return words_count(words, "{n} day", "{n} days", (uint64_t)(wall / DAY));
	if (elapsed % 3600 == 0)
		return words_count(words, "{n} hour", "{n} hours", (uint64_t)(elapsed / 3600));
	return words_count(words, "{n} minute", "{n} minutes", (uint64_t)(elapsed / 60));
}

char *words_period(const struct words *words, struct zoned from, struct zoned to)
{
	g_autofree char *length = words_length(words, from, to);
	if (!words_at_midnight(from) || !words_at_midnight(to)) {
		g_autofree char *first = words_moment(words, from);
		g_autofree char *last = words_moment(words, to);
		return words_fill(words, N_("{first} – {last} ({length})"), "first", first, "last", last, "length", length, NULL);
	}
	g_autofree char *first = words_day(words, from);
	g_autofree char *last = words_day(words, (struct zoned){to.instant - 1, to.offset});
	if (strcmp(first, last) == 0)
		return words_fill(words, N_("{first} ({length})"), "first", first, "length", length, NULL);
	return words_fill(words, N_("{first} – {last} ({length})"), "first", first, "last", last, "length", length, NULL);
}
