/* SPDX-License-Identifier: Apache-2.0 */
/* What both programs find out from their environment before anything else runs. */
#ifndef TIDINGS_PROGRAM_H
#define TIDINGS_PROGRAM_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/util/clock.h"

struct program {
	struct clock clock;  /* TIDINGS_NOW */
	char *path;          /* of the running program */
	char *data_dir;      /* TIDINGS_DATA, else $XDG_DATA_HOME/tidings, else ~/.local/share/tidings */
	char *sender;        /* TIDINGS_LIBEXEC, else beside this program in the build tree, else the installed one */
	char *locale_dir;    /* po beside this program in the build tree, else the installed catalogues */
	char *language;      /* what LC_ALL, LC_MESSAGES or LANG asks for: "ru"; NULL = none */
	char *theme_dir;     /* the same for themes */
	char *config_dir;    /* $XDG_CONFIG_HOME/tidings or ~/.config/tidings */
	char *key;           /* the credential "tidings.key" that systemd gives, in $CREDENTIALS_DIRECTORY; NULL = none */
	char *address;       /* of the SSH client, from SSH_CONNECTION; NULL = none */
};

/* Sets the process up (umask, SIGPIPE, no core dumps of secrets) and fills ret_program. ERROR_INVALID for a bad TIDINGS_NOW. */
bool program_init(struct program *ret_program, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void program_release(struct program *program);

#endif
