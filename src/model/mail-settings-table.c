// SPDX-License-Identifier: Apache-2.0
// The fields of the mail client's settings.
#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "tidings/model/address.h"
#include "tidings/model/mail-settings.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"

const struct enum_row mail_connection_names[] = {
	{MAIL_NONE, "none", N_("None")},
	{MAIL_SSL, "ssl", N_("SSL/TLS")},
	{MAIL_STARTTLS, "starttls", N_("STARTTLS")},
	{0, NULL, NULL},
};

const struct enum_row mail_mechanism_names[] = {
	{MECHANISM_AUTO, "auto", NULL},
	{MECHANISM_PLAIN, "plain", NULL},
	{MECHANISM_LOGIN, "login", NULL},
	{MECHANISM_XOAUTH2, "xoauth2", NULL},
	{0, NULL, NULL},
};

// It becomes part of a URL and of the TLS name check.
static char *server_canon(const struct field *row, const char *text, GError **error)
{
	for (const char *at = text; *at != '\0'; at++) {
		if (!g_ascii_isalnum(*at) && *at != '.' && *at != '-' && *at != ':') {
			error_set_field(error, ERROR_INVALID, row->name, "a server address has letters, digits, dots, hyphens and colons only");
			return NULL;
		}
	}
	return g_strdup(text);
}

static char *email_canon(const struct field *row, const char *text, GError **error)
{
	g_autoptr(GError) fault = NULL;
	if (address_check(text, &fault))
		return g_strdup(text);
	error_set_field(error, ERROR_INVALID, row->name, "%s", fault->message);
	return NULL;
}

static char *notices_canon(const struct field *row, const char *text, GError **error)
{
	return *text != '\0' ? email_canon(row, text, error) : g_strdup("");
}

static char *certificate_canon(const struct field *row, const char *text, GError **error)
{
	if (strstr(text, "-----BEGIN CERTIFICATE-----") != NULL)
		return g_strdup(text);
	error_set_field(error, ERROR_INVALID, row->name, "this is not a certificate in PEM: it has no line -----BEGIN CERTIFICATE-----");
	return NULL;
}

