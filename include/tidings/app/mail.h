/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of the mail client: show, save, test. */
#ifndef TIDINGS_APP_MAIL_H
#define TIDINGS_APP_MAIL_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

/* The stored settings without their password; ret_has_password says whether one is stored. Before the first save: initial values. */
bool mail_show(struct app *app, struct mail_settings *ret_settings, bool *ret_has_password, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Saves. keep_password: the stored password stays whatever settings holds; the stored signing key stays when settings have a certificate
 * and no key. Certificate and key are checked by a worker. ERROR_INVALID with the field. */
bool mail_save(struct app *app, const struct mail_settings *settings, bool keep_password, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The certificate that mails are signed with, in words: whose, until when, and what is wrong with it; given. NULL = they are not signed. */
char *mail_show_signer(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is to be tested. */
struct mail_test_request {
	const struct mail_settings *settings; /* NULL = the stored ones; their test is remembered (mail_last_test) */
	bool keep_password;                   /* as in mail_save */
	const char *to;                       /* recipient of a test message; NULL = none */
	mail_stage_fn report;                 /* called for each stage as it ends */
	bool (*cancel)(void *data);           /* polled ten times a second while waiting; true stops the worker. NULL = never */
	void *data;
};
/* Runs Test connection in a worker. True when all stages passed; ERROR_TIMEOUT when cancelled. */
bool mail_run_test(struct app *app, const struct mail_test_request *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One line on the last test of the stored settings ("OK, 2026-11-24T09:12:00Z"; "failed at certificate, ..."), given; NULL = never tested. */
char *mail_last_test(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
