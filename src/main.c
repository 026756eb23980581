// SPDX-License-Identifier: Apache-2.0
// tidings: the command line, with the console as one of its commands.
#include <stdio.h>

#include "program.h"
#include "tidings/cli/cli.h"
#include "tidings/ui/console.h"
#include "tidings/ui/theme.h"
#include "tidings/util/error.h"

/* The console's own directories; set once before the command line runs. */
static const struct program *environment_of_console;

static bool open_console(struct app *app, bool plain, GError **error)
{
	struct ui_options options = {.plain = plain, .theme_dir = environment_of_console->theme_dir,
				     .config_dir = environment_of_console->config_dir, .locale_language = environment_of_console->language};
	return ui_console_run(app, &options, error) == 0;
}

int main(int argc, char **argv)
{
	struct program program = {0};
	g_autoptr(GError) error = NULL;
	if (!program_init(&program, &error)) {
		fprintf(stderr, "tidings: %s\n", error->message);
		program_release(&program);
		return error_exit_code(error);
	}
	environment_of_console = &program;
	struct cli_environment environment = {
		.clock = program.clock, .default_dir = program.data_dir, .key = program.key, .sender = program.sender, .locale_dir = program.locale_dir,
		.language = program.language,
		.address = program.address, .version = PACKAGE_VERSION, .program = program.path, .ssh_command = g_getenv("SSH_ORIGINAL_COMMAND"),
		.console = open_console, .theme_check = ui_theme_check,
	};
	int code = cli_run(argc, argv, &environment);
	program_release(&program);
	return code;
}
