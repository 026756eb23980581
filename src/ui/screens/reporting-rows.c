// SPDX-License-Identifier: Apache-2.0
// The Reporting page: its thousands of tasks in short, sorted and filtered, and whole where they are seen.
#include <string.h>

#include "screens/reporting-priv.h"
#include "tidings/util/instant.h"

#define VIEWS_MOST 256 /* whole tasks that are kept */

static void view_free(void *view)
{
	task_view_free(view);
}

const struct task_view *reporting_view(const struct reporting *state, guint row)
{
	if (state->lines == NULL || row >= state->lines->n)
		return NULL;
	return g_hash_table_lookup(state->views, GUINT_TO_POINTER(state->lines->lines[row].id));
}

static guint data_row(const struct table *table, guint row)
{
	return table->order != NULL ? g_array_index(table->order, guint, row) : row;
}

void reporting_load(const struct console *console, struct reporting *state)
{
	const struct table *table = &state->table;
	if (state->lines == NULL)
		return;
	if (g_hash_table_size(state->views) > VIEWS_MOST)
		g_hash_table_remove_all(state->views);
	for (guint row = table->first; row < table->rows && row < table->first + (guint)table->shown; row++) {
		const struct task_line *line = &state->lines->lines[data_row(table, row)];
		if (g_hash_table_contains(state->views, GUINT_TO_POINTER(line->id)))
			continue;
		// What is gone or damaged stays a row of what is known of it.
		struct task_view *view = task_show(console->app, line->id, NULL);
		if (view != NULL)
			g_hash_table_insert(state->views, GUINT_TO_POINTER(line->id), view);
	}
}

// Sorted so, every hour comes before every day, and every day before every other day.
static char *recurs_key(const char *rrule)
{
	static const char *const frequencies[] = {"MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
	const char *frequency = g_str_has_prefix(rrule, "FREQ=") ? rrule + strlen("FREQ=") : "";
	const char *interval = strstr(rrule, "INTERVAL=");
	guint64 every = interval != NULL ? g_ascii_strtoull(interval + strlen("INTERVAL="), NULL, 10) : 1;
	size_t rank = 0;
	while (rank < G_N_ELEMENTS(frequencies) && !g_str_has_prefix(frequency, frequencies[rank]))
		rank++;
	return g_strdup_printf("%u %08" G_GINT64_MODIFIER "u %s", (unsigned)rank, every, rrule);
}

// Instants in the order of time; what has none is the last, or the first.
static char *instant_key(int64_t instant, bool none_first)
{
	bool none = instant == INSTANT_NONE;
	return g_strdup_printf("%d%016" G_GINT64_MODIFIER "x", none != none_first, none ? 0 : (guint64)instant + ((guint64)1 << 63));
}

static char *key(const void *data, guint row, int column)
{
	const struct reporting *state = data;
	const struct task_line *line = &state->lines->lines[row];
	switch (column) {
	case -1: {
		g_autofree char *all = g_strconcat(line->name, "\n", line->recipients, "\n", line->tenants, NULL);
		return table_fold(all);
	}
	case TASK_STATUS:
		return g_strdup(line->enabled ? "0" : "1");
	case TASK_NAME:
		return table_fold(line->name);
	case TASK_RECIPIENTS:
		return table_fold(line->recipients);
	case TASK_RECURS:
		return recurs_key(line->rrule);
	case TASK_NEXT:
		return instant_key(line->next_run, false);
	case TASK_LAST:
		return instant_key(state->last != NULL ? state->last[row].occurrence : INSTANT_NONE, true);
	default:
		return table_fold(line->tenants);
	}
}

// What sorting by a column needs beyond the lines.
static bool read_keys(struct console *console, struct reporting *state, GError **error)
{
	if (state->table.sort == TASK_NEXT + 1)
		return task_lines_settle(console->app, state->lines, error);
	if (state->table.sort != TASK_LAST + 1 || state->last != NULL)
		return true;
	state->last = task_lines_last(console->app, state->lines, error);
	return state->last != NULL;
}

static guint line_of(const struct task_lines *lines, uint32_t id)
{
	for (guint i = 0; i < lines->n; i++)
		if (lines->lines[i].id == id)
			return i;
	return TABLE_NONE;
}

void reporting_arrange(struct console *console, struct reporting *state)
{
	g_autoptr(GError) error = NULL;
	if (state->lines == NULL) {
		table_arrange(&state->table, 0, TABLE_NONE, key, state);
		return;
	}
	if (!read_keys(console, state, &error))
		console_say_error(console, error);
	table_arrange(&state->table, state->lines->n, line_of(state->lines, state->marked), key, state);
	guint row = table_marked(&state->table);
	if (row != TABLE_NONE)
		state->marked = state->lines->lines[row].id;
	state->detail = row != TABLE_NONE ? state->marked : 0;
	reporting_load(console, state);
}

void reporting_read(struct console *console, struct reporting *state)
{
	g_autoptr(GError) error = NULL;
	struct task_lines *lines = task_lines_read(console->app, &error);
	g_clear_pointer(&state->fault, g_free);
	g_clear_pointer(&state->last, g_free);
	task_lines_free(state->lines);
	state->lines = lines;
	if (lines == NULL)
		state->fault = console_message(console, error->message);
	if (state->views == NULL)
		state->views = g_hash_table_new_full(NULL, NULL, NULL, view_free);
	g_hash_table_remove_all(state->views);
	reporting_arrange(console, state);
}
