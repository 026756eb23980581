/* SPDX-License-Identifier: Apache-2.0 */
/* Mail client settings. */
#ifndef TIDINGS_UI_SCREENS_MAIL_PRIV_H
#define TIDINGS_UI_SCREENS_MAIL_PRIV_H

#include "core/form-priv.h"
#include "screens/console-priv.h"
#include "tidings/model/mail-settings.h"

struct mail_form {
	struct form form;
	struct mail_settings settings; /* as loaded; generation and unknown members stay */
	bool has_password;             /* one is stored: an empty field keeps it */
	bool asked;                    /* what somebody else saved was shown; the answer was to save */
};

/* The form with the stored settings. Given: mail_form_free. */
struct mail_form *mail_form_new(const struct console *console, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mail_form_free(void *form);
/* The settings as the form has them; ret_keep: the stored password stands for the empty one. ERROR_INVALID with the field. */
bool mail_form_read(struct mail_form *form, struct mail_settings *settings, bool *ret_keep, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens the form with the stored settings; read-only where the account may only look. */
void mail_open(struct console *console);

#endif
