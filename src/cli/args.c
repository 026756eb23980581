// SPDX-License-Identifier: Apache-2.0
// Command line -> command, options, operands; and typed reads of options.
#include <stdio.h>
#include <string.h>

#include "cli-priv.h"
#include "tidings/util/file.h"
#include "tidings/util/instant.h"

#define SECRET_MAX 4096
#define TEXT_FILE_MAX (1 << 20)
#define FILE_SUFFIX "-file"

static bool is_prefix(const char *command, char *const *words, int n_words, int *ret_used)
{
	g_auto(GStrv) parts = g_strsplit(command, " ", -1);
	int n = (int)g_strv_length(parts);
	for (int i = 0; i < n; i++)
		if (i >= n_words || strcmp(parts[i], words[i]) != 0)
			return false;
	*ret_used = n;
	return true;
}

static const struct command *find_command(char *const *words, int n_words, int *ret_used)
{
	for (const struct command *command = command_table; command->name != NULL; command++)
		if (is_prefix(command->name, words, n_words, ret_used))
			return command;
	return NULL;
}

/* How an option takes its value, wherever it is described. */
enum takes { TAKES_UNKNOWN, TAKES_NOTHING, TAKES_VALUE };

static enum takes takes_of_rows(const struct option_row *rows, const char *name)
{
	for (; rows != NULL && rows->name != NULL; rows++)
		if (strcmp(rows->name, name) == 0)
			return rows->value != NULL ? TAKES_VALUE : TAKES_NOTHING;
	return TAKES_UNKNOWN;
}

/* --text-file F stands for --text, --password-file F is the only way to give a secret. */
static enum takes takes_of_fields(const struct field_table *table, const char *name)
{
	if (table == NULL)
		return TAKES_UNKNOWN;
	const struct field *row = field_by_name(table, name);
	if (row != NULL && row->type != FIELD_SECRET && (row->use & FIELD_HIDDEN) == 0)
		return row->type == FIELD_BOOL ? TAKES_NOTHING : TAKES_VALUE;
	if (!g_str_has_suffix(name, FILE_SUFFIX))
		return TAKES_UNKNOWN;
	g_autofree char *stem = g_strndup(name, strlen(name) - strlen(FILE_SUFFIX));
	row = field_by_name(table, stem);
	return row != NULL && (row->type == FIELD_SECRET || row->type == FIELD_AREA) ? TAKES_VALUE : TAKES_UNKNOWN;
}

static enum takes takes_of(const struct command *command, const char *name)
{
	enum takes takes = takes_of_rows(global_options, name);
	if (takes == TAKES_UNKNOWN && command != NULL)
		takes = takes_of_rows(command->options, name);
	if (takes == TAKES_UNKNOWN && command != NULL)
		takes = takes_of_fields(command->fields, name);
	return takes;
}

static bool unknown_option(const struct cli *cli, const char *name, GError **error)
{
	const char *command = cli->command != NULL ? cli->command->name : "";
	return error_set(error, ERROR_USAGE, "unknown option \"--%s\"; see tidings %s%s--help", name, command, *command != '\0' ? " " : "");
}

/* --no-NAME for a switch. */
static bool take_negation(struct cli *cli, const char *name, GError **error)
{
	if (!g_str_has_prefix(name, "no-") || takes_of(cli->command, name + 3) != TAKES_NOTHING)
		return unknown_option(cli, name, error);
	g_hash_table_insert(cli->options, g_strdup(name + 3), g_strdup("no"));
	return true;
}

