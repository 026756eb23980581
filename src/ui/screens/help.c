// SPDX-License-Identifier: Apache-2.0
// Help overlay: the keys of the screen below, generated from the action table.
#include "screens/help-priv.h"

#include <string.h>

#include "core/table-priv.h"
#include "tidings/app/access.h"

#define KEYS_WIDTH 18

struct help_line {
	enum action action; /* ACT_NONE: a heading */
	const char *heading;
};

struct help_state {
	GArray *lines;
	const char *title; /* to be translated */
	struct table table;
};

static const enum action_group groups[] = {GROUP_HELP, GROUP_LIST, GROUP_END};

static void add_group(const struct console *console, struct help_state *state, enum action_group group, const char **last)
{
	const char *heading = action_group_heading(group);
	for (int i = 0; i < N_ACTIONS; i++) {
		if (action_row((enum action)i)->group != group || !console_may(console, (enum action)i))
			continue;
		if (g_strcmp0(heading, *last) != 0) {
			struct help_line title = {ACT_NONE, heading};
			g_array_append_val(state->lines, title);
			*last = heading;
		}
		struct help_line line = {(enum action)i, NULL};
		g_array_append_val(state->lines, line);
	}
}

static void draw_line(const struct console *console, struct grid *grid, struct rect at, int row, const struct help_line *line)
{
	if (line->action == ACT_NONE) {
		grid_text(grid, row, at.column + 3, at.columns - 5, UI_HEADING, console_text(console, line->heading));
		return;
	}
	g_autofree char *keys = keymap_labels(&console->keymap, line->action);
	grid_text(grid, row, at.column + 5, KEYS_WIDTH, UI_KEY, keys);
	grid_text(grid, row, at.column + 6 + KEYS_WIDTH, at.columns - KEYS_WIDTH - 8, UI_DIALOG,
		  console_text(console, action_row(line->action)->help));
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct help_state *state = data;
	struct rect at = {body.row, 1, body.rows, body.columns - 2};
	grid_frame(grid, at, console_text(console, state->title));
	for (int i = 0; i < state->table.shown && state->table.first + (guint)i < state->lines->len; i++)
		draw_line(console, grid, at, at.row + 1 + i, &g_array_index(state->lines, struct help_line, state->table.first + (guint)i));
	grid_text(grid, at.row + at.rows - 2, at.column + 3, at.columns - 5, UI_HINT,
		  console_text(console, N_("Letters also work on a Russian layout. Up and Down scroll.")));
	grid_cursor(grid, at.row + 1 + (int)(state->table.row - state->table.first), at.column + 3);
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	struct help_state *state = data;
	table_fit(&state->table, state->lines->len, body.rows - 4);
}

static void act(struct console *console, void *data, enum action action)
{
	struct help_state *state = data;
	if (action == ACT_HELP_CLOSE)
		console_pop(console);
	else
		(void)table_act(&state->table, action);
}

static void state_free(void *data)
{
	struct help_state *state = data;
	g_array_unref(state->lines);
	g_free(state);
}

static const struct screen screen = {
	.name = "help", .groups = groups, .overlay = true, .draw = draw, .act = act, .fit = fit, .free = state_free,
};

static struct help_state *state_new(const char *title)
{
	struct help_state *state = g_new0(struct help_state, 1);
	*state = (struct help_state){.lines = g_array_new(FALSE, FALSE, sizeof(struct help_line)), .title = title};
	return state;
}

void help_open(struct console *console)
{
	const struct screen *below = console_top(console)->screen;
	if (below == &screen)
		return;
	struct help_state *state = state_new(N_("Help: keys on this screen"));
	const char *last = NULL;
	for (const enum action_group *group = below->groups; *group != GROUP_END; group++)
		add_group(console, state, *group, &last);
	add_group(console, state, GROUP_EVERYWHERE, &last);
	console_push(console, &screen, state);
}

void help_open_all(struct console *console)
{
	struct help_state *state = state_new(N_("All keys"));
	const char *last = NULL;
	for (int group = 0; group < N_GROUPS; group++)
		add_group(console, state, (enum action_group)group, &last);
	console_push(console, &screen, state);
}
