// SPDX-License-Identifier: Apache-2.0
// The Reporting page as it looks.
#include <string.h>

#include "screens/reporting-priv.h"
#include "screens/sender-line-priv.h"
#include "screens/shown-priv.h"
#include "tidings/app/recurrence.h"
#include "tidings/util/instant.h"
#include "tidings/util/safe-text.h"

#define ABOVE 3 /* mail, sender, rule */
#define BELOW 5 /* rule, two lines of detail, rule, count */

#define COLUMNS_OF_ALL \
	[TASK_STATUS] = {N_("Status"), 6, 0, 0}, [TASK_NAME] = {N_("Task name"), 18, 3, 0}, [TASK_RECIPIENTS] = {N_("Recipients"), 18, 2, 3}, \
	[TASK_RECURS] = {N_("Recurs"), 14, 3, 2}, [TASK_NEXT] = {N_("Next run"), 12, 0, 0}, [TASK_LAST] = {N_("Last run"), 24, 0, 4}

const struct table_column reporting_columns[] = {COLUMNS_OF_ALL, [TASK_TENANTS] = {N_("Tenants"), 12, 1, 5}, {NULL, 0, 0, 0}};
const struct table_column reporting_columns_of_tenant[] = {COLUMNS_OF_ALL, {NULL, 0, 0, 0}};

int reporting_rows(struct rect body)
{
	return MAX(body.rows - ABOVE - BELOW - 1, 1);
}

// What a cell is made from.
struct cell_source {
	const struct console *console;
	const struct reporting *state;
};

static char *last_run(const struct catalog *catalog, const struct task_view *view, enum ui_role *ret_role)
{
	if (!view->has_last)
		return g_strdup("--");
	int offset = 0;
	g_autoptr(GError) error = NULL;
	if (!app_zone_offset(view->task.zone, view->last.occurrence, &offset, &error))
		offset = 0;
	g_autofree char *when = shown_instant(catalog, view->last.occurrence, offset);
	g_autofree char *state = shown_state(catalog, view->last.state);
	if (shown_state_is_bad(view->last.state))
		*ret_role = UI_ERROR;
	return g_strdup_printf("%s %s", when, state);
}

static char *cell(const void *data, guint row, int column, enum ui_role *ret_role)
{
	const struct cell_source *source = data;
	const struct catalog *catalog = source->console->catalog;
	const struct task_line *line = &source->state->lines->lines[row];
	const struct task_view *view = reporting_view(source->state, row);
	bool bad = view == NULL || (view->has_last && shown_state_is_bad(view->last.state));
	switch (column) {
	case -1:
		*ret_role = UI_ERROR;
		return g_strdup(bad ? "!" : " ");
	case TASK_STATUS:
		*ret_role = line->enabled ? UI_GOOD : UI_OFF;
		return g_strdup(line->enabled ? catalog_text(catalog, N_("[on ]")) : catalog_text(catalog, N_("[off]")));
	case TASK_NAME:
		return g_strdup(line->name);
	case TASK_RECIPIENTS:
		return shown_recipients(line->recipients);
	case TASK_RECURS:
		return g_strdup(view != NULL ? view->words : "?");
	case TASK_NEXT:
		return view != NULL ? shown_instant(catalog, view->next_run, view->next_offset) : g_strdup("?");
	case TASK_LAST:
		return view != NULL ? last_run(catalog, view, ret_role) : g_strdup("?");
	default:
		return g_strdup(line->tenants);
	}
}

// "OK, 2026-11-24T09:12:00Z" with its time as on the rest of the page.
static char *last_test(const struct console *console, const char *text)
{
	const char *comma = text != NULL ? strrchr(text, ',') : NULL;
	int64_t instant = 0;
	g_autoptr(GError) error = NULL;
	if (comma == NULL || !instant_from_text(comma + 2, &instant, &error))
		return g_strdup(text != NULL ? text : console_text(console, N_("never tested: press t")));
	g_autofree char *when = shown_instant(console->catalog, instant, 0);
	bool ok = g_str_has_prefix(text, "OK");
	return g_strdup_printf("%s, %s UTC", ok ? console_text(console, N_("test OK")) : console_text(console, N_("test FAILED")), when);
}

