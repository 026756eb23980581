// SPDX-License-Identifier: Apache-2.0
// Step 1 of a task: the Recur section <-> start and rule.
#include <string.h>

#include "screens/shown-priv.h"
#include "screens/wizard-priv.h"
#include "tidings/app/calendar.h"
#include "tidings/app/recurrence.h"
#include "tidings/model/recurrence.h"
#include "tidings/util/error.h"

#define PREVIEW 3
#define WEEKDAYS 7

static const struct {
	const char *name, *label;
} weekdays[WEEKDAYS] = {
	{"day-1", N_("Mon")}, {"day-2", N_("Tue")}, {"day-3", N_("Wed")}, {"day-4", N_("Thu")},
	{"day-5", N_("Fri")}, {"day-6", N_("Sat")}, {"day-7", N_("Sun")},
};

static const struct {
	const char *text, *label;
} ordinals[] = {
	{"1", N_("first")}, {"2", N_("second")}, {"3", N_("third")}, {"4", N_("fourth")}, {"5", N_("fifth")}, {"-1", N_("last")},
};

// What each kind of recurrence shows beside its name: bits of enum part, and the unit of its interval.
enum part { PART_EVERY = 1, PART_DAYS = 2, PART_DAY = 4, PART_NTH = 8, PART_RULE = 16, PART_ENDS = 32 };
static const struct {
	int parts;
	const char *unit;
} kinds[] = {
	[RECUR_ONCE] = {0, ""},
	[RECUR_HOURLY] = {PART_EVERY | PART_ENDS, N_("hour(s)")},
	[RECUR_DAILY] = {PART_EVERY | PART_ENDS, N_("day(s)")},
	[RECUR_WORKDAYS] = {PART_ENDS, ""},
	[RECUR_WEEKLY] = {PART_EVERY | PART_DAYS | PART_ENDS, N_("week(s) on")},
	[RECUR_MONTHLY_DAY] = {PART_EVERY | PART_DAY | PART_ENDS, N_("month(s) on")},
	[RECUR_MONTHLY_LAST] = {PART_EVERY | PART_ENDS, N_("month(s) on the last day")},
	[RECUR_MONTHLY_NTH] = {PART_EVERY | PART_NTH | PART_ENDS, N_("month(s) on")},
	[RECUR_YEARLY] = {PART_EVERY | PART_ENDS, N_("year(s)")},
	[RECUR_CUSTOM] = {PART_RULE, ""},
};

static bool number_of(const struct form_item *item, int min, int max, int *ret, GError **error)
{
	guint64 value = 0;
	if (!g_ascii_string_to_unsigned(item_text(item), 10, (guint64)min, (guint64)max, &value, NULL))
		return error_set_field(error, ERROR_INVALID, item->name, "enter a number from %d to %d", min, max);
	*ret = (int)value;
	return true;
}

static bool check_interval(const struct form_item *item, GError **error)
{
	return number_of(item, 1, 366, &(int){0}, error);
}

static bool check_day(const struct form_item *item, GError **error)
{
	return number_of(item, 1, 31, &(int){0}, error);
}

static bool check_count(const struct form_item *item, GError **error)
{
	return number_of(item, 1, 9999, &(int){0}, error);
}

static bool check_date(const struct form_item *item, GError **error)
{
	struct wall wall = {0};
	return (strlen(item_text(item)) == strlen("2026-11-30") && wall_from_text(item_text(item), &wall, NULL)) ||
	       error_set_field(error, ERROR_INVALID, item->name, "enter a date like 2026-11-30");
}

static bool check_time(const struct form_item *item, GError **error)
{
	struct wall wall = {0};
	g_autofree char *text = g_strconcat("2026-01-01T", item_text(item), NULL);
	return wall_from_text(text, &wall, NULL) || error_set_field(error, ERROR_INVALID, item->name, "enter a time like 09:00");
}

static struct form_item *add_line(struct form *form, const char *name, const char *label, int width,
				  bool (*check)(const struct form_item *, GError **))
{
	struct form_item *item = form_add(form, ITEM_LINE, name, label);
	item->width = width;
	item->check = check;
	return item;
}

static void add_weekdays(struct form *form)
{
	for (int i = 0; i < WEEKDAYS; i++) {
		struct form_item *item = form_add(form, ITEM_CHECK, weekdays[i].name, weekdays[i].label);
		item->under = i % 4 == 0;
		item->same_line = i % 4 * 7;
	}
}

static void add_choices(struct form *form)
{
	struct form_item *nth = form_add(form, ITEM_CHOICE, "nth", N_("On the"));
	nth->width = 14;
	for (size_t i = 0; i < G_N_ELEMENTS(ordinals); i++)
		form_add_option(nth, ordinals[i].text, ordinals[i].label);
	struct form_item *weekday = form_add(form, ITEM_CHOICE, "weekday", N_("Weekday"));
	weekday->same_line = 16;
	weekday->width = 12;
	for (int i = 0; i < WEEKDAYS; i++)
		form_add_option(weekday, weekdays[i].name, weekdays[i].label);
}

