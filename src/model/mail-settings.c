// SPDX-License-Identifier: Apache-2.0
// The mail client's settings: their life and what rows alone cannot say.
#include "tidings/model/mail-settings.h"

#include "tidings/util/error.h"

void mail_settings_init(struct mail_settings *settings)
{
	fields_init(&mail_settings_table, settings);
}

void mail_settings_release(struct mail_settings *settings)
{
	fields_release(&mail_settings_table, settings);
}

void mail_settings_copy(struct mail_settings *to, const struct mail_settings *from)
{
	fields_copy(&mail_settings_table, to, from);
}

/* What the mechanism signs in with. */
static bool check_means(const struct mail_settings *s, GError **error)
{
	bool file = s->token_file != NULL && *s->token_file != '\0', command = s->token_command != NULL && *s->token_command != '\0';
	if (s->mechanism != MECHANISM_XOAUTH2)
		return !secret_is_empty(&s->password) ||
		       error_set_field(error, ERROR_INVALID, "password", "a password of 1 to 128 characters is required with a login");
	return file != command || error_set_field(error, ERROR_INVALID, "token-file", "xoauth2 needs a token file or a token command, and not both");
}

static bool check_signature(const struct mail_settings *s, GError **error)
{
	bool certificate = s->sign_certificate != NULL && *s->sign_certificate != '\0', key = !secret_is_empty(&s->sign_key);
	if (certificate && !key)
		return error_set_field(error, ERROR_INVALID, "sign-key", "a certificate to sign with needs its private key");
	return certificate || !key || error_set_field(error, ERROR_INVALID, "sign-certificate", "a private key to sign with needs its certificate");
}

bool mail_settings_check(const struct mail_settings *settings, GError **error)
{
	if (!check_signature(settings, error))
		return false;
	if (settings->login == NULL || *settings->login == '\0')
		return true;
	if (!check_means(settings, error))
		return false;
	if (settings->connection == MAIL_NONE && !settings->plain_login)
		return error_set_field(error, ERROR_INVALID, "login",
				       "a login without encryption is not sent: choose SSL/TLS or STARTTLS, or allow it for this server");
	return true;
}
