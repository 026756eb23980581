// SPDX-License-Identifier: Apache-2.0
// Names of the stages of Test connection.
#include "tidings/model/message.h"

#include "tidings/util/catalog.h"

const struct enum_row mail_stage_names[] = {
	{STAGE_SETTINGS, "settings", N_("Check settings")},
	{STAGE_RESOLVE, "resolve", N_("Resolve name")},
	{STAGE_CONNECT, "connect", N_("Connect")},
	{STAGE_GREETING, "greeting", N_("Greeting")},
	{STAGE_TLS, "tls", N_("Encrypt")},
	{STAGE_CERTIFICATE, "certificate", N_("Verify certificate")},
	{STAGE_SIGN_IN, "sign-in", N_("Sign in")},
	{STAGE_DRY_RUN, "dry-run", N_("Sender and recipient")},
	{STAGE_TEST_MESSAGE, "test-message", N_("Send test message")},
	{0, NULL, NULL},
};
