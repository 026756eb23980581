// SPDX-License-Identifier: Apache-2.0
// The stack of screens, and the dispatcher: input -> action -> screen.
#include "screens/console-priv.h"

#include <string.h>

#include "screens/columns-priv.h"
#include "screens/filter-priv.h"
#include "screens/help-priv.h"
#include "screens/menu-priv.h"
#include "screens/question-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/sign-in.h"

#define COMMANDS_AT_ONCE 8 /* more letters than that together were no commands */

static void view_free(void *data)
{
	struct view *view = data;
	if (view->screen->free != NULL)
		view->screen->free(view->state);
	g_free(view);
}

void console_init(struct console *console, struct app *app, const char *language)
{
	*console = (struct console){.app = app};
	console->catalog = app_catalog(app, language != NULL ? language : app_account(app)->language);
	console->views = g_ptr_array_new_with_free_func(view_free);
	keymap_init(&console->keymap);
	grid_resize(&console->grid, 24, 80);
}

void console_release(struct console *console)
{
	if (console == NULL || console->views == NULL)
		return;
	g_ptr_array_unref(console->views);
	grid_release(&console->grid);
	g_free(console->message);
	memset(console, 0, sizeof *console);
}

const char *console_text(const struct console *console, const char *msgid)
{
	return catalog_text(console->catalog, msgid);
}

struct view *console_top(const struct console *console)
{
	return console->views->pdata[console->views->len - 1];
}

// The part of the grid that a screen draws in.
static struct rect body_of(const struct console *console)
{
	return (struct rect){1, 0, MAX(console->grid.rows - 3, 1), console->grid.columns};
}

static void fit(struct console *console, const struct view *view)
{
	if (view->screen->fit != NULL)
		view->screen->fit(console, view->state, body_of(console));
}

void console_push(struct console *console, const struct screen *screen, void *state)
{
	struct view *view = g_new0(struct view, 1);
	*view = (struct view){screen, state};
	g_ptr_array_add(console->views, view);
	fit(console, view);
}

static void refresh(struct console *console)
{
	const struct view *view = console_top(console);
	if (view->screen->refresh != NULL)
		view->screen->refresh(console, view->state);
	fit(console, view);
}

void console_pop(struct console *console)
{
	g_ptr_array_remove_index(console->views, console->views->len - 1);
	if (console->views->len > 0)
		refresh(console);
}

void console_home(struct console *console)
{
	g_ptr_array_set_size(console->views, 1);
	refresh(console);
}

const struct view *console_page(const struct console *console)
{
	guint at = console->views->len - 1;
	while (at > 0 && ((struct view *)console->views->pdata[at])->screen->overlay)
		at--;
	return console->views->pdata[at];
}

void console_say(struct console *console, enum ui_role role, const char *text)
{
	char *said = g_strdup(text);
	g_free(console->message);
	console->message = said;
	console->message_role = role;
}

char *console_message(const struct console *console, const char *message)
{
	return catalog_message(console->catalog, message);
}

char *console_fault(const struct console *console, const GError *error)
{
	g_autofree char *text = console_message(console, error->message);
	return g_strdup_printf("! %s", text);
}

void console_say_error(struct console *console, const GError *error)
{
	g_autofree char *text = console_fault(console, error);
	console_say(console, UI_ERROR, text);
}

static bool allowed(const struct console *console, enum action action, GError **error)
{
	const struct action_row *row = action_row(action);
	// In front of a console that is not open stands the screen that asks who is there, and nothing else.
	return app_session(console->app) != SESSION_OPEN || app_require(console->app, row->use, !row->change, error);
}

bool console_may(const struct console *console, enum action action)
{
	g_autoptr(GError) refused = NULL;
	return allowed(console, action, &refused);
}

static bool anything_changed(const struct console *console)
{
	for (guint i = 0; i < console->views->len; i++) {
		const struct view *view = console->views->pdata[i];
		if (view->screen->changed != NULL && view->screen->changed(view->state))
			return true;
	}
	return false;
}

static void ask_to_quit(struct console *console)
{
	static const char *const answers[] = {N_("Stay"), N_("Quit without saving"), NULL};
	if (anything_changed(console))
		question_ask(console, QUESTION_QUIT, console_text(console, N_("Something was changed and is not saved. Quit?")), answers);
	else
		console->quit = true;
}

static void take_action(struct console *console, enum action action)
{
	g_autoptr(GError) refused = NULL;
	const struct view *view = console_top(console);
	if (!allowed(console, action, &refused))
		console_say_error(console, refused);
	else if (action == ACT_QUIT)
		ask_to_quit(console);
	else if (action == ACT_HELP)
		help_open(console);
	else if (action == ACT_MENU)
		menu_open(console);
	else if (action == ACT_FILTER)
		filter_open(console);
	else if (action == ACT_COLUMNS)
		columns_open(console);
	else if (action == ACT_REPAINT)
		console->repaint = true;
	else
		view->screen->act(console, view->state, action);
}

