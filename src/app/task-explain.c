// SPDX-License-Identifier: Apache-2.0
// Why a task will run next, or will not.
#include "tidings/app/outlook.h"

#include <string.h>

#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/mail.h"
#include "tidings/app/sender.h"
#include "tidings/app/task.h"
#include "tidings/util/catalog.h"

#define HOLIDAY_LOOK 500 /* occurrences */

static void item_free(gpointer data)
{
	struct explanation_item *item = data;
	g_free(item->text);
	g_free(item);
}

void explanation_free(struct explanation *explanation)
{
	if (explanation == NULL)
		return;
	g_ptr_array_unref(explanation->items);
	g_free(explanation);
}

/* Takes the text. */
static void add(struct explanation *e, const char *name, bool ok, char *take_text)
{
	struct explanation_item *item = g_new0(struct explanation_item, 1);
	item->name = name;
	item->ok = ok;
	item->text = take_text;
	e->will_run = e->will_run && ok;
	g_ptr_array_add(e->items, item);
}

/* What the calendar does with the next occurrence of the rule that falls on a holiday. */
static void add_calendar(struct app *app, const struct task_view *view, const struct recurrence *recurrence, struct explanation *e)
{
	const struct calendar *calendar = NULL;
	struct occurrence o = {.from = app_now(app)};
	const struct holiday *holiday = NULL;
	if (!app_calendar(app, view->task.calendar, &calendar, NULL) || calendar == NULL)
		return;
	for (int i = 0; i < HOLIDAY_LOOK && holiday == NULL && recurrence_next_by_rule(recurrence, o.from, &o); i++)
		holiday = o.effect != EFFECT_NONE ? calendar_find(calendar, o.day) : NULL;
	if (holiday == NULL) {
		add(e, N_("calendar"), true, g_strdup_printf(N_("%s: no occurrence on a holiday ahead"), calendar->name));
		return;
	}
	g_autofree char *date = holiday_date(holiday);
	g_autofree char *moved = instant_to_text_offset(o.instant, o.offset);
	g_autofree char *effect = o.effect == EFFECT_MOVED ? g_strdup_printf(N_("moved to %s"), moved) : g_strdup(N_("skipped"));
	add(e, N_("calendar"), true, g_strdup_printf(N_("%s: the occurrence on %s (%s) is %s"), calendar->name, date, holiday->words, effect));
}

static void add_recurrence(struct app *app, const struct task_view *view, struct explanation *e)
{
	g_autoptr(GError) refused = NULL;
	autoptr(recurrence) recurrence = app_recurrence(app, &view->task, &refused);
	if (recurrence == NULL) {
		add(e, N_("recurrence"), false, g_strdup_printf(N_("the rule is refused: %s"), refused->message));
		return;
	}
	add(e, N_("recurrence"), true, g_strdup(view->words));
	struct occurrence next = {0};
	int64_t from = view->next_run != INSTANT_NONE ? view->next_run - 1 : app_now(app) - 1;
	int64_t instant = task_next_not_skipped(recurrence, from);
	add_calendar(app, view, recurrence, e);
	if (instant == INSTANT_NONE || !recurrence_next(recurrence, instant - 1, &next)) {
		add(e, N_("next"), false, g_strdup(N_("the last occurrence is past")));
		return;
	}
	e->next = next.instant;
	g_autofree char *local = instant_to_text_offset(next.instant, next.offset);
	bool late = next.instant <= app_now(app);
	add(e, N_("next"), true, g_strdup_printf(late ? N_("%s, %s, due now") : "%s, %s", local, view->task.zone));
}

static void add_licence(struct app *app, struct explanation *e)
{
	bool ok = access_rule(ROLE_ADMINISTRATOR, app->licence, MODE_SYSTEM, USE_TASK_CHANGE) == ACCESS_FULL;
	const char *name = enum_to_text(licence_names, (int)app->licence);
	add(e, N_("licence"), ok, g_strdup_printf(ok ? "%s" : N_("%s: without reporting, occurrences are recorded as skipped"), name));
}

