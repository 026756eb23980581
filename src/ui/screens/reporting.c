// SPDX-License-Identifier: Apache-2.0
// The Reporting page: reads tasks, mail and sender status; acts on the marked task.
#include "screens/reporting-priv.h"

#include <string.h>

#include "screens/explain-priv.h"
#include "screens/history-priv.h"
#include "screens/mail-priv.h"
#include "screens/preview-priv.h"
#include "screens/question-priv.h"
#include "screens/sender-line-priv.h"
#include "screens/test-priv.h"
#include "screens/wizard-priv.h"
#include "tidings/app/mail.h"

static const enum action_group groups[] = {GROUP_REPORTING, GROUP_PAGE, GROUP_TABLE, GROUP_LIST, GROUP_END};

// The marked task; NULL when there is none.
static const struct task_view *marked_task(const struct reporting *state)
{
	return reporting_view(state, table_marked(&state->table));
}

static bool has_tasks(const struct reporting *state)
{
	return state->lines != NULL && state->lines->n > 0;
}

static void read_mail(struct console *console, struct reporting *state)
{
	g_autoptr(GError) error = NULL;
	g_clear_pointer(&state->last_test, g_free);
	state->has_mail = mail_show(console->app, &state->mail, &(bool){false}, &error) && *state->mail.server != '\0';
	g_clear_error(&error);
	state->last_test = mail_last_test(console->app, &error);
}

static void refresh(struct console *console, void *data)
{
	struct reporting *state = data;
	g_autoptr(GError) error = NULL;
	if (!sender_status(console->app, &state->sender, &error))
		state->sender = (struct sender_status){.next = INSTANT_NONE};
	console->sender_pid = state->sender.running ? state->sender.pid : 0;
	read_mail(console, state);
	reporting_read(console, state);
}

static void toggle(struct console *console, const struct task_view *view)
{
	g_autoptr(GError) error = NULL;
	bool on = !view->task.enabled;
	if (!task_enable(console->app, view->task.id, on, &error))
		console_say_error(console, error);
	else if (on)
		sender_ensure(console, console_text(console, N_("The task is on.")));
	else
		console_say(console, UI_MESSAGE, console_text(console, N_("The task is off.")));
}

static void run_now(struct console *console, const struct task_view *view)
{
	g_autoptr(GError) error = NULL;
	uint64_t run = 0;
	if (!task_run(console->app, view->task.id, RUN_MANUAL, NULL, &run, &error)) {
		console_say_error(console, error);
		return;
	}
	g_autofree char *done = g_strdup_printf(console_text(console, N_("Run %u is asked for; h shows it.")), (unsigned)run);
	sender_ensure(console, done);
}

static void ask_delete(struct console *console, const struct task_view *view)
{
	static const char *const answers[] = {N_("Keep"), N_("Delete"), NULL};
	g_autofree char *text = g_strdup_printf(console_text(console, N_("Delete the task \"%s\"? Its runs stay in the history.")),
						view->task.name);
	question_ask(console, QUESTION_DELETE, text, answers);
}

static void edit(struct console *console, const struct task_view *view)
{
	wizard_open(console, &view->task, false);
}

static void copy(struct console *console, const struct task_view *view)
{
	wizard_open(console, &view->task, true);
}

static void history(struct console *console, const struct task_view *view)
{
	history_open(console, view->task.id, view->task.name);
}

static void explain(struct console *console, const struct task_view *view)
{
	explain_open(console, &view->task);
}

static void preview(struct console *console, const struct task_view *view)
{
	preview_open(console, &view->task);
}

// What needs a marked task.
static const struct {
	enum action action;
	void (*act)(struct console *console, const struct task_view *view);
} task_acts[] = {
	{ACT_TASK_TOGGLE, toggle}, {ACT_TASK_RUN, run_now}, {ACT_TASK_DELETE, ask_delete}, {ACT_TASK_EDIT, edit}, {ACT_TASK_COPY, copy},
	{ACT_HISTORY, history}, {ACT_PREVIEW, preview}, {ACT_EXPLAIN, explain},
};

static void say_no_task(struct console *console, const struct reporting *state)
{
	g_autoptr(GError) error = NULL;
	autoptr(task_view) view = state->table.rows > 0 ? task_show(console->app, state->marked, &error) : NULL;
	if (view == NULL && error != NULL)
		console_say_error(console, error);
	else if (has_tasks(state))
		console_say(console, UI_WARNING, console_text(console, N_("No row has these words.")));
	else
		console_say(console, UI_WARNING, console_text(console, N_("There is no task yet; a adds one.")));
}

