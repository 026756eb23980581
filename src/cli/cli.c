// SPDX-License-Identifier: Apache-2.0
// One command line from start to exit code.
#include "tidings/cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli-priv.h"
#include "tidings/util/catalog.h"
#include "tidings/util/safe-text.h"

/* In the language of whoever reads it; what programs read (JSON, the ledger, logs) stays English. */
static char *error_text(const struct cli *cli, const GError *error)
{
	const struct cli_environment *environment = cli->environment;
	autoptr(catalog) catalog = NULL;
	if (environment->language != NULL && environment->locale_dir != NULL)
		catalog = catalog_open(environment->locale_dir, environment->language, NULL);
	g_autofree char *said = catalog_message(catalog, error->message);
	return safe_text(said, -1);
}

static void report_error(const struct cli *cli, const GError *error)
{
	const char *field = error_field(error);
	g_autofree char *text = error_text(cli, error);
	fprintf(stderr, "tidings: %s%s%s%s\n", field != NULL ? "--" : "", field != NULL ? field : "", field != NULL ? ": " : "", text);
}

/* A command with a --tenant of its own does not choose the mode by it. */
static const char *tenant_to_work_in(const struct cli *cli)
{
	for (const struct option_row *row = cli->command->options; row != NULL && row->name != NULL; row++)
		if (strcmp(row->name, "tenant") == 0)
			return NULL;
	return cli_option(cli, "tenant");
}

/* These make tenants as they come, for as long as they are fed. */
static bool lasts(const struct command *command)
{
	return command->run == command_console || command->run == command_ingest || command->run == command_collect;
}

static bool open_app(struct cli *cli, GError **error)
{
	const struct cli_environment *environment = cli->environment;
	struct app_options options = {
		.dir = cli->dir, .as = cli->account != NULL ? cli->account : cli_option(cli, "as"),
		.sign_in = cli->command->run == command_console, .once = !lasts(cli->command), .mode = cli_option(cli, "mode"),
		.tenant = tenant_to_work_in(cli),
		.origin = {environment->address, cli->key, cli->command->run == command_console ? "console" : "command"},
		.clock = environment->clock, .key = environment->key, .sender = environment->sender, .locale_dir = environment->locale_dir,
	};
	cli->app = app_open(&options, error);
	return cli->app != NULL;
}

/* sshd starts "console --account LOGIN" whatever its client asks for, and leaves the client's own command beside it. */
static bool fix_account(struct cli *cli, GError **error)
{
	const char *dir = cli_option(cli, "data");
	cli->dir = g_strdup(dir != NULL ? dir : cli->environment->default_dir);
	if (cli->command == NULL || cli->command->run != command_console || cli_option(cli, "account") == NULL)
		return true;
	if (cli_option(cli, "as") != NULL)
		return error_set(error, ERROR_USAGE, "give --account or --as, not both");
	cli->account = g_strdup(cli_option(cli, "account"));
	cli->key = g_strdup(cli_option(cli, "key"));
	const char *asked = cli->environment->ssh_command;
	return asked == NULL || *asked == '\0' || remote_replace(cli, asked, error);
}

static bool run(struct cli *cli, int argc, char **argv, GError **error)
{
	if (!args_parse(cli, argc, argv, error) || !fix_account(cli, error))
		return false;
	if (cli_switch(cli, "help")) {
		print_help(cli->command);
		return print_flush(error);
	}
	if (cli->command == NULL) {
		if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
			return error_set(error, ERROR_USAGE, "no command given, and no terminal for the console; see tidings --help");
		for (cli->command = command_table; cli->command->run != command_console; cli->command++)
			;
	}
	if (cli->environment->clock.fixed && isatty(STDERR_FILENO))
		fprintf(stderr, "tidings: the clock is set by TIDINGS_NOW\n");
	if (cli->command->need == NEED_APP && !open_app(cli, error))
		return false;
	return cli->command->run(cli, error) && print_flush(error);
}

int cli_run(int argc, char **argv, const struct cli_environment *environment)
{
	struct cli cli = {.environment = environment};
	g_autoptr(GError) error = NULL;
	cli.options = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	cli.operands = g_ptr_array_new();
	bool ok = run(&cli, argc, argv, &error);
	if (!ok)
		report_error(&cli, error);
	app_close(cli.app);
	g_hash_table_unref(cli.options);
	g_ptr_array_unref(cli.operands);
	g_strfreev(cli.words);
	g_free(cli.dir);
	g_free(cli.account);
	g_free(cli.key);
	return ok ? cli.exit_code : error_exit_code(error);
}
