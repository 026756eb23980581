// SPDX-License-Identifier: Apache-2.0
// Answers questions about zones and recurrences, one a line on stdin, fields separated by tabs, so that other programs can check the answers:
//   offset ZONE INSTANT                                              -> OFFSET
//   wall   ZONE SECONDS                                              -> FIT FIRST SECOND
//   next   START ZONE RRULE EXDATE RDATE GAP OVERLAP AFTER COUNT     -> INSTANT ... (AFTER "-": from the first), or "! FIELD: REASON"
//   holiday ... as next ... COUNT POLICY DATES                       -> p, m or s for plain, moved, skipped, INSTANT:FROM ...
//   form   RRULE                                                     -> RRULE of the form's reading, or "custom"
#include <stdio.h>
#include <string.h>

#include "tidings/schedule/form.h"
#include "tidings/schedule/recurrence.h"
#include "tidings/util/error.h"

static int64_t number(const char *text)
{
	gint64 value = 0;
	if (!g_ascii_string_to_signed(text, 10, G_MININT64 + 1, G_MAXINT64, &value, NULL))
		g_error("\"%s\" is no number", text);
	return value;
}

static void answer_offset(struct zones *zones, char **f)
{
	const struct zone *zone = zones_get(zones, f[1], NULL);
	printf("%d\n", zone != NULL ? zone_offset(zone, number(f[2])) : -1);
}

static void answer_wall(struct zones *zones, char **f)
{
	const struct zone *zone = zones_get(zones, f[1], NULL);
	struct wall wall = wall_from_seconds(number(f[2]));
	int64_t first = 0, second = 0;
	enum wall_fit fit = WALL_PLAIN;
	if (zone != NULL) {
		fit = zone_to_instant(zone, &wall, OVERLAP_FIRST, &first);
		(void)zone_to_instant(zone, &wall, OVERLAP_SECOND, &second);
	}
	printf("%d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", fit, first, second);
}

/* Commas between dates. */
static struct calendar *read_calendar(const char *text)
{
	struct calendar *calendar = calendar_new("probe");
	g_auto(GStrv) dates = g_strsplit(text, ",", -1);
	for (char **date = dates; *date != NULL; date++) {
		struct wall wall;
		if (!wall_from_text(*date, &wall, NULL))
			g_error("\"%s\" is no date", *date);
		calendar_add(calendar, wall_to_seconds(&wall) / 86400, "");
	}
	calendar_settle(calendar);
	return calendar;
}

/* Prints the occurrences that the fields ask for, or why the recurrence is refused. */
static void answer_occurrences(struct zones *zones, char **f, const struct calendar *calendar, enum holiday_policy holiday)
{
	static const char effects[] = {[EFFECT_NONE] = 'p', [EFFECT_MOVED] = 'm', [EFFECT_SKIPPED] = 's'};
	g_autoptr(GError) error = NULL;
	struct recurrence_spec spec = {f[1], f[2], f[3], f[4], f[5], GAP_SHIFT, OVERLAP_FIRST, calendar, holiday};
	spec.gap = strcmp(f[6], "skip") == 0 ? GAP_SKIP : GAP_SHIFT;
	spec.overlap = strcmp(f[7], "second") == 0 ? OVERLAP_SECOND : OVERLAP_FIRST;
	const struct zone *zone = zones_get(zones, f[2], &error);
	autoptr(recurrence) r = zone != NULL ? recurrence_new_in(&spec, zone, &error) : NULL;
	if (r == NULL) {
		printf("! %s: %s\n", error_field(error), error->message);
		return;
	}
	struct occurrence o = {.instant = strcmp(f[8], "-") == 0 ? INSTANT_NONE : number(f[8])};
	int64_t count = number(f[9]);
	for (int64_t i = 0; i < count && recurrence_next(r, o.instant, &o); i++) {
		printf("%s", i > 0 ? " " : "");
		if (calendar != NULL)
			printf("%c%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, effects[o.effect], o.instant, o.from);
		else
			printf("%" G_GINT64_FORMAT, o.instant);
	}
	printf("\n");
}

static void answer_next(struct zones *zones, char **f)
{
	answer_occurrences(zones, f, NULL, HOLIDAY_SKIP);
}

static void answer_holiday(struct zones *zones, char **f)
{
	autoptr(calendar) calendar = read_calendar(f[11]);
	answer_occurrences(zones, f, calendar, (enum holiday_policy)enum_from_text(holiday_policy_names, f[10]));
}

static void answer_form(struct zones *zones, char **f)
{
	(void)zones;
	struct recurrence_form form = recurrence_form_from_rule(f[1]);
	g_autofree char *rule = recurrence_form_to_rule(&form, NULL);
	printf("%s\n", rule != NULL ? rule : "custom");
}

static const struct question {
	const char *name;
	guint fields;
	void (*answer)(struct zones *zones, char **fields);
} questions[] = {
	{"offset", 3, answer_offset},
	{"wall", 3, answer_wall},
	{"next", 10, answer_next},
	{"form", 2, answer_form},
	{"holiday", 12, answer_holiday},
};

int main(void)
{
	autoptr(zones) zones = zones_new();
	static char line[1 << 18];
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	while (fgets(line, sizeof line, stdin) != NULL) {
		g_auto(GStrv) fields = g_strsplit(g_strdelimit(line, "\n", (char)0), "\t", -1);
		size_t i = 0;
		while (i < G_N_ELEMENTS(questions) && g_strcmp0(fields[0], questions[i].name) != 0)
			i++;
		if (i == G_N_ELEMENTS(questions) || g_strv_length(fields) < questions[i].fields)
			g_error("what is \"%s\"?", line);
		questions[i].answer(zones, fields);
	}
	return 0;
}
