// SPDX-License-Identifier: Apache-2.0
// Hashes of passwords.
#include "tidings/store/password.h"

#include <string.h>

#include "test.h"

static const struct password_cost cheap = {.memory_kib = 64, .passes = 1};

static char *hash(const char *text, const struct password_cost *cost)
{
	GError *error = NULL;
	autorelease(secret) password = {0};
	secret_set(&password, text, strlen(text));
	char *made = password_hash(&password, cost, &error);
	test_no_error(error);
	g_assert_nonnull(made);
	return made;
}

static bool matches(const char *phc, const char *text)
{
	autorelease(secret) password = {0};
	secret_set(&password, text, strlen(text));
	return password_matches(phc, &password);
}

TEST(password__hash__verifies_only_itself)
{
	g_autofree char *made = hash("Secret1!", &cheap);
	g_assert_true(g_str_has_prefix(made, "$argon2id$v=19$m=64,t=1,p=1$"));
	g_assert_true(matches(made, "Secret1!"));
	static const char *const wrong[] = {"secret1!", "Secret1", "Secret1! ", ""};
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
		g_assert_false(matches(made, wrong[i]));
}

TEST(password__hash__salted)
{
	g_autofree char *first = hash("Secret1!", &cheap);
	g_autofree char *second = hash("Secret1!", &cheap);
	g_assert_cmpstr(first, !=, second);
}

TEST(password__hash__usual_cost)
{
	g_autofree char *made = hash("Secret1!", NULL);
	g_assert_true(g_str_has_prefix(made, "$argon2id$v=19$m=65536,t=3,p=1$"));
}

TEST(password__matches__no_hash_of_ours)
{
	static const char *const bad[] = {
		"", "x", "$argon2id$", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21l$AAAA", "$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHRzb21l$AAAA",
		"$argon2id$v=19$m=64,t=4000000000,p=1$c29tZXNhbHRzb21l$AAAA", "$argon2id$v=19$m=64,t=1,p=1$!!!$???",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(matches(bad[i], "Secret1!"));
}
