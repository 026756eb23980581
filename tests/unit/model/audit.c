// SPDX-License-Identifier: Apache-2.0
// Entries of the audit log.
#include "tidings/model/audit.h"

#include <string.h>

#include "test.h"
#include "tidings/model/access.h"
#include "tidings/model/mail-settings.h"

static void fill(struct audit *audit)
{
	audit_init(audit);
	audit->number = 7;
	audit->time = 1764579600;
	g_free(audit->account);
	audit->account = g_strdup("olga");
	g_free(audit->subject);
	audit->subject = g_strdup("\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd");
	audit_add_change(audit, "name", "a", "b");
	audit_add_change(audit, "zone", NULL, "UTC");
}

TEST(audit__encode__round_trip)
{
	GError *error = NULL;
	autorelease(audit) audit = {0}, back = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	fill(&audit);
	audit_init(&back);
	back.number = 7;
	audit_encode(&audit, bytes);
	g_assert_true(audit_decode(&back, bytes->data, bytes->len, &error));
	autoptr(js) one = audit_to_json(&audit);
	autoptr(js) two = audit_to_json(&back);
	g_autofree char *left = js_to_text(one), *right = js_to_text(two);
	g_assert_cmpstr(left, ==, right);
	g_assert_cmpstr(right, ==,
			"{\"number\":7,\"time\":\"2025-12-01T09:00:00Z\",\"account\":\"olga\",\"address\":null,\"key\":null,\"via\":null,\"action\":null,"
			"\"noun\":null,\"subject\":\"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\",\"detail\":null,\"changes\":[{\"field\":\"name\",\"before\":\"a\","
			"\"after\":\"b\"},{\"field\":\"zone\",\"before\":null,\"after\":\"UTC\"}]}");
	g_autofree char *text = audit_changes_text(&back);
	g_assert_cmpstr(text, ==, "name: \"a\" -> \"b\"; zone: \"UTC\"");
}

TEST(audit__decode__every_cut_and_what_follows)
{
	GError *error = NULL;
	autorelease(audit) audit = {0}, back = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	fill(&audit);
	audit_init(&back);
	audit_encode(&audit, bytes);
	for (guint length = 0; length < bytes->len; length++) {
		g_assert_false(audit_decode(&back, bytes->data, length, &error));
		test_error(&error, ERROR_CORRUPT, NULL);
	}
	g_byte_array_append(bytes, (const guint8 *)"x", 1);
	g_assert_false(audit_decode(&back, bytes->data, bytes->len, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	bytes->data[0] = 99;
	g_assert_false(audit_decode(&back, bytes->data, bytes->len, &error));
	test_error(&error, ERROR_VERSION, NULL);
	g_assert_cmpstr(back.account, ==, "");
}

static char *compare(const struct account *before, const struct account *after)
{
	autorelease(audit) audit = {0};
	audit_init(&audit);
	audit_compare(&audit, &account_table, before, after);
	return audit_changes_text(&audit);
}

TEST(audit__compare__new_changed_and_deleted)
{
	autorelease(account) before = {0}, after = {0};
	account_init(&before);
	g_assert_true(field_set_text(field_by_name(&account_table, "login"), &before, "ivan", NULL));
	account_init(&after);
	fields_copy(&account_table, &after, &before);
	after.role = ROLE_TENANT_MANAGER;
	g_free(after.password);
	after.password = g_strdup("$argon2id$abc");
	g_autofree char *added = compare(NULL, &before), *changed = compare(&before, &after), *deleted = compare(&after, NULL), *none = compare(&after, &after);
	g_assert_cmpstr(added, ==, "login: \"ivan\"");
	g_assert_cmpstr(changed, ==, "role: \"analyst\" -> \"tenant-manager\"; password: \"***\"");
	g_assert_cmpstr(deleted, ==, "login: \"ivan\" -> \"\"; role: \"tenant-manager\" -> \"\"; password: \"***\" -> \"\"");
	g_assert_cmpstr(none, ==, "");
}

TEST(audit__compare__a_secret_is_masked)
{
	autorelease(mail_settings) before = {0}, after = {0};
	autorelease(audit) audit = {0};
	mail_settings_init(&before);
	mail_settings_init(&after);
	secret_set(&before.password, "one-secret", 10);
	secret_set(&after.password, "two-secret", 10);
	audit_init(&audit);
	audit_compare(&audit, &mail_settings_table, &before, &after);
	g_autofree char *text = audit_changes_text(&audit);
	g_assert_cmpstr(text, ==, "password: \"***\" -> \"***\"");
}
