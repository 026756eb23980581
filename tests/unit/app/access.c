// SPDX-License-Identifier: Apache-2.0
// The permission table against ACCESS.md, and that use cases ask it.
#include "tidings/app/access.h"

#include "app-test.h"

TEST(access_rule__analyst__sees_no_reporting)
{
	for (int licence = LICENCE_COMMUNITY; licence <= LICENCE_TIP_ENTERPRISE; licence++)
		for (int mode = MODE_SYSTEM; mode <= MODE_DATA; mode++) {
			g_assert_cmpint(access_rule(ROLE_ANALYST, licence, mode, USE_REPORTING), ==, ACCESS_HIDDEN);
			g_assert_cmpint(access_rule(ROLE_ANALYST, licence, mode, USE_DASHBOARD), ==, ACCESS_FULL);
			g_assert_cmpint(access_rule(ROLE_ANALYST, licence, mode, USE_MAIL_TEST), ==, ACCESS_HIDDEN);
		}
}

TEST(access_rule__lesser_licence__reporting_is_read_only)
{
	for (int role = ROLE_ADMINISTRATOR; role <= ROLE_TENANT_MANAGER; role++)
		for (int licence = LICENCE_COMMUNITY; licence <= LICENCE_MATCHING_ENGINE; licence++) {
			g_assert_cmpint(access_rule(role, licence, MODE_DATA, USE_REPORTING), ==, ACCESS_READONLY);
			g_assert_cmpint(access_rule(role, licence, MODE_DATA, USE_TASK_CHANGE), ==, ACCESS_READONLY);
			g_assert_cmpint(access_rule(role, licence, MODE_DATA, USE_MAIL_CHANGE), ==, ACCESS_READONLY);
			g_assert_cmpint(access_rule(role, licence, MODE_DATA, USE_MAIL_TEST), ==, ACCESS_FULL);
		}
}

TEST(access_rule__enterprise__full_for_both_roles)
{
	g_assert_cmpint(access_rule(ROLE_ADMINISTRATOR, LICENCE_TIP_ENTERPRISE, MODE_SYSTEM, USE_TASK_CHANGE), ==, ACCESS_FULL);
	g_assert_cmpint(access_rule(ROLE_TENANT_MANAGER, LICENCE_TIP_ENTERPRISE, MODE_DATA, USE_TASK_CHANGE), ==, ACCESS_FULL);
	g_assert_cmpint(access_rule(ROLE_TENANT_MANAGER, LICENCE_TIP_ENTERPRISE, MODE_DATA, USE_MAIL_CHANGE), ==, ACCESS_READONLY);
	g_assert_cmpint(access_rule(ROLE_TENANT_MANAGER, LICENCE_TIP_ENTERPRISE, MODE_DATA, USE_TASK_TENANTS), ==, ACCESS_HIDDEN);
}

TEST(access_rule__data_mode__nothing_of_the_system)
{
	g_assert_cmpint(access_rule(ROLE_ADMINISTRATOR, LICENCE_TIP_ENTERPRISE, MODE_DATA, USE_ADMINISTER), ==, ACCESS_HIDDEN);
	g_assert_cmpint(access_rule(ROLE_ADMINISTRATOR, LICENCE_TIP_ENTERPRISE, MODE_DATA, USE_TASK_TENANTS), ==, ACCESS_HIDDEN);
}

TEST(app_open__unknown_account__not_found)
{
	g_autofree char *dir = test_dir();
	app_close(app_at(dir, "2026-11-10T08:00:00Z"));
	GError *error = NULL;
	struct app_options options = {.dir = dir, .as = "nobody"};
	g_assert_null(app_open(&options, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(app_open__no_directory__not_found)
{
	GError *error = NULL;
	struct app_options options = {.dir = "/nonexistent/tidings"};
	g_assert_null(app_open(&options, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(app_require__data_mode__says_how_to_get_there)
{
	g_autofree char *dir = test_dir();
	app_close(app_at(dir, "2026-11-10T08:00:00Z"));
	GError *error = NULL;
	struct app_options options = {.dir = dir, .mode = "data"};
	autoptr(app) app = app_open(&options, &error);
	test_no_error(error);
	g_assert_cmpstr(app_tenant(app), ==, "General");
	g_assert_false(app_require(app, USE_ADMINISTER, false, &error));
	test_error(&error, ERROR_DENIED, NULL);
}
