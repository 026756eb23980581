/* SPDX-License-Identifier: Apache-2.0 */
/* Use case: build a report of a task or of given properties, in any format. */
#ifndef TIDINGS_APP_REPORT_H
#define TIDINGS_APP_REPORT_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/task.h"

enum report_format { REPORT_TEXT, REPORT_HTML, REPORT_PDF, REPORT_CSV, REPORT_JSON, REPORT_EML };
extern const struct enum_row report_format_names[];

/* The properties of a report without a task, of the acting account: initial values, all tenants it may see, UTC. Its message, if asked for, is
 * to the installation's own address. */
bool report_task(struct app *app, const char *name, struct task *ret_task, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The report of the task's properties as if scheduled at `at`. PDF and EML are made by a worker in tidings and in place in tidings-sender.
 * Given. */
GBytes *report_build(struct app *app, const struct task *task, int64_t at, enum report_format format, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A message (REPORT_EML) for people: a line for each part, nested ("type, encoding, bytes, name of the file"), "= bytes of the whole", and
 * after an empty line the headers. Pure; any bytes will do. Given. */
char *message_outline(GBytes *message) G_GNUC_WARN_UNUSED_RESULT;

#endif
