// SPDX-License-Identifier: Apache-2.0
// Title, message line and bottom bar around every screen.
#include <string.h>

#include "screens/console-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/sign-in.h"
#include "tidings/util/safe-text.h"

static const char *licence_word(enum licence licence)
{
	static const char *const words[] = {
		[LICENCE_COMMUNITY] = N_("Community"), [LICENCE_MATCHING_ENGINE] = N_("Matching Engine"), [LICENCE_TIP_ENTERPRISE] = "TIP"};
	return words[licence];
}

// Who is here, in which mode, under which licence.
static char *standing(const struct console *console)
{
	const struct account *account = app_account(console->app);
	const char *mode = app_mode(console->app) == MODE_SYSTEM ? console_text(console, N_("System management")) : app_tenant(console->app);
	return g_strdup_printf("%s | %s, %s | %s", mode, account->login, console_text(console, enum_to_label(role_names, account->role)),
			       console_text(console, licence_word(app_licence(console->app))));
}

static void draw_title(const struct console *console, struct grid *grid)
{
	const struct view *view = console_page(console);
	g_autofree char *title = view->screen->title != NULL ? view->screen->title(console, view->state) : NULL;
	bool changed = view->screen->changed != NULL && view->screen->changed(view->state);
	bool open = app_session(console->app) == SESSION_OPEN;
	g_autofree char *right = !open ? g_strdup("") : changed ? g_strdup(console_text(console, N_("modified"))) : standing(console);
	grid_fill(grid, 0, 0, grid->columns, UI_TITLE, " ");
	int width = text_columns(right);
	int room = grid->columns - 2 - (changed ? width + 2 : 0);
	int used = grid_text(grid, 0, 1, room, UI_TITLE, title != NULL ? title : "");
	if (width <= grid->columns - used - 4)
		grid_text_right(grid, 0, used + 3, grid->columns - used - 4, UI_TITLE, right);
}

static bool is_blank(const struct grid *grid, int row)
{
	for (int column = 0; column < grid->columns; column++)
		if (strcmp(grid_cell(grid, row, column)->text, " ") != 0)
			return false;
	return true;
}

// A long one takes the row above as well, when nothing stands there.
static void draw_message(const struct console *console, struct grid *grid)
{
	const struct view *view = console_top(console);
	int row = grid->rows - 2;
	g_autofree char *clock = NULL;
	const char *text = console->message;
	enum ui_role role = console->message_role;
	if (text == NULL && view->screen->hint != NULL) {
		text = view->screen->hint(console, view->state);
		role = UI_HINT;
	}
	if ((text == NULL || *text == '\0') && app_clock_is_fixed(console->app)) {
		g_autofree char *now = instant_to_text(app_now(console->app));
		text = clock = g_strdup_printf(console_text(console, N_("The clock stands at %s (TIDINGS_NOW).")), now);
		role = UI_WARNING;
	}
	if (text == NULL)
		return;
	bool two = text_columns(text) > grid->columns - 2 && is_blank(grid, row - 1);
	(void)grid_text_wrapped(grid, (struct rect){row - two, 1, 1 + two, grid->columns - 2}, role, text);
}

// "a Add" at column; the columns it takes, 0 when there is nothing to show or it does not fit. Without a grid only measures.
static int draw_key(const struct console *console, struct grid *grid, int column, int end, enum action action)
{
	const struct view *view = console_top(console);
	const struct action_row *row = action_row(action);
	bool typing = view->screen->typing != NULL && view->screen->typing(view->state);
	g_autofree char *key = row->bar != NULL ? keymap_label(&console->keymap, action, typing) : NULL;
	if (key == NULL || !console_may(console, action))
		return 0;
	const char *label = console_text(console, row->bar);
	int width = text_columns(key) + 1 + text_columns(label);
	if (grid == NULL)
		return width;
	if (column + width > end)
		return 0;
	column += grid_text(grid, grid->rows - 1, column, end - column, UI_KEY, key) + 1;
	grid_text(grid, grid->rows - 1, column, end - column, UI_BAR, label);
	return width;
}

static bool has_group(const struct screen *screen, enum action_group group)
{
	const enum action_group *at = screen->groups;
	while (*at != GROUP_END && *at != group)
		at++;
	return *at == group;
}

// The way to other pages and to the help keep their place at the end; the keys of the screen share the rest.
static void draw_bar(const struct console *console, struct grid *grid)
{
	const struct screen *screen = console_top(console)->screen;
	enum action last[] = {ACT_MENU, ACT_HELP};
	int end = grid->columns - 1;
	int column = 1;
	grid_fill(grid, grid->rows - 1, 0, grid->columns, UI_BAR, " ");
	if (!has_group(screen, action_row(ACT_MENU)->group))
		last[0] = ACT_NONE;
	for (size_t i = 0; i < G_N_ELEMENTS(last); i++)
		end -= last[i] != ACT_NONE ? draw_key(console, NULL, 0, 0, last[i]) + 2 : 0;
	for (const enum action_group *group = screen->groups; *group != GROUP_END; group++) {
		for (int i = 0; i < N_ACTIONS; i++) {
			if (action_row((enum action)i)->group != *group || i == (int)last[0])
				continue;
			int width = draw_key(console, grid, column, end, (enum action)i);
			column += width > 0 ? width + 2 : 0;
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(last); i++)
		column += last[i] != ACT_NONE ? draw_key(console, grid, column, grid->columns, last[i]) + 2 : 0;
}

void frame_draw(const struct console *console, struct grid *grid)
{
	int row = grid->cursor_row;
	int column = grid->cursor_column;
	draw_title(console, grid);
	draw_message(console, grid);
	draw_bar(console, grid);
	grid_cursor(grid, row, column);
}
