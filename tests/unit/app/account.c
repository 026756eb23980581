// SPDX-License-Identifier: Apache-2.0
// Accounts: passwords and who may do what to whom.
#include "tidings/app/account.h"

#include <string.h>

#include "app-test.h"

#define NOW "2026-11-10T08:00:00Z"

static void fill(struct account *account, const char *login, const char *role, const char *tenants)
{
	GError *error = NULL;
	const char *const values[][2] = {{"login", login}, {"role", role}, {"tenants", tenants}};
	account_init(account);
	for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
		g_assert_true(field_set_text(field_by_name(&account_table, values[i][0]), account, values[i][1], &error));
}

static bool add(struct app *app, const char *login, const char *role, const char *word, GError **error)
{
	autorelease(account) account = {0};
	autorelease(secret) password = {0};
	fill(&account, login, role, "General");
	if (word != NULL)
		secret_set(&password, word, strlen(word));
	return account_add(app, &account, word != NULL ? &password : NULL, error);
}

static struct app *open_as(const char *dir, const char *login)
{
	GError *error = NULL;
	struct app_options options = {.dir = dir, .as = login};
	struct app *app = app_open(&options, &error);
	test_no_error(error);
	return app;
}

static bool set_role(struct app *app, const char *login, int role, GError **error)
{
	autorelease(account) account = {0};
	g_assert_true(account_show(app, login, &account, error));
	account.role = role;
	return account_edit(app, &account, NULL, error);
}

static bool set_password(struct app *app, const char *login, const char *word, GError **error)
{
	autorelease(account) account = {0};
	autorelease(secret) password = {0};
	g_assert_true(account_show(app, login, &account, error));
	secret_set(&password, word, strlen(word));
	return account_edit(app, &account, &password, error);
}

TEST(account_add__password__each_rule_has_its_fault)
{
	static const char *const bad[] = {"", "Aa1!x", "aaaa1!", "AAAA1!", "Aaaaa!", "Aaaaa1", "Aa1!\xff\xff"};
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, NOW);
	g_autofree char *longest = g_strnfill(128, 'a'), *longer = g_strnfill(129, 'a');
	GError *error = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_false(add(app, "ivan", "analyst", bad[i], &error));
		test_error(&error, ERROR_INVALID, "password");
	}
	memcpy(longest, "A1!", 3);
	memcpy(longer, "A1!", 3);
	g_assert_false(add(app, "ivan", "analyst", longer, &error));
	test_error(&error, ERROR_INVALID, "password");
	g_assert_true(add(app, "ivan", "analyst", longest, &error));
	g_assert_true(add(app, "olga", "analyst", "Aaaa1!", &error));
}

TEST(account_add__list__hides_the_password)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, NOW);
	GError *error = NULL;
	g_assert_true(add(app, "ivan", "analyst", "Secret1!", &error));
	g_autoptr(GPtrArray) accounts = account_list(app, &error);
	test_no_error(error);
	g_assert_cmpuint(accounts->len, ==, 2);
	g_assert_cmpstr(((struct account *)accounts->pdata[1])->login, ==, "ivan");
	g_assert_cmpstr(((struct account *)accounts->pdata[1])->password, ==, "");
}

TEST(account_add__faults__nothing_is_made)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, NOW);
	GError *error = NULL;
	autorelease(account) lost = {0};
	g_assert_false(add(app, "admin", "analyst", NULL, &error));
	test_error(&error, ERROR_EXISTS, "login");
	g_assert_false(add(app, "ivan", "analyst", "weak", &error));
	test_error(&error, ERROR_INVALID, "password");
	fill(&lost, "ivan", "analyst", "Nowhere");
	g_assert_false(account_add(app, &lost, NULL, &error));
	test_error(&error, ERROR_NOT_FOUND, "tenants");
	g_autoptr(GPtrArray) accounts = account_list(app, &error);
	g_assert_cmpuint(accounts->len, ==, 1);
}

TEST(account_edit__password__must_be_another)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, NOW);
	GError *error = NULL;
	g_assert_true(add(app, "ivan", "analyst", "Secret1!", &error));
	g_assert_false(set_password(app, "ivan", "Secret1!", &error));
	test_error(&error, ERROR_INVALID, "password");
	g_assert_true(set_password(app, "ivan", "Secret2!", &error));
	/* What is edited without a password keeps it. */
	g_assert_true(set_role(app, "ivan", ROLE_TENANT_MANAGER, &error));
	g_assert_false(set_password(app, "ivan", "Secret2!", &error));
	test_error(&error, ERROR_INVALID, "password");
}

