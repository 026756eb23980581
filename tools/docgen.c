// SPDX-License-Identifier: Apache-2.0
// Fills the generated parts of the manual and of the completion from the tables of the code: docgen FILE
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "core/action-priv.h"
#include "tidings/cli/cli.h"
#include "tidings/model/mail-settings.h"
#include "tidings/model/message.h"
#include "tidings/model/run.h"
#include "tidings/model/task.h"

// Text for the manual: a backslash and a hyphen that must stay one are written out, and no line begins a request.
static char *roff(const char *text)
{
	GString *out = g_string_new(*text == '.' || *text == '\'' ? "\\&" : "");
	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '\\')
			g_string_append(out, "\\e");
		else if (*at == '-')
			g_string_append(out, "\\-");
		else
			g_string_append_c(out, *at);
	}
	return g_string_free(out, FALSE);
}

static void put(GString *out, const char *text)
{
	g_autofree char *escaped = roff(text);
	g_string_append(out, escaped);
}

// ".TP" and the option's line: --name VALUE
static void put_option(GString *out, const char *name, const char *value)
{
	g_string_append(out, "\\fB\\-\\-");
	put(out, name);
	g_string_append(out, "\\fR");
	if (value == NULL)
		return;
	g_string_append(out, " \\fI");
	put(out, value);
	g_string_append(out, "\\fR");
}

static void put_option_rows(GString *out, const struct option_row *rows)
{
	for (; rows != NULL && rows->name != NULL; rows++) {
		g_string_append(out, ".TP\n");
		put_option(out, rows->name, rows->value);
		g_string_append_c(out, '\n');
		put(out, rows->help);
		g_string_append(out, ".\n");
	}
}

static void put_field_options(GString *out, const struct field *row)
{
	g_autofree char *file = g_strconcat(row->name, "-file", NULL);
	g_autofree char *no = g_strconcat("no-", row->name, NULL);
	const char *value = row->value != NULL ? row->value : "VALUE";
	g_string_append(out, ".TP\n");
	if (row->type != FIELD_SECRET)
		put_option(out, row->name, row->type == FIELD_BOOL ? NULL : value);
	if (row->type == FIELD_AREA || row->type == FIELD_BOOL)
		g_string_append(out, ", ");
	if (row->type == FIELD_AREA || row->type == FIELD_SECRET)
		put_option(out, file, "FILE");
	if (row->type == FIELD_BOOL)
		put_option(out, no, NULL);
	g_string_append_c(out, '\n');
}

static void put_flags(GString *out, const struct flag_row *flags)
{
	const char *group = NULL;
	g_string_append(out, "Any of ");
	for (const struct flag_row *row = flags; row->bit != 0; row++) {
		bool same = g_strcmp0(row->group, group) == 0;
		if (row != flags)
			g_string_append(out, same ? ", " : "; ");
		if (!same)
			g_string_append_printf(out, "%s:", row->group);
		put(out, row->name);
		group = row->group;
	}
	g_string_append(out, ".\n");
}

static void put_field_limits(GString *out, const struct field *row)
{
	bool counted = row->type == FIELD_TEXT || row->type == FIELD_AREA || row->type == FIELD_SECRET;
	if (counted)
		g_string_append_printf(out, "%d to %d characters.\n", row->min, row->max);
	if (row->type == FIELD_INT)
		g_string_append_printf(out, "%d to %d.\n", row->min, row->max);
	if (row->type == FIELD_ENUM) {
		g_autofree char *choices = enum_choices(row->choices);
		g_string_append(out, "One of ");
		put(out, choices);
		g_string_append(out, ".\n");
	}
	if (row->type == FIELD_FLAGS)
		put_flags(out, row->flags);
	if (row->initial != NULL && *row->initial != '\0') {
		g_string_append(out, "Initially ");
		put(out, row->initial);
		g_string_append(out, ".\n");
	}
	if ((row->use & FIELD_REQUIRED) != 0)
		g_string_append(out, "Required.\n");
}

static void put_fields(GString *out, const struct field_table *table)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		if ((row->use & FIELD_HIDDEN) != 0)
			continue;
		put_field_options(out, row);
		put(out, row->label);
		g_string_append(out, ".\n");
		if (row->help != NULL) {
			put(out, row->help);
			g_string_append_c(out, '\n');
		}
		put_field_limits(out, row);
	}
}

static void put_task_fields(GString *out)
{
	put_fields(out, &task_table);
}

static void put_mail_fields(GString *out)
{
	put_fields(out, &mail_settings_table);
}

static void put_global_options(GString *out)
{
	put_option_rows(out, global_options);
}

static void put_commands(GString *out)
{
	for (const struct command *row = command_table; row->name != NULL; row++) {
		g_string_append_printf(out, ".SS %s\n", row->name);
		g_string_append(out, ".B tidings ");
		put(out, row->name);
		if (row->operands[0] != '\0') {
			g_string_append(out, "\n.I ");
			put(out, row->operands);
		}
		g_string_append(out, "\n.PP\n");
		put(out, row->summary);
		g_string_append(out, ".\n");
		if (row->fields != NULL)
			g_string_append_printf(out, "Takes the options of \\fB%s\\fR too.\n",
					       row->fields == &task_table ? "TASK OPTIONS" : "MAIL OPTIONS");
		put_option_rows(out, row->options);
	}
}

static void put_exit_codes(GString *out)
{
	for (const struct exit_code_row *row = exit_code_table; row->meaning != NULL; row++) {
		g_string_append_printf(out, ".TP\n.B %d\n", row->code);
		put(out, row->meaning);
		g_string_append_c(out, '\n');
	}
}

