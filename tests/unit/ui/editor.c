// SPDX-License-Identifier: Apache-2.0
// Tests of text editing and wrapping.
#include "test.h"

#include "core/editor-priv.h"

static void assert_editor(const struct editor *editor, const char *text, size_t cursor)
{
	g_assert_cmpstr(editor->text->str, ==, text);
	g_assert_cmpuint(editor->cursor, ==, cursor);
}

TEST(editor__insert__at_the_cursor)
{
	autorelease(editor) editor = {0};
	editor_init(&editor, EDITOR_LINE, 255);
	g_assert_cmpint(editor_insert(&editor, "ac"), ==, 0);
	editor_move(&editor, MOVE_LEFT);
	(void)editor_insert(&editor, "b");
	assert_editor(&editor, "abc", 2);
}

TEST(editor__insert__counts_characters_and_reports_the_rest)
{
	autorelease(editor) editor = {0};
	editor_init(&editor, EDITOR_AREA, 10000);
	g_autofree char *many = g_strnfill(10050, 'x');
	g_assert_cmpint(editor_insert(&editor, many), ==, 50);
	g_assert_cmpuint(editor.text->len, ==, 10000);
	g_assert_cmpint(editor_insert(&editor, "y"), ==, 1);
	editor_set(&editor, "");
	g_autoptr(GString) cyrillic = g_string_new(NULL);
	for (int i = 0; i < 10001; i++)
		g_string_append(cyrillic, "я");
	g_assert_cmpint(editor_insert(&editor, cyrillic->str), ==, 1);
	g_assert_cmpuint(editor.text->len, ==, 20000);
}

TEST(editor__insert__what_may_not_stand_there_is_left_out)
{
	autorelease(editor) line = {0};
	editor_init(&line, EDITOR_LINE, 255);
	(void)editor_insert(&line, "a\x1b[2J\tb\r\nc\r\n");
	assert_editor(&line, "a[2J b c", 8);
	autorelease(editor) area = {0};
	editor_init(&area, EDITOR_AREA, 255);
	(void)editor_insert(&area, "a\r\nb\rc\n\x7f\xff");
	g_assert_cmpstr(area.text->str, ==, "a\nb\nc\n\xef\xbf\xbd");
}

TEST(editor__erase__whole_graphemes)
{
	autorelease(editor) editor = {0};
	editor_init(&editor, EDITOR_LINE, 255);
	(void)editor_insert(&editor, "e\xcc\x81日");
	editor_erase(&editor, MOVE_LEFT);
	assert_editor(&editor, "e\xcc\x81", 3);
	editor_erase(&editor, MOVE_LEFT);
	assert_editor(&editor, "", 0);
	editor_erase(&editor, MOVE_LEFT);
	assert_editor(&editor, "", 0);
}

TEST(editor__move__words_lines_and_ends)
{
	autorelease(editor) editor = {0};
	editor_init(&editor, EDITOR_AREA, 255);
	(void)editor_insert(&editor, "one two\nthree four");
	editor_move(&editor, MOVE_WORD_LEFT);
	g_assert_cmpuint(editor.cursor, ==, 14);
	editor_move(&editor, MOVE_LINE_HOME);
	g_assert_cmpuint(editor.cursor, ==, 8);
	editor_move(&editor, MOVE_LEFT);
	g_assert_cmpuint(editor.cursor, ==, 7);
	editor_move(&editor, MOVE_HOME);
	editor_move(&editor, MOVE_WORD_RIGHT);
	g_assert_cmpuint(editor.cursor, ==, 4);
	editor_move(&editor, MOVE_LINE_END);
	g_assert_cmpuint(editor.cursor, ==, 7);
	editor_move(&editor, MOVE_END);
	editor_move(&editor, MOVE_RIGHT);
	g_assert_cmpuint(editor.cursor, ==, 18);
	editor_erase(&editor, MOVE_WORD_LEFT);
	g_assert_cmpstr(editor.text->str, ==, "one two\nthree ");
}

TEST(editor__undo__typed_characters_go_together)
{
	autorelease(editor) editor = {0};
	editor_init(&editor, EDITOR_LINE, 255);
	static const char *const typed[] = {"a", "b", "c", " ", "d"};
	for (size_t i = 0; i < G_N_ELEMENTS(typed); i++)
		(void)editor_insert(&editor, typed[i]);
	editor_erase_all(&editor);
	g_assert_true(editor_undo(&editor));
	assert_editor(&editor, "abc d", 5);
	g_assert_true(editor_undo(&editor));
	assert_editor(&editor, "abc ", 4);
	g_assert_true(editor_undo(&editor));
	assert_editor(&editor, "abc", 3);
	g_assert_true(editor_undo(&editor));
	assert_editor(&editor, "", 0);
	g_assert_false(editor_undo(&editor));
}

TEST(editor__secret__has_no_undo_and_never_moves_in_memory)
{
	autorelease(editor) editor = {0};
	editor_init(&editor, EDITOR_SECRET, 128);
	const char *before = editor.text->str;
	g_autofree char *many = g_strnfill(200, 'x');
	g_assert_cmpint(editor_insert(&editor, many), ==, 72);
	g_assert_true(before == editor.text->str);
	g_assert_false(editor_undo(&editor));
	editor_erase_all(&editor);
	g_assert_cmpint(editor.text->str[5], ==, 0);
}

static void assert_wrap(const char *text, int width, const char *expected)
{
	g_autoptr(GArray) lines = text_wrap(text, width);
	g_autoptr(GString) joined = g_string_new(NULL);
	for (guint i = 0; i < lines->len; i++) {
		struct text_line line = g_array_index(lines, struct text_line, i);
		g_string_append_printf(joined, "%.*s|", (int)(line.end - line.start), text + line.start);
	}
	g_assert_cmpstr(joined->str, ==, expected);
}

TEST(wrap__text__at_blanks_or_where_it_must)
{
	assert_wrap("", 10, "|");
	assert_wrap("one two three", 8, "one two |three|");
	assert_wrap("abcdefghij", 4, "abcd|efgh|ij|");
	assert_wrap("a\n\nb\n", 4, "a||b||");
	assert_wrap("日本語", 4, "日本|語|");
	assert_wrap("日", 1, "日|");
}

TEST(editor__move_lines__keeps_the_column_where_it_can)
{
	autorelease(editor) editor = {0};
	editor_init(&editor, EDITOR_AREA, 255);
	(void)editor_insert(&editor, "abcdef\nxy\nuvwxyz");
	editor.cursor = 4;
	g_assert_true(editor_move_lines(&editor, 20, 1));
	g_assert_cmpuint(editor.cursor, ==, 9);
	g_assert_true(editor_move_lines(&editor, 20, 1));
	g_assert_cmpuint(editor.cursor, ==, 12);
	g_assert_false(editor_move_lines(&editor, 20, 1));
	g_assert_true(editor_move_lines(&editor, 20, -2));
	g_assert_cmpuint(editor.cursor, ==, 2);
	g_assert_false(editor_move_lines(&editor, 20, -1));
}
