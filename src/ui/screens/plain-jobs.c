// SPDX-License-Identifier: Apache-2.0
// Jobs of the Reporting page in plain mode: a task, the mail client, its test, the history.
#include <string.h>

#include "screens/dashboard-priv.h"
#include "screens/history-priv.h"
#include "screens/mail-priv.h"
#include "screens/plain-priv.h"
#include "screens/shown-priv.h"
#include "screens/wizard-priv.h"
#include "tidings/app/mail.h"
#include "tidings/app/report.h"
#include "tidings/app/run.h"
#include "tidings/app/task.h"
#include "tidings/model/period.h"
#include "tidings/util/error.h"

#define HISTORY_MOST 20
#define N_PERIODS PERIOD_SINCE_LAST /* those that need no task and no dates */

static void say_error(struct plain *plain, const GError *error)
{
	g_autofree char *line = console_fault(&plain->console, error);
	plain_say(plain, line);
}

static void arrange_task(struct plain *plain, void *data)
{
	wizard_arrange(&plain->console, data);
}

// One step until it can be stored; false when the input has ended.
static bool ask_step(struct plain *plain, struct wizard *wizard, int step)
{
	wizard->step = step;
	wizard_arrange(&plain->console, wizard);
	for (bool again = false;; again = true) {
		g_autoptr(GError) error = NULL;
		if (!plain_form(plain, &wizard->forms[step], again, arrange_task, wizard))
			return false;
		if (wizard_store(wizard, step, &error))
			return true;
		say_error(plain, error);
		(void)form_blame(&wizard->forms[step], error);
	}
}

void plain_edit_task(struct plain *plain, const struct task *task, bool copy)
{
	struct wizard *wizard = wizard_new(&plain->console, task, copy);
	g_autoptr(GError) error = NULL;
	plain_say(plain, plain_text(plain, PLAIN_FORM_HELP));
	bool answered = ask_step(plain, wizard, 0) && ask_step(plain, wizard, 1);
	if (!answered || !plain_confirm(plain, plain_text(plain, N_("Save the task?"))))
		plain_say(plain, plain_text(plain, N_("Nothing was saved.")));
	else if (!task_save(plain->console.app, &wizard->task, &error))
		say_error(plain, error);
	else
		plain_say(plain, task == NULL || copy ? plain_text(plain, N_("The task is saved and off.")) : plain_text(plain, N_("The task is saved.")));
	wizard_free(wizard);
}

void plain_edit_mail(struct plain *plain)
{
	g_autoptr(GError) error = NULL;
	autorelease(mail_settings) settings = {0};
	bool keep = false;
	mail_settings_init(&settings);
	struct mail_form *form = mail_form_new(&plain->console, &error);
	if (form == NULL) {
		say_error(plain, error);
		return;
	}
	plain_say(plain, plain_text(plain, PLAIN_FORM_HELP));
	if (!plain_form(plain, &form->form, false, NULL, NULL) || !plain_confirm(plain, plain_text(plain, N_("Save the mail client settings?"))))
		plain_say(plain, plain_text(plain, N_("Nothing was saved.")));
	else if (!mail_form_read(form, &settings, &keep, &error) || !mail_save(plain->console.app, &settings, keep, &error))
		say_error(plain, error);
	else
		plain_say(plain, plain_text(plain, N_("Mail client settings are saved.")));
	mail_form_free(form);
}

static void report_stage(const struct mail_stage_result *result, void *data)
{
	struct plain *plain = data;
	g_autofree char *line = g_strdup_printf("%s: %s, %s", plain_text(plain, enum_to_label(mail_stage_names, (int)result->stage)),
						plain_text(plain, result->ok ? N_("ok") : N_("FAIL")), result->detail);
	plain_say(plain, line);
}

void plain_test_mail(struct plain *plain)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *to = plain_ask(plain, plain_text(plain, N_("Address for a test message, or just Enter for none:")), false);
	struct mail_test_request request = {.to = to != NULL && *to != '\0' ? to : NULL, .report = report_stage, .data = plain};
	if (plain->ended)
		return;
	plain_say(plain, plain_text(plain, N_("Testing, up to 30 seconds.")));
	if (mail_run_test(plain->console.app, &request, &error))
		plain_say(plain, plain_text(plain, N_("The connection is fine. A test saves no settings.")));
	else
		say_error(plain, error);
}

static void ask_resend(struct plain *plain)
{
	guint64 id = 0;
	autorelease(run) run = {0};
	g_autoptr(GError) error = NULL;
	run_init(&run);
	g_autofree char *line = plain_ask(plain, plain_text(plain, N_("Number of a run to send again, or just Enter:")), false);
	if (line == NULL || *line == '\0')
		return;
	if (!g_ascii_string_to_unsigned(line, 10, 1, G_MAXUINT64, &id, NULL) || !run_show(plain->console.app, id, &run, &error)) {
		if (error != NULL)
			say_error(plain, error);
		else
			plain_say(plain, plain_text(plain, N_("That is no number of a run.")));
		return;
	}
	g_autofree char *question = resend_question(&plain->console, &run);
	if (question == NULL)
		plain_say(plain, plain_text(plain, N_("Everybody has this report already.")));
	else if (plain_confirm(plain, question))
		resend(&plain->console, id);
	plain_say_message(plain);
}

void plain_preview(struct plain *plain, const struct task *task)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = report_build(plain->console.app, task, app_now(plain->console.app), REPORT_TEXT, &error);
	if (bytes == NULL) {
		say_error(plain, error);
		return;
	}
	size_t length = 0;
	const char *data = g_bytes_get_data(bytes, &length);
	g_autofree char *text = g_strndup(data, length);
	plain_say(plain, text);
}

void plain_dashboard(struct plain *plain)
{
	const char *labels[N_PERIODS + 1] = {NULL};
	for (int kind = 0; kind < N_PERIODS; kind++)
		labels[kind] = enum_to_label(period_names, kind);
	int choice = plain_choose(plain, plain_text(plain, N_("Period")), labels);
	if (choice == 0)
		return;
	struct dashboard *state = dashboard_new(&plain->console, enum_to_text(period_names, choice - 1));
	g_autofree char *text = dashboard_text(&plain->console, state);
	plain_say(plain, text);
	dashboard_free(state);
}

void plain_history(struct plain *plain, uint32_t task)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) runs = run_list(plain->console.app, task, HISTORY_MOST, &error);
	if (runs == NULL) {
		say_error(plain, error);
		return;
	}
	if (runs->len == 0)
		plain_say(plain, plain_text(plain, N_("Nothing was run yet.")));
	for (guint i = 0; i < runs->len; i++) {
		g_autoptr(GPtrArray) lines = run_lines(&plain->console, runs->pdata[i], true);
		for (guint j = 0; j < lines->len; j++)
			plain_say(plain, lines->pdata[j]);
	}
	if (runs->len > 0 && console_may(&plain->console, ACT_RUN_RESEND))
		ask_resend(plain);
}
