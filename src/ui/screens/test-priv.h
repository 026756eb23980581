/* SPDX-License-Identifier: Apache-2.0 */
/* Test connection, live by stages, over the screen below. */
#ifndef TIDINGS_UI_SCREENS_TEST_PRIV_H
#define TIDINGS_UI_SCREENS_TEST_PRIV_H

#include "screens/console-priv.h"

/* Opens the dialog and runs the test: of the given settings (copied), or with NULL of the stored ones. */
void test_open(struct console *console, const struct mail_settings *settings, bool keep_password);

#endif
