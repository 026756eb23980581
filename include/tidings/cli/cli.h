/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: parse, call a use case, print. Forms, JSON and exit codes are fixed in the manual. */
#ifndef TIDINGS_CLI_CLI_H
#define TIDINGS_CLI_CLI_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/field.h"

struct cli;

/* One option of a command beside those of its field table. Rows end with name NULL. */
struct option_row {
	const char *name;  /* without "--" */
	const char *value; /* metavariable; NULL = a switch */
	const char *help;
};

enum command_need {
	NEED_NOTHING, /* works without a data directory */
	NEED_APP,     /* opens it */
};

/* One sub-command: parsing, usage, --help, completion and manual come from its row. */
struct command {
	const char *name;      /* "task add" */
	const char *operands;  /* for usage: "ID", "[FILE... | -]"; "" = none */
	int least, most;       /* how many operands; most -1 = any number */
	enum command_need need;
	const char *summary;
	const struct option_row *options; /* NULL = none */
	const struct field_table *fields; /* its rows are options as well; NULL = none */
	bool (*run)(struct cli *cli, GError **error);
};

/* Ends with a row whose name is NULL; sorted by group as the manual shows it. */
extern const struct command command_table[];
extern const struct option_row global_options[];
struct exit_code_row { int code; const char *meaning; };
extern const struct exit_code_row exit_code_table[]; /* ends with meaning NULL */

/* What main knows and the commands need. */
struct cli_environment {
	struct clock clock;
	const char *default_dir; /* data directory without --data */
	const char *key;         /* the file with the key that seals secrets; NULL = in the data directory */
	const char *sender;      /* path of tidings-sender; NULL = not found */
	const char *locale_dir;
	const char *language;    /* of errors: "ru"; NULL = English */
	const char *address;     /* of the SSH client; NULL = none */
	const char *version;
	const char *program;     /* path of tidings, for sshd */
	const char *ssh_command; /* SSH_ORIGINAL_COMMAND; NULL = none */
	/* The console: main links ui, cli does not see it. */
	bool (*console)(struct app *app, bool plain, GError **error);
	/* The console's lint of a theme file (tidings/ui/theme.h). */
	bool (*theme_check)(const char *path, char ***ret_warnings, GError **error);
};

/* Runs the command line. Prints results on stdout, one line on stderr for an error. The exit code. */
int cli_run(int argc, char **argv, const struct cli_environment *environment) G_GNUC_WARN_UNUSED_RESULT;

#endif
