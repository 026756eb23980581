// SPDX-License-Identifier: Apache-2.0
// Safe text, columns, clipping and graphemes.
#include "tidings/util/safe-text.h"

#include <string.h>

#include "test.h"

static void assert_safe(const char *bytes, gssize length, const char *expected)
{
	g_autofree char *safe = safe_text(bytes, length);
	g_assert_cmpstr(safe, ==, expected);
	g_assert_true(g_utf8_validate(safe, -1, NULL));
	g_autofree char *again = safe_text(safe, -1);
	g_assert_cmpstr(again, ==, safe);
}

TEST(safe_text__make__keeps_safe_text)
{
	assert_safe("", -1, "");
	assert_safe("Report 7 \\ \"x\" {task}", -1, "Report 7 \\ \"x\" {task}");
	assert_safe("Отчёт 報告 😀 e\xCC\x81", -1, "Отчёт 報告 😀 e\xCC\x81");
}

TEST(safe_text__make__shows_controls)
{
	assert_safe("a\tb\r\nc", -1, "a\\u{09}b\\u{0D}\\u{0A}c");
	assert_safe("\x1B[2J\x7F", -1, "\\u{1B}[2J\\u{7F}");
	assert_safe("\xC2\x9B" "31m", -1, "\\u{9B}31m");
	assert_safe("a\0b", 3, "a\\u{00}b");
	assert_safe("abc", 2, "ab");
}

TEST(safe_text__make__shows_every_invisible_character)
{
	static const gunichar hidden[] = {
		0xAD, 0x61C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2063, 0x2066, 0x2069, 0xFEFF,
		0xE0001, 0xE007F,
	};
	for (size_t i = 0; i < G_N_ELEMENTS(hidden); i++) {
		char bytes[8] = {0};
		g_unichar_to_utf8(hidden[i], bytes);
		g_autofree char *expected = g_strdup_printf("\\u{%02X}", hidden[i]);
		assert_safe(bytes, -1, expected);
	}
}

TEST(safe_text__make__replaces_bad_utf8)
{
	assert_safe("a\xFF" "b", -1, "a\uFFFDb");
	assert_safe("\xD0", -1, "\uFFFD");
	assert_safe("\xC0\xAF", -1, "\uFFFD\uFFFD");
	assert_safe("\xED\xA0\x80", -1, "\uFFFD\uFFFD\uFFFD");
	assert_safe("\xF4\x90\x80\x80x", -1, "\uFFFD\uFFFD\uFFFD\uFFFDx");
	assert_safe("\xE2\x82", 2, "\uFFFD\uFFFD");
	assert_safe("\xE2\x82\0x", 4, "\uFFFD\uFFFD\\u{00}x");
}

TEST(safe_text__lines__keeps_line_feeds_only)
{
	g_autofree char *safe = safe_text_lines("a\nb\r\n\tc", -1);
	g_assert_cmpstr(safe, ==, "a\nb\\u{0D}\n\\u{09}c");
}

TEST(text__columns__counts_as_a_terminal)
{
	g_assert_cmpint(text_columns(""), ==, 0);
	g_assert_cmpint(text_columns("Отчёт"), ==, 5);
	g_assert_cmpint(text_columns("報告"), ==, 4);
	g_assert_cmpint(text_columns("e\xCC\x81"), ==, 1);
	g_assert_cmpint(text_columns("😀"), ==, 2);
	g_assert_cmpint(text_columns("한글"), ==, 4);
}

static void assert_clip(const char *text, int columns, const char *expected)
{
	g_autofree char *clip = text_clip(text, columns);
	g_assert_cmpstr(clip, ==, expected);
	g_assert_cmpint(text_columns(clip), <=, MAX(columns, 0));
}

TEST(text__clip__cuts_at_graphemes)
{
	assert_clip("report", 6, "report");
	assert_clip("report", 5, "repo…");
	assert_clip("report", 1, "…");
	assert_clip("report", 0, "");
	assert_clip("report", -3, "");
	assert_clip("", 3, "");
	assert_clip("報告書", 6, "報告書");
	assert_clip("報告書", 5, "報告…");
	assert_clip("報告書", 4, "報…");
	assert_clip("報告書", 2, "…");
	assert_clip("ae\xCC\x81z", 3, "ae\xCC\x81z");
	assert_clip("ae\xCC\x81zz", 3, "ae\xCC\x81…");
}

TEST(text__clip__never_exceeds_any_width)
{
	const char *text = "a報e\xCC\x81😀👩‍👩‍👧🇷🇺한z";
	for (int columns = 0; columns < 24; columns++) {
		g_autofree char *clip = text_clip(text, columns);
		g_assert_cmpint(text_columns(clip), <=, columns);
		g_assert_true(g_utf8_validate(clip, -1, NULL));
	}
}

TEST(text__grapheme__takes_what_belongs_together)
{
	static const struct {
		const char *text;
		size_t size;
	} cases[] = {
		{"", 0},           {"ab", 1},         {"e\xCC\x81x", 3}, {"\xCC\x81x", 2},  {"👩‍👩‍👧x", 18},
		{"🇷🇺🇩🇪", 8},        {"❤️x", 6},         {"👍🏽x", 8},          {"\n\xCC\x81", 1},  {"한x", 3},
		{"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xABx", 9}, {"a\xE2\x80\x8D\n", 4},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpuint(text_grapheme(cases[i].text), ==, cases[i].size);
}

TEST(text__grapheme__reaches_the_end_of_any_text)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);
	for (int round = 0; round < 2000; round++) {
		g_autoptr(GString) text = g_string_new(NULL);
		for (int i = g_rand_int_range(rand, 0, 20); i > 0; i--) {
			gunichar c = (gunichar)g_rand_int_range(rand, 1, i % 2 == 0 ? 0x300 : 0x20000);
			if (g_unichar_validate(c))
				g_string_append_unichar(text, c);
		}
		const char *at = text->str;
		for (size_t size; (size = text_grapheme(at)) > 0; at += size)
			g_assert_true(g_utf8_validate(at, (gssize)size, NULL));
		g_assert_true(at == text->str + text->len);
	}
}

TEST(text__characters__counts_code_points)
{
	g_assert_cmpint(text_characters(""), ==, 0);
	g_assert_cmpint(text_characters("Отчёт"), ==, 5);
	g_assert_cmpint(text_characters("e\xCC\x81"), ==, 2);
	g_assert_cmpint(text_characters("😀"), ==, 1);
}
