// SPDX-License-Identifier: Apache-2.0
// Lines of an input.
#include "lines-priv.h"

#include <string.h>
#include <unistd.h>

#include "ingest-fixture.h"
#include "test.h"

/* The lines as "text|text|", an asterisk behind what is too long. */
static char *lines_text(const char *data, size_t length, uint64_t position)
{
	GError *error = NULL;
	autorelease(input) input = {0};
	int fd = fixture_file(data, length);
	g_assert_true(input_open(fd, "/", &input, &error));
	autoptr(lines) lines = lines_new(&input, position);
	g_autoptr(GString) out = g_string_new(NULL);
	struct line line;
	bool more = true;
	uint64_t end = position;
	while (true) {
		g_assert_true(lines_next(lines, &line, &more, &error));
		if (!more)
			break;
		g_assert_cmpuint(line.end, >, end);
		end = line.end;
		g_string_append_len(out, line.text, (gssize)MIN(line.length, 20));
		g_string_append(out, line.too_long ? "*|" : "|");
	}
	g_assert_cmpuint(end, ==, length);
	close(fd);
	return g_strdup(out->str);
}

TEST(lines__next__ends_of_lines)
{
	static const char *const texts[][2] = {
		{"", ""}, {"a", "a|"}, {"a\n", "a|"}, {"a\nb", "a|b|"}, {"\n\n", "||"}, {"a\r\nb\r\n", "a|b|"}, {"\ra\r\rb\r", "ab|"}, {"\r", "|"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *got = lines_text(texts[i][0], strlen(texts[i][0]), 0);
		g_assert_cmpstr(got, ==, texts[i][1]);
	}
}

TEST(lines__next__from_a_position)
{
	g_autofree char *got = lines_text("one\ntwo\nthree\n", 14, 4);
	g_assert_cmpstr(got, ==, "two|three|");
}

TEST(lines__next__longest_line)
{
	size_t length = (size_t)INGEST_LINE_MAX * 2 + 2;
	g_autofree char *data = g_malloc(length);
	memset(data, 'x', length);
	data[INGEST_LINE_MAX] = '\n';
	g_autofree char *got = lines_text(data, length, 0);
	g_assert_cmpstr(got, ==, "xxxxxxxxxxxxxxxxxxxx|xxxxxxxxxxxxxxxxxxxx*|");
}

TEST(lines__next__file_that_has_become_shorter)
{
	GError *error = NULL;
	autorelease(input) input = {0};
	struct line line;
	bool more = true;
	int fd = fixture_file("one\ntwo\n", 8);
	g_assert_true(input_open(fd, "/", &input, &error));
	g_assert_cmpint(ftruncate(fd, 0), ==, 0);
	autoptr(lines) lines = lines_new(&input, 0);
	g_assert_false(lines_next(lines, &line, &more, &error));
	test_error(&error, ERROR_IO, NULL);
	close(fd);
}

TEST(lines__next__over_the_edges_of_blocks)
{
	GError *error = NULL;
	g_autoptr(GString) data = g_string_new(NULL);
	for (int i = 0; i < 100000; i++)
		g_string_append_printf(data, "%d\n", i);
	int fd = fixture_file(data->str, data->len);
	autorelease(input) input = {0};
	g_assert_true(input_open(fd, "/", &input, &error));
	autoptr(lines) lines = lines_new(&input, 0);
	for (int i = 0; i < 100000; i++) {
		struct line line;
		bool more = false;
		char expected[16];
		g_snprintf(expected, sizeof(expected), "%d", i);
		g_assert_true(lines_next(lines, &line, &more, &error));
		g_assert_cmpmem(line.text, line.length, expected, strlen(expected));
	}
	close(fd);
}
