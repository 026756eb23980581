/* SPDX-License-Identifier: Apache-2.0 */
/* The one permission table (ACCESS.md): role x licence x mode x use case. */
#ifndef TIDINGS_APP_ACCESS_H
#define TIDINGS_APP_ACCESS_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/util/enum-table.h"

enum use_case {
	USE_REPORTING,     /* see the Reporting page: tasks, sender, mail status */
	USE_TASK_CHANGE,
	USE_TASK_TENANTS,  /* choose a task's tenants */
	USE_MAIL_SHOW,
	USE_MAIL_CHANGE,
	USE_MAIL_TEST,
	USE_DASHBOARD,     /* statistics and report download */
	USE_HISTORY,
	USE_ADMINISTER,    /* accounts, tenants, licence, allow list, audit */
	USE_FALSE_POSITIVE,
	USE_INGEST,
	USE_SENDER,        /* start and stop */
	USE_OWN,           /* one's own language, theme and keys */
};

/* All of them; the label says in words what it is. */
extern const struct enum_row use_case_names[];

enum access { ACCESS_FULL, ACCESS_READONLY, ACCESS_HIDDEN };

/* What the table says; pure. */
enum access access_rule(enum role role, enum licence licence, enum mode mode, enum use_case use) G_GNUC_WARN_UNUSED_RESULT;
/* For the acting account. */
enum access app_access(const struct app *app, enum use_case use) G_GNUC_WARN_UNUSED_RESULT;
/* Asks for the account, the licence and the tenant as they are now: a change holds for consoles that are open already. True for ACCESS_FULL
 * (look = true: for ACCESS_READONLY too); else ERROR_READONLY or ERROR_DENIED with the sentence that says why. */
bool app_require(struct app *app, enum use_case use, bool look, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
