// SPDX-License-Identifier: Apache-2.0
// Mail settings: what cannot be connected with, and what is kept out of words.
#include "settings-priv.h"

#include <string.h>

#include "test.h"

static void fill(struct mail_settings *s, const char *server, int port)
{
	mail_settings_init(s);
	g_free(s->server);
	s->server = g_strdup(server);
	s->port = port;
	g_free(s->email);
	s->email = g_strdup("reports@example.org");
	s->connection = MAIL_STARTTLS;
}

static void set_login(struct mail_settings *s, const char *login, const char *password)
{
	g_free(s->login);
	s->login = g_strdup(login);
	secret_set(&s->password, password, strlen(password));
}

static void assert_server(const char *server, bool good)
{
	autorelease(mail_settings) s = {0};
	GError *error = NULL;
	fill(&s, server, 587);
	bool usable = mail_settings_check_usable(&s, &error);
	g_assert_cmpint(usable, ==, good);
	if (!good)
		test_error(&error, ERROR_INVALID, "server");
}

TEST(settings__check__servers)
{
	assert_server("mail.example.org", true);
	assert_server("192.0.2.7", true);
	assert_server("2001:db8::7", true);
	assert_server("mail_1", true);
	assert_server("", false);
	assert_server("mail.example.org/x", false);
	assert_server("user@mail.example.org", false);
	assert_server("mail.example.org:25", false);
	assert_server("a b", false);
	assert_server("a\r\nb", false);
	assert_server("-x", false);
	assert_server("почта.рф", false);
	assert_server("fe80::1%lo", false);
}

TEST(settings__check__port_0_is_refused_with_a_reason)
{
	autorelease(mail_settings) s = {0};
	GError *error = NULL;
	fill(&s, "mail.example.org", 0);
	g_assert_false(mail_settings_check_usable(&s, &error));
	g_assert_nonnull(strstr(error->message, "587"));
	test_error(&error, ERROR_INVALID, "port");
	s.port = 65536;
	g_assert_false(mail_settings_check_usable(&s, &error));
	test_error(&error, ERROR_INVALID, "port");
}

TEST(settings__check__a_connection_of_no_kind)
{
	autorelease(mail_settings) s = {0};
	GError *error = NULL;
	fill(&s, "mail.example.org", 587);
	s.connection = 3;
	g_assert_false(mail_settings_check_usable(&s, &error));
	test_error(&error, ERROR_INVALID, "connection");
}

TEST(settings__check__a_sender_is_needed)
{
	autorelease(mail_settings) s = {0};
	GError *error = NULL;
	fill(&s, "mail.example.org", 587);
	g_clear_pointer(&s.email, g_free);
	g_assert_false(mail_settings_check_usable(&s, &error));
	test_error(&error, ERROR_INVALID, "email");
	s.email = g_strdup("a@example.org>\r\nRCPT TO:<b@example.org");
	g_assert_false(mail_settings_check_usable(&s, &error));
	test_error(&error, ERROR_INVALID, "email");
}

TEST(settings__check__control_characters_in_the_login)
{
	autorelease(mail_settings) s = {0};
	GError *error = NULL;
	fill(&s, "mail.example.org", 587);
	set_login(&s, "a\nb", "secret");
	g_assert_false(mail_settings_check_usable(&s, &error));
	test_error(&error, ERROR_INVALID, "login");
	set_login(&s, "a", "sec\rret");
	g_assert_false(mail_settings_check_usable(&s, &error));
	test_error(&error, ERROR_INVALID, "login");
}

TEST(settings__check__a_login_in_the_clear_must_be_allowed)
{
	autorelease(mail_settings) s = {0};
	GError *error = NULL;
	fill(&s, "mail.example.org", 25);
	set_login(&s, "reporter", "secret");
	s.connection = MAIL_NONE;
	g_assert_false(mail_settings_check_usable(&s, &error));
	test_error(&error, ERROR_INVALID, "login");
	s.plain_login = true;
	g_assert_true(mail_settings_check_usable(&s, &error));
	test_no_error(error);
}

static void assert_scrubbed(const char *words, const char *expected)
{
	autorelease(mail_settings) s = {0};
	fill(&s, "mail.example.org", 587);
	set_login(&s, "reporter", "correct horse");
	g_autofree char *scrubbed = mail_settings_scrub(&s, words);
	g_assert_cmpstr(scrubbed, ==, expected);
}

TEST(settings__scrub__the_password_in_any_form)
{
	assert_scrubbed("535 wrong", "535 wrong");
	assert_scrubbed("bad: correct horse", "[the server repeats the password]");
	assert_scrubbed("bad: Y29ycmVjdCBob3JzZQ==", "[the server repeats the password]");
	assert_scrubbed("bad: AHJlcG9ydGVyAGNvcnJlY3QgaG9yc2U=", "[the server repeats the password]");
	assert_scrubbed(NULL, "");
}

TEST(settings__scrub__without_a_password_nothing_is_taken_out)
{
	autorelease(mail_settings) s = {0};
	fill(&s, "mail.example.org", 587);
	g_autofree char *scrubbed = mail_settings_scrub(&s, "250 ok");
	g_assert_cmpstr(scrubbed, ==, "250 ok");
}
