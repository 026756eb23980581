// SPDX-License-Identifier: Apache-2.0
// sender, runs.
#include "cli-priv.h"
#include "tidings/app/run.h"
#include "tidings/app/sender.h"

bool command_sender_run(struct cli *cli, GError **error)
{
	bool until_idle = cli_switch(cli, "until-idle");
	if (app_clock_is_fixed(cli->app) && !until_idle)
		return error_set(error, ERROR_USAGE, "TIDINGS_NOW sets the clock of one command; use it with --until-idle or unset it");
	return sender_exec(cli->app, until_idle, cli_option(cli, "metrics"), error);
}

bool command_sender_start(struct cli *cli, GError **error)
{
	return sender_start(cli->app, error);
}

bool command_sender_stop(struct cli *cli, GError **error)
{
	return sender_stop(cli->app, error);
}

static void print_status_json(const struct sender_status *status, const char *alert)
{
	autoptr(js) object = js_object();
	js_set_bool(object, "running", status->running);
	js_set_int(object, "pid", status->pid);
	js_set_instant(object, "next", status->next);
	js_set_int(object, "failed_today", status->failed_today);
	js_set_int(object, "waiting", status->waiting);
	js_set_instant(object, "delivered", status->delivered);
	js_set_text(object, "alert", alert);
	print_json(object);
}

bool command_sender_status(struct cli *cli, GError **error)
{
	struct sender_status status = {0};
	g_autoptr(GError) failure = NULL;
	g_autofree char *alert = sender_alert(cli->app, &failure);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	if (!sender_status(cli->app, &status, error))
		return false;
	if (cli_switch(cli, "check"))
		cli->exit_code = status.running && alert == NULL ? 0 : 1;
	if (cli_switch(cli, "json")) {
		print_status_json(&status, alert);
		return true;
	}
	g_autofree char *next = print_instant(status.next, 0);
	g_autofree char *who = status.running ? g_strdup_printf("running (process %d)", status.pid) : g_strdup("not running");
	print_line("%s; next report %s; %d under way; %d failed in the last 24 hours", who, next, status.waiting, status.failed_today);
	if (alert != NULL)
		print_line("mails wait until somebody mends it, since %s", alert);
	return true;
}

static void print_run(const struct run *run)
{
	g_autofree char *occurrence = print_instant(run->occurrence, 0);
	print_line("%6" G_GUINT64_FORMAT "  %s  %-9s  %-9s  task %u %s%s%s", run->id, occurrence, enum_to_text(run_kind_names, (int)run->kind),
		   enum_to_text(run_state_names, (int)run->state), run->task, run->task_name, *run->reason != '\0' ? ": " : "", run->reason);
}

/* "failed,partial" as bits. */
static bool read_states(const struct cli *cli, unsigned *ret_states, GError **error)
{
	const char *text = cli_option(cli, "state");
	g_auto(GStrv) names = g_strsplit_set(text != NULL ? text : "", ", ", -1);
	for (char **name = names; *name != NULL; name++) {
		int state = **name != '\0' ? enum_from_text(run_state_names, *name) : -1;
		if (state >= 0) {
			*ret_states |= 1u << state;
		} else if (**name != '\0') {
			g_autofree char *choices = enum_choices(run_state_names);
			return error_set(error, ERROR_USAGE, "--state \"%s\" is no state of a run; choose %s", *name, choices);
		}
	}
	return true;
}

static bool read_filter(const struct cli *cli, struct run_filter *ret_filter, GError **error)
{
	int task = 0, last = 0, kind = -1;
	if (!cli_option_int(cli, "task", 1, G_MAXINT, &task, error) || !cli_option_int(cli, "last", 1, G_MAXINT, &last, error) ||
	    !read_states(cli, &ret_filter->states, error) || !cli_option_enum(cli, "kind", run_kind_names, -1, &kind, error) ||
	    !cli_option_instant(cli, "since", 0, &ret_filter->since, error) || !cli_option_instant(cli, "until", 0, &ret_filter->until, error))
		return false;
	ret_filter->task = (uint32_t)task;
	ret_filter->most = (size_t)last;
	ret_filter->kinds = kind >= 0 ? 1u << kind : 0;
	return true;
}

bool command_runs_list(struct cli *cli, GError **error)
{
	struct run_filter filter = {0};
	if (!read_filter(cli, &filter, error))
		return false;
	g_autoptr(GPtrArray) runs = run_find(cli->app, &filter, error);
	for (guint i = 0; runs != NULL && i < runs->len; i++) {
		if (!cli_switch(cli, "json")) {
			print_run(runs->pdata[i]);
			continue;
		}
		autoptr(js) line = run_to_json(runs->pdata[i]);
		print_json(line);
	}
	return runs != NULL;
}

static void print_delivery(const struct delivery *delivery)
{
	g_autofree char *next = print_instant(delivery->next_try, 0);
	print_line("  %-30s %-9s %3d %s (attempts %d, next try %s)", delivery->recipient, enum_to_text(delivery_state_names, (int)delivery->state),
		   delivery->code, delivery->text, delivery->attempts, next);
}

bool command_runs_show(struct cli *cli, GError **error)
{
	autorelease(run) run = {0};
	guint64 id = 0;
	run_init(&run);
	if (!cli_operand_id(cli, G_MAXINT64, &id, error) || !run_show(cli->app, id, &run, error))
		return false;
	if (cli_switch(cli, "json")) {
		autoptr(js) object = run_to_json(&run);
		print_json(object);
		return true;
	}
	g_autofree char *from = print_instant(run.period.from, 0);
	g_autofree char *to = print_instant(run.period.to, 0);
	g_autofree char *started = print_instant(run.started, 0);
	print_run(&run);
	print_line("  started %s, period %s to %s, attempts %d", started, from, to, run.attempts);
	if (*run.message_id != '\0')
		print_line("  message <%s>, %" G_GUINT64_FORMAT " bytes, sha256 %s", run.message_id, run.size, run.sha256);
	for (guint i = 0; i < run.deliveries->len; i++)
		print_delivery(&g_array_index(run.deliveries, struct delivery, i));
	return true;
}

bool command_runs_resend(struct cli *cli, GError **error)
{
	guint64 id = 0;
	uint64_t run = 0;
	if (!cli_operand_id(cli, G_MAXINT64, &id, error) || !run_resend(cli->app, id, &run, error))
		return false;
	print_line("%" G_GUINT64_FORMAT, run);
	return true;
}
