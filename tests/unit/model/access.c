// SPDX-License-Identifier: Apache-2.0
// Accounts, tenants and lists of tenants.
#include "tidings/model/access.h"

#include <string.h>

#include "test.h"

static bool try_account(struct account *account, const char *name, const char *text)
{
	g_autoptr(GError) error = NULL;
	if (field_set_text(field_by_name(&account_table, name), account, text, &error))
		return true;
	g_assert_cmpstr(error_field(error), ==, name);
	return false;
}

static bool try_tenant(struct tenant *tenant, const char *text)
{
	g_autoptr(GError) error = NULL;
	if (field_set_text(field_by_name(&tenant_table, "name"), tenant, text, &error))
		return true;
	g_assert_cmpstr(error_field(error), ==, "name");
	return false;
}

TEST(account__init__has_the_least_rights)
{
	autorelease(account) account = {0};
	account_init(&account);
	g_assert_cmpint(account.role, ==, ROLE_ANALYST);
	g_assert_cmpstr(account.tenants, ==, TENANT_GENERAL);
	g_assert_cmpstr(account.password, ==, "");
	g_assert_false(account.disabled);
}

TEST(account__login__is_one_word)
{
	static const char *const good[] = {"admin", "i.petrov", "user@example.com", "Иван", "a_b-c+d"};
	static const char *const bad[] = {"", "a b", "-x", "a/b", "a,b", "a\n", "a:b", "a\xE2\x80\x8B"};
	autorelease(account) account = {0};
	account_init(&account);
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		g_assert_true(try_account(&account, "login", good[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(try_account(&account, "login", bad[i]));
}

TEST(account__role__is_closed)
{
	autorelease(account) account = {0};
	account_init(&account);
	g_assert_true(try_account(&account, "role", "tenant-manager"));
	g_assert_cmpint(account.role, ==, ROLE_TENANT_MANAGER);
	g_assert_false(try_account(&account, "role", "root"));
}

TEST(account__to_json__shows_no_password)
{
	autorelease(account) account = {0};
	account_init(&account);
	account.password = (g_free(account.password), g_strdup("$argon2id$secret"));
	autoptr(js) object = js_object();
	fields_to_json(&account_table, &account, object);
	g_autofree char *text = js_to_text(object);
	g_assert_null(strstr(text, "argon2id"));
}

TEST(account__copy__is_deep)
{
	autorelease(account) a = {0};
	autorelease(account) b = {0};
	account_init(&a);
	g_assert_true(try_account(&a, "login", "x"));
	fields_copy(&account_table, &b, &a);
	g_assert_true(try_account(&a, "login", "y"));
	g_assert_cmpstr(b.login, ==, "x");
}

TEST(tenant__name__has_1_to_64_characters)
{
	autorelease(tenant) tenant = {0};
	tenant_init(&tenant);
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < 64; i++)
		g_string_append(text, "ё");
	g_assert_true(try_tenant(&tenant, text->str));
	g_string_append(text, "ё");
	g_assert_false(try_tenant(&tenant, text->str));
	g_assert_false(try_tenant(&tenant, ""));
	g_assert_false(try_tenant(&tenant, "   "));
	g_assert_false(try_tenant(&tenant, "all"));
	g_assert_false(try_tenant(&tenant, "A, B"));
	g_assert_true(try_tenant(&tenant, " North branch "));
	g_assert_cmpstr(tenant.name, ==, "North branch");
}

static void assert_canon(const char *text, const char *expected)
{
	autorelease(account) account = {0};
	account_init(&account);
	g_assert_true(try_account(&account, "tenants", text));
	g_assert_cmpstr(account.tenants, ==, expected);
	g_assert_true(try_account(&account, "tenants", expected));
	g_assert_cmpstr(account.tenants, ==, expected);
}

TEST(tenant_list__canon__is_one_way)
{
	assert_canon("all", "all");
	assert_canon(" all ", "all");
	assert_canon("General,North branch", "General, North branch");
	assert_canon(" B ,A,, B", "B, A");
	assert_canon("All", "All"); // a tenant's name
}

TEST(tenant_list__canon__refuses)
{
	autorelease(account) account = {0};
	account_init(&account);
	g_autofree char *name = g_strnfill(65, 'x');
	g_assert_false(try_account(&account, "tenants", ""));
	g_assert_false(try_account(&account, "tenants", " , "));
	g_assert_false(try_account(&account, "tenants", "A, all"));
	g_assert_false(try_account(&account, "tenants", name));
}

TEST(tenant_list__parse__splits)
{
	g_auto(GStrv) names = tenant_list_parse("General, North branch,General");
	g_assert_cmpuint(g_strv_length(names), ==, 2);
	g_assert_cmpstr(names[1], ==, "North branch");
	g_assert_null(tenant_list_parse("all"));
	g_auto(GStrv) none = tenant_list_parse("");
	g_assert_nonnull(none);
	g_assert_null(none[0]);
}
