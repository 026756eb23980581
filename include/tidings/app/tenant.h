/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of tenants. A disabled one keeps its data: nobody works in it, it takes no events, and tasks that name it are skipped. */
#ifndef TIDINGS_APP_TENANT_H
#define TIDINGS_APP_TENANT_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

/* The tenants that the acting account may see, by name: GPtrArray of struct tenant *, freed with the array. Given. */
GPtrArray *tenant_list(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds a tenant of that name (1 to 64 characters). ERROR_EXISTS, ERROR_INVALID. */
bool tenant_add(struct app *app, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Renames one, in the tasks and accounts that name it too. ERROR_DENIED: General, or one with events or marks, which carry its name. */
bool tenant_rename(struct app *app, const char *name, const char *new_name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Disables or enables. ERROR_DENIED: General. */
bool tenant_enable(struct app *app, const char *name, bool enabled, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Deletes. ERROR_DENIED: General, or one that tasks, accounts, events or marks name: such a one is disabled. */
bool tenant_delete(struct app *app, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
