// SPDX-License-Identifier: Apache-2.0
// Plain mode: menus by number, everything read out line by line.
#include "screens/plain-priv.h"

#include <string.h>

#include "screens/explain-priv.h"
#include "screens/sender-line-priv.h"
#include "screens/shown-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/mail.h"
#include "tidings/app/sign-in.h"
#include "tidings/app/task.h"
#include "tidings/util/instant.h"
#include "tidings/util/secret.h"

#define MOST_DELETED 20

static void say_error(struct plain *plain, const GError *error)
{
	g_autofree char *line = console_fault(&plain->console, error);
	plain_say(plain, line);
}

static void toggle(struct plain *plain, const struct task *task)
{
	g_autoptr(GError) error = NULL;
	if (!task_enable(plain->console.app, task->id, !task->enabled, &error)) {
		say_error(plain, error);
	} else if (task->enabled) {
		plain_say(plain, plain_text(plain, N_("The task is off.")));
	} else {
		sender_ensure(&plain->console, plain_text(plain, N_("The task is on.")));
		plain_say_message(plain);
	}
}

static void run_now(struct plain *plain, const struct task *task)
{
	g_autoptr(GError) error = NULL;
	uint64_t run = 0;
	if (!task_run(plain->console.app, task->id, RUN_MANUAL, NULL, &run, &error)) {
		say_error(plain, error);
		return;
	}
	g_autofree char *done = g_strdup_printf(plain_text(plain, N_("Run %u is asked for; the history shows it.")), (unsigned)run);
	sender_ensure(&plain->console, done);
	plain_say_message(plain);
}

static void edit(struct plain *plain, const struct task *task)
{
	plain_edit_task(plain, task, false);
}

static void history(struct plain *plain, const struct task *task)
{
	plain_history(plain, task->id);
}

static void copy(struct plain *plain, const struct task *task)
{
	plain_edit_task(plain, task, true);
}

static void delete(struct plain *plain, const struct task *task)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *question = g_strdup_printf(plain_text(plain, N_("Delete the task \"%s\"? Its runs stay in the history.")), task->name);
	if (!plain_confirm(plain, question))
		return;
	if (task_delete(plain->console.app, task->id, &error))
		plain_say(plain, plain_text(plain, N_("The task is deleted. The menu before brings it back.")));
	else
		say_error(plain, error);
}

static void explain(struct plain *plain, const struct task *task)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = explain_text(&plain->console, task->id, &error);
	if (text != NULL)
		plain_say(plain, text);
	else
		say_error(plain, error);
}

static void task_menu(struct plain *plain, const struct task *task)
{
	static const char *const labels[] = {N_("turn the task on or off"), N_("edit the task"), N_("run the task now"),
					     N_("what was run and delivered"), N_("add a task that begins as a copy of this one"),
					     N_("delete the task (asks first)"), N_("the report as it would be sent now"),
					     N_("why the task will run next, or will not"), NULL};
	static void (*const jobs[])(struct plain *plain, const struct task *task) = {toggle, edit, run_now, history, copy, delete, plain_preview,
										      explain};
	int choice = plain_choose(plain, task->name, labels);
	if (choice > 0)
		jobs[choice - 1](plain, task);
}

static char *task_line(const struct plain *plain, const struct task_view *view)
{
	g_autofree char *next = shown_instant(plain->console.catalog, view->next_run, view->next_offset);
	g_autofree char *last = view->has_last ? shown_state(plain->console.catalog, view->last.state) : g_strdup(plain_text(plain, N_("not run yet")));
	return g_strdup_printf(plain_text(plain, N_("%s, %s, %s, next run %s, last run: %s")), view->task.name,
			       view->task.enabled ? plain_text(plain, N_("on")) : plain_text(plain, N_("off")), view->words, next, last);
}

static void choose_task(struct plain *plain)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) tasks = task_list(plain->console.app, &error);
	if (tasks == NULL) {
		say_error(plain, error);
		return;
	}
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < tasks->len; i++)
		g_ptr_array_add(lines, task_line(plain, tasks->pdata[i]));
	g_ptr_array_add(lines, NULL);
	int choice = tasks->len > 0 ? plain_choose(plain, plain_text(plain, N_("Tasks")), (const char *const *)lines->pdata) : 0;
	if (tasks->len == 0)
		plain_say(plain, plain_text(plain, N_("There is no task yet.")));
	if (choice > 0)
		task_menu(plain, &((struct task_view *)tasks->pdata[choice - 1])->task);
}

