// SPDX-License-Identifier: Apache-2.0
// Secrets set, copied, compared, released.
#include "tidings/util/secret.h"

#include <string.h>

#include "test.h"

TEST(secret__set__copies_and_replaces)
{
	autorelease(secret) secret = {0};
	char bytes[] = "pass word";
	g_assert_true(secret_is_empty(&secret));
	g_assert_cmpstr(secret_text(&secret), ==, "");
	secret_set(&secret, bytes, 4);
	bytes[0] = 'X';
	g_assert_cmpstr(secret_text(&secret), ==, "pass");
	g_assert_cmpuint(secret.length, ==, 4);
	secret_set(&secret, "longer one", 10);
	g_assert_cmpstr(secret_text(&secret), ==, "longer one");
	secret_set(&secret, "", 0);
	g_assert_true(secret_is_empty(&secret));
	g_assert_null(secret.text);
}

TEST(secret__set__takes_its_own_text)
{
	autorelease(secret) secret = {0};
	secret_set(&secret, "abcdef", 6);
	secret_set(&secret, secret.text + 2, 3);
	g_assert_cmpstr(secret_text(&secret), ==, "cde");
	secret_copy(&secret, &secret);
	g_assert_cmpstr(secret_text(&secret), ==, "cde");
}

TEST(secret__set__takes_any_length)
{
	static const size_t lengths[] = {1, 4095, 4096, 4097, 10000};
	for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
		autorelease(secret) secret = {0};
		g_autofree char *bytes = g_strnfill(lengths[i], 's');
		secret_set(&secret, bytes, lengths[i]);
		g_assert_cmpuint(strlen(secret_text(&secret)), ==, lengths[i]);
	}
}

TEST(secret__copy__is_independent)
{
	autorelease(secret) a = {0};
	autorelease(secret) b = {0};
	secret_set(&a, "one", 3);
	secret_copy(&b, &a);
	secret_set(&a, "two", 3);
	g_assert_cmpstr(secret_text(&b), ==, "one");
	secret_release(&a);
	secret_copy(&b, &a);
	g_assert_true(secret_is_empty(&b));
}

TEST(secret__equal__compares_bytes)
{
	autorelease(secret) a = {0};
	autorelease(secret) b = {0};
	g_assert_true(secret_equal(&a, &b));
	secret_set(&a, "abc", 3);
	g_assert_false(secret_equal(&a, &b));
	secret_set(&b, "abd", 3);
	g_assert_false(secret_equal(&a, &b));
	secret_set(&b, "abc", 3);
	g_assert_true(secret_equal(&a, &b));
	secret_set(&b, "abcd", 4);
	g_assert_false(secret_equal(&a, &b));
}

TEST(secret__release__allows_null_and_twice)
{
	struct secret secret = {0};
	secret_release(NULL);
	secret_set(&secret, "abc", 3);
	secret_release(&secret);
	secret_release(&secret);
	g_assert_null(secret.text);
	g_assert_cmpuint(secret.length, ==, 0);
}

TEST(secret__wipe__zeroes)
{
	char memory[] = "abc";
	secret_wipe(memory, 3);
	g_assert_cmpmem(memory, 3, "\0\0\0", 3);
}
