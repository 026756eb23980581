// SPDX-License-Identifier: Apache-2.0
// All tasks in short, read without decoding their records.
#include "tidings/app/task-lines.h"

#include <string.h>

#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/task.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

enum { PEEK_ENABLED, PEEK_NAME, PEEK_RECIPIENTS, PEEK_RRULE, PEEK_CALENDAR, PEEK_TENANTS, PEEKS };

static const char *const peeked[] = {
	[PEEK_ENABLED] = "enabled", [PEEK_NAME] = "name", [PEEK_RECIPIENTS] = "recipients", [PEEK_RRULE] = "rrule", [PEEK_CALENDAR] = "calendar",
	[PEEK_TENANTS] = "tenants",
};

struct reading {
	const struct app *app;
	struct task_lines *lines;
	GArray *array; /* of struct task_line */
	struct field_peek peeks[PEEKS];
};

static bool is_text(const struct field_peek *peek, const char *text)
{
	return peek->length == strlen(text) && memcmp(peek->data, text, peek->length) == 0;
}

static const char *keep(GStringChunk *texts, const struct field_peek *peek)
{
	return peek->length == 0 ? "" : g_string_chunk_insert_len(texts, (const char *)peek->data, (gssize)peek->length);
}

// Older records lack what came later; the initial value of those that are looked at is the empty text.
static bool peeks_are_sound(struct field_peek *peeks)
{
	for (size_t i = 0; i < PEEKS; i++) {
		if (peeks[i].data == NULL)
			peeks[i].length = 0;
		else if (!g_utf8_validate_len((const char *)peeks[i].data, peeks[i].length, NULL))
			return false;
	}
	return true;
}

static bool take_record(uint32_t id, int64_t next_run, const uint8_t *record, size_t length, void *data, GError **error)
{
	struct reading *reading = data;
	struct field_peek *peeks = reading->peeks;
	if (!fields_peek(&task_table, record, length, peeks, PEEKS, error)) {
		g_prefix_error(error, "while reading task %u: ", id);
		return false;
	}
	if (!peeks_are_sound(peeks))
		return error_set(error, ERROR_CORRUPT, "the record of task %u is damaged", id);
	if (reading->app->mode != MODE_SYSTEM && !is_text(&peeks[PEEK_TENANTS], reading->app->tenant))
		return true;
	GStringChunk *texts = reading->lines->texts;
	struct task_line line = {
		.id = id, .enabled = is_text(&peeks[PEEK_ENABLED], "yes"), .next_run = INSTANT_NONE, .name = keep(texts, &peeks[PEEK_NAME]),
		.recipients = keep(texts, &peeks[PEEK_RECIPIENTS]), .rrule = keep(texts, &peeks[PEEK_RRULE]),
		.tenants = keep(texts, &peeks[PEEK_TENANTS]), .calendar = keep(texts, &peeks[PEEK_CALENDAR]),
	};
	if (line.enabled)
		line.next_run = next_run;
	reading->lines->on += line.enabled;
	g_array_append_val(reading->array, line);
	return true;
}

struct task_lines *task_lines_read(struct app *app, GError **error)
{
	if (!app_require(app, USE_REPORTING, true, error))
		return NULL;
	autoptr(task_lines) lines = g_new0(struct task_lines, 1);
	g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof(struct task_line));
	struct reading reading = {app, lines, array, {{0}}};
	lines->texts = g_string_chunk_new(4096);
	for (size_t i = 0; i < PEEKS; i++)
		reading.peeks[i].row = field_by_name(&task_table, peeked[i]);
	if (!store_task_records(app->store, take_record, &reading, error))
		return NULL;
	lines->n = array->len;
	lines->lines = (struct task_line *)g_array_free(g_steal_pointer(&array), FALSE);
	return g_steal_pointer(&lines);
}

void task_lines_free(struct task_lines *lines)
{
	if (lines == NULL)
		return;
	g_free(lines->lines);
	g_clear_pointer(&lines->texts, g_string_chunk_free);
	g_free(lines);
}

bool task_lines_settle(struct app *app, struct task_lines *lines, GError **error)
{
	for (guint i = 0; i < lines->n; i++) {
		struct task_line *line = &lines->lines[i];
		if (line->next_run == INSTANT_NONE || *line->calendar == '\0')
			continue;
		autoptr(task_view) view = task_show(app, line->id, error);
		if (view == NULL)
			return false;
		line->next_run = view->next_run;
	}
	return true;
}

struct run_brief *task_lines_last(struct app *app, const struct task_lines *lines, GError **error)
{
	g_autofree uint32_t *ids = g_new(uint32_t, lines->n);
	g_autofree struct run_brief *last = g_new(struct run_brief, lines->n + 1);
	for (guint i = 0; i < lines->n; i++)
		ids[i] = lines->lines[i].id;
	return ledger_last_of(app->store, ids, lines->n, last, error) ? g_steal_pointer(&last) : NULL;
}
