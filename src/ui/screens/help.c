// SPDX-License-Identifier: Apache-2.0
// Help overlay: the keys of the screen below, generated from the action table.
#include "screens/help-priv.h"

#include "core/editor-priv.h"
#include "core/table-priv.h"
#include "tidings/app/access.h"

#define KEYS_WIDTH 18

struct help_line {
	char *keys; /* NULL: a heading or a hint */
	char *text;
	enum ui_role role;
};

struct help_state {
	const char *title;           /* to be translated */
	const enum action_group *of; /* the screen below; NULL: all there are */
	char *hint;                  /* what the screen below says at present, or NULL */
	GPtrArray *lines;
	struct table table;
};

static const enum action_group groups[] = {GROUP_HELP, GROUP_LIST, GROUP_END};

static void help_line_free(void *data)
{
	struct help_line *line = data;
	g_free(line->keys);
	g_free(line->text);
	g_free(line);
}

// As many lines as the text needs; the keys stand in the first.
static void add_lines(struct help_state *state, enum ui_role role, int width, const char *keys, const char *text)
{
	g_autoptr(GArray) lines = text_wrap(text, width);
	for (guint i = 0; i < lines->len; i++) {
		struct text_line part = g_array_index(lines, struct text_line, i);
		struct help_line *line = g_new0(struct help_line, 1);
		line->keys = keys != NULL ? g_strdup(i == 0 ? keys : "") : NULL;
		line->text = g_strndup(text + part.start, part.end - part.start);
		line->role = role;
		g_ptr_array_add(state->lines, line);
	}
}

static void add_group(const struct console *console, struct help_state *state, enum action_group group, int width, const char **last)
{
	const char *heading = action_group_heading(group);
	for (int i = 0; i < N_ACTIONS; i++) {
		if (action_row((enum action)i)->group != group || !console_may(console, (enum action)i))
			continue;
		if (g_strcmp0(heading, *last) != 0)
			add_lines(state, UI_HEADING, width, NULL, console_text(console, heading));
		*last = heading;
		g_autofree char *keys = keymap_labels(&console->keymap, (enum action)i);
		add_lines(state, UI_DIALOG, width - KEYS_WIDTH - 3, keys, console_text(console, action_row((enum action)i)->help));
	}
}

static void draw_line(struct grid *grid, struct rect at, int row, const struct help_line *line)
{
	if (line->keys == NULL) {
		grid_text(grid, row, at.column + 3, at.columns - 5, line->role, line->text);
		return;
	}
	grid_text(grid, row, at.column + 5, KEYS_WIDTH, UI_KEY, line->keys);
	grid_text(grid, row, at.column + 6 + KEYS_WIDTH, at.columns - KEYS_WIDTH - 8, line->role, line->text);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct help_state *state = data;
	struct rect at = {body.row, 1, body.rows, body.columns - 2};
	grid_frame(grid, at, console_text(console, state->title));
	for (int i = 0; i < state->table.shown && state->table.first + (guint)i < state->lines->len; i++)
		draw_line(grid, at, at.row + 1 + i, state->lines->pdata[state->table.first + (guint)i]);
	grid_text(grid, at.row + at.rows - 2, at.column + 3, at.columns - 5, UI_HINT,
		  console_text(console, N_("Letters work on Russian layouts too; Up, Down scroll.")));
	grid_cursor(grid, at.row + 1 + (int)(state->table.row - state->table.first), at.column + 3);
}

static void fit(const struct console *console, void *data, struct rect body)
{
	struct help_state *state = data;
	const char *last = NULL;
	int width = body.columns - 7;
	g_ptr_array_set_size(state->lines, 0);
	if (state->hint != NULL)
		add_lines(state, UI_DIALOG, width, NULL, state->hint);
	for (int group = 0; state->of == NULL && group < N_GROUPS; group++)
		add_group(console, state, (enum action_group)group, width, &last);
	for (const enum action_group *group = state->of; group != NULL && *group != GROUP_END; group++)
		add_group(console, state, *group, width, &last);
	if (state->of != NULL)
		add_group(console, state, GROUP_EVERYWHERE, width, &last);
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
	g_ptr_array_unref(state->lines);
	g_free(state->hint);
	g_free(state);
}

static const struct screen screen = {
	.name = "help", .groups = groups, .overlay = true, .draw = draw, .act = act, .fit = fit, .free = state_free,
};

static struct help_state *state_new(const char *title, const enum action_group *of)
{
	struct help_state *state = g_new0(struct help_state, 1);
	*state = (struct help_state){.title = title, .of = of, .lines = g_ptr_array_new_with_free_func(help_line_free)};
	return state;
}

void help_open(struct console *console)
{
	const struct view *below = console_top(console);
	if (below->screen == &screen)
		return;
	struct help_state *state = state_new(N_("Help: keys on this screen"), below->screen->groups);
	state->hint = below->screen->hint != NULL ? g_strdup(below->screen->hint(console, below->state)) : NULL;
	console_push(console, &screen, state);
}

void help_open_all(struct console *console)
{
	console_push(console, &screen, state_new(N_("All keys"), NULL));
}
