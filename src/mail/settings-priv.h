/* SPDX-License-Identifier: Apache-2.0 */
/* Whether mail settings can be used to connect: more than the form demands (port 0, a server name that is none). */
#ifndef TIDINGS_MAIL_SETTINGS_PRIV_H
#define TIDINGS_MAIL_SETTINGS_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/mail-settings.h"

/* ERROR_INVALID with the field. The trusted certificates are looked at by tls_check_ca. */
bool mail_settings_check_usable(const struct mail_settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The server's words with what must not be kept taken out: a server may echo what it was sent, so words that repeat the password, or a token in its place, are
 * replaced. NULL gives "". Given. */
char *mail_settings_scrub(const struct mail_settings *settings, const char *words) G_GNUC_WARN_UNUSED_RESULT;

#endif
