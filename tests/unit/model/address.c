// SPDX-License-Identifier: Apache-2.0
// Good and bad addresses, lists of them.
#include "tidings/model/address.h"

#include <string.h>

#include "test.h"

#define FILL10 "abcdefghij"
#define FILL60 FILL10 FILL10 FILL10 FILL10 FILL10 FILL10
#define LABEL63 FILL60 "abc"

TEST(address__check__accepts)
{
	static const char *const good[] = {
		"a@x", "soc@example.com", "first.last@sub.example.co.uk", "a+tag@example.com", "!#$%&'*+-/=?^_`{|}~@example.com",
		"0@1.example", "a@xn--80ak6aa92e.com", "A.B@EXAMPLE.COM", "a@a-b.example", FILL60 "abcd@example.com", "a@" LABEL63 ".com",
		"a@127.example",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		GError *error = NULL;
		bool valid = address_check(good[i], &error);
		test_no_error(error);
		g_assert_true(valid);
	}
}

TEST(address__check__refuses)
{
	static const char *const bad[] = {
		"", "@", "a", "a@", "@x", "a@@x", "a@b@x", ".a@x", "a.@x", "a..b@x", "a b@x", "a@x y", "\"a b\"@x", "a@[127.0.0.1]",
		"a@[IPv6:::1]", "a@127.0.0.1", "a@x.", "a@.x", "a@x..y", "a@-x", "a@x-", "a@x_y", "a@x\r\nRCPT", "a@x\n", "a\r\n@x", "a@x,",
		"<a@x>", "A <a@x>", "a@x(c)", "a\x01@x", "a@x\x7F", FILL60 "abcde@x", "a@" LABEL63 "d.com", "a@\xFF", "a\\@x", "a@x/y", "a:b@x",
		"a;b@x", "a@x:25", "ё@example.com", "a@münchen.example", "a@例え.jp",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		GError *error = NULL;
		if (address_check(bad[i], &error))
			g_error("accepted: %s", bad[i]);
		test_error(&error, ERROR_INVALID, NULL);
	}
}

TEST(address__check__says_why_cyrillic_is_refused)
{
	static const char *const bad[] = {"a@пример.рф", "почта@пример.рф", "a@пример.com", "a@exampIе.com"};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_false(address_check(bad[i], &error));
		g_assert_nonnull(strstr(error->message, "domain names in Cyrillic are not supported"));
		g_assert_nonnull(strstr(error->message, bad[i]));
	}
}

TEST(address__check__shows_hostile_text_safely)
{
	g_autoptr(GError) error = NULL;
	g_assert_false(address_check("a@\x1B[2J\xE2\x80\xAE", &error));
	g_assert_nonnull(strstr(error->message, "\\u{1B}[2J\\u{202E}"));
}

TEST(address__check__counts_the_whole)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *most = g_strconcat("abcdefghij@", LABEL63, ".", LABEL63, ".", LABEL63, ".", FILL10 FILL10 FILL10 FILL10 FILL10 "a", NULL);
	g_autofree char *more = g_strconcat("a", most, NULL);
	g_assert_cmpuint(strlen(most), ==, 254);
	g_assert_true(address_check(most, &error));
	g_assert_false(address_check(more, &error));
}

static void assert_list(const char *text, const char *expected)
{
	GError *error = NULL;
	g_auto(GStrv) list = address_list_parse(text, &error);
	test_no_error(error);
	g_assert_nonnull(list);
	g_autofree char *canon = address_list_to_text(list);
	g_assert_cmpstr(canon, ==, expected);
	g_auto(GStrv) again = address_list_parse(canon, NULL);
	g_assert_true(g_strv_equal((const char *const *)list, (const char *const *)again));
}

TEST(address__list__takes_every_separator)
{
	assert_list("", "");
	assert_list(" ,;\t\n", "");
	assert_list("a@x", "a@x");
	assert_list("a@x,b@y;c@z d@w", "a@x, b@y, c@z, d@w");
	assert_list(" a@x ;, b@y\r\nc@z,", "a@x, b@y, c@z");
}

TEST(address__list__drops_duplicates)
{
	assert_list("b@y a@X.example b@y a@x.EXAMPLE", "b@y, a@X.example");
	assert_list("A@x a@x", "A@x, a@x"); // the local part is the server's to read
}

TEST(address__list__names_the_bad_one)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(address_list_parse("a@x, b@пример.рф, c@z", &error));
	g_assert_nonnull(strstr(error->message, "\"b@пример.рф\""));
	g_assert_null(error_field(error));
}

TEST(address__domain__is_what_follows_the_at)
{
	g_assert_cmpstr(address_domain("a@Example.com"), ==, "Example.com");
	g_assert_cmpstr(address_domain("none"), ==, "");
}

TEST(address__domain_canon__one_form_for_all)
{
	static const struct {
		const char *text, *canon;
	} cases[] = {
		{"Example.COM", "example.com"}, {"example.com.", "example.com"}, {".Corp.example", ".corp.example"},
		{"\xd0\x9f\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84", "xn--e1afmkfd.xn--p1ai"}, {"xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"},
		{"", NULL}, {".", NULL}, {"a..b", NULL}, {"-a.com", NULL}, {"1.2.3.4", NULL}, {"a b", NULL}, {"a@b.com", NULL}, {"\xff.com", NULL},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GError *error = NULL;
		g_autofree char *canon = address_domain_canon(cases[i].text, &error);
		g_assert_cmpstr(canon, ==, cases[i].canon);
		if (cases[i].canon == NULL)
			test_error(&error, ERROR_INVALID, NULL);
	}
}
