// SPDX-License-Identifier: Apache-2.0
// The seed's limits for the mail client, and what hangs together.
#include "tidings/model/mail-settings.h"

#include <string.h>

#include "test.h"

static bool try(struct mail_settings *settings, const char *name, const char *text)
{
	g_autoptr(GError) error = NULL;
	if (field_set_text(field_by_name(&mail_settings_table, name), settings, text, &error))
		return true;
	g_assert_true(error_is(error, ERROR_INVALID));
	g_assert_cmpstr(error_field(error), ==, name);
	return false;
}

// The seed's limits.
TEST(mail_settings__limits__are_the_seeds)
{
	static const struct {
		const char *name, *unit;
		int min, max;
	} cases[] = {
		{"server", "h", 1, 255}, {"login", "ё", 0, 64}, {"password", "ё", 0, 128}, {"text", "ё", 0, 10000},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		autorelease(mail_settings) settings = {0};
		mail_settings_init(&settings);
		g_autoptr(GString) text = g_string_new(NULL);
		for (int n = 0; n < cases[i].max; n++)
			g_string_append(text, cases[i].unit);
		g_assert_true(try(&settings, cases[i].name, text->str));
		g_string_append(text, cases[i].unit);
		g_assert_false(try(&settings, cases[i].name, text->str));
		g_assert_true(try(&settings, cases[i].name, "") == (cases[i].min == 0));
	}
}

TEST(mail_settings__port__is_0_to_65535)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	g_assert_true(try(&settings, "port", "0"));
	g_assert_true(try(&settings, "port", "65535"));
	g_assert_cmpint(settings.port, ==, 65535);
	g_assert_false(try(&settings, "port", "65536"));
	g_assert_false(try(&settings, "port", "-1"));
	g_assert_false(try(&settings, "port", ""));
}

TEST(mail_settings__server__is_a_name_or_an_address)
{
	static const char *const good[] = {"mail.example.com", "localhost", "192.0.2.1", "2001:db8::25", "MAIL-1"};
	static const char *const bad[] = {"", "a b", "a\n", "smtp://mail", "mail/x", "[::1]", "почта.рф", "a_b", "mail\x01", "user@mail", "a%00"};
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		g_assert_true(try(&settings, "server", good[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(try(&settings, "server", bad[i]));
	g_assert_cmpstr(settings.server, ==, "MAIL-1");
}

TEST(mail_settings__email__is_one_address)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	g_assert_true(try(&settings, "email", "reports@example.com"));
	g_assert_false(try(&settings, "email", ""));
	g_assert_false(try(&settings, "email", "a@x, b@y"));
	g_assert_false(try(&settings, "email", "a@пример.рф"));
}

TEST(mail_settings__connection__has_three_kinds)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	g_assert_true(try(&settings, "connection", "none") && settings.connection == MAIL_NONE);
	g_assert_true(try(&settings, "connection", "ssl") && settings.connection == MAIL_SSL);
	g_assert_true(try(&settings, "connection", "starttls") && settings.connection == MAIL_STARTTLS);
	g_assert_false(try(&settings, "connection", "tls"));
}

TEST(mail_settings__check__wants_a_password_with_a_login)
{
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	g_assert_true(mail_settings_check(&settings, &error));
	g_assert_true(try(&settings, "login", "u"));
	g_assert_false(mail_settings_check(&settings, &error));
	test_error(&error, ERROR_INVALID, "password");
	g_assert_true(try(&settings, "password", "p"));
	g_assert_true(mail_settings_check(&settings, &error));
}

TEST(mail_settings__check__guards_a_plain_login)
{
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	g_assert_true(try(&settings, "login", "u") && try(&settings, "password", "p") && try(&settings, "connection", "none"));
	g_assert_false(mail_settings_check(&settings, &error));
	test_error(&error, ERROR_INVALID, "login");
	g_assert_true(try(&settings, "plain-login", "yes"));
	g_assert_true(mail_settings_check(&settings, &error));
	g_assert_true(try(&settings, "plain-login", "no") && try(&settings, "login", ""));
	g_assert_true(mail_settings_check(&settings, &error));
}

TEST(mail_settings__check__accepts_port_0)
{
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	g_assert_true(try(&settings, "port", "0"));
	g_assert_true(mail_settings_check(&settings, &error));
}

TEST(mail_settings__copy__takes_the_secret_along)
{
	autorelease(mail_settings) a = {0};
	autorelease(mail_settings) b = {0};
	mail_settings_init(&a);
	g_assert_true(try(&a, "password", "p"));
	mail_settings_copy(&b, &a);
	g_assert_cmpstr(secret_text(&b.password), ==, "p");
}
