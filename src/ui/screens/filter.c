// SPDX-License-Identifier: Apache-2.0
// The filter of a list: a line of text over its page, which follows every letter.
#include "screens/filter-priv.h"

#include "core/editor-priv.h"
#include "tidings/util/safe-text.h"

#define FILTER_MOST 100

struct filter {
	struct editor editor;
};

static const enum action_group groups[] = {GROUP_FILTER, GROUP_LIST, GROUP_EDIT, GROUP_END};

static const struct {
	enum action action;
	enum editor_move move;
	bool erase;
} edits[] = {
	{ACT_LEFT, MOVE_LEFT, false}, {ACT_RIGHT, MOVE_RIGHT, false}, {ACT_WORD_LEFT, MOVE_WORD_LEFT, false},
	{ACT_WORD_RIGHT, MOVE_WORD_RIGHT, false}, {ACT_LINE_HOME, MOVE_HOME, false}, {ACT_LINE_END, MOVE_END, false},
	{ACT_ERASE, MOVE_LEFT, true}, {ACT_DELETE, MOVE_RIGHT, true}, {ACT_ERASE_WORD, MOVE_WORD_LEFT, true},
};

static void apply(struct console *console, const struct filter *state)
{
	const struct view *page = console_page(console);
	const char *words = state->editor.text->str;
	page->screen->filter(console, page->state, *words != '\0' ? words : NULL);
}

static void edit(struct console *console, struct filter *state, enum action action)
{
	if (action == ACT_ERASE_ALL)
		editor_erase_all(&state->editor);
	else if (action == ACT_UNDO)
		(void)editor_undo(&state->editor);
	for (size_t i = 0; i < G_N_ELEMENTS(edits); i++) {
		if (edits[i].action != action)
			continue;
		if (edits[i].erase)
			editor_erase(&state->editor, edits[i].move);
		else
			editor_move(&state->editor, edits[i].move);
	}
	apply(console, state);
}

static void act(struct console *console, void *data, enum action action)
{
	struct filter *state = data;
	const struct view *page = console_page(console);
	enum action_group group = action_row(action)->group;
	if (group == GROUP_LIST) {
		page->screen->act(console, page->state, action);
		return;
	}
	if (group == GROUP_EDIT) {
		edit(console, state, action);
		return;
	}
	if (action == ACT_FILTER_CLEAR)
		page->screen->filter(console, page->state, NULL);
	console_pop(console);
}

static void text(struct console *console, void *data, const char *typed, bool pasted)
{
	(void)pasted;
	struct filter *state = data;
	(void)editor_insert(&state->editor, typed);
	apply(console, state);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct filter *state = data;
	int row = body.row + body.rows - 1;
	const char *written = state->editor.text->str;
	g_autofree char *before = g_strndup(written, state->editor.cursor);
	grid_fill(grid, row, 0, grid->columns, UI_TEXT, " ");
	grid_text(grid, row, 1, 1, UI_FOCUS, ">");
	int column = 3 + grid_text(grid, row, 3, 20, UI_LABEL, console_text(console, N_("Filter"))) + 1;
	int width = body.columns - column - 1;
	grid_fill(grid, row, column, width, UI_FIELD_FOCUS, "_");
	grid_text(grid, row, column, width, UI_FIELD_FOCUS, written);
	grid_cursor(grid, row, column + MIN(text_columns(before), width - 1));
}

static bool typing(const void *data)
{
	(void)data;
	return true;
}

static void state_free(void *data)
{
	struct filter *state = data;
	editor_release(&state->editor);
	g_free(state);
}

static const struct screen screen = {
	.name = "filter", .groups = groups, .overlay = true, .typing = typing, .draw = draw, .act = act, .text = text, .free = state_free,
};

void filter_open(struct console *console)
{
	struct filter *state = g_new0(struct filter, 1);
	editor_init(&state->editor, EDITOR_LINE, FILTER_MOST);
	console_push(console, &screen, state);
	apply(console, state);
}
