/* SPDX-License-Identifier: Apache-2.0 */
/* What a task may do when it runs: the licence, its owner, its tenants and its recipients as they are now. */
#ifndef TIDINGS_APP_SCOPE_PRIV_H
#define TIDINGS_APP_SCOPE_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "app-priv.h"

/* *ret_reason: NULL when the task may run, else why not ("licence without reporting", the owner is disabled ...), given. */
bool scope_of_task(struct app *app, const struct task *task, char **ret_reason, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The tenants that the task names are there and not disabled, and the account may see them all: as above, for a task that is saved. */
bool scope_check_tenants(struct app *app, const struct account *account, const struct task *task, char **ret_reason, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
/* Ends the deliveries that are being sent to a domain that is not allowed any more; how many are left. */
bool scope_drop_recipients(struct app *app, struct run *run, guint *left, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ERROR_INVALID (field recipients) for an address whose domain is not allowed. */
bool scope_check_recipients(struct app *app, char *const *addresses, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
