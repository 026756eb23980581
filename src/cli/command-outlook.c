// SPDX-License-Identifier: Apache-2.0
// task next, explain, preview: what a task is going to do.

#include "cli-priv.h"
#include "occurrence-priv.h"
#include "tidings/app/outlook.h"
#include "tidings/app/report.h"
#include "tidings/app/task.h"

static bool task_id(const struct cli *cli, uint32_t *ret_id, GError **error)
{
	guint64 id = 0;
	if (!cli_operand_id(cli, G_MAXUINT32, &id, error))
		return false;
	*ret_id = (uint32_t)id;
	return true;
}

static char *length_text(int64_t seconds)
{
	int64_t days = seconds / 86400, hours = seconds / 3600 % 24, minutes = seconds / 60 % 60;
	g_autoptr(GString) text = g_string_new(NULL);
	if (days > 0)
		g_string_append_printf(text, "%" G_GINT64_FORMAT "d", days);
	if (hours > 0)
		g_string_append_printf(text, "%" G_GINT64_FORMAT "h", hours);
	if (minutes > 0 || text->len == 0)
		g_string_append_printf(text, "%" G_GINT64_FORMAT "min", minutes);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void print_outlook_json(const struct outlook *item, enum overlap_policy overlap)
{
	autoptr(js) line = occurrence_json(&item->occurrence, overlap);
	js_set_bool(line, "exception", item->exception);
	if (!item->exception) {
		struct js *period = js_object();
		js_set_instant(period, "from", item->period.from);
		js_set_instant(period, "to", item->period.to);
		js_set(line, "period", period);
		js_set_int(line, "period_distance", item->distance);
	}
	print_json(line);
}

static void print_outlook(const struct outlook *item, enum overlap_policy overlap)
{
	g_autofree char *text = occurrence_text(&item->occurrence, overlap);
	g_autofree char *length = length_text(ABS(item->distance));
	if (item->exception)
		print_line("%s exception", text);
	else if (item->distance == 0)
		print_line("%s", text);
	else
		print_line("%s period-%s %s", text, item->distance > 0 ? "gap" : "overlap", length);
}

bool command_task_next(struct cli *cli, GError **error)
{
	uint32_t id = 0;
	int count = 10;
	int64_t after = app_now(cli->app) - 1;
	if (!task_id(cli, &id, error) || !cli_option_instant(cli, "after", after, &after, error) ||
	    !cli_option_int(cli, "count", 1, OCCURRENCES_MOST, &count, error))
		return false;
	autoptr(task_view) view = task_show(cli->app, id, error);
	if (view == NULL)
		return false;
	enum overlap_policy overlap = (enum overlap_policy)view->task.overlap;
	g_autoptr(GArray) all = task_outlook(cli->app, id, after, count, error);
	for (guint i = 0; all != NULL && i < all->len; i++) {
		const struct outlook *item = &g_array_index(all, struct outlook, i);
		if (cli_switch(cli, "json"))
			print_outlook_json(item, overlap);
		else
			print_outlook(item, overlap);
	}
	return all != NULL;
}

static void print_explanation_json(const struct explanation *e, uint32_t id)
{
	autoptr(js) object = js_object();
	struct js *checks = js_array();
	js_set_int(object, "task", id);
	js_set_bool(object, "will_run", e->will_run);
	js_set_instant(object, "next", e->next);
	for (guint i = 0; i < e->items->len; i++) {
		const struct explanation_item *item = e->items->pdata[i];
		struct js *check = js_object();
		js_set_text(check, "name", item->name);
		js_set_bool(check, "ok", item->ok);
		js_set_text(check, "text", item->text);
		js_append(checks, check);
	}
	js_set(object, "checks", checks);
	print_json(object);
}

bool command_task_explain(struct cli *cli, GError **error)
{
	uint32_t id = 0;
	if (!task_id(cli, &id, error))
		return false;
	autoptr(explanation) e = task_explain(cli->app, id, error);
	if (e == NULL)
		return false;
	if (cli_switch(cli, "json")) {
		print_explanation_json(e, id);
		return true;
	}
	g_autofree char *next = instant_to_text(e->next);
	if (e->will_run)
		print_line("task %u will run at %s", id, next);
	else
		print_line("task %u will not run; see what is marked", id);
	for (guint i = 0; i < e->items->len; i++) {
		const struct explanation_item *item = e->items->pdata[i];
		print_line("%c %-10s  %s", item->ok ? ' ' : '!', item->name, item->text);
	}
	return true;
}

bool command_task_preview(struct cli *cli, GError **error)
{
	uint32_t id = 0;
	int64_t at = INSTANT_NONE;
	if (!task_id(cli, &id, error))
		return false;
	autoptr(task_view) view = task_show(cli->app, id, error);
	if (view == NULL || !cli_option_instant(cli, "at", INSTANT_NONE, &at, error) ||
	    (at == INSTANT_NONE && !task_preview_instant(cli->app, &view->task, &at, error)))
		return false;
	enum report_format format = cli_switch(cli, "json") ? REPORT_JSON : REPORT_TEXT;
	g_autoptr(GBytes) bytes = report_build(cli->app, &view->task, at, format, error);
	return bytes != NULL && print_bytes(NULL, bytes, NULL, error);
}
