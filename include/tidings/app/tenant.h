/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of tenants. */
#ifndef TIDINGS_APP_TENANT_H
#define TIDINGS_APP_TENANT_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

/* Adds a tenant of that name (1 to 64 characters). ERROR_EXISTS, ERROR_INVALID. */
bool tenant_add(struct app *app, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
