// SPDX-License-Identifier: Apache-2.0
// "key=value key=value".
#include "pairs-priv.h"

#include <string.h>

#include "test.h"

TEST(pairs__parse__prefix_and_values)
{
	autoptr(pairs) pairs = pairs_parse("  some words a=1 b_2=two words  c= d=- e==", false);
	g_assert_cmpstr(pairs_prefix(pairs), ==, "some words");
	g_assert_cmpstr(pairs_get(pairs, "a"), ==, "1");
	g_assert_cmpstr(pairs_get(pairs, "b_2"), ==, "two words");
	g_assert_null(pairs_get(pairs, "c"));
	g_assert_null(pairs_get(pairs, "d"));
	g_assert_cmpstr(pairs_get(pairs, "e"), ==, "=");
	g_assert_true(pairs_has(pairs, "c"));
	g_assert_false(pairs_has(pairs, "some"));
}

TEST(pairs__parse__no_keys)
{
	static const char *const texts[] = {"", "words", "=x", " = ", "a-b=c", "http://x/?a=b"};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		autoptr(pairs) pairs = pairs_parse(texts[i], false);
		g_autofree char *trimmed = g_strstrip(g_strdup(texts[i]));
		g_assert_cmpstr(pairs_prefix(pairs), ==, trimmed);
		g_assert_false(pairs_has(pairs, "a"));
	}
}

TEST(pairs__parse__escaped_equals)
{
	autoptr(pairs) raw = pairs_parse("x=1 a\\=2 y=3\\", false);
	g_assert_cmpstr(pairs_get(raw, "x"), ==, "1 a\\=2");
	g_assert_cmpstr(pairs_get(raw, "y"), ==, "3\\");
	autoptr(pairs) escaped = pairs_parse("x=1 a\\=2\\\\ y=3\\", true);
	g_assert_cmpstr(pairs_get(escaped, "x"), ==, "1 a=2\\");
	g_assert_cmpstr(pairs_get(escaped, "y"), ==, "3\\");
}

TEST(pairs__unescape__each)
{
	const char *text = "\\=\\\\\\|\\n\\r\\x\\";
	g_autofree char *plain = pairs_unescape(text, strlen(text));
	g_assert_cmpstr(plain, ==, "=\\|\n\r\\x\\");
}
