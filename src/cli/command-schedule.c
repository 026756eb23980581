// SPDX-License-Identifier: Apache-2.0
// schedule next and words, and how occurrences look.
#include <string.h>

#include "cli-priv.h"
#include "occurrence-priv.h"
#include "tidings/app/calendar.h"
#include "tidings/app/recurrence.h"

static const char *mark(enum overlap_policy overlap, const struct occurrence *occurrence)
{
	if (occurrence->fit == WALL_GAP)
		return " gap-shifted";
	if (occurrence->fit == WALL_OVERLAP)
		return overlap == OVERLAP_SECOND ? " overlap-second" : " overlap-first";
	return "";
}

char *occurrence_text(const struct occurrence *occurrence, enum overlap_policy overlap)
{
	g_autofree char *utc = instant_to_text(occurrence->instant);
	g_autofree char *local = instant_to_text_offset(occurrence->instant, occurrence->offset);
	g_autofree char *from = instant_to_text(occurrence->from);
	g_autofree char *holiday = NULL;
	if (occurrence->effect == EFFECT_MOVED)
		holiday = g_strdup_printf(" moved-from %s", from);
	else if (occurrence->effect == EFFECT_SKIPPED)
		holiday = g_strdup(" skipped-holiday");
	return g_strdup_printf("%s %s%s%s", utc, local, mark(overlap, occurrence), holiday != NULL ? holiday : "");
}

struct js *occurrence_json(const struct occurrence *occurrence, enum overlap_policy overlap)
{
	struct js *line = js_object();
	g_autofree char *local = instant_to_text_offset(occurrence->instant, occurrence->offset);
	const char *note = mark(overlap, occurrence);
	js_set_instant(line, "instant", occurrence->instant);
	js_set_text(line, "local", local);
	js_set_text(line, "note", *note != '\0' ? note + 1 : NULL);
	js_set_bool(line, "skipped", occurrence->effect == EFFECT_SKIPPED);
	js_set_instant(line, "moved_from", occurrence->effect == EFFECT_MOVED ? occurrence->from : INSTANT_NONE);
	return line;
}

static void print_occurrence(const struct cli *cli, const struct recurrence_spec *spec, const struct occurrence *occurrence)
{
	if (cli_switch(cli, "json")) {
		autoptr(js) line = occurrence_json(occurrence, spec->overlap);
		print_json(line);
		return;
	}
	g_autofree char *text = occurrence_text(occurrence, spec->overlap);
	print_line("%s", text);
}

static bool print_occurrences(const struct cli *cli, const struct recurrence_spec *spec, int64_t after, GError **error)
{
	int count = 10;
	if (!cli_option_instant(cli, "after", after, &after, error) || !cli_option_int(cli, "count", 1, OCCURRENCES_MOST, &count, error))
		return false;
	g_autoptr(GArray) found = app_occurrences(spec, after, count, error);
	for (guint i = 0; found != NULL && i < found->len; i++)
		print_occurrence(cli, spec, &g_array_index(found, struct occurrence, i));
	return found != NULL;
}

/* A file of holidays, for a recurrence that no task has. */
static bool take_calendar(const struct cli *cli, struct recurrence_spec *spec, struct calendar **ret_calendar, GError **error)
{
	const char *path = cli_option(cli, "calendar");
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	unsigned ignored = 0;
	int holiday = HOLIDAY_SKIP;
	if (!cli_option_enum(cli, "holiday", holiday_policy_names, HOLIDAY_SKIP, &holiday, error) ||
	    (path != NULL && !cli_read_input(path, CALENDAR_FILE_MAX, bytes, error)))
		return false;
	spec->holiday = (enum holiday_policy)holiday;
	if (path == NULL)
		return true;
	spec->calendar = *ret_calendar = calendar_from_ics("", (const char *)bytes->data, bytes->len, &ignored, error);
	return spec->calendar != NULL;
}

static bool spec_of_options(const struct cli *cli, struct recurrence_spec *ret_spec, GError **error)
{
	int gap = GAP_SHIFT, overlap = OVERLAP_FIRST;
	const char *zone = cli_option(cli, "zone");
	if (cli_option(cli, "start") == NULL)
		return error_set(error, ERROR_USAGE, "option \"--start\" is required: a wall-clock time such as 2026-11-30T09:00");
	if (!cli_option_enum(cli, "gap", gap_names, GAP_SHIFT, &gap, error) ||
	    !cli_option_enum(cli, "overlap", overlap_names, OVERLAP_FIRST, &overlap, error))
		return false;
	*ret_spec = (struct recurrence_spec){
		.start = cli_option(cli, "start"), .zone = zone != NULL ? zone : "UTC", .rrule = cli_option(cli, "rrule"),
		.exdate = cli_option(cli, "exdate"), .rdate = cli_option(cli, "rdate"), .gap = (enum gap_policy)gap,
		.overlap = (enum overlap_policy)overlap,
	};
	return true;
}

bool command_schedule_next(struct cli *cli, GError **error)
{
	struct recurrence_spec spec = {0};
	autoptr(calendar) calendar = NULL;
	return spec_of_options(cli, &spec, error) && take_calendar(cli, &spec, &calendar, error) && print_occurrences(cli, &spec, INSTANT_NONE, error);
}

bool command_schedule_words(struct cli *cli, GError **error)
{
	struct recurrence_spec spec = {0};
	autoptr(calendar) calendar = NULL;
	if (!spec_of_options(cli, &spec, error) || !take_calendar(cli, &spec, &calendar, error))
		return false;
	g_autofree char *words = app_recurrence_words(cli->environment->locale_dir, &spec, cli_option(cli, "language"), error);
	if (words != NULL)
		print_line("%s", words);
	return words != NULL;
}
