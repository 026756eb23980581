// SPDX-License-Identifier: Apache-2.0
// Access tokens: where they come from, and what is none.
#include "token-priv.h"

#include <string.h>

#include "tidings/util/error.h"
#include "test.h"

static void take(char **member, const char *text)
{
	g_free(*member);
	*member = g_strdup(text);
}

static char *token_of(const char *command, int seconds, GError **error)
{
	autorelease(mail_settings) settings = {0};
	autorelease(secret) token = {0};
	mail_settings_init(&settings);
	take(&settings.token_command, command);
	return token_read(&settings, seconds, &token, error) ? g_strdup(secret_text(&token)) : NULL;
}

TEST(token_read__command__gives_its_first_line_without_a_shell)
{
	GError *error = NULL;
	g_autofree char *token = token_of("/bin/echo 'to;ken$HOME' | cat", 30, &error);
	g_assert_null(token);
	test_error(&error, ERROR_AUTH, "token-command");
	g_autofree char *plain = token_of("/usr/bin/printf 'ya29.a-b_c~d+/=\\nmore'", 30, &error);
	test_no_error(error);
	g_assert_cmpstr(plain, ==, "ya29.a-b_c~d+/=");
}

TEST(token_read__command_that_takes_too_long__is_stopped)
{
	GError *error = NULL;
	gint64 begin = g_get_monotonic_time();
	g_assert_null(token_of("/bin/sleep 1000", 0, &error));
	g_assert_nonnull(strstr(error->message, "took too long"));
	test_error(&error, ERROR_AUTH, "token-command");
	g_assert_cmpint(g_get_monotonic_time() - begin, <, 60 * G_USEC_PER_SEC);
}

TEST(token_read__command_that_fails__gives_none_whatever_it_printed)
{
	GError *error = NULL;
	g_assert_null(token_of("/bin/sh -c 'echo token; exit 7'", 30, &error));
	g_assert_nonnull(strstr(error->message, "exit status 7"));
	g_assert_null(strstr(error->message, "token;"));
	test_error(&error, ERROR_AUTH, "token-command");
	g_assert_null(token_of("echo token", 30, &error));
	test_error(&error, ERROR_AUTH, "token-command");
	g_assert_null(token_of("/bin/echo 'unfinished", 30, &error));
	test_error(&error, ERROR_AUTH, "token-command");
}

TEST(token_read__file_without_a_token__is_told_by_its_field)
{
	autorelease(mail_settings) settings = {0};
	autorelease(secret) token = {0};
	GError *error = NULL;
	mail_settings_init(&settings);
	take(&settings.token_file, "/no/such/file");
	g_assert_false(token_read(&settings, 30, &token, &error));
	test_error(&error, ERROR_AUTH, "token-file");
	g_assert_true(secret_is_empty(&token));
}

TEST(token_response__login_and_token__as_servers_want_it)
{
	g_autofree char *response = token_response("someuser@example.com", "vF9dft4qmT");
	g_assert_cmpstr(response, ==, "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB2RjlkZnQ0cW1UAQE=");
}

TEST(token_refusal__challenge__is_read_and_made_safe)
{
	g_autofree char *coded = g_base64_encode((const guchar *)"{\"status\":\"\33[31m401\"}", 21);
	g_autofree char *reason = token_refusal(coded);
	g_assert_null(strchr(reason, '\33'));
	g_assert_nonnull(strstr(reason, "401"));
	g_autofree char *none = token_refusal(NULL);
	g_assert_cmpstr(none, ==, "");
}
