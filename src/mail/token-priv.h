/* SPDX-License-Identifier: Apache-2.0 */
/* Access tokens for XOAUTH2 (RFC 6749): read anew for each connection, since they end after an hour or so. */
#ifndef TIDINGS_MAIL_TOKEN_PRIV_H
#define TIDINGS_MAIL_TOKEN_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/mail-settings.h"
#include "tidings/util/secret.h"

/* The first line of the settings' token file, or of what their token command prints: started without a shell, killed after so many
 * seconds. ERROR_AUTH says why there is none, never what it is. */
bool token_read(const struct mail_settings *settings, int seconds, struct secret *ret_token, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The reason in a challenge by which a server refuses a token: base64 of JSON, in clear and made safe. Given. */
char *token_refusal(const char *challenge) G_GNUC_WARN_UNUSED_RESULT;

/* What AUTH XOAUTH2 sends: "user=LOGIN^Aauth=Bearer TOKEN^A^A" as base64. Given: to be wiped. */
char *token_response(const char *login, const char *token) G_GNUC_WARN_UNUSED_RESULT;

#endif
