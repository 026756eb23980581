// SPDX-License-Identifier: Apache-2.0
// The installation's own logo: its record, and what is refused.
#include "tidings/model/logo.h"

#include <string.h>

#include "test.h"

/* The first bytes of a PNG of that size; the record looks at no more. */
static GBytes *png_head(uint8_t width, uint8_t height, size_t length)
{
	static const uint8_t start[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 1, 0, 0, 0, 0, 0};
	uint8_t *bytes = g_malloc0(length);
	memcpy(bytes, start, MIN(length, sizeof start));
	bytes[19] = width;
	bytes[23] = height;
	return g_bytes_new_take(bytes, length);
}

static GByteArray *record_of(GBytes *take_png, enum logo_tone tone, const char *text)
{
	autorelease(logo) logo = {.png = take_png, .tone = tone, .text = g_strdup(text)};
	GByteArray *record = g_byte_array_new();
	logo_encode(&logo, record);
	return record;
}

static void expect_corrupt(const GByteArray *record, size_t length)
{
	GError *error = NULL;
	autorelease(logo) logo = {0};
	g_assert_false(logo_decode(&logo, record->data, length, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	g_assert_null(logo.png);
}

TEST(logo__encode_and_decode__the_same)
{
	GError *error = NULL;
	autorelease(logo) logo = {0};
	g_autoptr(GByteArray) record = record_of(png_head(44, 100, 300), LOGO_LIGHT, "Пример");
	g_assert_true(logo_decode(&logo, record->data, record->len, &error));
	test_no_error(error);
	g_assert_cmpint(logo.width, ==, 300);
	g_assert_cmpint(logo.height, ==, 100);
	g_assert_cmpint((int)logo.tone, ==, LOGO_LIGHT);
	g_assert_cmpstr(logo.text, ==, "Пример");
	g_assert_cmpuint(g_bytes_get_size(logo.png), ==, 300);
	autorelease(logo) copy = {0};
	logo_copy(&copy, &logo);
	g_assert_true(g_bytes_equal(copy.png, logo.png));
	g_assert_cmpstr(copy.text, ==, logo.text);
}

TEST(logo_decode__every_shorter_record__damaged)
{
	g_autoptr(GByteArray) record = record_of(png_head(0, 10, 40), LOGO_ANY, "x");
	for (guint length = 0; length < record->len; length++)
		expect_corrupt(record, length);
	g_byte_array_append(record, (const guint8 *)"", 1);
	expect_corrupt(record, record->len);
}

TEST(logo_decode__what_was_not_made_here__damaged)
{
	g_autofree char *long_text = g_strnfill(LOGO_TEXT_MAX + 1, 'x');
	GByteArray *const records[] = {
		record_of(png_head(0, 177, 100), LOGO_ANY, ""), record_of(png_head(0, 0, 100), LOGO_ANY, ""), record_of(png_head(0, 1, LOGO_BYTES_MAX + 1), LOGO_ANY, ""),
		record_of(png_head(0, 1, 100), LOGO_LIGHT + 1, ""), record_of(png_head(0, 1, 100), LOGO_ANY, long_text), record_of(png_head(0, 1, 100), LOGO_ANY, "a\nb"),
		record_of(g_bytes_new_static("GIF89a..................", 24), LOGO_ANY, "")};
	for (size_t i = 0; i < G_N_ELEMENTS(records); i++) {
		expect_corrupt(records[i], records[i]->len);
		g_byte_array_unref(records[i]);
	}
}

TEST(logo_decode__newer__says_so)
{
	GError *error = NULL;
	autorelease(logo) logo = {0};
	g_autoptr(GByteArray) record = record_of(png_head(0, 10, 40), LOGO_ANY, "x");
	record->data[0] = 99;
	g_assert_false(logo_decode(&logo, record->data, record->len, &error));
	test_error(&error, ERROR_VERSION, NULL);
}

TEST(logo_check_text__limits__are_of_characters)
{
	GError *error = NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < LOGO_TEXT_MAX; i++)
		g_string_append(text, "ж");
	g_assert_true(logo_check_text(text->str, &error));
	test_no_error(error);
	g_string_append_c(text, 'x');
	const char *const bad[] = {text->str, "a\tb", "\xFF", "a\x1b[31m"};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_false(logo_check_text(bad[i], &error));
		test_error(&error, ERROR_INVALID, "text");
	}
}

TEST(logo_release__null__is_nothing)
{
	logo_release(NULL);
}
