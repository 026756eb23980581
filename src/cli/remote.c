// SPDX-License-Identifier: Apache-2.0
// The command that a client of sshd asks for: taken apart without a shell, and held to what may be asked from afar.
#include <string.h>

#include "cli-priv.h"

#define COMMAND_MAX (64 << 10)
#define WORDS_MAX 256

/* What is not named here cannot be asked for; who may do it is decided by the use case as ever. */
static const char *const remote_commands[] = {
	"console", "version", "mail set", "mail show", "mail test", "task add", "task edit", "task list", "task show", "task copy", "task enable",
	"task disable", "task delete", "task restore", "task run", "task test", "task preview", "task next", "task explain", "task ics",
	"task export", "task diff", "task apply", "schedule next", "schedule words", "calendar add", "calendar list", "calendar show",
	"calendar delete", "ingest", "stats", "report build", "report verify", "sender start", "sender stop", "sender status", "runs list",
	"runs show", "runs resend", "tenant add", "tenant list", "tenant edit", "tenant disable", "tenant enable", "tenant delete",
	"licence show", "licence set", "logo set", "logo show", "logo remove", "settings show", "settings set",
	"preferences show", "preferences set", "allow add", "allow list", "allow remove", "indicator false-positive add",
	"indicator false-positive remove", "indicator false-positive list", "account add", "account edit", "account disable", "account enable",
	"account delete", "account list", "account key add", "account key list", "account key remove", "audit list", "audit verify",
	"store check", "store rekey", "store retain", NULL,
};

/* They would choose the data or the person, which sshd has decided. */
static const char *const fixed_options[] = {"data", "as", NULL};
static const char *const fixed_of_console[] = {"account", "key", NULL};

/* Where the reading stands; quote is '\0', or the quotation mark that is open. */
struct reader {
	const char *at;
	char quote;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* What a shell would act on, and nobody does here. */
static bool is_special(char c, char quote)
{
	const char *special = quote == '\0' ? ";&|<>()$`*?[]{}!#~\n\r" : quote == '"' ? "$`" : "";
	return strchr(special, c) != NULL;
}

/* The next character, as a POSIX shell would read it. */
static bool take(struct reader *reader, GString *word, GError **error)
{
	char c = *reader->at;
	bool escape = c == '\\' && reader->quote != '\'' && reader->at[1] != '\0';
	if (is_special(c, reader->quote))
		return error_set(error, ERROR_DENIED, "there is no shell here: \"%c\" must stand in single quotes, which your own shell must leave", c);
	if (reader->quote != '\0' && c == reader->quote)
		reader->quote = '\0';
	else if (reader->quote == '\0' && (c == '\'' || c == '"'))
		reader->quote = c;
	else
		g_string_append_c(word, reader->at[escape]);
	reader->at += 1 + escape;
	return true;
}

/* NULL at the end of the text, or with error set. */
static char *next_word(struct reader *reader, GError **error)
{
	while (is_blank(*reader->at))
		reader->at++;
	if (*reader->at == '\0')
		return NULL;
	GString *word = g_string_new(NULL);
	bool ok = true;
	while (ok && *reader->at != '\0' && (reader->quote != '\0' || !is_blank(*reader->at)))
		ok = take(reader, word, error);
	if (ok && reader->quote != '\0')
		ok = error_set(error, ERROR_DENIED, "a quotation mark is not closed");
	return g_string_free(word, !ok);
}

/* argv of the text; its first word is the program's name, given or not. */
static char **split(const char *text, GError **error)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) fault = NULL;
	struct reader reader = {.at = text};
	char *word = NULL;
	g_ptr_array_add(words, g_strdup("tidings"));
	if (strlen(text) > COMMAND_MAX || !g_utf8_validate(text, -1, NULL)) {
		error_set(error, ERROR_DENIED, "the command is too long, or not UTF-8");
		return NULL;
	}
	while (words->len <= WORDS_MAX && (word = next_word(&reader, &fault)) != NULL)
		g_ptr_array_add(words, word);
	if (fault == NULL && words->len > WORDS_MAX)
		error_set(&fault, ERROR_DENIED, "the command has more than %d words", WORDS_MAX);
	if (fault != NULL) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return NULL;
	}
	if (words->len > 1 && strcmp(words->pdata[1], "tidings") == 0)
		g_ptr_array_remove_index(words, 1);
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&words), FALSE);
}

static bool names_file(const char *metavariable)
{
	return metavariable != NULL && (strcmp(metavariable, "F") == 0 || strstr(metavariable, "FILE") != NULL || strstr(metavariable, "DIR") != NULL ||
					strstr(metavariable, "COMMAND") != NULL);
}

/* The metavariable of an option of the command; "FILE" for what is in no table, such as --text-file. */
static const char *metavariable_of(const struct command *command, const char *option)
{
	for (const struct option_row *row = command->options; row != NULL && row->name != NULL; row++)
		if (strcmp(row->name, option) == 0)
			return row->value;
	for (const struct option_row *row = global_options; row->name != NULL; row++)
		if (strcmp(row->name, option) == 0)
			return row->value;
	const struct field *row = command->fields != NULL ? field_by_name(command->fields, option) : NULL;
	return row != NULL ? row->value : "FILE";
}

static bool check_options(const struct cli *cli, GError **error)
{
	GHashTableIter each;
	gpointer name = NULL, value = NULL;
	g_hash_table_iter_init(&each, cli->options);
	while (g_hash_table_iter_next(&each, &name, &value)) {
		if (g_strv_contains(fixed_options, name) || (cli->command->run == command_console && g_strv_contains(fixed_of_console, name)))
			return error_set(error, ERROR_DENIED, "--%s cannot be given over SSH", (const char *)name);
		if (names_file(metavariable_of(cli->command, name)) && strcmp(value, "-") != 0)
			return error_set(error, ERROR_DENIED, "--%s: files of this host cannot be named over SSH; use - and standard input",
					 (const char *)name);
	}
	return true;
}

/* "[FILE... | -]" has one name, which stands for all operands. */
static guint drop_marks(char **names)
{
	guint n = 0;
	for (char **name = names; *name != NULL; name++) {
		if (strpbrk(*name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL)
			names[n++] = *name;
		else
			g_free(*name);
	}
	names[n] = NULL;
	return n;
}

static bool check_operands(const struct cli *cli, GError **error)
{
	g_auto(GStrv) names = g_strsplit(cli->command->operands, " ", -1);
	guint n = drop_marks(names);
	for (guint i = 0; i < cli->operands->len && n > 0; i++)
		if (names_file(names[MIN(i, n - 1)]) && strcmp(cli_operand(cli, i), "-") != 0)
			return error_set(error, ERROR_DENIED, "\"%s\": files of this host cannot be named over SSH; use - and standard input",
					 cli_operand(cli, i));
	return true;
}

bool remote_replace(struct cli *cli, const char *text, GError **error)
{
	cli->words = split(text, error);
	if (cli->words == NULL)
		return false;
	g_hash_table_remove_all(cli->options);
	g_ptr_array_set_size(cli->operands, 0);
	if (!args_parse(cli, (int)g_strv_length(cli->words), cli->words, error))
		return false;
	if (cli->command != NULL && !g_strv_contains(remote_commands, cli->command->name))
		return error_set(error, ERROR_DENIED, "tidings %s cannot be used over SSH", cli->command->name);
	return cli->command == NULL || (check_options(cli, error) && check_operands(cli, error));
}
