// SPDX-License-Identifier: Apache-2.0
// Notices of failures to the administrator: one for each task and reason a day.
#include <string.h>

#include "letter-priv.h"
#include "attempt-priv.h"
#include "tidings/util/instant.h"

#define NOTICES_MOST 10 /* of a task a day */
#define DAY_CHARS 10
#define MARK_CHARS 8

/* The server's words may differ each time (queue numbers), its code does not. */
static char *mark_of(const struct run *run)
{
	int code = 0;
	for (guint i = 0; i < run->deliveries->len && code == 0; i++) {
		const struct delivery *delivery = &g_array_index(run->deliveries, struct delivery, i);
		code = delivery->state != DELIVERY_ACCEPTED ? delivery->code : 0;
	}
	g_autofree char *key = g_strdup_printf("%d %d %s", (int)run->state, code, code == 0 ? run->reason : "");
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
	return g_strndup(digest, MARK_CHARS);
}

/* The marks told on that day, with this one; NULL when it is among them or there are enough. */
static char *add_mark(const char *told, const char *day, const char *mark)
{
	if (told == NULL || strncmp(told, day, DAY_CHARS) != 0)
		return g_strdup_printf("%.*s %s", DAY_CHARS, day, mark);
	bool enough = strlen(told) >= DAY_CHARS + NOTICES_MOST * (MARK_CHARS + 1);
	return enough || strstr(told + DAY_CHARS, mark) != NULL ? NULL : g_strdup_printf("%s %s", told, mark);
}

static bool add_notice(struct app *app, const char *words, const char *to, GError **error)
{
	autorelease(run) run = {0};
	run_init(&run);
	run.task = TASK_NOTICE;
	g_free(run.task_name);
	run.task_name = g_strdup("Failure notice");
	run.kind = RUN_MANUAL;
	run.occurrence = app_now(app);
	run.period = (struct period){INSTANT_NONE, INSTANT_NONE};
	run.state = RUN_PLANNED;
	g_free(run.reason);
	run.reason = g_strdup(words);
	run_add_recipient(&run, to);
	return ledger_add(app->store, &run, error);
}

static const char *recipient_of(const struct mail_settings *settings)
{
	return *settings->notices != '\0' ? settings->notices : settings->email;
}

/* Who deletes a task knows that its runs end. */
static bool task_is_gone(struct app *app, uint32_t id)
{
	autorelease(task) task = {0};
	int64_t next = INSTANT_NONE;
	g_autoptr(GError) failure = NULL;
	task_init(&task);
	return !store_task_get(app->store, id, &task, &next, &failure) && error_is(failure, ERROR_NOT_FOUND);
}

bool notice_queue(struct app *app, const struct run *run, GError **error)
{
	autorelease(mail_settings) settings = {0};
	g_autoptr(GError) failure = NULL;
	mail_settings_init(&settings);
	if (run->task == TASK_NOTICE || task_is_gone(app, run->task) || !store_mail_peek(app->store, &settings, NULL) || *settings.email == '\0')
		return true;
	g_autofree char *name = g_strdup_printf("notice.%u", run->task);
	g_autofree char *told = store_note_get(app->store, name, &failure);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	g_autofree char *day = instant_to_text(app_now(app));
	g_autofree char *mark = mark_of(run);
	g_autofree char *now_told = add_mark(told, day, mark);
	if (now_told == NULL)
		return true;
	g_autofree char *when = instant_to_text(run->occurrence);
	g_autofree char *words = g_strdup_printf("run %" G_GUINT64_FORMAT " of task %u \"%s\" (%s) is %s: %s", run->id, run->task, run->task_name,
						 when, enum_to_text(run_state_names, (int)run->state), run->reason);
	return add_notice(app, words, recipient_of(&settings), error) && store_note_put(app->store, name, now_told, error);
}

bool notice_queue_alert(struct app *app, const char *words, GError **error)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	if (!store_mail_peek(app->store, &settings, NULL) || *recipient_of(&settings) == '\0')
		return true;
	g_autofree char *text = g_strdup_printf("the mail server could not be used since %s", words);
	return add_notice(app, text, recipient_of(&settings), error);
}
