// SPDX-License-Identifier: Apache-2.0
// "key=value key=value".
#include "pairs-priv.h"

#include <string.h>

#include "test.h"

static void expect(struct slice got, const char *wanted)
{
	g_autofree char *text = got.data != NULL ? g_strndup(got.data, got.length) : NULL;
	g_assert_cmpstr(text, ==, wanted);
}

TEST(pairs__read__prefix_and_values)
{
	autoptr(pairs) pairs = pairs_new();
	pairs_read(pairs, slice_of("  some words a=1 b_2=two words  c= d=- e=="), false);
	expect(pairs_prefix(pairs), "some words");
	expect(pairs_get(pairs, "a"), "1");
	expect(pairs_get(pairs, "b_2"), "two words");
	expect(pairs_get(pairs, "c"), NULL);
	expect(pairs_get(pairs, "d"), NULL);
	expect(pairs_get(pairs, "e"), "=");
	g_assert_true(pairs_has(pairs, "c"));
	g_assert_false(pairs_has(pairs, "some"));
}

TEST(pairs__read__no_keys)
{
	static const char *const texts[] = {"", "words", "=x", " = ", "a-b=c", "http://x/?a=b"};
	autoptr(pairs) pairs = pairs_new();
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		pairs_read(pairs, slice_of("a=1"), false);
		pairs_read(pairs, slice_of(texts[i]), false);
		g_autofree char *trimmed = g_strstrip(g_strdup(texts[i]));
		expect(pairs_prefix(pairs), trimmed);
		g_assert_false(pairs_has(pairs, "a"));
	}
}

TEST(pairs__read__the_first_of_a_key)
{
	autoptr(pairs) pairs = pairs_new();
	pairs_read(pairs, slice_of("a=1 a=2"), false);
	expect(pairs_get(pairs, "a"), "1");
	pairs_read(pairs, slice_of("a=- a=2"), false);
	expect(pairs_get(pairs, "a"), NULL);
}

TEST(pairs__read__escaped_equals)
{
	autoptr(pairs) pairs = pairs_new();
	pairs_read(pairs, slice_of("x=1 a\\=2 y=3\\"), false);
	expect(pairs_get(pairs, "x"), "1 a\\=2");
	expect(pairs_get(pairs, "y"), "3\\");
	pairs_read(pairs, slice_of("x=1 a\\=2\\\\ y=3\\"), true);
	expect(pairs_get(pairs, "x"), "1 a=2\\");
	expect(pairs_get(pairs, "y"), "3\\");
	pairs_read(pairs, slice_of("x=\\\\\\= a=b\\"), true);
	expect(pairs_get(pairs, "x"), "\\=");
	expect(pairs_get(pairs, "a"), "b\\");
	pairs_read(pairs, slice_of("a\\=b c\\\\=d"), true);
	g_assert_false(pairs_has(pairs, "b"));
	expect(pairs_prefix(pairs), "a=b c\\=d");
}

TEST(pairs__unescape__each)
{
	autoptr(pairs) pairs = pairs_new();
	expect(pairs_unescape(pairs, slice_of("\\=\\\\\\|\\n\\r\\x\\")), "=\\|\n\r\\x\\");
	struct slice plain = slice_of("nothing to undo");
	g_assert_true(pairs_unescape(pairs, plain).data == plain.data);
}
