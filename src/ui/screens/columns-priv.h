/* SPDX-License-Identifier: Apache-2.0 */
/* The columns of the list below: which are shown. */
#ifndef TIDINGS_UI_SCREENS_COLUMNS_PRIV_H
#define TIDINGS_UI_SCREENS_COLUMNS_PRIV_H

#include "screens/console-priv.h"

/* Opens the choice over a page with a table. */
void columns_open(struct console *console);

#endif
