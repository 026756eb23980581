/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of accounts. */
#ifndef TIDINGS_APP_ACCOUNT_H
#define TIDINGS_APP_ACCOUNT_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/util/secret.h"

/* All accounts by login: GPtrArray of struct account *, freed with the array; their passwords are left out. Given. */
GPtrArray *account_list(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One of them, without its password, into zeroed memory or an account. ERROR_NOT_FOUND. */
bool account_show(struct app *app, const char *login, struct account *ret_account, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes an account; password NULL = it cannot sign in with one, else 6 to 128 characters, an upper-case letter, a lower-case one, a digit
 * and something else among them. ERROR_EXISTS, ERROR_NOT_FOUND (a tenant), ERROR_INVALID (field password: what is missing). */
bool account_add(struct app *app, const struct account *account, const struct secret *password, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Changes full name, role, tenants and language of the account of that login, and the password (NULL: it stays; else another than the
 * current one). ERROR_DENIED: one's own role, the last enabled administrator's role. */
bool account_edit(struct app *app, const struct account *account, const struct secret *password, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets the preferences (preferences_table) of whoever acts to those of wanted, at once for this session too. ERROR_INVALID with the field. */
bool account_prefer(struct app *app, const struct account *wanted, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Disables or enables. ERROR_DENIED: disabling oneself or the last enabled administrator. */
bool account_enable(struct app *app, const char *login, bool enabled, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Deletes. ERROR_DENIED: oneself, the last enabled administrator, an owner of tasks. */
bool account_delete(struct app *app, const char *login, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
