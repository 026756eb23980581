// SPDX-License-Identifier: Apache-2.0
// Mail client settings: the form, its saving and its test.
#include "screens/mail-priv.h"

#include <string.h>

#include "core/form-priv.h"
#include "screens/form-screen-priv.h"
#include "screens/question-priv.h"
#include "screens/test-priv.h"
#include "tidings/app/mail.h"
#include "tidings/util/error.h"

#define CONTROL_COLUMN 28

static const enum action_group groups[] = {GROUP_FORM_SAVE, GROUP_MAIL, GROUP_FORM, GROUP_EDIT, GROUP_END};

bool mail_form_read(struct mail_form *state, struct mail_settings *settings, bool *ret_keep, GError **error)
{
	mail_settings_copy(settings, &state->settings);
	if (!form_store(&state->form, settings, error))
		return false;
	*ret_keep = state->has_password && secret_is_empty(&settings->password);
	return true;
}

static void refuse(struct console *console, struct mail_form *state, const GError *error)
{
	(void)form_blame(&state->form, error);
	form_screen_say_errors(console, &state->form, error);
}

// Asks when somebody else saved other settings since the form was opened.
static bool ask_conflict(struct console *console, const struct mail_form *state, const struct mail_settings *ours)
{
	static const char *const answers[] = {N_("Keep editing"), N_("Save mine"), NULL};
	autorelease(mail_settings) stored = {0};
	g_autoptr(GError) error = NULL;
	bool has_password = false;
	mail_settings_init(&stored);
	if (state->asked || !mail_show(console->app, &stored, &has_password, &error))
		return false;
	g_autofree char *changes = form_screen_changes(console, &mail_settings_table, &state->settings, &stored, ours);
	if (changes != NULL)
		form_screen_ask_conflict(console, changes, answers);
	return changes != NULL;
}

static void save(struct console *console, struct mail_form *state)
{
	autorelease(mail_settings) settings = {0};
	g_autoptr(GError) error = NULL;
	bool keep = false;
	mail_settings_init(&settings);
	bool read = mail_form_read(state, &settings, &keep, &error);
	if (read && ask_conflict(console, state, &settings))
		return;
	state->asked = false;
	if (!read || !mail_save(console->app, &settings, keep, &error)) {
		refuse(console, state, error);
		return;
	}
	console_drop_draft(console);
	console_pop(console);
	console_say(console, UI_GOOD, console_text(console, N_("Mail client settings are saved. Test the connection: press t.")));
}

static void test(struct console *console, struct mail_form *state)
{
	autorelease(mail_settings) settings = {0};
	g_autoptr(GError) error = NULL;
	bool keep = false;
	mail_settings_init(&settings);
	if (mail_form_read(state, &settings, &keep, &error))
		test_open(console, &settings, keep);
	else
		refuse(console, state, error);
}

static void press(struct console *console, struct mail_form *state, enum action action)
{
	if (action == ACT_SAVE)
		save(console, state);
	else if (action == ACT_FORM_TEST)
		test(console, state);
	else if (action == ACT_CANCEL)
		form_screen_leave(console, &state->form);
}

static void act(struct console *console, void *data, enum action action)
{
	struct mail_form *state = data;
	if (!state->form.open && (action == ACT_SAVE || action == ACT_FORM_TEST || action == ACT_CANCEL)) {
		press(console, state, action);
		return;
	}
	enum form_reaction reaction = form_act(&state->form, action);
	form_screen_say_dropped(console, &state->form);
	if (reaction == FORM_PRESS)
		press(console, state, form_focus(&state->form)->action);
	else if (reaction == FORM_SUBMIT)
		save(console, state);
}