static bool act_on_task(struct console *console, struct reporting *state, enum action action)
{
	for (size_t i = 0; i < G_N_ELEMENTS(task_acts); i++) {
		if (task_acts[i].action != action)
			continue;
		const struct task_view *view = marked_task(state);
		if (view != NULL)
			task_acts[i].act(console, view);
		else if (action == ACT_HISTORY)
			history_open(console, 0, NULL);
		else
			say_no_task(console, state);
		return true;
	}
	return false;
}

static void restore(struct console *console, struct reporting *state)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) tasks = task_deleted(console->app, &error);
	if (tasks != NULL && tasks->len == 0) {
		console_say(console, UI_WARNING, console_text(console, N_("No task was deleted.")));
		return;
	}
	const struct task *task = tasks != NULL ? tasks->pdata[0] : NULL;
	if (task == NULL || !task_restore(console->app, task->id, &error)) {
		console_say_error(console, error);
		return;
	}
	state->marked = task->id;
	g_autofree char *text = g_strdup_printf(console_text(console, N_("The task \"%s\" is back.")), task->name);
	console_say(console, UI_GOOD, text);
}

static void act(struct console *console, void *data, enum action action)
{
	struct reporting *state = data;
	if (table_act(&state->table, action)) {
		if (state->table.rows > 0)
			state->marked = state->lines->lines[table_marked(&state->table)].id;
		reporting_load(console, state);
		console->ticking = true;
		return;
	}
	if (table_sort_act(&state->table, action)) {
		reporting_arrange(console, state);
		return;
	}
	if (act_on_task(console, state, action)) {
		if (console_top(console)->state == state)
			refresh(console, state);
		return;
	}
	if (action == ACT_TASK_ADD)
		wizard_open(console, NULL, false);
	else if (action == ACT_MAIL)
		mail_open(console);
	else if (action == ACT_MAIL_TEST)
		test_open(console, NULL, false);
	else if (action == ACT_TASK_RESTORE)
		restore(console, state);
	else if (action == ACT_SENDER_START)
		sender_ensure(console, console_text(console, N_("The sender is running.")));
	refresh(console, state);
}

static void answer(struct console *console, void *data, int question, int answered)
{
	struct reporting *state = data;
	g_autoptr(GError) error = NULL;
	if (question != QUESTION_DELETE || answered != 1)
		return;
	if (!task_delete(console->app, state->marked, &error))
		console_say_error(console, error);
	else
		console_say(console, UI_MESSAGE, console_text(console, N_("The task is deleted. u brings it back.")));
	refresh(console, state);
}

static void tick(struct console *console, void *data)
{
	(void)console;
	struct reporting *state = data;
	state->detail = state->marked;
}

static void fit(const struct console *console, void *data, struct rect body)
{
	struct reporting *state = data;
	table_fit(&state->table, state->table.rows, reporting_rows(body));
	reporting_load(console, state);
}

static struct table *table(void *data)
{
	struct reporting *state = data;
	return &state->table;
}

static void filter(struct console *console, void *data, const char *words)
{
	struct reporting *state = data;
	char *wanted = g_strdup(words);
	g_free(state->table.filter);
	state->table.filter = wanted;
	reporting_arrange(console, state);
}

static char *title(const struct console *console, const void *data)
{
	(void)data;
	return g_strdup(console_text(console, N_("Settings > Reporting")));
}

static const char *hint(const struct console *console, const void *data)
{
	const struct reporting *state = data;
	if (!console_may(console, ACT_TASK_ADD))
		return console_text(console, N_("Read-only: role or licence allow looking, not changing."));
	if (state->lines != NULL && state->lines->n == 0)
		return state->has_mail ? console_text(console, N_("No task yet: press a to add one."))
				       : console_text(console, N_("Begin with the mail server: press m, then t to test it."));
	return "";
}

static void state_free(void *data)
{
	struct reporting *state = data;
	task_lines_free(state->lines);
	g_clear_pointer(&state->views, g_hash_table_unref);
	table_release(&state->table);
	g_free(state->last);
	mail_settings_release(&state->mail);
	g_free(state->last_test);
	g_free(state->fault);
	g_free(state);
}

static const struct screen screen = {
	.name = "reporting", .groups = groups, .title = title, .hint = hint, .draw = reporting_draw, .act = act, .refresh = refresh, .fit = fit, .filter = filter, .table = table,
	.tick = tick, .answer = answer, .free = state_free,
};

void reporting_mark(struct console *console, uint32_t id)
{
	const struct view *view = console->views->pdata[0];
	if (view->screen == &screen)
		((struct reporting *)view->state)->marked = id;
}

void reporting_open(struct console *console)
{
	struct reporting *state = g_new0(struct reporting, 1);
	mail_settings_init(&state->mail);
	state->table.columns = app_mode(console->app) == MODE_SYSTEM ? reporting_columns : reporting_columns_of_tenant;
	state->table.shown = 1;
	refresh(console, state);
	console_push(console, &screen, state);
}
