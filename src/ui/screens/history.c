// SPDX-License-Identifier: Apache-2.0
// Run history: the newest runs, and below them what became of the marked one.
#include "screens/history-priv.h"

#include <string.h>

#include "core/table-priv.h"
#include "screens/question-priv.h"
#include "screens/shown-priv.h"
#include "tidings/app/run.h"

#define HISTORY_MOST 1000
#define BELOW 8 /* rule, six lines of the marked run, count */

struct history {
	GPtrArray *runs;
	GPtrArray *shown; /* borrowed from runs */
	struct table table;
	uint32_t task, only; /* only: the task that "all tasks" leaves */
	char *name, *fault;
	bool failed;
};

enum { COLUMN_STARTED, COLUMN_TASK, COLUMN_WHY, COLUMN_RESULT, COLUMN_RECIPIENTS, COLUMN_TRIES, COLUMN_SIZE };

static const struct table_column columns[] = {
	[COLUMN_STARTED] = {N_("Due (UTC)"), 12, 0, 0},
	[COLUMN_TASK] = {N_("Task"), 12, 1, 0},
	[COLUMN_WHY] = {N_("Why"), 9, 0, 2},
	[COLUMN_RESULT] = {N_("Result"), 16, 0, 0},
	[COLUMN_RECIPIENTS] = {N_("Accepted"), 8, 0, 1},
	[COLUMN_TRIES] = {N_("Tries"), 5, 0, 4},
	[COLUMN_SIZE] = {N_("Size"), 7, 0, 3},
	{NULL, 0, 0, 0},
};

static const enum action_group groups[] = {GROUP_HISTORY, GROUP_RUN, GROUP_BACK, GROUP_PAGE, GROUP_LIST, GROUP_END};

struct cell_source {
	const struct console *console;
	const struct history *state;
};

static char *cell(const void *data, guint row, int column, enum ui_role *ret_role)
{
	const struct cell_source *source = data;
	const struct catalog *catalog = source->console->catalog;
	const struct run *run = source->state->shown->pdata[row];
	bool bad = shown_state_is_bad(run->state);
	switch (column) {
	case -1:
		*ret_role = UI_ERROR;
		return g_strdup(bad ? "!" : " ");
	case COLUMN_STARTED:
		return shown_instant(catalog, run->occurrence, 0);
	case COLUMN_TASK:
		return g_strdup(run->task_name);
	case COLUMN_WHY: {
		const char *kind = catalog_text(catalog, enum_to_label(run_kind_names, (int)run->kind));
		return g_utf8_strdown(kind, -1);
	}
	case COLUMN_RESULT:
		*ret_role = bad ? UI_ERROR : run->state == RUN_DELIVERED ? UI_GOOD : UI_TEXT;
		return shown_state(catalog, run->state);
	case COLUMN_RECIPIENTS:
		return shown_delivered(catalog, run);
	case COLUMN_TRIES:
		return g_strdup_printf("%d", run->attempts);
	default:
		return shown_size(run->size);
	}
}

static const struct run *marked(const struct history *state)
{
	return state->shown != NULL && state->table.row < state->shown->len ? state->shown->pdata[state->table.row] : NULL;
}

static void choose(struct history *state)
{
	g_clear_pointer(&state->shown, g_ptr_array_unref);
	state->shown = g_ptr_array_new();
	for (guint i = 0; state->runs != NULL && i < state->runs->len; i++) {
		const struct run *run = state->runs->pdata[i];
		if (!state->failed || shown_state_is_bad(run->state))
			g_ptr_array_add(state->shown, state->runs->pdata[i]);
	}
	table_fit(&state->table, state->shown->len, state->table.shown);
}

static void refresh(struct console *console, void *data)
{
	struct history *state = data;
	g_autoptr(GError) error = NULL;
	const struct run *run = marked(state);
	uint64_t id = run != NULL ? run->id : 0;
	g_clear_pointer(&state->runs, g_ptr_array_unref);
	g_clear_pointer(&state->fault, g_free);
	state->runs = run_list(console->app, state->only, HISTORY_MOST, &error);
	if (state->runs == NULL)
		state->fault = console_message(console, error->message);
	choose(state);
	for (guint i = 0; i < state->shown->len; i++)
		if (((struct run *)state->shown->pdata[i])->id == id)
			state->table.row = i;
	table_fit(&state->table, state->shown->len, state->table.shown);
}

