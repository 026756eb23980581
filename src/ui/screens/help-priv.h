/* SPDX-License-Identifier: Apache-2.0 */
/* The help: all keys that work on the screen below, from the action table. */
#ifndef TIDINGS_UI_SCREENS_HELP_PRIV_H
#define TIDINGS_UI_SCREENS_HELP_PRIV_H

#include "screens/console-priv.h"

/* Opens it over the top screen. */
void help_open(struct console *console);
/* The same of every screen. */
void help_open_all(struct console *console);

#endif
