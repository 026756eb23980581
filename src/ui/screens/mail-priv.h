/* SPDX-License-Identifier: Apache-2.0 */
/* Mail client settings. */
#ifndef TIDINGS_UI_SCREENS_MAIL_PRIV_H
#define TIDINGS_UI_SCREENS_MAIL_PRIV_H

#include "screens/console-priv.h"

/* Opens the form with the stored settings; read-only where the account may only look. */
void mail_open(struct console *console);

#endif
