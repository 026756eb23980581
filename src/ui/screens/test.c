// SPDX-License-Identifier: Apache-2.0
// Test connection: stages as they end, what to do about the one that failed, a test message.
#include "screens/test-priv.h"

#include <string.h>

#include "tidings/app/mail.h"
#include "tidings/util/error.h"

#define STAGES 9
#define NAME_WIDTH 24
#define TIME_WIDTH 10

struct test_stage {
	bool seen, ok;
	int milliseconds;
	char *detail;
};

struct test_dialog {
	struct console *console;
	bool stored, keep_password;
	struct mail_settings settings; /* what is tested, without the stored password */
	struct test_stage stages[STAGES];
	bool running, passed, stopped;
	char *to;       /* recipient of a test message; NULL = none */
	char *fault;    /* why it ended, when no stage says it */
};

static const enum action_group groups[] = {GROUP_TEST, GROUP_END};

static bool applies(const struct test_dialog *state, enum mail_stage stage)
{
	if (stage == STAGE_TLS || stage == STAGE_CERTIFICATE)
		return state->settings.connection != MAIL_NONE;
	if (stage == STAGE_SIGN_IN)
		return *state->settings.login != '\0';
	return stage != STAGE_TEST_MESSAGE || state->to != NULL;
}

static int draw_stage(const struct test_dialog *state, struct grid *grid, struct rect at, int row, int index)
{
	const struct console *console = state->console;
	const struct test_stage *stage = &state->stages[index];
	if (!applies(state, (enum mail_stage)index) && !stage->seen)
		return 0;
	const char *sign = !stage->seen ? "--" : stage->ok ? N_("ok") : N_("FAIL");
	enum ui_role role = !stage->seen ? UI_OFF : stage->ok ? UI_GOOD : UI_ERROR;
	const char *waiting = state->running ? "" : N_("not tried");
	int detail = at.column + 4 + 6 + NAME_WIDTH;
	int room = at.column + at.columns - 2 - detail - TIME_WIDTH;
	grid_text(grid, row, at.column + 3, 6, role, console_text(console, sign));
	grid_text(grid, row, at.column + 10, NAME_WIDTH - 1, UI_DIALOG, console_text(console, enum_to_label(mail_stage_names, index)));
	grid_text(grid, row, detail, room, UI_DIALOG, stage->seen && stage->ok ? stage->detail : stage->seen ? "" : console_text(console, waiting));
	if (stage->seen) {
		g_autofree char *time = g_strdup_printf(console_text(console, N_("%d ms")), stage->milliseconds);
		grid_text_right(grid, row, detail + room, TIME_WIDTH, UI_COUNTER, time);
	}
	return 1;
}

// The sentence below the stages, wrapped: success, or what failed and what to do.
static void draw_outcome(const struct test_dialog *state, struct grid *grid, struct rect at, int row)
{
	const char *text = state->running   ? console_text(state->console, N_("Testing ... Esc stops it."))
			   : state->stopped ? console_text(state->console, N_("! Stopped."))
			   : state->passed  ? console_text(state->console, N_("The connection is fine. A test saves no settings."))
					    : state->fault;
	if (text == NULL)
		return;
	enum ui_role role = state->running ? UI_DIALOG : state->passed ? UI_GOOD : UI_ERROR;
	(void)grid_text_wrapped(grid, (struct rect){row, at.column + 3, at.row + at.rows - 1 - row, at.columns - 6}, role, text);
	grid_cursor(grid, row, at.column + 3);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct test_dialog *state = data;
	struct rect at = {body.row + 1, 1, body.rows - 2, body.columns - 2};
	grid_frame(grid, at, console_text(console, N_("Test connection")));
	const struct mail_settings *settings = &state->settings;
	g_autofree char *login = *settings->login != '\0' ? g_strdup_printf(console_text(console, N_("login %s")), settings->login)
							  : g_strdup(console_text(console, N_("no login")));
	g_autofree char *what = g_strdup_printf(console_text(console, N_("%s port %d, %s, %s")), settings->server, settings->port,
						console_text(console, enum_to_label(mail_connection_names, settings->connection)), login);
	grid_text(grid, at.row + 1, at.column + 3, at.columns - 5, UI_DIALOG, what);
	int row = at.row + 3;
	for (int i = 0; i < STAGES; i++)
		row += draw_stage(state, grid, at, row, i);
	draw_outcome(state, grid, at, row + 1);
}

static void report(const struct mail_stage_result *result, void *data)
{
	struct test_dialog *state = data;
	struct test_stage *stage = &state->stages[result->stage];
	g_free(stage->detail);
	*stage = (struct test_stage){true, result->ok, result->milliseconds, console_message(state->console, result->detail)};
	if (!result->ok && state->fault == NULL)
		state->fault = g_strdup_printf("! %s: %s", console_text(state->console, enum_to_label(mail_stage_names, (int)result->stage)),
					       stage->detail);
	console_show(state->console);
}

static bool cancel(void *data)
{
	struct test_dialog *state = data;
	struct console *console = state->console;
	if (!state->stopped && console->pump != NULL)
		state->stopped = console->pump(console, console->pump_data);
	return state->stopped;
}

static void forget(struct test_dialog *state)
{
	for (int i = 0; i < STAGES; i++)
		g_free(state->stages[i].detail);
	memset(state->stages, 0, sizeof state->stages);
	g_clear_pointer(&state->fault, g_free);
	state->passed = state->stopped = false;
}

static void run(struct console *console, struct test_dialog *state)
{
	g_autoptr(GError) error = NULL;
	struct mail_test_request request = {.settings = state->stored ? NULL : &state->settings, .keep_password = state->keep_password,
					    .to = state->to, .report = report, .cancel = cancel, .data = state};
	forget(state);
	state->running = true;
	console_show(console);
	state->passed = mail_run_test(console->app, &request, &error);
	state->running = false;
	if (!state->passed && state->fault == NULL)
		state->fault = console_fault(console, error);
}

static void act(struct console *console, void *data, enum action action)
{
	struct test_dialog *state = data;
	if (action == ACT_CLOSE) {
		console_pop(console);
		return;
	}
	g_clear_pointer(&state->to, g_free);
	if (action == ACT_TEST_MESSAGE)
		state->to = g_strdup(state->settings.email);
	run(console, state);
}

static const char *hint(const struct console *console, const void *data)
{
	const struct test_dialog *state = data;
	return state->running ? console_text(console, N_("Up to 30 seconds.")) : console_text(console, N_("s sends a message to the sender's own address."));
}

static void state_free(void *data)
{
	struct test_dialog *state = data;
	forget(state);
	mail_settings_release(&state->settings);
	g_free(state->to);
	g_free(state);
}

static const struct screen screen = {
	.name = "test", .groups = groups, .overlay = true, .hint = hint, .draw = draw, .act = act, .free = state_free,
};

void test_open(struct console *console, const struct mail_settings *settings, bool keep_password)
{
	g_autoptr(GError) error = NULL;
	struct test_dialog *state = g_new0(struct test_dialog, 1);
	bool has_password = false;
	*state = (struct test_dialog){.console = console, .stored = settings == NULL, .keep_password = keep_password};
	mail_settings_init(&state->settings);
	if (settings != NULL) {
		mail_settings_copy(&state->settings, settings);
	} else if (!mail_show(console->app, &state->settings, &has_password, &error)) {
		console_say_error(console, error);
		state_free(state);
		return;
	}
	console_push(console, &screen, state);
	run(console, state);
}
