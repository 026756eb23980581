// SPDX-License-Identifier: Apache-2.0
// task export, diff, apply, ics.
#include <stdio.h>

#include "cli-priv.h"
#include "occurrence-priv.h"
#include "tidings/app/outlook.h"
#include "tidings/app/task-file.h"

static bool take_ids(const struct cli *cli, GArray *ids, GError **error)
{
	for (guint i = 0; i < cli->operands->len; i++) {
		guint64 id = 0;
		if (!g_ascii_string_to_unsigned(cli_operand(cli, i), 10, 1, G_MAXUINT32, &id, NULL))
			return error_set(error, ERROR_USAGE, "\"%s\" is not a number of a task", cli_operand(cli, i));
		uint32_t narrow = (uint32_t)id;
		g_array_append_val(ids, narrow);
	}
	return true;
}

bool command_task_export(struct cli *cli, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	if (!take_ids(cli, ids, error))
		return false;
	g_autofree char *text = task_export(cli->app, (const uint32_t *)(const void *)ids->data, ids->len, error);
	if (text == NULL)
		return false;
	fputs(text, stdout);
	return true;
}

bool command_task_ics(struct cli *cli, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	int count = 100;
	if (!take_ids(cli, ids, error) || !cli_option_int(cli, "count", 1, OCCURRENCES_MOST, &count, error))
		return false;
	g_autofree char *text = task_ics(cli->app, (const uint32_t *)(const void *)ids->data, ids->len, count, error);
	if (text == NULL)
		return false;
	fputs(text, stdout);
	return true;
}

/* A text of several lines, in one. */
static char *in_one_line(const char *text)
{
	GString *line = g_string_new(text);
	g_string_replace(line, "\n", "\\n", 0);
	return g_string_free(line, FALSE);
}

static void print_difference(const struct task_difference *difference)
{
	print_line("%-8s  %s  %s", enum_to_text(task_difference_names, (int)difference->kind), difference->task.uid, difference->task.name);
	for (guint i = 0; i < difference->fields->len; i++) {
		const struct field_difference *field = &g_array_index(difference->fields, struct field_difference, i);
		g_autofree char *before = in_one_line(field->before), *after = in_one_line(field->after);
		print_line("          %s: \"%s\" -> \"%s\"", field->row->name, before, after);
	}
}

static void print_difference_json(const struct task_difference *difference)
{
	autoptr(js) line = js_object();
	autoptr(js) fields = js_array();
	js_set_text(line, "change", enum_to_text(task_difference_names, (int)difference->kind));
	js_set_text(line, "uid", difference->task.uid);
	if (difference->task.id != 0)
		js_set_int(line, "id", difference->task.id);
	js_set_text(line, "name", difference->task.name);
	for (guint i = 0; i < difference->fields->len; i++) {
		const struct field_difference *field = &g_array_index(difference->fields, struct field_difference, i);
		struct js *entry = js_object();
		js_set_text(entry, "field", field->row->name);
		js_set_text(entry, "before", field->before);
		js_set_text(entry, "after", field->after);
		js_append(fields, entry);
	}
	js_set(line, "fields", g_steal_pointer(&fields));
	print_json(line);
}

static void print_differences(const struct cli *cli, const GPtrArray *differences)
{
	for (guint i = 0; i < differences->len; i++) {
		if (cli_switch(cli, "json"))
			print_difference_json(differences->pdata[i]);
		else
			print_difference(differences->pdata[i]);
	}
}

bool command_task_diff(struct cli *cli, GError **error)
{
	g_autoptr(GByteArray) text = g_byte_array_new();
	if (!cli_read_input(cli_operand(cli, 0), TASK_FILE_MAX, text, error))
		return false;
	g_autoptr(GPtrArray) differences = task_compare(cli->app, (const char *)text->data, text->len, cli_switch(cli, "remove"), error);
	if (differences == NULL)
		return false;
	print_differences(cli, differences);
	cli->exit_code = differences->len > 0;
	return true;
}

bool command_task_apply(struct cli *cli, GError **error)
{
	g_autoptr(GByteArray) text = g_byte_array_new();
	if (!cli_read_input(cli_operand(cli, 0), TASK_FILE_MAX, text, error))
		return false;
	g_autoptr(GPtrArray) differences = task_apply(cli->app, (const char *)text->data, text->len, cli_switch(cli, "remove"), error);
	if (differences == NULL)
		return false;
	print_differences(cli, differences);
	return true;
}