static void add_zone(struct form *form)
{
	struct form_item *zone = form_add_field(form, field_by_name(&task_table, "zone"));
	zone->kind = ITEM_CHOICE;
	g_auto(GStrv) names = app_zones();
	for (char **name = names; name != NULL && *name != NULL; name++)
		form_add_option(zone, *name, NULL);
}

static void add_ends(struct form *form)
{
	struct form_item *ends = form_add(form, ITEM_RADIO, "ends", N_("Ends"));
	form_add_option(ends, "never", N_("Never"));
	form_add_option(ends, "count", N_("After a number"));
	form_add_option(ends, "until", N_("On a date"));
	add_line(form, "count", N_("Number of times"), 6, check_count);
	add_line(form, "until", N_("Last date"), 11, check_date);
}

/* Asked for where there are calendars. */
static void add_calendar(const struct console *console, struct form *form)
{
	g_autoptr(GPtrArray) calendars = calendar_list(console->app, NULL);
	struct form_item *item = form_add_field(form, field_by_name(&task_table, "calendar"));
	item->kind = ITEM_CHOICE;
	form_add_option(item, "", N_("None"));
	for (guint i = 0; calendars != NULL && i < calendars->len; i++)
		form_add_option(item, ((const struct calendar *)calendars->pdata[i])->name, NULL);
	item->hidden = calendars == NULL || calendars->len == 0;
	(void)form_add_field(form, field_by_name(&task_table, "holiday"));
}

void recur_build(const struct console *console, struct form *form)
{
	const struct field *start = field_by_name(&task_table, "start");
	form_add(form, ITEM_HEADING, start->section, start->section);
	struct form_item *kind = form_add(form, ITEM_CHOICE, "recur", N_("Repeats"));
	for (const struct enum_row *row = recur_names; row->text != NULL; row++)
		form_add_option(kind, row->text, row->label);
	add_line(form, "interval", N_("Every"), 4, check_interval);
	add_weekdays(form);
	add_line(form, "day", N_("On day"), 4, check_day);
	add_choices(form);
	form_add_field(form, field_by_name(&task_table, "rrule"))->label = N_("Rule (RFC 5545)");
	struct form_item *date = add_line(form, "start", N_("Starts"), 11, check_date);
	date->required = true;
	date->suffix = N_("at");
	add_line(form, "start-time", N_("At (time)"), 6, check_time)->same_line = 15;
	add_zone(form);
	add_calendar(console, form);
	add_ends(form);
	form_add(form, ITEM_NOTE, "preview", NULL);
}

static void set_number(struct form *form, const char *name, int value)
{
	g_autofree char *text = g_strdup_printf("%d", value);
	item_set_text(form_item(form, name), text);
}

static void load_rule(struct form *form, const struct recurrence_form *rule)
{
	static const char *const ends[] = {[RECUR_FOREVER] = "never", [RECUR_COUNT] = "count", [RECUR_UNTIL] = "until"};
	item_set_text(form_item(form, "recur"), enum_to_text(recur_names, (int)rule->recur));
	set_number(form, "interval", MAX(rule->interval, 1));
	set_number(form, "day", MAX(rule->day, 1));
	set_number(form, "nth", rule->nth != 0 ? rule->nth : 1);
	set_number(form, "count", MAX(rule->count, 1));
	item_set_text(form_item(form, "ends"), ends[rule->end]);
	for (int i = 0; i < WEEKDAYS; i++) {
		bool set = (rule->weekdays & 1u << i) != 0;
		item_set_text(form_item(form, weekdays[i].name), set ? "yes" : "no");
		if (set && rule->recur == RECUR_MONTHLY_NTH)
			item_set_text(form_item(form, "weekday"), weekdays[i].name);
	}
	if (rule->end == RECUR_UNTIL) {
		g_autofree char *until = wall_to_text(&rule->until);
		until[strcspn(until, "T")] = '\0';
		item_set_text(form_item(form, "until"), until);
	}
}

void recur_load(struct form *form, const struct task *task)
{
	struct recurrence_form rule = app_form_from_rule(task->rrule);
	load_rule(form, &rule);
	g_auto(GStrv) start = g_strsplit(task->start, "T", 2);
	if (g_strv_length(start) == 2) {
		item_set_text(form_item(form, "start"), start[0]);
		item_set_text(form_item(form, "start-time"), start[1]);
	}
	recur_arrange(form);
}

