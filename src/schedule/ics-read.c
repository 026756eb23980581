// SPDX-License-Identifier: Apache-2.0
// Holidays from an iCalendar file: all-day events -> days. Read here and not by libical, whose parser says neither line nor reason and knows no bounds.
#include "tidings/schedule/ics.h"

#include <string.h>

#include "basic-time-priv.h"
#include "ics-line-priv.h"
#include "recurrence-priv.h"
#include "tidings/util/error.h"

#define DAY 86400
#define DEPTH_MOST 8
#define EVENTS_MOST 10000
#define RULES_MOST 1000
#define SPAN_MOST 366  /* days of one event */
#define FIRST_YEAR 2000
#define LAST_YEAR 2099
#define CYCLE 28       /* years after which days and weekdays are the same */

/* What is read of an event: its properties by name. */
struct event {
	unsigned number;          /* its line */
	bool open;
	char *start, *end, *duration, *rule, *summary, *status, *replaces;
	GString *exdates, *rdates;
};

struct reading {
	struct calendar *calendar;
	GPtrArray *open;   /* char *: the components that are begun */
	unsigned events, rules, ignored;
	struct event event;
};

static void event_release(struct event *event)
{
	char **const texts[] = {&event->start, &event->end, &event->duration, &event->rule, &event->summary, &event->status, &event->replaces};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_clear_pointer(texts[i], g_free);
	if (event->exdates != NULL)
		g_string_free(event->exdates, TRUE);
	if (event->rdates != NULL)
		g_string_free(event->rdates, TRUE);
	*event = (struct event){0};
}

static void reading_release(struct reading *reading)
{
	event_release(&reading->event);
	calendar_unref(reading->calendar);
	g_clear_pointer(&reading->open, g_ptr_array_unref);
}
AUTORELEASE_DEFINE(reading, reading_release)

static void add_dates(GString *dates, const char *value)
{
	g_string_append_printf(dates, "%s%s", dates->len > 0 ? "," : "", value);
}

static bool check_dates(const struct event *event, const GString *dates, GError **error)
{
	struct wall wall;
	bool is_date = false;
	g_auto(GStrv) items = g_strsplit(dates->str, ",", -1);
	for (char **item = items; *item != NULL; item++)
		if (!basic_time_parse(*item, &wall, &is_date) || !is_date)
			return error_set(error, ERROR_INVALID, "line %u: an all-day event has the exception or additional date \"%s\", not one such as 20261225",
					 event->number, *item);
	return true;
}

static bool take_property(struct event *event, const struct ics_line *line, GError **error)
{
	const struct {
		const char *name;
		char **member;
	} once[] = {
		{"DTSTART", &event->start}, {"DTEND", &event->end}, {"DURATION", &event->duration}, {"RRULE", &event->rule},
		{"SUMMARY", &event->summary}, {"STATUS", &event->status}, {"RECURRENCE-ID", &event->replaces},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(once); i++) {
		if (strcmp(line->name, once[i].name) != 0)
			continue;
		if (*once[i].member != NULL)
			return error_set(error, ERROR_INVALID, "line %u: %s comes twice in one event", line->number, line->name);
		*once[i].member = g_strdup(line->value);
	}
	if (strcmp(line->name, "EXDATE") == 0)
		add_dates(event->exdates, line->value);
	if (strcmp(line->name, "RDATE") == 0)
		add_dates(event->rdates, line->value);
	return true;
}

/* "19450508" -> days since 1970; a year before is moved on by cycles when it only begins a yearly rule. */
static bool parse_date(const struct event *event, const char *text, int64_t *ret_day, GError **error)
{
	struct wall wall;
	bool is_date = false;
	guint64 year = 0;
	g_autofree char *moved = g_strdup(text);
	g_autofree char *digits = g_strndup(text, 4);
	bool yearly = event->rule != NULL && strstr(event->rule, "FREQ=YEARLY") != NULL && strstr(event->rule, "COUNT") == NULL &&
		      strstr(event->rule, "INTERVAL") == NULL;
	if (strlen(text) == 8 && yearly && g_ascii_string_to_unsigned(digits, 10, 1583, 1969, &year, NULL)) {
		g_free(moved);
		moved = g_strdup_printf("%" G_GUINT64_FORMAT "%s", year + (1970 - year + CYCLE - 1) / CYCLE * CYCLE, text + 4);
	}
	if (!basic_time_parse(moved, &wall, &is_date) || !is_date)
		return error_set(error, ERROR_INVALID, "line %u: \"%s\" is not a date from 1970 on, such as 20261225", event->number, text);
	*ret_day = wall_to_seconds(&wall) / DAY;
	return true;
}

