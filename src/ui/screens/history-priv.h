/* SPDX-License-Identifier: Apache-2.0 */
/* Run history, and one run with the servers' replies. */
#ifndef TIDINGS_UI_SCREENS_HISTORY_PRIV_H
#define TIDINGS_UI_SCREENS_HISTORY_PRIV_H

#include "screens/console-priv.h"

/* Runs of a task (0: of all); name is the task's, copied. */
void history_open(struct console *console, uint32_t task, const char *name);
/* One run in full. */
void run_open(struct console *console, uint64_t id);
/* The question whether the run's report is to be sent again, naming those who do not have it, given; NULL when everybody has it. */
char *resend_question(const struct console *console, const struct run *run) G_GNUC_WARN_UNUSED_RESULT;
/* Asks whether the run's report is to be sent again (QUESTION_RESEND), saying to whom; and does it. */
void resend_ask(struct console *console, const struct run *run);
void resend(struct console *console, uint64_t run);
/* What there is to say about a run, line by line: GPtrArray of char *, given. brief: the three lines that matter and the replies. */
GPtrArray *run_lines(const struct console *console, const struct run *run, bool brief) G_GNUC_WARN_UNUSED_RESULT;

#endif