static void draw_marked(const struct console *console, const struct history *state, struct grid *grid, struct rect at)
{
	const struct run *run = marked(state);
	if (run == NULL)
		return;
	g_autoptr(GPtrArray) lines = run_lines(console, run, true);
	for (int i = 0; i < (int)lines->len && i < at.rows; i++) {
		bool more = i == at.rows - 1 && (int)lines->len > at.rows;
		grid_text(grid, at.row + i, 1, at.columns - 2, i == 0 ? UI_HEADING : UI_TEXT,
			  more ? console_text(console, N_("... Enter shows all")) : lines->pdata[i]);
	}
}

static void draw_count(const struct console *console, const struct history *state, struct grid *grid, int row)
{
	g_autofree char *count = NULL;
	if (state->fault != NULL)
		count = g_strdup_printf("! %s", state->fault);
	else if (state->shown->len == 0)
		count = g_strdup(state->failed ? console_text(console, N_("No failed run.")) : console_text(console, N_("Nothing was run yet.")));
	else
		count = g_strdup_printf(console_text(console, N_("Run %u of %u, newest first")), state->table.row + 1, state->shown->len);
	grid_text(grid, row, 1, grid->columns - 2, state->fault != NULL ? UI_ERROR : UI_HINT, count);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct history *state = data;
	int below = body.row + body.rows - BELOW;
	struct cell_source source = {console, state};
	grid_cursor(grid, body.row, 1);
	table_draw(&state->table, console->catalog, grid, body, cell, &source);
	grid_rule(grid, below);
	draw_marked(console, state, grid, (struct rect){below + 1, 0, BELOW - 2, body.columns});
	draw_count(console, state, grid, body.row + body.rows - 1);
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	struct history *state = data;
	table_fit(&state->table, state->shown != NULL ? state->shown->len : 0, body.rows - BELOW - 1);
}

static void act(struct console *console, void *data, enum action action)
{
	struct history *state = data;
	const struct run *run = marked(state);
	if (table_act(&state->table, action))
		return;
	if (action == ACT_BACK) {
		console_pop(console);
	} else if (action == ACT_RUN_SHOW && run != NULL) {
		run_open(console, run->id);
	} else if (action == ACT_RUN_FAILED) {
		state->failed = !state->failed;
		choose(state);
	} else if (action == ACT_RUN_ALL) {
		state->only = state->only == 0 ? state->task : 0;
		refresh(console, state);
	} else if (action == ACT_RUN_RESEND && run != NULL) {
		resend_ask(console, run);
	} else if (action == ACT_REFRESH) {
		refresh(console, state);
	}
}

static void answer(struct console *console, void *data, int question, int answered)
{
	struct history *state = data;
	const struct run *run = marked(state);
	if (question == QUESTION_RESEND && answered == 1 && run != NULL)
		resend(console, run->id);
	refresh(console, state);
}

static char *title(const struct console *console, const void *data)
{
	const struct history *state = data;
	const char *page = console_text(console, N_("Settings > Reporting > Run history"));
	if (state->only != 0)
		return g_strdup_printf("%s: %s", page, state->name);
	return g_strdup(page);
}

static void state_free(void *data)
{
	struct history *state = data;
	g_clear_pointer(&state->runs, g_ptr_array_unref);
	g_clear_pointer(&state->shown, g_ptr_array_unref);
	g_free(state->name);
	g_free(state->fault);
	g_free(state);
}

static const struct screen screen = {
	.name = "history", .groups = groups, .title = title, .draw = draw, .act = act, .refresh = refresh, .fit = fit,
	.answer = answer, .free = state_free,
};

void history_open(struct console *console, uint32_t task, const char *name)
{
	struct history *state = g_new0(struct history, 1);
	*state = (struct history){.task = task, .only = task, .name = g_strdup(name), .table = {.columns = columns, .shown = 1}};
	refresh(console, state);
	console_push(console, &screen, state);
}