static void put_actions(GString *out)
{
	struct keymap keymap;
	keymap_init(&keymap);
	const char *heading = "";
	for (enum action action = 0; action < N_ACTIONS; action++) {
		const struct action_row *row = action_row(action);
		g_autofree char *keys = keymap_labels(&keymap, action);
		if (strcmp(action_group_heading(row->group), heading) != 0) {
			heading = action_group_heading(row->group);
			g_string_append_printf(out, ".SS %s\n", heading);
		}
		g_string_append(out, ".TP\n.B ");
		put(out, keys);
		g_string_append_c(out, '\n');
		put(out, row->help);
		g_string_append(out, " (\\fI");
		put(out, row->name);
		g_string_append(out, "\\fR)\n");
	}
}

static void put_words(GString *out, const struct enum_row *rows)
{
	g_autofree char *choices = enum_choices(rows);
	put(out, choices);
	g_string_append(out, ".\n");
}

static void put_states(GString *out)
{
	g_string_append(out, "Kinds of runs: ");
	put_words(out, run_kind_names);
	g_string_append(out, "States of runs: ");
	put_words(out, run_state_names);
	g_string_append(out, "States of deliveries: ");
	put_words(out, delivery_state_names);
	g_string_append(out, "Stages of\n.BR \"mail test\" :\n");
	put_words(out, mail_stage_names);
}

static void put_access(GString *out, enum role role, const struct enum_row *use)
{
	static const char *const words[] = {[ACCESS_FULL] = "yes", [ACCESS_READONLY] = "read-only", [ACCESS_HIDDEN] = "no"};
	const enum mode mode = role == ROLE_ADMINISTRATOR ? MODE_SYSTEM : MODE_DATA;
	const enum use_case value = (enum use_case)use->value;
	enum access full = access_rule(role, LICENCE_TIP_ENTERPRISE, mode, value), lesser = access_rule(role, LICENCE_COMMUNITY, mode, value);
	bool in_system = role == ROLE_ADMINISTRATOR && full != access_rule(role, LICENCE_TIP_ENTERPRISE, MODE_DATA, value);
	g_string_append_printf(out, "%s: ", enum_to_label(role_names, (int)role));
	put(out, words[full]);
	if (in_system)
		g_string_append(out, ", in system mode");
	if (lesser != full) {
		g_string_append(out, ", under a lesser licence ");
		put(out, words[lesser]);
	}
	g_string_append(out, role == ROLE_ANALYST ? ".\n" : "; ");
}

static void put_permissions(GString *out)
{
	for (const struct enum_row *use = use_case_names; use->text != NULL; use++) {
		g_string_append(out, ".TP\n");
		put(out, use->label);
		g_string_append_c(out, '\n');
		for (const struct enum_row *role = role_names; role->text != NULL; role++)
			put_access(out, (enum role)role->value, use);
	}
}

static void put_command_names(GString *out)
{
	for (const struct command *row = command_table; row->name != NULL; row++)
		g_string_append_printf(out, "\t'%s'\n", row->name);
}

static void put_names(GString *out, const struct option_row *rows)
{
	for (; rows != NULL && rows->name != NULL; rows++)
		g_string_append_printf(out, " --%s", rows->name);
}

static void put_field_names(GString *out, const struct field_table *table)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		if ((row->use & FIELD_HIDDEN) == 0)
			g_string_append_printf(out, " --%s%s", row->name, row->type == FIELD_SECRET ? "-file" : "");
	}
}

static void put_completion(GString *out)
{
	g_string_append(out, "\t['']='");
	put_names(out, global_options);
	g_string_append(out, "'\n");
	for (const struct command *row = command_table; row->name != NULL; row++) {
		g_string_append_printf(out, "\t['%s']='", row->name);
		put_names(out, row->options);
		if (row->fields != NULL)
			put_field_names(out, row->fields);
		g_string_append(out, "'\n");
	}
}

static const struct part {
	const char *name;
	void (*put)(GString *out);
} parts[] = {
	{"global options", put_global_options},
	{"commands", put_commands},
	{"task options", put_task_fields},
	{"mail options", put_mail_fields},
	{"exit codes", put_exit_codes},
	{"actions", put_actions},
	{"states", put_states},
	{"permissions", put_permissions},
	{"command names", put_command_names},
	{"command options", put_completion},
};

// The part that a line begins: ".\" begin generated: NAME" or "# begin generated: NAME". NULL when it begins none.
static const struct part *begun(const char *line)
{
	const char *name = strstr(line, "begin generated: ");
	if (name == NULL)
		return NULL;
	name += strlen("begin generated: ");
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (strcmp(parts[i].name, name) == 0)
			return &parts[i];
	return NULL;
}

int main(int argc, char **argv)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	if (argc != 2 || !g_file_get_contents(argv[1], &text, NULL, &error)) {
		fprintf(stderr, "docgen: %s\n", error != NULL ? error->message : "usage: docgen FILE");
		return 1;
	}
	g_autoptr(GString) out = g_string_new(NULL);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	bool generated = false;
	for (char **line = lines; *line != NULL; line++) {
		if (strstr(*line, "end generated") != NULL)
			generated = false;
		if (!generated)
			g_string_append_printf(out, "%s%s", *line, line[1] != NULL ? "\n" : "");
		const struct part *part = begun(*line);
		if (part == NULL)
			continue;
		part->put(out);
		generated = true;
	}
	fputs(out->str, stdout);
	return 0;
}
