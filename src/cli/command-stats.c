// SPDX-License-Identifier: Apache-2.0
// stats, report build.
#include "cli-priv.h"
#include "tidings/app/report.h"
#include "tidings/app/statistics.h"
#include "tidings/app/task.h"

#define TOP_MAX 100000

static void print_shares(const char *heading, const char *name, const struct js *rows)
{
	for (size_t i = 0; i < js_length(rows); i++) {
		const struct js *row = js_at(rows, i);
		if (i == 0)
			print_line("\n%s", heading);
		print_line("%10" G_GINT64_FORMAT "  %s", js_get_int(row, "detections", 0), js_get_text(row, name));
	}
}

static void print_stats(const struct js *answer)
{
	const struct js *top = js_get(answer, "top");
	print_line("from %s to %s\nincoming events  %" G_GINT64_FORMAT "\ndetections       %" G_GINT64_FORMAT "\nindicators       %" G_GINT64_FORMAT,
		   js_get_text(answer, "from"), js_get_text(answer, "to"), js_get_int(answer, "incoming_events", 0),
		   js_get_int(answer, "detections", 0), js_get_int(answer, "indicators", 0));
	for (const struct enum_row *row = stats_top_names; row->text != NULL; row++)
		print_shares(row->label, "indicator", js_get(top, row->text));
	print_shares("Categories", "category", js_get(answer, "categories"));
}

bool command_stats(struct cli *cli, GError **error)
{
	struct statistics_request request = {.tenants = cli_option(cli, "tenants"), .zone = cli_option(cli, "zone"), .top = 10,
					     .false_positives = cli_switch(cli, "false-positives"), .breakdown = cli_switch(cli, "breakdown")};
	int source = SOURCE_ALL, step = STEP_DAY;
	if (cli_option(cli, "from") == NULL || cli_option(cli, "to") == NULL)
		return error_set(error, ERROR_USAGE, "options \"--from\" and \"--to\" are required, as RFC 3339 instants: 2026-11-01T00:00:00Z");
	if (!cli_option_instant(cli, "from", 0, &request.period.from, error) || !cli_option_instant(cli, "to", 0, &request.period.to, error) ||
	    !cli_option_enum(cli, "source", source_names, SOURCE_ALL, &source, error) ||
	    !cli_option_enum(cli, "by", stats_step_names, STEP_DAY, &step, error) || !cli_option_int(cli, "top", 0, TOP_MAX, &request.top, error))
		return false;
	request.source = (enum source)source;
	request.step = (enum stats_step)step;
	autoptr(js) answer = statistics_ask(cli->app, &request, error);
	if (answer == NULL)
		return false;
	if (cli_switch(cli, "json"))
		print_json(answer);
	else
		print_stats(answer);
	return true;
}

static bool report_properties(struct cli *cli, struct task *task, GError **error)
{
	int id = 0;
	if (cli_option(cli, "task") == NULL && cli_option(cli, "period") == NULL)
		return error_set(error, ERROR_USAGE, "option \"--task\" or \"--period\" is required; see tidings report build --help");
	if (cli_option(cli, "task") == NULL)
		return report_task(cli->app, "Report", task, error) && cli_set_fields(cli, task, error);
	if (!cli_option_int(cli, "task", 1, G_MAXINT, &id, error))
		return false;
	autoptr(task_view) view = task_show(cli->app, (uint32_t)id, error);
	if (view == NULL)
		return false;
	task_copy(task, &view->task);
	return cli_set_fields(cli, task, error);
}

bool command_report_build(struct cli *cli, GError **error)
{
	autorelease(task) task = {0};
	int format = REPORT_TEXT;
	int64_t at = 0;
	task_init(&task);
	if (!cli_option_enum(cli, "format", report_format_names, REPORT_TEXT, &format, error) ||
	    !cli_option_instant(cli, "at", app_now(cli->app), &at, error) || !report_properties(cli, &task, error))
		return false;
	g_autoptr(GBytes) bytes = report_build(cli->app, &task, at, (enum report_format)format, error);
	return bytes != NULL && print_bytes(cli_option(cli, "output"), bytes, format == REPORT_PDF ? "a PDF" : NULL, error);
}
