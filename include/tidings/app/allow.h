/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of the domains that reports may go to; an empty list allows all. */
#ifndef TIDINGS_APP_ALLOW_H
#define TIDINGS_APP_ALLOW_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

/* Adds or removes a domain, "example.com", or ".example.com" for all below it; in any case, an international one in its own script too.
 * ERROR_INVALID, ERROR_EXISTS, ERROR_NOT_FOUND. */
bool allow_add(struct app *app, const char *domain, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool allow_remove(struct app *app, const char *domain, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The domains, sorted, in lower case, as they stand in addresses; given (g_strfreev). */
char **allow_list(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
