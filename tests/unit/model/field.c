// SPDX-License-Identifier: Apache-2.0
// Validation and text forms of field rows.
#include "tidings/model/field.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "test.h"
#include "tidings/util/error.h"
#include "tidings/util/secret.h"

struct sample {
	char *word, *lines, *list;
	int number, colour;
	bool yes;
	uint32_t parts;
	struct secret secret;
	GByteArray *unknown;
};

static const struct enum_row colours[] = {{0, "red", "Red"}, {1, "blue", "Blue"}, {0, NULL, NULL}};
static const struct flag_row parts[] = {
	{1, "a", "one", "A", "One"}, {2, "a", "two", "A", "Two"}, {4, "b", "three", "B", "Three"}, {0, NULL, NULL, NULL, NULL},
};
static const struct flag_row plain[] = {{1, NULL, "x", NULL, "X"}, {2, NULL, "y", NULL, "Y"}, {0, NULL, NULL, NULL, NULL}};

static char *upper_canon(const struct field *row, const char *text, GError **error)
{
	if (strchr(text, '!') == NULL)
		return g_ascii_strup(text, -1);
	error_set_field(error, ERROR_INVALID, row->name, "no shouting");
	return NULL;
}

static const struct field rows[] = {
	{.tag = 1, .name = "word", .type = FIELD_TEXT, .min = 1, .max = 5, .offset = offsetof(struct sample, word), .initial = "w"},
	{.tag = 2, .name = "lines", .type = FIELD_AREA, .max = 8, .offset = offsetof(struct sample, lines)},
	{.tag = 3, .name = "list", .type = FIELD_TEXT, .use = FIELD_LIST, .max = 8, .offset = offsetof(struct sample, list),
	 .canon = upper_canon},
	{.tag = 4, .name = "number", .type = FIELD_INT, .min = -2, .max = 7, .offset = offsetof(struct sample, number)},
	{.tag = 5, .name = "colour-name", .type = FIELD_ENUM, .offset = offsetof(struct sample, colour), .choices = colours},
	{.tag = 6, .name = "yes", .type = FIELD_BOOL, .offset = offsetof(struct sample, yes), .initial = "yes"},
	{.tag = 7, .name = "parts", .type = FIELD_FLAGS, .offset = offsetof(struct sample, parts), .flags = parts, .initial = "b:three"},
	{.tag = 8, .name = "secret", .type = FIELD_SECRET, .max = 4, .offset = offsetof(struct sample, secret)},
};

static const struct field_table table = {
	.noun = "sample", .rows = rows, .n_rows = G_N_ELEMENTS(rows), .size = sizeof(struct sample),
	.unknown_offset = offsetof(struct sample, unknown),
};

static void sample_release(struct sample *sample)
{
	fields_release(&table, sample);
}

AUTORELEASE_DEFINE(sample, sample_release)

static const struct field *row_of(const char *name)
{
	const struct field *row = field_by_name(&table, name);
	g_assert_nonnull(row);
	return row;
}

static void set(struct sample *sample, const char *name, const char *text)
{
	GError *error = NULL;
	bool done = field_set_text(row_of(name), sample, text, &error);
	test_no_error(error);
	g_assert_true(done);
}

static void assert_text(const struct sample *sample, const char *name, const char *expected)
{
	g_autofree char *text = field_get_text(row_of(name), sample);
	g_assert_cmpstr(text, ==, expected);
}

static void assert_refused(struct sample *sample, const char *name, const char *text)
{
	GError *error = NULL;
	g_autofree char *before = field_get_text(row_of(name), sample);
	g_assert_false(field_set_text(row_of(name), sample, text, &error));
	test_error(&error, ERROR_INVALID, name);
	assert_text(sample, name, before);
}

TEST(field__find__by_name_and_tag)
{
	g_assert_true(field_by_name(&table, "yes") == &rows[5]);
	g_assert_true(field_by_tag(&table, 7) == &rows[6]);
	g_assert_null(field_by_name(&table, "Yes"));
	g_assert_null(field_by_tag(&table, 0));
}

TEST(field__set_text__counts_characters)
{
	autorelease(sample) sample = {0};
	fields_init(&table, &sample);
	set(&sample, "word", "Отчёт");
	assert_text(&sample, "word", "Отчёт");
	set(&sample, "word", "😀😀😀😀😀");
	assert_refused(&sample, "word", "Отчёты");
	assert_refused(&sample, "word", "");
	assert_refused(&sample, "word", NULL);
	set(&sample, "lines", "");
}

TEST(field__set_text__refuses_control_characters)
{
	static const char *const bad[] = {"a\nb", "a\tb", "a\rb", "\x1B", "\x7F", "\xC2\x9B", "\x01"};
	autorelease(sample) sample = {0};
	fields_init(&table, &sample);
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		assert_refused(&sample, "word", bad[i]);
		assert_refused(&sample, "secret", bad[i]);
		if (i > 0)
			assert_refused(&sample, "lines", bad[i]);
	}
}

