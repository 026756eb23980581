// SPDX-License-Identifier: Apache-2.0
// Header texts: what is left alone, what is encoded, and how it is folded.
#include "header-priv.h"

#include <string.h>

#include "test.h"

static void assert_unstructured(const char *line, const char *expected)
{
	g_autofree char *field = header_unstructured("Subject", line);
	g_assert_cmpstr(field, ==, expected);
}

static void assert_parameter(const char *line, const char *expected)
{
	g_autofree char *field = header_with_parameter("attachment", "filename", line);
	g_assert_cmpstr(field, ==, expected);
}

TEST(header__line__controls_and_separators_are_blanks)
{
	g_autofree char *line = header_line("a\r\nBcc: x\t\x1b\x7f\xc2\x85\xe2\x80\xa8\xe2\x80\xa9z");
	g_assert_cmpstr(line, ==, "a  Bcc: x      z");
}

TEST(header__line__text_is_kept)
{
	g_autofree char *line = header_line("Отчёт 报告 \xf0\x9f\x98\x80");
	g_assert_cmpstr(line, ==, "Отчёт 报告 \xf0\x9f\x98\x80");
}

TEST(header__line__invalid_utf8_is_replaced)
{
	g_autofree char *line = header_line("a\xff\xc3z");
	g_assert_true(g_utf8_validate(line, -1, NULL));
	g_assert_true(g_str_has_prefix(line, "a") && g_str_has_suffix(line, "z"));
}

TEST(header__unstructured__ascii_is_left_alone)
{
	assert_unstructured("Weekly report: 100% (a+b)", " Weekly report: 100% (a+b)\r\n");
}

TEST(header__unstructured__ascii_is_folded_at_a_blank)
{
	assert_unstructured("one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
			    " one two three four five six seven eight nine ten eleven twelve\r\n thirteen fourteen\r\n");
}

TEST(header__unstructured__text_beyond_ascii_is_encoded)
{
	assert_unstructured("Отчёт", " =?utf-8?B?0J7RgtGH0ZHRgg==?=\r\n");
}

TEST(header__unstructured__what_looks_encoded_is_encoded)
{
	assert_unstructured("=?utf-8?q?x?=", " =?utf-8?B?PT91dGYtOD9xP3g/PQ==?=\r\n");
}

TEST(header__unstructured__blanks_at_the_ends_are_kept)
{
	assert_unstructured(" x ", " =?utf-8?B?IHgg?=\r\n");
}

TEST(header__unstructured__a_run_of_blanks_is_kept)
{
	assert_unstructured("a  b", " =?utf-8?B?YSAgYg==?=\r\n");
}

TEST(header__unstructured__a_long_word_is_encoded)
{
	g_autofree char *word = g_strnfill(61, 'x');
	g_autofree char *field = header_unstructured("Subject", word);
	g_assert_true(g_str_has_prefix(field, " =?utf-8?B?"));
}

/* Every line at most 78 columns, every word at most 75 (RFC 2047 2) and of whole characters. */
static void assert_words(const char *character, int times)
{
	GString *text = g_string_new(NULL);
	for (int i = 0; i < times; i++)
		g_string_append(text, character);
	g_autofree char *line = g_string_free(text, FALSE);
	g_autofree char *field = header_unstructured("Subject", line);
	g_auto(GStrv) lines = g_strsplit(field, "\r\n", -1);
	GString *decoded = g_string_new(NULL);
	for (int i = 0; lines[i + 1] != NULL; i++) {
		g_assert_cmpuint(strlen(lines[i]) + (i == 0 ? strlen("Subject:") : 0), <=, 78);
		g_assert_cmpuint(strlen(lines[i]), <=, 76);
		g_assert_true(g_str_has_prefix(lines[i], " =?utf-8?B?") && g_str_has_suffix(lines[i], "?="));
		g_autofree char *coded = g_strndup(lines[i] + 11, strlen(lines[i]) - 13);
		gsize length = 0;
		g_autofree guchar *octets = g_base64_decode(coded, &length);
		g_assert_true(g_utf8_validate((const char *)octets, (gssize)length, NULL));
		g_assert_true(lines[i + 2] == NULL || strchr(coded, '=') == NULL);
		g_string_append_len(decoded, (const char *)octets, (gssize)length);
	}
	g_assert_cmpstr(decoded->str, ==, line);
	g_string_free(decoded, TRUE);
}

TEST(header__unstructured__words_hold_whole_characters_without_padding_inside)
{
	assert_words("ж", 255);
	assert_words("报", 255);
	assert_words("\xf0\x9f\x98\x80", 255);
	assert_words("aж报", 85);
}

TEST(header__unstructured__an_empty_text_is_an_empty_field)
{
	assert_unstructured("", "\r\n");
}

TEST(header__parameter__a_plain_name_is_quoted)
{
	assert_parameter("Weekly report_1.pdf", " attachment;\r\n\tfilename=\"Weekly report_1.pdf\"\r\n");
}

TEST(header__parameter__one_section)
{
	assert_parameter("é.pdf", " attachment;\r\n\tfilename*=utf-8''%C3%A9.pdf\r\n");
}

TEST(header__parameter__quotes_and_encoded_words_are_octets)
{
	assert_parameter("a\"b", " attachment;\r\n\tfilename*=utf-8''a%22b\r\n");
	assert_parameter("=?x?=", " attachment;\r\n\tfilename*=utf-8''%3D%3Fx%3F%3D\r\n");
}

TEST(header__parameter__sections_hold_whole_characters)
{
	g_autofree char *name = g_strdup("жжжжжжжжжжжжж.pdf");
	g_autofree char *field = header_with_parameter("attachment", "filename", name);
	g_auto(GStrv) lines = g_strsplit(field, "\r\n", -1);
	g_assert_true(g_str_has_prefix(lines[1], "\tfilename*0*=utf-8''%D0%B6"));
	g_assert_true(g_str_has_prefix(lines[2], "\tfilename*1*=%D0%B6"));
	for (int i = 0; lines[i] != NULL; i++)
		g_assert_cmpuint(strlen(lines[i]), <=, 78);
}
