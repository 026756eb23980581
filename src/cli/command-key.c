// SPDX-License-Identifier: Apache-2.0
// account key add, list, remove; ssh-keys.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli-priv.h"
#include "tidings/app/ssh-key.h"
#include "tidings/util/file.h"

#define KEY_FILE_MAX 65536

static bool read_stdin(char **ret_text, GError **error)
{
	char buffer[KEY_FILE_MAX];
	size_t n = fread(buffer, 1, sizeof buffer - 1, stdin);
	if (ferror(stdin))
		return error_set_errno(error, errno, "while reading standard input");
	*ret_text = g_strndup(buffer, n);
	return true;
}

bool command_key_add(struct cli *cli, GError **error)
{
	const char *path = cli_operand(cli, 1);
	g_autofree char *text = NULL;
	size_t length = 0;
	if (strcmp(path, "-") == 0 ? !read_stdin(&text, error) : !file_read(path, KEY_FILE_MAX, &text, &length, error))
		return false;
	g_strchomp(text);
	if (strchr(text, '\n') != NULL && !g_str_has_prefix(text, "-----BEGIN"))
		return error_set(error, ERROR_INVALID, "more than one line; give one key at a time");
	return account_key_add(cli->app, cli_operand(cli, 0), text, error);
}

bool command_key_remove(struct cli *cli, GError **error)
{
	return account_key_remove(cli->app, cli_operand(cli, 0), cli_operand(cli, 1), error);
}

bool command_key_list(struct cli *cli, GError **error)
{
	g_autoptr(GPtrArray) keys = account_key_list(cli->app, cli_operand(cli, 0), error);
	for (guint i = 0; keys != NULL && i < keys->len; i++) {
		const struct ssh_key *key = keys->pdata[i];
		if (!cli_switch(cli, "json")) {
			print_line("%s  %s  %s", key->fingerprint, key->type, key->comment);
			continue;
		}
		autoptr(js) line = js_object();
		js_set_text(line, "fingerprint", key->fingerprint);
		js_set_text(line, "type", key->type);
		js_set_text(line, "comment", key->comment);
		print_json(line);
	}
	return keys != NULL;
}

/* One argument for the shell by which sshd starts a command, within the double quotes of an option of authorized_keys. */
static char *quote(const char *text)
{
	g_autofree char *word = g_shell_quote(text);
	GString *quoted = g_string_new(word);
	g_string_replace(quoted, "\\", "\\\\", 0);
	g_string_replace(quoted, "\"", "\\\"", 0);
	return g_string_free(quoted, FALSE);
}

/* Nobody's key is no error: sshd then tries what else it has. */
bool command_ssh_keys(struct cli *cli, GError **error)
{
	autorelease(ssh_key) key = {0};
	g_autoptr(GError) fault = NULL;
	g_autofree char *line = g_strconcat(cli_operand(cli, 1), " ", cli_operand(cli, 2), NULL);
	if (!ssh_key_parse(line, &key, NULL))
		return true;
	g_autofree char *login = ssh_key_login(cli->dir, &key, &fault);
	bool asked = fault == NULL;
	if (!asked)
		g_propagate_error(error, g_steal_pointer(&fault));
	if (login == NULL)
		return asked;
	g_autofree char *dir = g_canonicalize_filename(cli->dir, NULL);
	g_autofree char *program = quote(cli->environment->program), *quoted_dir = quote(dir), *quoted_login = quote(login);
	printf("restrict,pty,command=\"%s --data %s console --account %s --key %s\" %s %s\n", program, quoted_dir, quoted_login, key.fingerprint,
	       key.type, key.blob);
	return true;
}