static bool parse_duration(const struct event *event, int64_t *ret_days, GError **error)
{
	const char *text = event->duration;
	guint64 number = 0;
	size_t length = strlen(text);
	g_autofree char *digits = length > 2 ? g_strndup(text + 1, length - 2) : g_strdup("");
	char unit = length > 2 ? text[length - 1] : '\0';
	if (text[0] != 'P' || (unit != 'D' && unit != 'W') || !g_ascii_string_to_unsigned(digits, 10, 1, SPAN_MOST, &number, NULL))
		return error_set(error, ERROR_INVALID, "line %u: \"%s\" is not a duration in days, such as P1D", event->number, text);
	*ret_days = (int64_t)number * (unit == 'W' ? 7 : 1);
	return true;
}

/* How many days an event covers. */
static bool parse_span(const struct event *event, int64_t start, int64_t *ret_days, GError **error)
{
	int64_t days = 1, end = 0;
	if (event->duration != NULL && !parse_duration(event, &days, error))
		return false;
	if (event->end != NULL) {
		if (!parse_date(event, event->end, &end, error))
			return false;
		days = MAX(end - start, end == start); /* an end at the start is a common slip */
	}
	if (days < 1 || days > SPAN_MOST)
		return error_set(error, ERROR_INVALID, "line %u: the event ends before it starts, or lasts more than %d days", event->number, SPAN_MOST);
	*ret_days = days;
	return true;
}

static bool add_days(struct reading *reading, int64_t first, int64_t days, GError **error)
{
	const struct event *event = &reading->event;
	g_autofree char *words = ics_unescape(event->summary != NULL ? event->summary : "");
	for (int64_t day = first; day < first + days; day++) {
		struct wall wall = wall_from_seconds(day * DAY);
		if (wall.year < FIRST_YEAR || wall.year > LAST_YEAR)
			continue;
		if (reading->calendar->holidays->len >= CALENDAR_DAYS_MAX)
			return error_set(error, ERROR_LIMIT, "line %u: there are more than %d days", event->number, CALENDAR_DAYS_MAX);
		calendar_add(reading->calendar, day, words);
	}
	return true;
}

static bool add_repeated(struct reading *reading, int64_t first, int64_t days, GError **error)
{
	const struct event *event = &reading->event;
	struct wall start = wall_from_seconds(first * DAY), begin = {.year = FIRST_YEAR, .month = 1, .day = 1};
	g_autofree char *text = wall_to_text(&start);
	g_autoptr(GError) fault = NULL;
	struct recurrence_spec spec = {.start = text, .zone = "UTC", .rrule = event->rule, .exdate = event->exdates->str, .rdate = event->rdates->str};
	if (!check_dates(event, event->exdates, error) || !check_dates(event, event->rdates, error))
		return false;
	if (++reading->rules > RULES_MOST)
		return error_set(error, ERROR_LIMIT, "line %u: more than %d events repeat", event->number, RULES_MOST);
	autoptr(recurrence) recurrence = recurrence_new(&spec, &fault);
	if (recurrence == NULL)
		return error_set(error, ERROR_INVALID, "line %u: %s", event->number, fault->message);
	if (recurrence->kind == RECURRENCE_ELAPSED)
		return error_set(error, ERROR_INVALID, "line %u: an all-day event cannot repeat within a day", event->number);
	struct occurrence o = {.instant = wall_to_seconds(&begin) - days * DAY};
	while (recurrence_next(recurrence, o.instant, &o) && wall_from_seconds(o.instant).year <= LAST_YEAR)
		if (!add_days(reading, o.instant / DAY, days, error))
			return false;
	return true;
}

