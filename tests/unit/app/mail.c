// SPDX-License-Identifier: Apache-2.0
// Saving and showing the mail settings.
#include "tidings/app/mail.h"

#include <string.h>

#include "app-test.h"

static void set(struct mail_settings *settings, const char *name, const char *value)
{
	GError *error = NULL;
	g_assert_true(field_set_text(field_by_name(&mail_settings_table, name), settings, value, &error));
	test_no_error(error);
}

static void save(struct app *app, const char *login, const char *password)
{
	autorelease(mail_settings) settings = {0};
	bool has_password = false;
	GError *error = NULL;
	mail_settings_init(&settings);
	g_assert_true(mail_show(app, &settings, &has_password, &error));
	set(&settings, "server", "mail.example.com");
	set(&settings, "email", "reports@example.com");
	set(&settings, "login", login);
	if (password != NULL)
		secret_set(&settings.password, password, strlen(password));
	g_assert_true(mail_save(app, &settings, password == NULL, &error));
	test_no_error(error);
}

static int generation(struct app *app)
{
	autorelease(mail_settings) settings = {0};
	bool has_password = false;
	GError *error = NULL;
	mail_settings_init(&settings);
	g_assert_true(mail_show(app, &settings, &has_password, &error));
	g_assert_true(secret_is_empty(&settings.password));
	return settings.generation;
}

TEST(mail_save__login_without_password__names_the_password)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	autorelease(mail_settings) settings = {0};
	GError *error = NULL;
	mail_settings_init(&settings);
	set(&settings, "server", "mail.example.com");
	set(&settings, "email", "reports@example.com");
	set(&settings, "login", "reporter");
	g_assert_false(mail_save(app, &settings, false, &error));
	test_error(&error, ERROR_INVALID, "password");
}

TEST(mail_save__keep_password__stays_and_is_not_shown)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	GError *error = NULL;
	bool has_password = false;
	autorelease(mail_settings) shown = {0};
	mail_settings_init(&shown);
	save(app, "reporter", "secret");
	save(app, "other", NULL);
	g_assert_true(mail_show(app, &shown, &has_password, &error));
	g_assert_true(has_password);
	g_assert_cmpstr(shown.login, ==, "other");
}

TEST(mail_save__nothing_changed__same_generation)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	save(app, "reporter", "secret");
	int before = generation(app);
	save(app, "reporter", NULL);
	g_assert_cmpint(generation(app), ==, before);
	save(app, "reporter", "another");
	g_assert_cmpint(generation(app), >, before);
}

static void set_signer(struct mail_settings *settings, const char *certificate, const char *key)
{
	mail_settings_init(settings);
	set(settings, "server", "mail.example.com");
	set(settings, "email", "reports@example.com");
	set(settings, "sign-certificate", certificate);
	secret_set(&settings->sign_key, key, strlen(key));
}

TEST(mail_save__signing_key__stays_with_its_certificate_and_is_not_shown)
{
	static const char certificate[] = "-----BEGIN CERTIFICATE-----";
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	GError *error = NULL;
	bool has_password = false;
	autorelease(mail_settings) settings = {0};
	set_signer(&settings, certificate, "wrong");
	g_assert_false(mail_save(app, &settings, false, &error));
	test_error(&error, ERROR_INVALID, "sign-key");
	mail_settings_release(&settings);
	set_signer(&settings, certificate, "right");
	g_assert_true(mail_save(app, &settings, false, &error));
	mail_settings_release(&settings);
	set_signer(&settings, certificate, "");
	set(&settings, "port", "25");
	g_assert_true(mail_save(app, &settings, false, &error));
	g_autofree char *words = mail_show_signer(app, &error);
	test_no_error(error);
	g_assert_cmpstr(words, ==, "signer for reports@example.com");
	autorelease(mail_settings) shown = {0};
	mail_settings_init(&shown);
	g_assert_true(mail_show(app, &shown, &has_password, &error));
	g_assert_true(secret_is_empty(&shown.sign_key));
	g_assert_cmpstr(shown.sign_certificate, ==, certificate);
}

TEST(mail_save__signing_key_or_certificate_alone__is_refused)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	set_signer(&settings, "", "right");
	g_assert_false(mail_save(app, &settings, false, &error));
	test_error(&error, ERROR_INVALID, "sign-certificate");
	mail_settings_release(&settings);
	set_signer(&settings, "-----BEGIN CERTIFICATE-----", "");
	g_assert_false(mail_save(app, &settings, false, &error));
	test_error(&error, ERROR_INVALID, "sign-key");
	g_assert_null(mail_show_signer(app, &error));
	test_no_error(error);
}