static const struct field rows[] = {
	{.tag = 1, .name = "server", .label = N_("SMTP server address"), .type = FIELD_TEXT, .use = FIELD_REQUIRED, .min = 1, .max = 255,
	 .offset = offsetof(struct mail_settings, server), .canon = server_canon, .section = N_("Connection settings"), .value = "H",
	 .help = N_("Enter 1 to 255 characters: a host name or an IP address.")},
	{.tag = 2, .name = "port", .label = N_("SMTP server port"), .type = FIELD_INT, .use = FIELD_REQUIRED, .min = 0, .max = 65535,
	 .offset = offsetof(struct mail_settings, port), .initial = "587", .value = "N",
	 .help = N_("Enter a number from 0 to 65535. Usual: 587 with STARTTLS, 465 with SSL/TLS, 25 without.")},
	{.tag = 3, .name = "connection", .label = N_("Connection type"), .type = FIELD_ENUM, .use = FIELD_REQUIRED,
	 .offset = offsetof(struct mail_settings, connection), .choices = mail_connection_names, .initial = "starttls",
	 .value = "none|ssl|starttls", .help = N_("How the connection is encrypted. The server's certificate is always verified.")},
	{.tag = 4, .name = "ca", .label = N_("Trusted certificates"), .type = FIELD_TEXT, .max = 4096,
	 .offset = offsetof(struct mail_settings, ca), .value = "FILE|DIR",
	 .help = N_("A file or folder of certificates that are trusted beside the system's store.")},
	{.tag = 5, .name = "login", .label = N_("Login"), .type = FIELD_TEXT, .max = 64, .offset = offsetof(struct mail_settings, login),
	 .section = N_("Account"), .value = "L", .help = N_("Enter 0 to 64 characters. Without a login no password is sent.")},
	{.tag = 6, .name = "email", .label = N_("E-mail"), .type = FIELD_TEXT, .use = FIELD_REQUIRED, .min = 1, .max = 254,
	 .offset = offsetof(struct mail_settings, email), .canon = email_canon, .value = "A",
	 .help = N_("The sender's address. Enter 1 to 254 characters.")},
	{.tag = 7, .name = "password", .label = N_("Password"), .type = FIELD_SECRET, .min = 0, .max = 128,
	 .offset = offsetof(struct mail_settings, password), .value = "F",
	 .help = N_("Enter 1 to 128 characters; needed only with a login. It is never shown again.")},
	{.tag = 8, .name = "plain-login", .label = N_("Allow a login without encryption"), .type = FIELD_BOOL,
	 .offset = offsetof(struct mail_settings, plain_login), .help = N_("Only for a server in a network that you trust.")},
	{.tag = 11, .name = "mechanism", .label = N_("Sign-in"), .type = FIELD_ENUM, .use = FIELD_OPTION,
	 .offset = offsetof(struct mail_settings, mechanism), .choices = mail_mechanism_names, .initial = "auto",
	 .value = "auto|plain|login|xoauth2",
	 .help = N_("How to sign in: auto takes PLAIN, or LOGIN where that is not offered; the others are the only one that is tried.")},
	{.tag = 12, .name = "token-file", .label = N_("Token file"), .type = FIELD_TEXT, .use = FIELD_OPTION, .max = 4096,
	 .offset = offsetof(struct mail_settings, token_file), .value = "FILE",
	 .help = N_("For xoauth2: a file whose first line is the access token, read for each connection.")},
	{.tag = 13, .name = "token-command", .label = N_("Token command"), .type = FIELD_TEXT, .use = FIELD_OPTION, .max = 4096,
	 .offset = offsetof(struct mail_settings, token_command), .value = "COMMAND",
	 .help = N_("For xoauth2: a program (its full path) and its arguments, which prints the access token; no shell is used.")},
	{.tag = 9, .name = "text", .label = N_("Text message (optional)"), .type = FIELD_AREA, .max = 10000,
	 .offset = offsetof(struct mail_settings, text), .value = "T",
	 .help = N_("Enter 0 to 10 000 characters: the mail's text where a task has none of its own.")},
	{.tag = 14, .name = "notices", .label = N_("Failure notices to"), .type = FIELD_TEXT, .max = 254,
	 .offset = offsetof(struct mail_settings, notices), .canon = notices_canon, .section = N_("Failures"), .value = "A",
	 .help = N_("The administrator's address. Empty: the sender's own.")},
	{.tag = 15, .name = "expire-hours", .label = N_("Give up after (hours)"), .type = FIELD_INT, .min = 1, .max = 240,
	 .offset = offsetof(struct mail_settings, expire_hours), .initial = "48", .value = "N",
	 .help = N_("Enter a number from 1 to 240: so long a mail is tried again.")},
	{.tag = 16, .name = "sign-certificate", .label = N_("Certificate"), .type = FIELD_AREA, .max = 16000,
	 .offset = offsetof(struct mail_settings, sign_certificate), .canon = certificate_canon, .section = N_("Signature (S/MIME)"), .value = "PEM",
	 .help = N_("Optional: a certificate as PEM text, its chain below it. Every mail is signed then.")},
	{.tag = 17, .name = "sign-key", .label = N_("Private key"), .type = FIELD_SECRET, .min = 0, .max = 4000,
	 .offset = offsetof(struct mail_settings, sign_key), .value = "F",
	 .help = N_("The certificate's private key as PEM text without a passphrase. It is never shown again.")},
	{.tag = 10, .name = "generation", .label = N_("Generation"), .type = FIELD_INT, .use = FIELD_HIDDEN, .min = 0, .max = INT_MAX,
	 .offset = offsetof(struct mail_settings, generation)},
};

const struct field_table mail_settings_table = {
	.noun = "mail settings", .rows = rows, .n_rows = G_N_ELEMENTS(rows), .size = sizeof(struct mail_settings),
	.unknown_offset = offsetof(struct mail_settings, unknown),
};