/* Takes the option at argv[i]; *i moves over its value. */
static bool take_option(struct cli *cli, int argc, char **argv, int *i, GError **error)
{
	const char *word = strcmp(argv[*i], "-o") == 0 ? "--output" : argv[*i];
	const char *equals = strchr(word, '=');
	g_autofree char *name = equals != NULL ? g_strndup(word + 2, (size_t)(equals - word - 2)) : g_strdup(word + 2);
	enum takes takes = takes_of(cli->command, name);
	const char *value = equals != NULL ? equals + 1 : NULL;
	if (takes == TAKES_UNKNOWN)
		return take_negation(cli, name, error);
	if (takes == TAKES_NOTHING && value == NULL)
		value = "yes";
	if (value == NULL && *i + 1 >= argc)
		return error_set(error, ERROR_USAGE, "option \"--%s\" needs a value", name);
	if (value == NULL)
		value = argv[++*i];
	g_hash_table_insert(cli->options, g_steal_pointer(&name), g_strdup(value));
	return true;
}

static bool is_option(const char *word)
{
	return (g_str_has_prefix(word, "--") && word[2] != '\0') || strcmp(word, "-o") == 0;
}

/* Global options may stand before the command; a value of one of them is not the command. */
static int skip_globals(int argc, char **argv)
{
	int i = 1;
	while (i < argc && is_option(argv[i])) {
		bool joined = strchr(argv[i], '=') != NULL;
		i += takes_of_rows(global_options, argv[i] + 2) == TAKES_VALUE && !joined ? 2 : 1;
	}
	return MIN(i, argc);
}

static bool check_operands(const struct cli *cli, GError **error)
{
	int n = (int)cli->operands->len;
	const struct command *command = cli->command;
	if (n < command->least)
		return error_set(error, ERROR_USAGE, "tidings %s needs %s; see tidings %s --help", command->name, command->operands, command->name);
	if (command->most >= 0 && n > command->most)
		return error_set(error, ERROR_USAGE, "unexpected \"%s\" after tidings %s", (const char *)cli->operands->pdata[command->most],
				 command->name);
	return true;
}

static bool no_command(const char *word, GError **error)
{
	for (const struct command *command = command_table; command->name != NULL; command++)
		if (g_str_has_prefix(command->name, word) && command->name[strlen(word)] == ' ')
			return error_set(error, ERROR_USAGE, "tidings %s needs a sub-command; see tidings --help", word);
	return error_set(error, ERROR_USAGE, "unknown command \"%s\"; see tidings --help", word);
}

bool args_parse(struct cli *cli, int argc, char **argv, GError **error)
{
	int start = skip_globals(argc, argv), used = 0;
	cli->command = find_command(argv + start, argc - start, &used);
	bool operands_only = false;
	for (int i = 1; i < argc; i++) {
		if (i == start && cli->command != NULL) {
			i += used - 1;
		} else if (!operands_only && strcmp(argv[i], "--") == 0) {
			operands_only = true;
		} else if (!operands_only && is_option(argv[i])) {
			if (!take_option(cli, argc, argv, &i, error))
				return false;
		} else {
			g_ptr_array_add(cli->operands, argv[i]);
		}
	}
	if (cli_switch(cli, "help"))
		return true;
	if (cli->command == NULL && cli->operands->len > 0)
		return no_command(cli->operands->pdata[0], error);
	return cli->command == NULL || check_operands(cli, error);
}

const char *cli_option(const struct cli *cli, const char *name)
{
	return g_hash_table_lookup(cli->options, name);
}

bool cli_switch(const struct cli *cli, const char *name)
{
	return g_strcmp0(cli_option(cli, name), "yes") == 0;
}

const char *cli_operand(const struct cli *cli, unsigned i)
{
	return i < cli->operands->len ? cli->operands->pdata[i] : NULL;
}

bool cli_option_int(const struct cli *cli, const char *name, int min, int max, int *value_or_default, GError **error)
{
	const char *text = cli_option(cli, name);
	gint64 value = *value_or_default;
	if (text != NULL && !g_ascii_string_to_signed(text, 10, min, max, &value, NULL))
		return error_set(error, ERROR_USAGE, "--%s \"%s\" is not a number from %d to %d", name, text, min, max);
	*value_or_default = (int)value;
	return true;
}

