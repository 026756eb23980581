// SPDX-License-Identifier: Apache-2.0
// Sign in, and the lock: login and password in front of everything else.
#include "screens/sign-in-priv.h"

#include <string.h>

#include "core/form-priv.h"
#include "screens/look-priv.h"
#include "screens/menu-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/sign-in.h"

#define CONTROL_COLUMN 14
#define LOGIN_MOST 64
#define PASSWORD_MOST 128
#define TOP 6

struct sign_in {
	struct form form;
};

static const enum action_group groups[] = {GROUP_FORM, GROUP_END};

static bool is_locked(const struct console *console)
{
	return app_session(console->app) == SESSION_LOCKED;
}

static void refuse(struct console *console, struct sign_in *state, const GError *error)
{
	struct form_item *password = form_item(&state->form, "password");
	item_set_text(password, "");
	(void)form_blame(&state->form, error);
	console_say_error(console, error);
}

// The page that comes after it, unless the role has none.
static bool enter(struct console *console, GError **error)
{
	if (!app_require(console->app, USE_DASHBOARD, true, error)) {
		session_sign_out(console->app);
		return false;
	}
	if (!look_apply(console, error)) {
		session_sign_out(console->app);
		return false;
	}
	g_ptr_array_set_size(console->views, 0);
	home_open(console);
	return true;
}

static void submit(struct console *console, struct sign_in *state)
{
	autorelease(secret) password = {0};
	g_autoptr(GError) error = NULL;
	const char *typed = item_text(form_item(&state->form, "password"));
	bool locked = is_locked(console);
	console_say(console, UI_HINT, console_text(console, N_("Checking the password...")));
	console_show(console);
	g_clear_pointer(&console->message, g_free);
	secret_set(&password, typed, strlen(typed));
	if (locked ? !session_unlock(console->app, &password, &error)
		   : !session_sign_in(console->app, item_text(form_item(&state->form, "login")), &password, &error) || !enter(console, &error))
		refuse(console, state, error);
	else if (locked)
		console_pop(console);
}

/* There is nothing behind it to go back to: it begins anew. */
static void start_again(struct sign_in *state)
{
	struct form_item *login = form_item(&state->form, "login");
	if (login != NULL)
		item_set_text(login, "");
	item_set_text(form_item(&state->form, "password"), "");
	state->form.focus = 0;
}

static void act(struct console *console, void *data, enum action action)
{
	struct sign_in *state = data;
	if (action == ACT_CANCEL) {
		start_again(state);
		return;
	}
	enum form_reaction reaction = form_act(&state->form, action);
	bool last = strcmp(form_focus(&state->form)->name, "login") != 0;
	if (reaction == FORM_PRESS || (reaction == FORM_SUBMIT && last))
		submit(console, state);
	else if (reaction == FORM_SUBMIT)
		form_step(&state->form, 1);
}

static void text(struct console *console, void *data, const char *typed, bool pasted)
{
	(void)console;
	(void)form_text(&((struct sign_in *)data)->form, typed, pasted);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct sign_in *state = data;
	int top = body.row + (body.rows > TOP + 8 ? TOP : 1);
	g_autofree char *who = NULL;
	if (is_locked(console))
		who = g_strdup_printf(console_text(console, N_("Locked. %s, enter your password; Ctrl+Q quits.")),
				      app_account(console->app)->login);
	else
		who = g_strdup(console_text(console, N_("Sign in to go on; Ctrl+Q quits.")));
	grid_text(grid, top - 1, 2, body.columns - 4, UI_TEXT, who);
	form_draw(&state->form, grid, (struct rect){top + 1, body.column, body.rows - (top + 1 - body.row), body.columns});
}

static char *title(const struct console *console, const void *data)
{
	(void)data;
	return g_strdup(is_locked(console) ? console_text(console, N_("Tidings: locked")) : console_text(console, N_("Tidings: sign in")));
}

static bool typing(const void *data)
{
	return form_typing(&((const struct sign_in *)data)->form);
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	form_set_width(&((struct sign_in *)data)->form, body.columns);
}

static void free_state(void *data)
{
	form_release(&((struct sign_in *)data)->form);
	g_free(data);
}

static const struct screen screen = {
	.name = "sign-in", .groups = groups, .title = title, .typing = typing, .draw = draw, .act = act, .text = text, .fit = fit,
	.free = free_state,
};

static void add(struct form *form, enum item_kind kind, const char *name, const char *label)
{
	struct form_item *item = form_add(form, kind, name, label);
	editor_release(&item->editor);
	editor_init(&item->editor, kind == ITEM_SECRET ? EDITOR_SECRET : EDITOR_LINE, kind == ITEM_SECRET ? PASSWORD_MOST : LOGIN_MOST);
}

void sign_in_open(struct console *console)
{
	struct sign_in *state = g_new0(struct sign_in, 1);
	form_init(&state->form, console->catalog, CONTROL_COLUMN, 0);
	if (!is_locked(console))
		add(&state->form, ITEM_LINE, "login", N_("Login"));
	add(&state->form, ITEM_SECRET, "password", N_("Password"));
	form_add_button(&state->form, is_locked(console) ? N_("Unlock") : N_("Sign in"), ACT_SUBMIT);
	console_push(console, &screen, state);
}

void sign_in_idle(struct console *console)
{
	int seconds = 0;
	enum idle_act what = session_idle(console->app, &seconds);
	if (what == IDLE_END)
		console_hang_up(console);
	if (what != IDLE_LOCK)
		return;
	console_keep_drafts(console);
	session_lock(console->app);
	g_clear_pointer(&console->message, g_free);
	sign_in_open(console);
}
