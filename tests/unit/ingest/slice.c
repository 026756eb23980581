// SPDX-License-Identifier: Apache-2.0
// Texts inside another one: what bytes they hold.
#include "slice-priv.h"

#include "test.h"

/* The marks of a text, byte by byte. */
static unsigned marks_of(const uint8_t *bytes, size_t length)
{
	unsigned marks = 0;
	for (size_t i = 0; i < length; i++)
		marks |= (bytes[i] >= 0x80 ? MARK_HIGH : 0) | (bytes[i] == '\\' ? MARK_BACKSLASH : 0) | (bytes[i] < 0x20 ? MARK_CONTROL : 0);
	return marks;
}

TEST(slice__marks__each_byte_at_each_place)
{
	for (unsigned byte = 0; byte < 256; byte++) {
		for (size_t length = 1; length < 20; length++) {
			for (size_t at = 0; at < length; at++) {
				uint8_t text[20];
				memset(text, 'x', sizeof(text));
				text[at] = (uint8_t)byte;
				g_assert_cmpuint(slice_marks((struct slice){(const char *)text, length}), ==, marks_of(text, length));
			}
		}
	}
}

TEST(slice__marks__random_bytes)
{
	for (int round = 0; round < 20000; round++) {
		uint8_t text[33];
		size_t length = (size_t)g_test_rand_int_range(0, sizeof(text) + 1);
		for (size_t i = 0; i < length; i++)
			text[i] = (uint8_t)(g_test_rand_int_range(0, 8) == 0 ? g_test_rand_int_range(0, 256) : g_test_rand_int_range(0x20, 0x7f));
		g_assert_cmpuint(slice_marks((struct slice){(const char *)text, length}), ==, marks_of(text, length));
	}
	g_assert_cmpuint(slice_marks((struct slice){NULL, 0}), ==, 0);
}

TEST(slice__equal__by_bytes)
{
	g_assert_true(slice_equal(slice_of("ab"), (struct slice){"abc", 2}));
	g_assert_false(slice_equal(slice_of("ab"), slice_of("abc")));
	g_assert_false(slice_equal(slice_of("ab"), slice_of("ac")));
	g_assert_true(slice_equal((struct slice){NULL, 0}, slice_of("")));
	g_assert_true(slice_is(slice_of(""), ""));
	g_assert_false(slice_is((struct slice){NULL, 0}, ""));
	g_assert_true(slice_ends_with(slice_of("abc"), slice_of("bc")));
	g_assert_false(slice_ends_with(slice_of("c"), slice_of("bc")));
}