void recur_arrange(struct form *form)
{
	int kind = form_item(form, "recur")->value;
	int parts = kinds[kind].parts;
	const char *ends = item_text(form_item(form, "ends"));
	const struct {
		const char *name;
		bool shown;
	} items[] = {
		{"interval", parts & PART_EVERY}, {"day", parts & PART_DAY}, {"nth", parts & PART_NTH}, {"weekday", parts & PART_NTH},
		{"rrule", parts & PART_RULE}, {"ends", parts & PART_ENDS},
		{"holiday", *item_text(form_item(form, "calendar")) != '\0'},
		{"count", (parts & PART_ENDS) && strcmp(ends, "count") == 0}, {"until", (parts & PART_ENDS) && strcmp(ends, "until") == 0},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(items); i++)
		form_item(form, items[i].name)->hidden = !items[i].shown;
	for (int i = 0; i < WEEKDAYS; i++)
		form_item(form, weekdays[i].name)->hidden = (parts & PART_DAYS) == 0;
	form_item(form, "interval")->suffix = kinds[kind].unit;
}

static bool read_end(const struct form *form, struct recurrence_form *rule, GError **error)
{
	const char *ends = item_text(form_item(form, "ends"));
	rule->end = RECUR_FOREVER;
	if (strcmp(ends, "count") == 0) {
		rule->end = RECUR_COUNT;
		return number_of(form_item(form, "count"), 1, 9999, &rule->count, error);
	}
	if (strcmp(ends, "until") != 0)
		return true;
	const struct form_item *until = form_item(form, "until");
	rule->end = RECUR_UNTIL;
	return check_date(until, error) && wall_from_text(item_text(until), &rule->until, error);
}

static bool read_rule(const struct form *form, struct recurrence_form *rule, GError **error)
{
	int parts = kinds[form_item(form, "recur")->value].parts;
	*rule = (struct recurrence_form){.recur = (enum recur)form_item(form, "recur")->value, .interval = 1, .day = 1, .nth = 1};
	if ((parts & PART_EVERY) && !number_of(form_item(form, "interval"), 1, 366, &rule->interval, error))
		return false;
	if ((parts & PART_DAY) && !number_of(form_item(form, "day"), 1, 31, &rule->day, error))
		return false;
	for (int i = 0; i < WEEKDAYS && (parts & PART_DAYS); i++)
		rule->weekdays |= form_item(form, weekdays[i].name)->value != 0 ? 1u << i : 0;
	if ((parts & PART_DAYS) && rule->weekdays == 0)
		return error_set_field(error, ERROR_INVALID, weekdays[0].name, "choose at least one day");
	if (parts & PART_NTH) {
		const char *nth = item_text(form_item(form, "nth"));
		rule->nth = nth[0] == '-' ? -1 : nth[0] - '0';
		rule->weekdays = 1u << form_item(form, "weekday")->value;
	}
	return (parts & PART_ENDS) == 0 || read_end(form, rule, error);
}

bool recur_store(const struct form *form, struct task *task, GError **error)
{
	const struct form_item *date = form_item(form, "start");
	const struct form_item *time = form_item(form, "start-time");
	if (!check_date(date, error) || !check_time(time, error))
		return false;
	g_autofree char *start = g_strdup_printf("%sT%s", item_text(date), item_text(time));
	if (!field_set_text(field_by_name(&task_table, "start"), task, start, error))
		return false;
	const struct field *row = field_by_name(&task_table, "rrule");
	if (form_item(form, "recur")->value == RECUR_CUSTOM)
		return field_set_text(row, task, item_text(form_item(form, "rrule")), error);
	struct recurrence_form rule = {0};
	if (!read_rule(form, &rule, error))
		return false;
	g_autofree char *text = app_form_to_rule(&rule, error);
	return text != NULL && field_set_text(row, task, text, error);
}

bool recur_task(const struct form *form, struct task *task, GError **error)
{
	static const char *const names[] = {"zone", "calendar", "holiday", "exdate", "rdate", "gap", "overlap"};
	if (!recur_store(form, task, error))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const struct form_item *item = form_item(form, names[i]);
		if (item != NULL && !field_set_text(item->field, task, item_text(item), error))
			return false;
	}
	return true;
}

char *recur_preview(const struct console *console, const struct task *task)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) next = task_occurrences(console->app, task, app_now(console->app), PREVIEW, &error);
	if (next == NULL)
		return console_fault(console, error);
	if (next->len == 0)
		return g_strdup(console_text(console, N_("! Nothing is due any more: the last occurrence is past.")));
	g_autoptr(GString) text = g_string_new(console_text(console, N_("Next:")));
	for (guint i = 0; i < next->len; i++) {
		const struct occurrence *occurrence = &g_array_index(next, struct occurrence, i);
		g_autofree char *day = shown_day(console->catalog, occurrence->instant, occurrence->offset);
		g_string_append_printf(text, "%s %s", i > 0 ? "," : "", day);
	}
	g_autofree char *offset = shown_offset(g_array_index(next, struct occurrence, 0).offset);
	g_string_append_printf(text, "  (%s)", offset);
	return g_string_free(g_steal_pointer(&text), FALSE);
}