static bool add_owner(struct app *app, const struct task *task, struct explanation *e, GError **error)
{
	autorelease(account) owner = {0};
	g_autoptr(GError) failure = NULL;
	account_init(&owner);
	if (store_account_get(app->store, task->owner, &owner, &failure)) {
		add(e, N_("owner"), true, g_strdup_printf(owner.disabled ? N_("%s (disabled; the task runs all the same)") : "%s", task->owner));
		return true;
	}
	if (!error_is(failure, ERROR_NOT_FOUND)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	add(e, N_("owner"), true, g_strdup_printf(N_("%s (no such account any more; the task runs all the same)"), task->owner));
	return true;
}

static void add_tenants(struct app *app, const struct task *task, struct explanation *e)
{
	bool all = false;
	g_autoptr(GError) refused = NULL;
	g_auto(GStrv) names = app_resolve_tenants(app, task->tenants, &all, &refused);
	add(e, N_("tenants"), names != NULL, g_strdup(names != NULL ? task->tenants : refused->message));
}

static bool add_mail(struct app *app, struct explanation *e, GError **error)
{
	autorelease(mail_settings) settings = {0};
	bool has_password = false;
	g_autoptr(GError) failure = NULL;
	mail_settings_init(&settings);
	if (!mail_show(app, &settings, &has_password, error))
		return false;
	if (*settings.server == '\0') {
		add(e, N_("mail"), false, g_strdup(N_("the mail client is not set up; use tidings mail set")));
		return true;
	}
	g_autofree char *test = mail_last_test(app, &failure);
	add(e, N_("mail"), true, g_strdup_printf(N_("%s port %d; last test: %s"), settings.server, settings.port, test != NULL ? test : N_("never")));
	return true;
}

static bool add_sender(struct app *app, struct explanation *e, GError **error)
{
	struct sender_status status = {0};
	if (!sender_status(app, &status, error))
		return false;
	add(e, N_("sender"), status.running, status.running ? g_strdup_printf(N_("runs as process %d"), status.pid) : g_strdup(N_("does not run; use tidings sender start")));
	return true;
}

static bool add_runs(struct app *app, const struct task_view *view, struct explanation *e, GError **error)
{
	g_autoptr(GPtrArray) runs = ledger_list(app->store, view->task.id, 0, error);
	if (runs == NULL)
		return false;
	int waiting = 0;
	for (guint i = 0; i < runs->len; i++)
		waiting += !run_state_is_final(((const struct run *)runs->pdata[i])->state);
	add(e, N_("queue"), true, waiting == 0 ? g_strdup(N_("no run of it waits")) : g_strdup_printf(N_("%d run(s) of it are on their way; see tidings runs list --task %u"), waiting, view->task.id));
	if (!view->has_last) {
		add(e, N_("last run"), true, g_strdup(N_("never ran")));
		return true;
	}
	const struct run *last = &view->last;
	g_autofree char *when = instant_to_text(last->occurrence);
	add(e, N_("last run"), true, g_strdup_printf("%s for %s%s%s", enum_to_text(run_state_names, (int)last->state), when, *last->reason != '\0' ? ": " : "", last->reason));
	return true;
}

struct explanation *task_explain(struct app *app, uint32_t id, GError **error)
{
	autoptr(task_view) view = task_show(app, id, error);
	if (view == NULL)
		return NULL;
	autoptr(explanation) e = g_new0(struct explanation, 1);
	e->items = g_ptr_array_new_with_free_func(item_free);
	e->next = INSTANT_NONE;
	e->will_run = true;
	add(e, N_("status"), view->task.enabled, g_strdup(view->task.enabled ? "on" : N_("off; use tidings task enable")));
	add_recurrence(app, view, e);
	add_licence(app, e);
	add_tenants(app, &view->task, e);
	if (!add_owner(app, &view->task, e, error) || !add_mail(app, e, error) || !add_sender(app, e, error) || !add_runs(app, view, e, error))
		return NULL;
	return g_steal_pointer(&e);
}