static void restore(struct plain *plain)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) tasks = task_deleted(plain->console.app, &error);
	if (tasks == NULL) {
		say_error(plain, error);
		return;
	}
	if (tasks->len == 0) {
		plain_say(plain, plain_text(plain, N_("No task was deleted.")));
		return;
	}
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < MIN(tasks->len, MOST_DELETED); i++)
		g_ptr_array_add(names, ((struct task *)tasks->pdata[i])->name);
	g_ptr_array_add(names, NULL);
	int choice = plain_choose(plain, plain_text(plain, N_("Deleted tasks, the newest first")), (const char *const *)names->pdata);
	const struct task *task = choice > 0 ? tasks->pdata[choice - 1] : NULL;
	if (task != NULL && !task_restore(plain->console.app, task->id, &error)) {
		say_error(plain, error);
	} else if (task != NULL) {
		g_autofree char *text = g_strdup_printf(plain_text(plain, N_("The task \"%s\" is back.")), task->name);
		plain_say(plain, text);
	}
}

static void add(struct plain *plain)
{
	plain_edit_task(plain, NULL, false);
}

static void all_runs(struct plain *plain)
{
	plain_history(plain, 0);
}

static void start_sender(struct plain *plain)
{
	sender_ensure(&plain->console, plain_text(plain, N_("The sender is running.")));
	plain_say_message(plain);
}

// Mail server and sender, as the head of the page has them.
static void say_status(struct plain *plain)
{
	autorelease(mail_settings) mail = {0};
	struct sender_status status = {0};
	g_autoptr(GError) error = NULL;
	bool has_password = false;
	mail_settings_init(&mail);
	if (mail_show(plain->console.app, &mail, &has_password, NULL)) {
		g_autofree char *server = *mail.server != '\0' ? g_strdup_printf("%s: %s:%d", plain_text(plain, N_("Mail server")), mail.server, mail.port)
							       : g_strdup(plain_text(plain, N_("The mail server is not set up.")));
		plain_say(plain, server);
	}
	if (!sender_status(plain->console.app, &status, &error)) {
		say_error(plain, error);
		return;
	}
	g_autofree char *line = sender_line(&plain->console, &status);
	g_autofree char *sender = g_strdup_printf("%s: %s", plain_text(plain, N_("Sender")), line);
	plain_say(plain, sender);
}

// Until somebody is let in; false when the input ends.
static bool sign_in(struct plain *plain)
{
	while (app_session(plain->console.app) != SESSION_OPEN) {
		g_autoptr(GError) error = NULL;
		autorelease(secret) password = {0};
		g_autofree char *login = plain_ask(plain, plain_text(plain, N_("Login:")), false);
		char *typed = login != NULL ? plain_ask(plain, plain_text(plain, N_("Password:")), true) : NULL;
		if (typed == NULL)
			return false;
		secret_set(&password, typed, strlen(typed));
		secret_wipe(typed, strlen(typed));
		g_free(typed);
		bool in = session_sign_in(plain->console.app, login, &password, &error);
		if (in && !app_require(plain->console.app, USE_DASHBOARD, true, &error))
			session_sign_out(plain->console.app);
		if (error != NULL)
			say_error(plain, error);
	}
	plain->console.catalog = app_catalog(plain->console.app, app_account(plain->console.app)->language);
	return true;
}

/* What the first menu offers, as far as the account may. */
static const struct {
	const char *label;
	enum use_case use;
	void (*work)(struct plain *plain);
} jobs[] = {
	{N_("choose a task"), USE_REPORTING, choose_task},
	{N_("add a task"), USE_REPORTING, add},
	{N_("mail client settings"), USE_MAIL_SHOW, plain_edit_mail},
	{N_("test the connection to the mail server"), USE_MAIL_TEST, plain_test_mail},
	{N_("what was run and delivered"), USE_HISTORY, all_runs},
	{N_("start the sender"), USE_REPORTING, start_sender},
	{N_("bring a deleted task back"), USE_REPORTING, restore},
	{N_("figures of detections"), USE_DASHBOARD, plain_dashboard},
};

// False when the user goes.
static bool offer_jobs(struct plain *plain)
{
	const char *labels[G_N_ELEMENTS(jobs) + 1] = {NULL};
	size_t offered[G_N_ELEMENTS(jobs)] = {0};
	size_t n = 0;
	bool reporting = app_access(plain->console.app, USE_REPORTING) != ACCESS_HIDDEN;
	for (size_t i = 0; i < G_N_ELEMENTS(jobs); i++) {
		if (app_access(plain->console.app, jobs[i].use) == ACCESS_HIDDEN)
			continue;
		offered[n] = i;
		labels[n++] = jobs[i].label;
	}
	if (reporting)
		say_status(plain);
	int choice = plain_choose(plain, plain_text(plain, reporting ? N_("Reporting; 0 quits") : N_("Dashboard; 0 quits")), labels);
	if (choice > 0)
		jobs[offered[choice - 1]].work(plain);
	return choice > 0;
}

void plain_run(struct app *app, const char *language, FILE *in, FILE *out)
{
	struct plain plain = {.in = in, .out = out};
	console_init(&plain.console, app, language);
	if (app_session(app) != SESSION_OPEN && !sign_in(&plain))
		plain.ended = true;
	while (!plain.ended && offer_jobs(&plain))
		continue;
	console_release(&plain.console);
}
