/* SPDX-License-Identifier: Apache-2.0 */
/* The way to another page: a list over the present one; and the page that a session begins on. */
#ifndef TIDINGS_UI_SCREENS_MENU_PRIV_H
#define TIDINGS_UI_SCREENS_MENU_PRIV_H

#include "screens/console-priv.h"

/* Opens it over the top screen, which is no form. */
void menu_open(struct console *console);
/* Pushes the first page that the account has: Reporting, or the dashboard. */
void home_open(struct console *console);

#endif
