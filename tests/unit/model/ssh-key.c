// SPDX-License-Identifier: Apache-2.0
// Lines of SSH keys: what is taken, and the canonical form of several.
#include "tidings/model/ssh-key.h"

#include <string.h>

#include "test.h"
#include "tidings/model/access.h"

#define BLOB "AAAAC3NzaC1lZDI1NTE5AAAAILt/Bc3fcRjto0SuiYZRdK89ykaLPoazA9HfCtoo+yRD"
#define PRINT "SHA256:1qPk+E19P6EBmrFmcqHZvzE9V7T8+4DoYVvYMFT5Hw0"

TEST(ssh_key__parse__type_blob_comment_fingerprint)
{
	autorelease(ssh_key) key = {0};
	GError *error = NULL;
	g_assert_true(ssh_key_parse(" ssh-ed25519\t" BLOB " ivan on the \033[31mlaptop \n", &key, &error));
	g_assert_cmpstr(key.type, ==, "ssh-ed25519");
	g_assert_cmpstr(key.blob, ==, BLOB);
	g_assert_cmpstr(key.fingerprint, ==, PRINT);
	g_assert_null(strchr(key.comment, '\033'));
}

TEST(ssh_key__parse__every_cut_of_a_key_is_refused)
{
	for (size_t n = 0; n < strlen(BLOB); n++) {
		autorelease(ssh_key) key = {0};
		g_autofree char *line = g_strdup_printf("ssh-ed25519 %.*s", (int)n, BLOB);
		GError *error = NULL;
		g_assert_false(ssh_key_parse(line, &key, &error));
		test_error(&error, ERROR_INVALID, NULL);
		g_assert_null(key.type);
	}
}

TEST(ssh_keys__canon__each_once_and_no_blank_line)
{
	autorelease(account) account = {0};
	GError *error = NULL;
	account_init(&account);
	g_assert_true(field_set_text(field_by_name(&account_table, "ssh-keys"), &account, "\nssh-ed25519 " BLOB " a\n\nssh-ed25519 " BLOB " b\n", &error));
	g_assert_cmpstr(account.ssh_keys, ==, "ssh-ed25519 " BLOB " a");
	g_assert_false(field_set_text(field_by_name(&account_table, "ssh-keys"), &account, "ssh-ed25519 x", &error));
	test_error(&error, ERROR_INVALID, "ssh-keys");
	g_autoptr(GPtrArray) keys = ssh_key_list(account.ssh_keys);
	g_assert_cmpuint(keys->len, ==, 1);
}
