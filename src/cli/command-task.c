// SPDX-License-Identifier: Apache-2.0
// task add, edit, list, show, copy, enable, disable, delete.
#include <string.h>

#include "cli-priv.h"
#include "tidings/app/recurrence.h"
#include "tidings/app/task.h"

static bool task_id(const struct cli *cli, uint32_t *ret_id, GError **error)
{
	guint64 id = 0;
	if (!cli_operand_id(cli, G_MAXUINT32, &id, error))
		return false;
	*ret_id = (uint32_t)id;
	return true;
}

static bool required_given(const struct cli *cli, GError **error)
{
	const struct field_table *table = cli->command->fields;
	for (size_t i = 0; i < table->n_rows; i++)
		if ((table->rows[i].use & FIELD_REQUIRED) != 0 && table->rows[i].initial == NULL && cli_option(cli, table->rows[i].name) == NULL)
			return error_set(error, ERROR_USAGE, "option \"--%s\" is required; see tidings %s --help", table->rows[i].name, cli->command->name);
	return true;
}

bool command_task_add(struct cli *cli, GError **error)
{
	autorelease(task) task = {0};
	task_new(cli->app, &task);
	if (!required_given(cli, error) || !cli_set_fields(cli, &task, error))
		return false;
	task.enabled = cli_switch(cli, "enable");
	if (!task_save(cli->app, &task, error))
		return false;
	print_line("%u", task.id);
	return true;
}

bool command_task_edit(struct cli *cli, GError **error)
{
	uint32_t id = 0;
	if (!task_id(cli, &id, error))
		return false;
	autoptr(task_view) view = task_show(cli->app, id, error);
	return view != NULL && cli_set_fields(cli, &view->task, error) && task_save(cli->app, &view->task, error);
}

bool command_task_copy(struct cli *cli, GError **error)
{
	uint32_t id = 0;
	if (!task_id(cli, &id, error))
		return false;
	autoptr(task_view) view = task_show(cli->app, id, error);
	if (view == NULL)
		return false;
	view->task.id = 0;
	view->task.enabled = false;
	if (!task_save(cli->app, &view->task, error))
		return false;
	print_line("%u", view->task.id);
	return true;
}

/* task show --json, one line of task list --json. */
static void print_task_json(const struct task_view *view)
{
	autoptr(js) object = js_object();
	js_set_int(object, "id", view->task.id);
	js_set_bool(object, "enabled", view->task.enabled);
	fields_to_json(&task_table, &view->task, object);
	js_set_text(object, "recurs", view->words);
	js_set_instant(object, "next_run", view->next_run);
	js_set(object, "last_run", view->has_last ? run_to_json(&view->last) : js_string(NULL));
	print_json(object);
}

static char *last_text(const struct task_view *view)
{
	if (!view->has_last)
		return g_strdup("never ran");
	g_autofree char *when = print_instant(view->last.started, 0);
	return g_strdup_printf("last %s %s", when, enum_to_text(run_state_names, (int)view->last.state));
}

bool command_task_list(struct cli *cli, GError **error)
{
	g_autoptr(GPtrArray) views = task_list(cli->app, error);
	for (guint i = 0; views != NULL && i < views->len; i++) {
		const struct task_view *view = views->pdata[i];
		if (cli_switch(cli, "json")) {
			print_task_json(view);
			continue;
		}
		g_autofree char *next = print_instant(view->next_run, view->next_offset);
		g_autofree char *last = last_text(view);
		print_line("%4u  %-3s  %s  <%s>  %s; next %s; %s", view->task.id, view->task.enabled ? "on" : "off", view->task.name,
			   view->task.recipients, view->words, next, last);
	}
	return views != NULL;
}

bool command_task_show(struct cli *cli, GError **error)
{
	uint32_t id = 0;
	if (!task_id(cli, &id, error))
		return false;
	autoptr(task_view) view = task_show(cli->app, id, error);
	if (view == NULL)
		return false;
	if (cli_switch(cli, "json")) {
		print_task_json(view);
		return true;
	}
	print_line("%-16s %u (%s)", "task", view->task.id, view->task.enabled ? "on" : "off");
	for (size_t i = 0; i < task_table.n_rows; i++) {
		const struct field *row = &task_table.rows[i];
		g_autofree char *value = field_get_text(row, &view->task);
		if ((row->use & FIELD_HIDDEN) == 0)
			print_line("%-16s %s", row->name, value);
	}
	g_autofree char *next = print_instant(view->next_run, view->next_offset);
	g_autofree char *last = last_text(view);
	print_line("%-16s %s\n%-16s %s\n%-16s %s", "recurs", view->words, "next run", next, "last run", last);
	return true;
}

static bool switch_task(struct cli *cli, bool enabled, GError **error)
{
	uint32_t id = 0;
	return task_id(cli, &id, error) && task_enable(cli->app, id, enabled, error);
}

bool command_task_enable(struct cli *cli, GError **error)
{
	return switch_task(cli, true, error);
}

bool command_task_disable(struct cli *cli, GError **error)
{
	return switch_task(cli, false, error);
}

bool command_task_delete(struct cli *cli, GError **error)
{
	uint32_t id = 0;
	return task_id(cli, &id, error) && task_delete(cli->app, id, error);
}

bool command_task_restore(struct cli *cli, GError **error)
{
	uint32_t id = 0;
	if (cli->operands->len > 0)
		return task_id(cli, &id, error) && task_restore(cli->app, id, error);
	g_autoptr(GPtrArray) tasks = task_deleted(cli->app, error);
	for (guint i = 0; tasks != NULL && i < tasks->len; i++) {
		const struct task *task = tasks->pdata[i];
		print_line("%u %s", task->id, task->name);
	}
	return tasks != NULL;
}

static bool ask_run(struct cli *cli, enum run_kind kind, const char *to, GError **error)
{
	uint32_t id = 0;
	uint64_t run = 0;
	if (!task_id(cli, &id, error) || !task_run(cli->app, id, kind, to, &run, error))
		return false;
	print_line("%" G_GUINT64_FORMAT, run);
	return true;
}

bool command_task_run(struct cli *cli, GError **error)
{
	return ask_run(cli, RUN_MANUAL, NULL, error);
}

bool command_task_test(struct cli *cli, GError **error)
{
	const char *to = cli_option(cli, "to");
	if (to == NULL)
		return error_set(error, ERROR_USAGE, "option \"--to\" is required: the address that gets the test");
	return ask_run(cli, RUN_TEST, to, error);
}