static bool end_event(struct reading *reading, GError **error)
{
	const struct event *event = &reading->event;
	int64_t first = 0, days = 1;
	if (++reading->events > EVENTS_MOST)
		return error_set(error, ERROR_LIMIT, "line %u: there are more than %d events", event->number, EVENTS_MOST);
	if (event->start == NULL)
		return error_set(error, ERROR_INVALID, "line %u: the event has no DTSTART", event->number);
	if (strchr(event->start, 'T') != NULL || (event->status != NULL && g_ascii_strcasecmp(event->status, "CANCELLED") == 0)) {
		reading->ignored++;
		return true;
	}
	if (event->replaces != NULL)
		return error_set(error, ERROR_INVALID, "line %u: a single changed day of a series (RECURRENCE-ID) is not understood; give it as an EXDATE and "
				 "an event of its own", event->number);
	if (!parse_date(event, event->start, &first, error) || !parse_span(event, first, &days, error))
		return false;
	bool repeats = event->rule != NULL || event->exdates->len > 0 || event->rdates->len > 0;
	return repeats ? add_repeated(reading, first, days, error) : add_days(reading, first, days, error);
}

static bool begin_component(struct reading *reading, const struct ics_line *line, GError **error)
{
	if (reading->open->len == 0 && g_ascii_strcasecmp(line->value, "VCALENDAR") != 0)
		return error_set(error, ERROR_INVALID, "line %u: an iCalendar file begins with BEGIN:VCALENDAR", line->number);
	if (reading->open->len >= DEPTH_MOST)
		return error_set(error, ERROR_LIMIT, "line %u: components are nested deeper than %d", line->number, DEPTH_MOST);
	g_ptr_array_add(reading->open, g_strdup(line->value));
	if (reading->open->len == 2 && g_ascii_strcasecmp(line->value, "VEVENT") == 0)
		reading->event = (struct event){.number = line->number, .open = true, .exdates = g_string_new(""), .rdates = g_string_new("")};
	return true;
}

static bool end_component(struct reading *reading, const struct ics_line *line, GError **error)
{
	guint depth = reading->open->len;
	if (depth == 0 || g_ascii_strcasecmp(reading->open->pdata[depth - 1], line->value) != 0)
		return error_set(error, ERROR_INVALID, "line %u: END:%s has no BEGIN", line->number, line->value);
	bool done = depth != 2 || !reading->event.open || end_event(reading, error);
	if (depth == 2)
		event_release(&reading->event);
	g_ptr_array_set_size(reading->open, (gint)depth - 1);
	return done;
}

static bool take_line(struct reading *reading, const struct ics_line *line, GError **error)
{
	if (strcmp(line->name, "BEGIN") == 0)
		return begin_component(reading, line, error);
	if (strcmp(line->name, "END") == 0)
		return end_component(reading, line, error);
	if (reading->open->len == 0)
		return error_set(error, ERROR_INVALID, "line %u: an iCalendar file begins with BEGIN:VCALENDAR", line->number);
	return reading->open->len != 2 || !reading->event.open || take_property(&reading->event, line, error);
}

static bool read_lines(struct reading *reading, const char *text, size_t length, GError **error)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t skipped = length >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0 ? strlen(mark) : 0;
	struct ics_reader reader = {text + skipped, text + length, 0};
	autorelease(ics_line) line = {0};
	do {
		if (!ics_reader_next(&reader, &line, error) || (line.name != NULL && !take_line(reading, &line, error)))
			return false;
	} while (line.name != NULL);
	return reading->open->len == 0 || error_set(error, ERROR_INVALID, "the file ends before END:%s", (const char *)reading->open->pdata[reading->open->len - 1]);
}

struct calendar *ics_read(const char *name, const char *text, size_t length, unsigned *ret_ignored, GError **error)
{
	autorelease(reading) reading = {.calendar = calendar_new(name), .open = g_ptr_array_new_with_free_func(g_free)};
	if (length > ICS_MAX) {
		error_set(error, ERROR_LIMIT, "the calendar is larger than %d MB", ICS_MAX >> 20);
		return NULL;
	}
	if (!g_utf8_validate_len(text, length, NULL)) {
		error_set(error, ERROR_INVALID, "the calendar is not UTF-8 text");
		return NULL;
	}
	if (!read_lines(&reading, text, length, error))
		return NULL;
	calendar_settle(reading.calendar);
	if (reading.calendar->holidays->len == 0) {
		error_set(error, ERROR_INVALID, "the calendar has no all-day event from %d to %d", FIRST_YEAR, LAST_YEAR);
		return NULL;
	}
	*ret_ignored = reading.ignored;
	return g_steal_pointer(&reading.calendar);
}
