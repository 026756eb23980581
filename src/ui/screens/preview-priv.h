/* SPDX-License-Identifier: Apache-2.0 */
/* A task's report before it is sent: the document, and the message around it. */
#ifndef TIDINGS_UI_SCREENS_PREVIEW_PRIV_H
#define TIDINGS_UI_SCREENS_PREVIEW_PRIV_H

#include "screens/console-priv.h"
#include "tidings/model/task.h"

/* Builds the report of the task as if it were due now, and shows it. */
void preview_open(struct console *console, const struct task *task);

#endif
