/* SPDX-License-Identifier: Apache-2.0 */
/* Test connection, stage by stage (DELIVERY.md): it never passes when the login was not tried. */
#ifndef TIDINGS_MAIL_TEST_H
#define TIDINGS_MAIL_TEST_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/mail-settings.h"

/* In this order; a stage that cannot be reached is not reported. STAGE_TEST_MESSAGE only with a recipient. */
enum mail_stage { STAGE_SETTINGS, STAGE_RESOLVE, STAGE_CONNECT, STAGE_GREETING, STAGE_TLS, STAGE_CERTIFICATE, STAGE_SIGN_IN, STAGE_DRY_RUN, STAGE_TEST_MESSAGE };
extern const struct enum_row mail_stage_names[]; /* settings, resolve, connect, greeting, tls, certificate, sign-in, dry-run, test-message */

struct mail_stage_result {
	enum mail_stage stage;
	bool ok;
	int milliseconds;
	const char *detail; /* the server's words made safe, or what to do; borrowed for the call */
};
typedef void (*mail_stage_fn)(const struct mail_stage_result *result, void *data);

/* Calls report for each stage as it ends. True when all passed; else error has the failed stage's words. message: bytes of the test
 * message to send to `to`, both NULL for none. */
bool mail_test(const struct mail_settings *settings, const char *to, GBytes *message, mail_stage_fn report, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
