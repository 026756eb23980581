/* SPDX-License-Identifier: Apache-2.0 */
/* The words that the rows of the page below must have, typed into its last line. */
#ifndef TIDINGS_UI_SCREENS_FILTER_PRIV_H
#define TIDINGS_UI_SCREENS_FILTER_PRIV_H

#include "screens/console-priv.h"

/* Opens it over the top screen, which has a filter(). */
void filter_open(struct console *console);

#endif
