/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of the SSH keys by which people reach their account. */
#ifndef TIDINGS_APP_SSH_KEY_H
#define TIDINGS_APP_SSH_KEY_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/ssh-key.h"

/* Gives the account a key (ssh_key_parse). ERROR_EXISTS when it, or another account, has it: a key says who somebody is. */
bool account_key_add(struct app *app, const char *login, const char *line, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes away the key of that fingerprint, or comment when just one has it. ERROR_NOT_FOUND. */
bool account_key_remove(struct app *app, const char *login, const char *which, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The account's keys, GPtrArray of struct ssh_key *, freed with the array. Given. */
GPtrArray *account_key_list(struct app *app, const char *login, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For sshd's AuthorizedKeysCommand, which asks before anybody is known: the login of the enabled account in the data directory dir that has
 * the key, given; NULL without an error when nobody has. */
char *ssh_key_login(const char *dir, const struct ssh_key *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
