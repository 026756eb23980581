/* SPDX-License-Identifier: Apache-2.0 */
/* The messages that the worker builds: reports, in the sizes that a server may ask for, and notices of failures. */
#ifndef TIDINGS_APP_LETTER_PRIV_H
#define TIDINGS_APP_LETTER_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "app-priv.h"

#define TASK_NOTICE 0 /* the task of a run that is a notice: none */

/* Each leaves out more than the one before, and says so. */
enum letter_size { LETTER_WHOLE, LETTER_NO_DATA, LETTER_NO_PDF, LETTER_BODY, LETTER_SIZES };

/* The finished message of a run. Needs operations. Sets the run's message_id, size and sha256, and with LETTER_WHOLE its addressing to the
 * task's; a smaller one is addressed as the first was. Given. */
GBytes *letter_compose(struct app *app, const struct task *task, struct run *run, const struct mail_settings *settings, enum letter_size size,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a notice: its words are the run's reason. */
GBytes *letter_compose_notice(struct app *app, struct run *run, const struct mail_settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Queues a mail to the same address about an alert; it arrives when the server can be used again. */
bool notice_queue_alert(struct app *app, const char *words, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Queues a mail to the address for notices in the mail settings about a run that failed, in whole or in part, or whose result is unknown: one for each
 * task and reason a day, none about a notice, a task that is gone,
 * or without mail settings. */
bool notice_queue(struct app *app, const struct run *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
