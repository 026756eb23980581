// SPDX-License-Identifier: Apache-2.0
// Kinds and counted forms of indicators.
#include "tidings/model/event.h"

#include <string.h>

#include "test.h"

TEST(indicator__kind_guess__follows_the_value)
{
	static const struct {
		const char *value;
		enum indicator_kind kind;
	} cases[] = {
		{"C912705B4BBB14EC7E78FA8B370532C9", KIND_MD5},
		{"c912705b4bbb14ec7e78fa8b370532c9", KIND_MD5},
		{"da39a3ee5e6b4b0d3255bfef95601890afd80709", KIND_SHA1},
		{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", KIND_SHA256},
		{"c912705b4bbb14ec7e78fa8b370532c", KIND_DOMAIN},
		{"192.0.2.0", KIND_IP},
		{"2001:db8::1", KIND_IP},
		{"192.0.2.256", KIND_DOMAIN},
		{"http://fakess123.nu", KIND_URL},
		{"fakess123.nu/x", KIND_URL},
		{"example.com:8080", KIND_URL},
		{"fakess123.nu", KIND_DOMAIN},
		{"", KIND_DOMAIN},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint((int)indicator_kind_guess(cases[i].value), ==, (int)cases[i].kind);
}

TEST(indicator__normalize__gives_the_counted_form)
{
	static const struct {
		enum indicator_kind kind;
		const char *value, *expected;
	} cases[] = {
		{KIND_MD5, "c912705b4bbb14ec7e78fa8b370532c9", "C912705B4BBB14EC7E78FA8B370532C9"},
		{KIND_SHA1, "da39a3ee5e6b4b0d3255bfef95601890afd80709", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"},
		{KIND_IP, "2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
		{KIND_IP, "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
		{KIND_IP, "::FFFF:192.0.2.1", "::ffff:192.0.2.1"},
		{KIND_IP, "192.0.2.1", "192.0.2.1"},
		{KIND_DOMAIN, "Fakess123.NU", "fakess123.nu"},
		{KIND_DOMAIN, "*.Example.com", "*.example.com"},
		{KIND_DOMAIN, "ПРИМЕР.рф", "пример.рф"},
		{KIND_URL, "HTTP://Example.COM", "http://example.com"},
		{KIND_URL, "HTTP://Example.COM/", "http://example.com/"},
		{KIND_URL, "http://Example.com:80/Path?Q=A#F", "http://example.com/Path?Q=A#F"},
		{KIND_URL, "https://example.com:443", "https://example.com"},
		{KIND_URL, "https://example.com:80/", "https://example.com:80/"},
		{KIND_URL, "http://example.com:8080/", "http://example.com:8080/"},
		{KIND_URL, "ftp://h:21/f", "ftp://h/f"},
		{KIND_URL, "http://example.com:/x", "http://example.com/x"},
		{KIND_URL, "http://User:Pass@Example.com:80/x", "http://User:Pass@example.com/x"},
		{KIND_URL, "http://a@b@Example.com/", "http://a@b@example.com/"},
		{KIND_URL, "http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"},
		{KIND_URL, "http://[2001:DB8::1]", "http://[2001:db8::1]"},
		{KIND_URL, "Example.COM/A:B", "example.com/A:B"},
		{KIND_URL, "Example.COM:80/", "example.com:80/"},
		{KIND_URL, "http://example.com?A=http://B:80", "http://example.com?A=http://B:80"},
		{KIND_URL, "http://example.com/a b", "http://example.com/a b"},
		{KIND_URL, "http://ПРИМЕР.рф/Путь", "http://пример.рф/Путь"},
		{KIND_URL, "*.Example.com/*", "*.example.com/*"},
		{KIND_URL, "Example.com", "example.com"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GError *error = NULL;
		g_autofree char *value = indicator_normalize(cases[i].kind, cases[i].value, &error);
		test_no_error(error);
		g_assert_cmpstr(value, ==, cases[i].expected);
		g_autofree char *again = indicator_normalize(cases[i].kind, value, &error);
		g_assert_cmpstr(again, ==, value);
	}
}

TEST(indicator__normalize__refuses_what_is_not_of_the_kind)
{
	static const struct {
		enum indicator_kind kind;
		const char *value;
	} cases[] = {
		{KIND_URL, ""}, {KIND_URL, "http://"}, {KIND_URL, "http:///x"}, {KIND_URL, "/x"}, {KIND_URL, "a b/x"}, {KIND_URL, "http://x/\n"},
		{KIND_URL, "http://x/\xFF"}, {KIND_URL, "http://x/\xC2\x85"}, {KIND_DOMAIN, "a b"}, {KIND_DOMAIN, "a/b"}, {KIND_DOMAIN, ".a"},
		{KIND_DOMAIN, "a@b"}, {KIND_DOMAIN, "a\x7F"}, {KIND_IP, "192.0.2"}, {KIND_IP, "192.0.2.256"}, {KIND_IP, "fe80::1%eth0"},
		{KIND_IP, "192.0.2.0/24"}, {KIND_IP, "[::1]"}, {KIND_IP, "x"}, {KIND_MD5, "C912705B4BBB14EC7E78FA8B370532C"},
		{KIND_MD5, "G912705B4BBB14EC7E78FA8B370532C9"}, {KIND_SHA1, "C912705B4BBB14EC7E78FA8B370532C9"}, {KIND_SHA256, "-"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GError *error = NULL;
		g_assert_null(indicator_normalize(cases[i].kind, cases[i].value, &error));
		test_error(&error, ERROR_INVALID, NULL);
	}
}

TEST(indicator__normalize__is_bounded)
{
	GError *error = NULL;
	g_autofree char *path = g_strnfill(INDICATOR_MAX - 2, 'p');
	g_autofree char *most = g_strconcat("h/", path, NULL);
	g_autofree char *more = g_strconcat("h/p", path, NULL);
	g_autofree char *value = indicator_normalize(KIND_URL, most, &error);
	g_assert_cmpstr(value, ==, most);
	g_assert_null(indicator_normalize(KIND_URL, more, &error));
	test_error(&error, ERROR_INVALID, NULL);
}

/* Values of every kind and shape; what is done in place is what indicator_normalize does. */
static void compare_in_place(enum indicator_kind kind, const char *value)
{
	g_autofree char *copy = g_strdup(value);
	g_autofree char *normal = indicator_normalize(kind, value, NULL);
	if (indicator_normalize_in_place(kind, copy, strlen(copy)))
		g_assert_cmpstr(copy, ==, normal);
	else
		g_assert_cmpstr(copy, ==, value);
}

TEST(indicator__normalize_in_place__as_with_allocation)
{
	static const char *const parts[] = {"http", "HTTPS", "://", ":", "/", "//", "Host.Example", "a", ".", "..", "1.2.3.4", "255", "256", "01", "0",
					    "@", "[::1]", ":80", "?Q=1", "#f", "\\", " ", "-", "_", "+", "\xd0\x94", "\x7f", "\xc2\x85", "<", "\"", "ABCDEF0123456789",
					    "abcdef0123456789", "0123456789ABCDEF", "g"};
	for (int round = 0; round < 60000; round++) {
		g_autoptr(GString) value = g_string_new(NULL);
		for (int n = g_test_rand_int_range(0, 6); n > 0; n--)
			g_string_append(value, parts[g_test_rand_int_range(0, G_N_ELEMENTS(parts))]);
		for (int kind = KIND_URL; kind <= KIND_SHA256; kind++)
			compare_in_place((enum indicator_kind)kind, value->str);
	}
}

TEST(indicator__normalize_in_place__does_most)
{
	static const struct {
		enum indicator_kind kind;
		const char *value, *normal;
	} cases[] = {
		{KIND_URL, "HTTP://Host.Example/Path?A=B", "http://host.example/Path?A=B"},
		{KIND_URL, "Host.Example/Path", "host.example/Path"},
		{KIND_URL, "http://a", "http://a"},
		{KIND_DOMAIN, "Bad-1.EXAMPLE", "bad-1.example"},
		{KIND_IP, "192.0.2.1", "192.0.2.1"},
		{KIND_MD5, "c912705b4bbb14ec7e78fa8b370532c9", "C912705B4BBB14EC7E78FA8B370532C9"},
		{KIND_URL, "http://a:80/", NULL}, {KIND_URL, "http://u@a/", NULL}, {KIND_URL, "", NULL}, {KIND_URL, "http://", NULL},
		{KIND_DOMAIN, ".example", NULL}, {KIND_IP, "192.0.2.256", NULL}, {KIND_IP, "192.0.02.1", NULL}, {KIND_IP, "1.2.3", NULL},
		{KIND_IP, "1.2.3.4.5", NULL}, {KIND_IP, "::1", NULL}, {KIND_SHA1, "c912705b4bbb14ec7e78fa8b370532c9", NULL},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *value = g_strdup(cases[i].value);
		bool done = indicator_normalize_in_place(cases[i].kind, value, strlen(value));
		g_assert_true(done == (cases[i].normal != NULL));
		g_assert_cmpstr(value, ==, done ? cases[i].normal : cases[i].value);
	}
}
