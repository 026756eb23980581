// SPDX-License-Identifier: Apache-2.0
// init, console, version.
#include "cli-priv.h"
#include "tidings/app/demo.h"

bool command_init(struct cli *cli, GError **error)
{
	const struct cli_environment *environment = cli->environment;
	const char *dir = cli_option(cli, "data") != NULL ? cli_option(cli, "data") : environment->default_dir;
	const char *administrator = cli_option(cli, "admin") != NULL ? cli_option(cli, "admin") : "admin";
	const char *file = cli_option(cli, "password-file");
	autorelease(secret) password = {0};
	if (file != NULL && !cli_read_secret(file, &password, error))
		return false;
	if (!app_create(dir, administrator, file != NULL ? &password : NULL, error))
		return false;
	if (cli_switch(cli, "demo")) {
		struct app_options options = {.dir = dir, .clock = environment->clock, .sender = environment->sender, .locale_dir = environment->locale_dir};
		cli->app = app_open(&options, error);
		if (cli->app == NULL || !demo_fill(cli->app, error))
			return false;
	}
	print_line("made %s, administrator %s%s", dir, administrator, cli_switch(cli, "demo") ? ", with sample events and two tasks" : "");
	return true;
}

bool command_console(struct cli *cli, GError **error)
{
	return cli->environment->console(cli->app, cli_switch(cli, "plain"), error);
}

bool command_version(struct cli *cli, GError **error)
{
	(void)error;
	print_line("tidings %s", cli->environment->version);
	return true;
}