static bool typing(const struct console *console)
{
	const struct view *view = console_top(console);
	return view->screen->typing != NULL && view->screen->typing(view->state);
}

static enum action find_action(const struct console *console, uint32_t key)
{
	static const enum action_group everywhere[] = {GROUP_EVERYWHERE, GROUP_END};
	enum action action = keymap_find(&console->keymap, console_top(console)->screen->groups, key, typing(console));
	return action != ACT_NONE ? action : keymap_find(&console->keymap, everywhere, key, typing(console));
}

static void hand_text(struct console *console, const char *text, bool pasted)
{
	const struct view *view = console_top(console);
	if (view->screen->text != NULL)
		view->screen->text(console, view->state, text, pasted);
}

// Characters are typed into a field, or are keys; the first of them may change which.
static void take_text(struct console *console, const char *text)
{
	if (!typing(console) && g_utf8_strlen(text, -1) > COMMANDS_AT_ONCE)
		return;
	for (const char *at = text; *at != '\0'; at = g_utf8_find_next_char(at, NULL)) {
		if (typing(console)) {
			hand_text(console, at, false);
			return;
		}
		enum action action = find_action(console, g_utf8_get_char(at));
		char one[7] = "";
		g_utf8_strncpy(one, at, 1);
		if (action != ACT_NONE)
			take_action(console, action);
		else
			hand_text(console, one, false);
	}
}

static void take_key(struct console *console, uint32_t key)
{
	enum action action = find_action(console, key);
	if (action != ACT_NONE)
		take_action(console, action);
}

void console_resize(struct console *console, int rows, int columns)
{
	grid_resize(&console->grid, rows, columns);
	for (guint i = 0; i < console->views->len; i++)
		fit(console, console->views->pdata[i]);
}

static void tick(struct console *console)
{
	const struct view *view = console_top(console);
	console->ticking = false;
	if (console->drafting)
		console_keep_drafts(console);
	if (view->screen->tick != NULL)
		view->screen->tick(console, view->state);
}

// A moment after the last key the form is kept.
static void watch_drafts(struct console *console)
{
	if (console->views->len == 0 || console->quit)
		return;
	const struct view *view = console_top(console);
	if (view->screen->draft != NULL && view->screen->changed(view->state))
		console->drafting = console->ticking = true;
}

void console_hang_up(struct console *console)
{
	if (!console->quit)
		console_keep_drafts(console);
	console->quit = true;
}

void console_input(struct console *console, const struct input *input)
{
	if (input->type == INPUT_KEY || input->type == INPUT_TEXT || input->type == INPUT_PASTE)
		g_clear_pointer(&console->message, g_free);
	switch (input->type) {
	case INPUT_KEY:
		take_key(console, input->key);
		break;
	case INPUT_TEXT:
		take_text(console, input->text);
		break;
	case INPUT_PASTE:
		if (typing(console))
			hand_text(console, input->text, true);
		break;
	case INPUT_RESIZE:
		console_resize(console, input->rows, input->columns);
		break;
	case INPUT_CHANGE:
		refresh(console);
		break;
	case INPUT_TICK:
		tick(console);
		break;
	case INPUT_HANGUP:
		console_hang_up(console);
		break;
	case INPUT_NONE:
		break;
	}
	if (input->type == INPUT_KEY || input->type == INPUT_TEXT || input->type == INPUT_PASTE)
		watch_drafts(console);
}

static void draw_small(const struct console *console, struct grid *grid)
{
	g_autofree char *text = g_strdup_printf(console_text(console, N_("needs at least %dx%d")), CONSOLE_COLUMNS, CONSOLE_ROWS);
	grid_text(grid, 0, 0, grid->columns, UI_WARNING, text);
}

void console_draw(struct console *console)
{
	struct grid *grid = &console->grid;
	grid_clear(grid);
	if (grid->rows < CONSOLE_ROWS || grid->columns < CONSOLE_COLUMNS) {
		draw_small(console, grid);
		return;
	}
	guint first = console->views->len - 1;
	while (first > 0 && ((struct view *)console->views->pdata[first])->screen->overlay)
		first--;
	for (guint i = first; i < console->views->len; i++) {
		const struct view *view = console->views->pdata[i];
		view->screen->draw(console, view->state, grid, body_of(console));
	}
	frame_draw(console, grid);
}

void console_show(struct console *console)
{
	if (console->pump != NULL)
		(void)console->pump(console, console->pump_data);
}