bool cli_option_instant(const struct cli *cli, const char *name, int64_t fallback, int64_t *ret_value, GError **error)
{
	const char *text = cli_option(cli, name);
	if (text == NULL) {
		*ret_value = fallback;
		return true;
	}
	if (instant_from_text(text, ret_value, error))
		return true;
	g_prefix_error(error, "--%s: ", name);
	return false;
}

bool cli_option_enum(const struct cli *cli, const char *name, const struct enum_row *table, int fallback, int *ret_value, GError **error)
{
	const char *text = cli_option(cli, name);
	int value = text != NULL ? enum_from_text(table, text) : fallback;
	if (text != NULL && value < 0) {
		g_autofree char *choices = enum_choices(table);
		return error_set(error, ERROR_USAGE, "--%s \"%s\" is unknown; choose %s", name, text, choices);
	}
	*ret_value = value;
	return true;
}

bool cli_operand_id(const struct cli *cli, guint64 max, guint64 *ret_id, GError **error)
{
	const char *text = cli_operand(cli, 0);
	if (text == NULL || !g_ascii_string_to_unsigned(text, 10, 1, max, ret_id, NULL))
		return error_set(error, ERROR_USAGE, "\"%s\" is not a number of a %s", text != NULL ? text : "",
				 g_str_has_prefix(cli->command->name, "runs") ? "run" : "task");
	return true;
}

static bool set_field(const struct cli *cli, const struct field *row, void *record, GError **error)
{
	const char *text = cli_option(cli, row->name);
	g_autofree char *file_option = g_strconcat(row->name, FILE_SUFFIX, NULL);
	const char *path = cli_option(cli, file_option);
	g_autofree char *content = NULL;
	size_t length = 0;
	if (row->type == FIELD_SECRET || (text == NULL && path == NULL))
		return true;
	if (text == NULL && !file_read(path, TEXT_FILE_MAX, &content, &length, error))
		return false;
	return field_set_text(row, record, text != NULL ? text : content, error);
}

bool cli_set_fields(const struct cli *cli, void *record, GError **error)
{
	const struct field_table *table = cli->command->fields;
	for (size_t i = 0; i < table->n_rows; i++)
		if ((table->rows[i].use & FIELD_HIDDEN) == 0 && !set_field(cli, &table->rows[i], record, error))
			return false;
	return true;
}

static bool read_stdin_line(char *buffer, size_t size, size_t *ret_length, GError **error)
{
	if (fgets(buffer, (int)size, stdin) == NULL)
		return error_set(error, ERROR_IO, "no password on standard input");
	*ret_length = strlen(buffer);
	return true;
}

bool cli_read_secret(const char *path, struct secret *ret_secret, GError **error)
{
	char line[SECRET_MAX] = "";
	g_autofree char *content = NULL;
	size_t length = 0;
	bool from_stdin = strcmp(path, "-") == 0;
	if (from_stdin ? !read_stdin_line(line, sizeof line, &length, error) : !file_read(path, SECRET_MAX, &content, &length, error))
		return false;
	char *text = from_stdin ? line : content;
	size_t end = strcspn(text, "\r\n");
	secret_set(ret_secret, text, end);
	secret_wipe(text, length);
	return true;
}

static bool read_stdin(size_t max, GByteArray *bytes, GError **error)
{
	guint8 buffer[1 << 14];
	size_t n = 0;
	while (bytes->len <= max && (n = fread(buffer, 1, sizeof buffer, stdin)) > 0)
		g_byte_array_append(bytes, buffer, (guint)n);
	return !ferror(stdin) || error_set_errno(error, errno, "while reading standard input");
}

bool cli_read_input(const char *path, size_t max, GByteArray *bytes, GError **error)
{
	g_autofree char *data = NULL;
	size_t length = 0;
	if (strcmp(path, "-") == 0)
		return read_stdin(max, bytes, error);
	if (!file_read(path, max, &data, &length, error))
		return false;
	g_byte_array_append(bytes, (const guint8 *)data, (guint)length);
	return true;
}
