/* SPDX-License-Identifier: Apache-2.0 */
/* Test connection, stage by stage (DELIVERY.md): it never passes when the login was not tried. */
#ifndef TIDINGS_MAIL_TEST_H
#define TIDINGS_MAIL_TEST_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/mail-settings.h"
#include "tidings/model/message.h"

/* Calls report for each stage as it ends, in the order in which they happen: with SSL/TLS the greeting comes inside TLS, after the
 * certificate. The login is sent after the certificate was verified, or without TLS only when plain_login allows it. True when all passed; else error has the failed stage's words. message: bytes of the test
 * message to send to `to`, both NULL for none (then the dry run is made with the sender as recipient). */
bool mail_test(const struct mail_settings *settings, const char *to, GBytes *message, mail_stage_fn report, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
