/* SPDX-License-Identifier: Apache-2.0 */
/* A question over the screen that asks it. */
#ifndef TIDINGS_UI_SCREENS_QUESTION_PRIV_H
#define TIDINGS_UI_SCREENS_QUESTION_PRIV_H

#include "screens/console-priv.h"

enum question { QUESTION_QUIT, QUESTION_DISCARD, QUESTION_DELETE, QUESTION_RESEND, QUESTION_DRAFT, QUESTION_CONFLICT };

/* Asks; the screen's answer() gets the number of the answer chosen. answers: texts to be translated, ended by NULL; the first one, which
 * must be harmless, is marked and is what Esc gives. */
void question_ask(struct console *console, enum question question, const char *text, const char *const *answers);

#endif
