// SPDX-License-Identifier: Apache-2.0
// Use cases of the logo: who may, and that reports show it.
#include "tidings/app/logo.h"

#include <string.h>

#include "app-priv.h"
#include "app-test.h"
#include "tidings/app/account.h"

#define NOW "2026-11-10T08:00:00Z"

static GBytes *file(void)
{
	static const uint8_t bytes[40] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 7, 0, 0, 0, 5};
	return g_bytes_new_static(bytes, sizeof bytes);
}

TEST(logo__set_show_remove__is_kept_with_its_text)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, NOW);
	GError *error = NULL;
	g_autoptr(GBytes) png = file();
	autorelease(logo) logo = {0};
	g_assert_false(logo_show(app, &logo, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	g_assert_true(logo_set(app, png, "Example SOC", &error));
	test_no_error(error);
	g_assert_true(logo_show(app, &logo, &error));
	test_no_error(error);
	g_assert_true(g_bytes_equal(logo.png, png));
	g_assert_cmpstr(logo.text, ==, "Example SOC");
	g_assert_true(logo_remove(app, &error));
	test_no_error(error);
	g_assert_false(logo_remove(app, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(logo_set__refused__leaves_the_one_before)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, NOW);
	GError *error = NULL;
	g_autoptr(GBytes) png = file();
	g_autoptr(GBytes) bad = g_bytes_new_static("x", 1);
	autorelease(logo) logo = {0};
	g_assert_true(logo_set(app, png, NULL, &error));
	g_assert_false(logo_set(app, bad, NULL, &error));
	test_error(&error, ERROR_INVALID, NULL);
	g_assert_false(logo_set(app, png, "a\nb", &error));
	test_error(&error, ERROR_INVALID, "text");
	g_assert_true(logo_show(app, &logo, &error));
	g_assert_true(g_bytes_equal(logo.png, png));
	g_assert_cmpstr(logo.text, ==, "");
}

TEST(logo__data_mode__is_the_system_s)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, NOW);
	GError *error = NULL;
	g_autoptr(GBytes) png = file();
	autorelease(logo) logo = {0};
	app->mode = MODE_DATA;
	app->tenant = g_strdup(TENANT_GENERAL);
	g_assert_false(logo_set(app, png, NULL, &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_false(logo_show(app, &logo, &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_false(logo_remove(app, &error));
	test_error(&error, ERROR_DENIED, NULL);
}