static void draw_above(const struct console *console, const struct reporting *state, struct grid *grid, struct rect body)
{
	int label = 1 + grid_text(grid, body.row, 1, 20, UI_LABEL, console_text(console, N_("Mail server")));
	label = MAX(label, 1 + grid_text(grid, body.row + 1, 1, 20, UI_LABEL, console_text(console, N_("Sender")))) + 2;
	g_autofree char *test = last_test(console, state->last_test);
	g_autofree char *mail = g_strdup(console_text(console, N_("not set up: press m")));
	bool failed = state->last_test != NULL && !g_str_has_prefix(state->last_test, "OK");
	if (state->has_mail) {
		g_free(mail);
		mail = g_strdup_printf("%s:%d %s", state->mail.server, state->mail.port,
				       console_text(console, enum_to_label(mail_connection_names, state->mail.connection)));
		int width = text_columns(test);
		grid_text_right(grid, body.row, body.columns - 1 - width, width, failed ? UI_ERROR : UI_TEXT, test);
		grid_text(grid, body.row, label, body.columns - label - width - 3, UI_TEXT, mail);
	} else {
		grid_text(grid, body.row, label, body.columns - label - 1, UI_WARNING, mail);
	}
	g_autofree char *sender = sender_line(console, &state->sender);
	g_autofree char *failures = g_strdup_printf(console_text(console, N_("Failed in 24 h: %d")), state->sender.failed_today);
	int width = text_columns(failures);
	grid_text(grid, body.row + 1, label, body.columns - label - width - 3, state->sender.running ? UI_TEXT : UI_WARNING, sender);
	grid_text_right(grid, body.row + 1, body.columns - 1 - width, width, state->sender.failed_today > 0 ? UI_ERROR : UI_TEXT, failures);
	grid_rule(grid, body.row + 2);
}

static int widget_count(const struct task *task)
{
	int n = 0;
	for (uint32_t bits = task->widgets; bits != 0; bits &= bits - 1)
		n++;
	return n;
}

static void draw_detail(const struct console *console, const struct reporting *state, struct grid *grid, int row)
{
	const struct task_view *view = state->views != NULL ? g_hash_table_lookup(state->views, GUINT_TO_POINTER(state->detail)) : NULL;
	if (view == NULL)
		return;
	const struct catalog *catalog = console->catalog;
	const struct task *task = &view->task;
	const char *period = enum_to_label(period_names, enum_from_text(period_names, task->period));
	g_autofree char *formats = flags_to_text(format_flags, task->formats);
	int used = grid_text(grid, row, 1, grid->columns / 2, UI_HEADING, task->name) + 3;
	g_autofree char *what = g_strdup_printf(console_text(console, N_("%s   %s, %s, widgets: %d, %s")), task->zone,
						catalog_text(catalog, enum_to_label(source_names, task->source)),
						period != NULL ? catalog_text(catalog, period) : task->period, widget_count(task), formats);
	grid_text(grid, row, used + 1, grid->columns - used - 2, UI_TEXT, what);
	enum ui_role role = UI_TEXT;
	g_autofree char *last = last_run(catalog, view, &role);
	g_autofree char *to = view->has_last ? shown_delivered(catalog, &view->last) : NULL;
	g_autofree char *line = view->has_last ? g_strdup_printf(console_text(console, N_("Last run %s, accepted for %s")), last, to)
					       : g_strdup(console_text(console, N_("Not run yet")));
	g_autofree char *owner = g_strdup_printf(console_text(console, N_("Saved by %s")), task->owner);
	int width = text_columns(owner);
	grid_text(grid, row + 1, 1, grid->columns - width - 4, role, line);
	grid_text_right(grid, row + 1, grid->columns - 1 - width, width, UI_HINT, owner);
}

static void draw_count(const struct console *console, const struct reporting *state, struct grid *grid, int row)
{
	if (state->lines == NULL) {
		g_autofree char *fault = g_strdup_printf("! %s", state->fault);
		grid_text(grid, row, 1, grid->columns - 2, UI_ERROR, fault);
		return;
	}
	const struct table *table = &state->table;
	g_autofree char *count = g_strdup_printf(console_text(console, N_("Tasks: %u, on: %d")), state->lines->n, (int)state->lines->on);
	g_autofree char *standing = table_standing(table, console->catalog);
	g_autofree char *where = table->rows > 0 ? g_strdup_printf(console_text(console, N_("Row %u of %u")), table->row + 1, table->rows)
						 : g_strdup(state->lines->n > 0 ? console_text(console, N_("No row has these words.")) : "");
	int width = text_columns(where);
	int used = 1 + grid_text(grid, row, 1, grid->columns - width - 4, UI_HINT, count);
	grid_text(grid, row, used + 3, grid->columns - width - used - 6, UI_HINT, standing);
	grid_text_right(grid, row, grid->columns - 1 - width, width, UI_TEXT, where);
}

void reporting_draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct reporting *state = data;
	int below = body.row + body.rows - BELOW;
	draw_above(console, state, grid, body);
	grid_rule(grid, below);
	draw_detail(console, state, grid, below + 1);
	grid_rule(grid, below + 3);
	draw_count(console, state, grid, below + 4);
	struct cell_source source = {console, state};
	struct rect at = {body.row + ABOVE, body.column, reporting_rows(body) + 1, body.columns};
	grid_cursor(grid, at.row, 1);
	if (state->lines != NULL)
		table_draw(&state->table, console->catalog, grid, at, cell, &source);
}
