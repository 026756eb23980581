/* SPDX-License-Identifier: Apache-2.0 */
/* Why a task will run next, or will not. */
#ifndef TIDINGS_UI_SCREENS_EXPLAIN_PRIV_H
#define TIDINGS_UI_SCREENS_EXPLAIN_PRIV_H

#include "screens/console-priv.h"
#include "tidings/model/task.h"

/* What it says, given. */
char *explain_text(struct console *console, uint64_t task, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Pushes the page about the stored task. */
void explain_open(struct console *console, const struct task *task);

#endif
