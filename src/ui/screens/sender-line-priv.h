/* SPDX-License-Identifier: Apache-2.0 */
/* The sender, from the console: its line, and starting it when something is to be sent. */
#ifndef TIDINGS_UI_SCREENS_SENDER_LINE_PRIV_H
#define TIDINGS_UI_SCREENS_SENDER_LINE_PRIV_H

#include "screens/console-priv.h"
#include "tidings/app/sender.h"

/* "running, next report 24 Nov 15:00 UTC", given. */
char *sender_line(const struct console *console, const struct sender_status *status) G_GNUC_WARN_UNUSED_RESULT;
/* Starts it when none is running and says so, after what was done ("Task is on."). */
void sender_ensure(struct console *console, const char *done);

#endif
