// SPDX-License-Identifier: Apache-2.0
// Mail settings as a connection needs them.
#include "settings-priv.h"

#include <string.h>

#include "tidings/model/address.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#include "token-priv.h"

#define WORDS_COLUMNS 500

/* A host name or an address of either family: nothing that could change the meaning of the URL it is put into. */
static bool server_is_plain(const char *server)
{
	size_t length = strspn(server, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");
	bool name = length > 0 && server[length] == '\0' && server[0] != '-' && server[0] != '.';
	return name || (strchr(server, ':') != NULL && g_hostname_is_ip_address(server) && strchr(server, '%') == NULL);
}

static bool login_is_plain(const char *text)
{
	while (*text != '\0' && !g_ascii_iscntrl(*text))
		text++;
	return *text == '\0';
}

bool mail_settings_check_usable(const struct mail_settings *s, GError **error)
{
	if (s->server == NULL || !server_is_plain(s->server))
		return error_set_field(error, ERROR_INVALID, "server",
				       "the server must be a host name or an IP address; write international names in their xn-- form");
	if (s->port < 1 || s->port > G_MAXUINT16)
		return error_set_field(error, ERROR_INVALID, "port",
				       "port %d cannot be connected to: use 587 with STARTTLS, 465 with SSL/TLS, or 25 without", s->port);
	if (enum_to_text(mail_connection_names, s->connection) == NULL)
		return error_set_field(error, ERROR_INVALID, "connection", "there is no connection of the kind %d", s->connection);
	g_autoptr(GError) wrong = NULL;
	if (!address_check(s->email != NULL ? s->email : "", &wrong))
		return error_set_field(error, ERROR_INVALID, "email", "e-mail of the sender: %s", wrong->message);
	if (!login_is_plain(s->login) || !login_is_plain(secret_text(&s->password)))
		return error_set_field(error, ERROR_INVALID, "login", "the login and the password must not have control characters");
	return mail_settings_check(s, error);
}

static bool repeats_coded(const char *words, const char *octets, size_t length)
{
	char *coded = g_base64_encode((const guchar *)octets, length);
	bool repeats = strstr(words, coded) != NULL;
	secret_wipe(coded, strlen(coded));
	g_free(coded);
	return repeats;
}

static bool repeats_token(const struct mail_settings *s, const char *words)
{
	char *response = token_response(s->login, secret_text(&s->password));
	bool repeats = strstr(words, response) != NULL;
	secret_wipe(response, strlen(response));
	g_free(response);
	return repeats;
}

/* The password as it is, or as a mechanism puts it on the wire. */
static bool repeats_password(const struct mail_settings *s, const char *words)
{
	const char *password = secret_text(&s->password);
	size_t login = strlen(s->login), length = login + s->password.length + 2;
	char *plain = g_malloc0(length + 1);
	memcpy(plain + 1, s->login, login);
	memcpy(plain + 2 + login, password, s->password.length);
	bool repeats = strstr(words, password) != NULL || repeats_coded(words, password, s->password.length) || repeats_coded(words, plain, length) ||
		       repeats_token(s, words);
	secret_wipe(plain, length);
	g_free(plain);
	return repeats;
}

char *mail_settings_scrub(const struct mail_settings *settings, const char *words)
{
	const char *text = words != NULL ? words : "";
	if (!secret_is_empty(&settings->password) && repeats_password(settings, text))
		return g_strdup("[the server repeats the password]");
	return text_clip(text, WORDS_COLUMNS);
}