static void text(struct console *console, void *data, const char *typed, bool pasted)
{
	struct mail_form *state = data;
	(void)form_text(&state->form, typed, pasted);
	form_screen_say_dropped(console, &state->form);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct mail_form *state = data;
	grid_text(grid, body.row, 1, body.columns - 2, UI_HINT,
		  state->form.readonly ? console_text(console, N_("Read-only: role or licence allow looking, not changing."))
				       : console_text(console, N_("Fields marked * must be filled in.")));
	form_draw(&state->form, grid, (struct rect){body.row + 1, body.column, body.rows - 2, body.columns});
}

static void answer(struct console *console, void *data, int question, int answered)
{
	struct mail_form *state = data;
	if (answered != 1)
		return;
	if (question == QUESTION_CONFLICT) {
		state->asked = true;
		save(console, state);
	} else if (question == QUESTION_DISCARD) {
		console_drop_draft(console);
		console_pop(console);
	}
}

static char *draft_name(const void *data)
{
	(void)data;
	return g_strdup("mail");
}

static char *draft(const void *data)
{
	g_autoptr(GString) text = g_string_new(NULL);
	form_to_draft(&((const struct mail_form *)data)->form, text);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void take_draft(struct console *console, void *data, const char *text)
{
	(void)console;
	form_from_draft(&((struct mail_form *)data)->form, text);
}

static const char *hint(const struct console *console, const void *data)
{
	(void)console;
	return form_help(&((const struct mail_form *)data)->form);
}

static char *title(const struct console *console, const void *data)
{
	(void)data;
	return g_strdup(console_text(console, N_("Settings > Reporting > Mail client settings")));
}

static bool typing(const void *data)
{
	return form_typing(&((const struct mail_form *)data)->form);
}

static bool changed(const void *data)
{
	return ((const struct mail_form *)data)->form.changed;
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	form_set_width(&((struct mail_form *)data)->form, body.columns);
}

void mail_form_free(void *data)
{
	struct mail_form *state = data;
	form_release(&state->form);
	mail_settings_release(&state->settings);
	g_free(state);
}

static const struct screen screen = {
	.name = "mail", .groups = groups, .title = title, .typing = typing, .changed = changed, .hint = hint, .draw = draw, .act = act,
	.text = text, .fit = fit, .answer = answer, .draft_name = draft_name, .draft = draft, .take_draft = take_draft, .free = mail_form_free,
};

static void build(const struct console *console, struct mail_form *state)
{
	struct form *form = &state->form;
	form_init(form, console->catalog, CONTROL_COLUMN, 0);
	form_screen_add_rows(form, &mail_settings_table, NULL);
	form_item(form, "connection")->kind = ITEM_RADIO;
	const char *saved = console_text(console, N_("saved, encrypted; empty keeps it   F4 Show/hide"));
	if (state->has_password)
		item_set_hint(form_item(form, "password"), saved);
	if (*state->settings.sign_certificate != '\0')
		item_set_hint(form_item(form, "sign-key"), saved);
	form_add_button(form, N_("Save"), ACT_SAVE);
	form_add_button(form, N_("Cancel"), ACT_CANCEL);
	form_add_button(form, N_("Test connection"), ACT_FORM_TEST);
	form_load(form, &mail_settings_table, &state->settings);
	form->readonly = app_access(console->app, USE_MAIL_CHANGE) != ACCESS_FULL;
}

struct mail_form *mail_form_new(const struct console *console, GError **error)
{
	struct mail_form *state = g_new0(struct mail_form, 1);
	mail_settings_init(&state->settings);
	if (!mail_show(console->app, &state->settings, &state->has_password, error)) {
		mail_form_free(state);
		return NULL;
	}
	build(console, state);
	return state;
}

static void open_form(struct console *console, struct mail_form *state)
{
	console_push(console, &screen, state);
	if (!state->form.readonly)
		console_offer_draft(console);
}

void mail_open(struct console *console)
{
	g_autoptr(GError) error = NULL;
	struct mail_form *state = mail_form_new(console, &error);
	if (state == NULL)
		console_say_error(console, error);
	else
		open_form(console, state);
}
