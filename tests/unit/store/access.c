// SPDX-License-Identifier: Apache-2.0
// Tenants and accounts.
#include "tidings/store/store.h"

#include <glib.h>

#include "store-fixture.h"
#include "test.h"

static void fill_account(struct account *account, const char *login, const char *full_name)
{
	account_init(account);
	g_free(account->login);
	account->login = g_strdup(login);
	g_free(account->full_name);
	account->full_name = g_strdup(full_name);
}

static void put_account(struct fixture *f, const char *login, const char *full_name)
{
	GError *error = NULL;
	autorelease(account) account = {0};
	fill_account(&account, login, full_name);
	bool ok = store_account_put(f->store, &account, &error);
	test_no_error(error);
	g_assert_true(ok);
}

TEST(tenant__put__sorted_and_replaced)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put_tenant(&f, "Zeta", false);
	fixture_put_tenant(&f, "Alfa", false);
	fixture_put_tenant(&f, "Alfa", true);
	fixture_reopen(&f);
	GError *error = NULL;
	g_autoptr(GPtrArray) tenants = store_tenants(f.store, &error);
	test_no_error(error);
	static const char *const names[] = {"Alfa", TENANT_GENERAL, "Zeta"};
	g_assert_cmpuint(tenants->len, ==, G_N_ELEMENTS(names));
	for (guint i = 0; i < tenants->len; i++)
		g_assert_cmpstr(((struct tenant *)tenants->pdata[i])->name, ==, names[i]);
	g_assert_true(((struct tenant *)tenants->pdata[0])->disabled);
}

TEST(tenant__put__longest_name)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_autoptr(GString) name = g_string_new(NULL);
	for (int i = 0; i < 64; i++)
		g_string_append(name, "\xf0\x9f\x90\xb1");
	fixture_put_tenant(&f, name->str, false);
	GError *error = NULL;
	g_autoptr(GPtrArray) tenants = store_tenants(f.store, &error);
	g_assert_cmpuint(tenants->len, ==, 2);
}

TEST(tenant__put__no_name)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(tenant) tenant = {0};
	tenant_init(&tenant);
	g_assert_false(store_tenant_put(f.store, &tenant, &error));
	test_error(&error, ERROR_INVALID, "name");
}

TEST(account__put__round_trip)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	put_account(&f, "maria", "Maria");
	put_account(&f, "ivan", "Ivan");
	put_account(&f, "maria", "Maria Petrova");
	fixture_reopen(&f);
	autorelease(account) found = {0};
	account_init(&found);
	g_assert_true(store_account_get(f.store, "maria", &found, &error));
	g_assert_cmpstr(found.full_name, ==, "Maria Petrova");
	g_autoptr(GPtrArray) accounts = store_accounts(f.store, &error);
	g_assert_cmpuint(accounts->len, ==, 2);
	g_assert_cmpstr(((struct account *)accounts->pdata[0])->login, ==, "ivan");
}

TEST(account__get__missing)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(account) account = {0};
	account_init(&account);
	static const char *const logins[] = {"nobody", ""};
	for (size_t i = 0; i < G_N_ELEMENTS(logins); i++) {
		g_assert_false(store_account_get(f.store, logins[i], &account, &error));
		test_error(&error, ERROR_NOT_FOUND, NULL);
	}
}

TEST(account__put__refuses_what_could_not_be_read_again)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(account) account = {0};
	fill_account(&account, "a b", "Somebody");
	g_assert_false(store_account_put(f.store, &account, &error));
	test_error(&error, ERROR_INVALID, "login");
}

TEST(account__last_administrator__decided_with_the_change)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(account) account = {0};
	fill_account(&account, "olga", "Olga");
	account.role = ROLE_ADMINISTRATOR;
	g_assert_true(store_account_put(f.store, &account, &error));
	put_account(&f, "ivan", "Ivan");
	account.disabled = true;
	g_assert_false(store_account_put(f.store, &account, &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_false(store_account_delete(f.store, "olga", &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_true(store_account_delete(f.store, "ivan", &error));
	g_assert_false(store_account_delete(f.store, "ivan", &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	autorelease(account) found = {0};
	account_init(&found);
	g_assert_true(store_account_get(f.store, "olga", &found, &error));
	g_assert_false(found.disabled);
}
