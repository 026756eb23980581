/* SPDX-License-Identifier: Apache-2.0 */
/* The screen in front of a console: somebody signs in, or unlocks it. */
#ifndef TIDINGS_UI_SCREENS_SIGN_IN_PRIV_H
#define TIDINGS_UI_SCREENS_SIGN_IN_PRIV_H

#include "screens/console-priv.h"

/* Asks who is there when the session is signed out; then opens the first page. When it is locked, asks for the password of whoever has the
 * console; then what was below is there again. */
void sign_in_open(struct console *console);
/* Nobody has pressed a key for as long as the setting says: locks or ends the console, with the drafts kept; or nothing. */
void sign_in_idle(struct console *console);

#endif