TEST(account__oneself__keeps_role_and_being)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, NOW);
	GError *error = NULL;
	g_assert_true(add(app, "olga", "administrator", NULL, &error));
	g_assert_false(set_role(app, "admin", ROLE_ANALYST, &error));
	test_error(&error, ERROR_DENIED, "role");
	g_assert_false(account_enable(app, "admin", false, &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_false(account_delete(app, "admin", &error));
	test_error(&error, ERROR_DENIED, NULL);
}

TEST(account__last_administrator__stays)
{
	g_autofree char *dir = test_dir();
	GError *error = NULL;
	autoptr(app) first = app_at(dir, NOW);
	g_assert_true(add(first, "olga", "administrator", NULL, &error));
	app_close(g_steal_pointer(&first));
	autoptr(app) olga = open_as(dir, "olga");
	g_assert_true(add(olga, "petr", "administrator", NULL, &error));
	g_assert_true(account_enable(olga, "admin", false, &error));
	g_assert_true(account_delete(olga, "petr", &error));
	g_assert_true(account_delete(olga, "admin", &error));
	g_assert_false(account_delete(olga, "olga", &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_autoptr(GPtrArray) accounts = account_list(olga, &error);
	g_assert_cmpuint(accounts->len, ==, 1);
}

TEST(account_enable__disabled__cannot_open)
{
	g_autofree char *dir = test_dir();
	GError *error = NULL;
	autoptr(app) app = app_at(dir, NOW);
	g_assert_true(add(app, "ivan", "analyst", NULL, &error));
	g_assert_true(account_enable(app, "ivan", false, &error));
	app_close(g_steal_pointer(&app));
	struct app_options options = {.dir = dir, .as = "ivan"};
	g_assert_null(app_open(&options, &error));
	test_error(&error, ERROR_DENIED, NULL);
}

TEST(account_delete__owner_of_a_task__stays)
{
	g_autofree char *dir = test_dir();
	GError *error = NULL;
	autoptr(app) app = app_at(dir, NOW);
	g_assert_true(add(app, "olga", "administrator", NULL, &error));
	app_task(app, false, NULL);
	app_close(g_steal_pointer(&app));
	autoptr(app) olga = open_as(dir, "olga");
	g_assert_false(account_delete(olga, "admin", &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_true(account_enable(olga, "admin", false, &error));
	g_assert_false(account_delete(olga, "nobody", &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(account__analyst__may_not)
{
	g_autofree char *dir = test_dir();
	GError *error = NULL;
	autoptr(app) app = app_at(dir, NOW);
	g_assert_true(add(app, "ivan", "analyst", NULL, &error));
	app_close(g_steal_pointer(&app));
	autoptr(app) ivan = open_as(dir, "ivan");
	g_assert_false(add(ivan, "eve", "administrator", NULL, &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_null(account_list(ivan, &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_false(account_enable(ivan, "admin", false, &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_false(account_delete(ivan, "admin", &error));
	test_error(&error, ERROR_DENIED, NULL);
}

TEST(account_prefer__every_role__sets_its_own_and_nothing_else)
{
	g_autofree char *dir = test_dir();
	struct app *app = app_at(dir, NOW);
	GError *error = NULL;
	g_assert_true(add(app, "anna", "analyst", NULL, &error));
	app_close(app);
	struct app *own = open_as(dir, "anna");
	autorelease(account) wanted = {0}, stored = {0};
	fill(&wanted, "admin", "administrator", "all");
	g_assert_true(field_set_text(field_by_name(&account_table, "theme"), &wanted, "dark", &error));
	g_assert_true(field_set_text(field_by_name(&account_table, "language"), &wanted, "ru", &error));
	g_assert_true(account_prefer(own, &wanted, &error));
	test_no_error(error);
	g_assert_cmpstr(app_account(own)->theme, ==, "dark");
	app_close(own);
	app = open_as(dir, NULL);
	g_assert_true(account_show(app, "anna", &stored, &error));
	g_assert_cmpstr(stored.theme, ==, "dark");
	g_assert_cmpstr(stored.language, ==, "ru");
	g_assert_cmpstr(stored.keys, ==, "default");
	g_assert_cmpstr(stored.tenants, ==, "General");
	g_assert_cmpint(stored.role, ==, ROLE_ANALYST);
	app_close(app);
}

TEST(account_prefer__a_path__is_no_name)
{
	static const char *const bad[] = {"../x", "a/b", "", "-x", "тема", "a.theme"};
	autorelease(account) account = {0};
	account_init(&account);
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		GError *error = NULL;
		g_assert_false(field_set_text(field_by_name(&preferences_table, "theme"), &account, bad[i], &error));
		test_error(&error, ERROR_INVALID, "theme");
	}
}
