// SPDX-License-Identifier: Apache-2.0
// theme check.
#include "cli-priv.h"

bool command_theme_check(struct cli *cli, GError **error)
{
	g_auto(GStrv) warnings = NULL;
	if (!cli->environment->theme_check(cli_operand(cli, 0), &warnings, error))
		return false;
	for (char **warning = warnings; *warning != NULL; warning++)
		print_line("%s", *warning);
	cli->exit_code = warnings[0] != NULL ? 1 : 0;
	return true;
}