TEST(field__set_text__refuses_bad_utf8)
{
	static const char *const names[] = {"word", "lines", "list", "secret"};
	autorelease(sample) sample = {0};
	fields_init(&table, &sample);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		assert_refused(&sample, names[i], "\xFF");
		assert_refused(&sample, names[i], "a\xD0");
		assert_refused(&sample, names[i], "\xED\xA0\x80");
	}
}

TEST(field__set_text__makes_lines_alike)
{
	autorelease(sample) sample = {0};
	fields_init(&table, &sample);
	set(&sample, "lines", "a\r\nb\n\r\n");
	assert_text(&sample, "lines", "a\nb\n\n");
	set(&sample, "lines", "1\r\n3\r\n5\r\n78");
	assert_refused(&sample, "lines", "1\r\n3\r\n5\r\n789");
	set(&sample, "list", "a\r\nb\tc");
	assert_text(&sample, "list", "A,,B,C");
}

TEST(field__set_text__asks_the_canon)
{
	autorelease(sample) sample = {0};
	fields_init(&table, &sample);
	set(&sample, "list", "abc");
	assert_text(&sample, "list", "ABC");
	assert_refused(&sample, "list", "abc!");
}

TEST(field__set_text__bounds_numbers)
{
	static const char *const bad[] = {"", "x", "8", "-3", "1.5", " 1", "1 ", "0x1", "99999999999999999999"};
	autorelease(sample) sample = {0};
	fields_init(&table, &sample);
	set(&sample, "number", "7");
	set(&sample, "number", "-2");
	g_assert_cmpint(sample.number, ==, -2);
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_refused(&sample, "number", bad[i]);
}

TEST(field__set_text__knows_words)
{
	autorelease(sample) sample = {0};
	fields_init(&table, &sample);
	set(&sample, "yes", "no");
	g_assert_false(sample.yes);
	assert_refused(&sample, "yes", "true");
	assert_refused(&sample, "yes", "");
	set(&sample, "colour-name", "blue");
	g_assert_cmpint(sample.colour, ==, 1);
	assert_refused(&sample, "colour-name", "Blue");
	GError *error = NULL;
	g_assert_false(field_set_text(row_of("colour-name"), &sample, "pink", &error));
	g_assert_cmpstr(error->message, ==, "\"colour-name\" must be red or blue, not \"pink\"");
	g_clear_error(&error);
}

TEST(field__set_text__hides_secrets)
{
	autorelease(sample) sample = {0};
	fields_init(&table, &sample);
	set(&sample, "secret", "пять");
	g_assert_cmpstr(secret_text(&sample.secret), ==, "пять");
	assert_text(&sample, "secret", "");
	assert_refused(&sample, "secret", "пятьь");
	g_assert_cmpstr(secret_text(&sample.secret), ==, "пять");
	set(&sample, "secret", "");
	g_assert_true(secret_is_empty(&sample.secret));
}

TEST(flags__text__goes_both_ways)
{
	for (uint32_t value = 0; value < 8; value++) {
		uint32_t back = 99;
		g_autofree char *text = flags_to_text(parts, value);
		g_assert_true(flags_from_text(parts, text, &back, NULL));
		g_assert_cmpuint(back, ==, value);
	}
	g_autofree char *all = flags_to_text(parts, 7);
	g_autofree char *two = flags_to_text(plain, 3);
	g_assert_cmpstr(all, ==, "a:one,two;b:three");
	g_assert_cmpstr(two, ==, "x,y");
}

TEST(flags__from_text__takes_any_order_and_blanks)
{
	static const struct {
		const struct flag_row *flags;
		const char *text;
		uint32_t value;
	} cases[] = {
		{parts, "b:three ; a: two , one", 7}, {parts, "a:two;a:one", 3}, {parts, ";b:three;", 4}, {plain, " y , x ", 3}, {plain, "", 0},
		{plain, "x,x", 1}, {parts, " ", 0}, {parts, "a:;b:three", 4}, {plain, "x,,y", 3},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t value = 99;
		GError *error = NULL;
		bool parsed = flags_from_text(cases[i].flags, cases[i].text, &value, &error);
		test_no_error(error);
		g_assert_true(parsed);
		g_assert_cmpuint(value, ==, cases[i].value);
	}
}

TEST(flags__from_text__names_the_unknown_word)
{
	static const struct {
		const struct flag_row *flags;
		const char *text, *word;
	} cases[] = {
		{parts, "a:one,four", "four"}, {parts, "one", "one"}, {parts, "b:one", "one"}, {parts, "c:three", "c"}, {parts, "c:", "c"}, {plain, "x,z", "z"},
		{plain, "a:x", "a"}, {plain, "X", "X"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t value = 99;
		g_autoptr(GError) error = NULL;
		g_assert_false(flags_from_text(cases[i].flags, cases[i].text, &value, &error));
		g_autofree char *quoted = g_strdup_printf("\"%s\"", cases[i].word);
		g_assert_nonnull(strstr(error->message, quoted));
		g_assert_cmpuint(value, ==, 99);
		g_assert_true(error_is(error, ERROR_INVALID));
	}
}
