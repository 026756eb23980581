// SPDX-License-Identifier: Apache-2.0
// Tests of the cell grid.
#include "test.h"

#include <string.h>

#include "core/grid-priv.h"

static char *row_text(const struct grid *grid, int row)
{
	GString *text = g_string_new(NULL);
	for (int column = 0; column < grid->columns; column++)
		g_string_append(text, grid_cell(grid, row, column)->text);
	return g_string_free(text, FALSE);
}

static void assert_row(const struct grid *grid, int row, const char *expected)
{
	g_autofree char *text = row_text(grid, row);
	g_assert_cmpstr(text, ==, expected);
}

TEST(grid__text__is_clipped_and_says_so)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 2, 10);
	g_assert_cmpint(grid_text(&grid, 0, 2, 20, UI_TEXT, "0123456789abc"), ==, 8);
	assert_row(&grid, 0, "  0123456…");
	assert_row(&grid, 1, "          ");
	g_assert_cmpint(grid_text(&grid, 1, 0, 4, UI_TEXT, "long"), ==, 4);
	assert_row(&grid, 1, "long      ");
}

TEST(grid__text__outside_changes_nothing)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 2, 4);
	grid_text(&grid, -1, 0, 4, UI_TEXT, "no");
	grid_text(&grid, 2, 0, 4, UI_TEXT, "no");
	grid_text(&grid, 0, 9, 4, UI_TEXT, "no");
	assert_row(&grid, 0, "    ");
	assert_row(&grid, 1, "    ");
	g_assert_null(grid_cell(&grid, 0, 4));
	g_assert_null(grid_cell(&grid, 2, 0));
}

TEST(grid__text__control_and_bidi_characters_become_visible)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 1, 30);
	grid_text(&grid, 0, 0, 30, UI_TEXT, "a\x1b[2J\xe2\x80\xae" "b\n");
	assert_row(&grid, 0, "a\\u{1B}[2J\\u{202E}b\\u{0A}     ");
}

TEST(grid__text__wide_characters_take_two_cells)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 1, 6);
	g_assert_cmpint(grid_text(&grid, 0, 0, 6, UI_TEXT, "日本"), ==, 4);
	g_assert_cmpstr(grid_cell(&grid, 0, 0)->text, ==, "日");
	g_assert_cmpstr(grid_cell(&grid, 0, 1)->text, ==, "");
	assert_row(&grid, 0, "日本  ");
}

TEST(grid__text__half_a_wide_character_is_healed)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 1, 6);
	grid_text(&grid, 0, 0, 6, UI_TEXT, "日本");
	grid_text(&grid, 0, 1, 1, UI_TEXT, "x");
	assert_row(&grid, 0, " x本  ");
	grid_text(&grid, 0, 2, 1, UI_TEXT, "y");
	assert_row(&grid, 0, " xy   ");
}

TEST(grid__text__combining_marks_stay_with_their_letter)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 1, 4);
	g_assert_cmpint(grid_text(&grid, 0, 0, 4, UI_TEXT, "e\xcc\x81x"), ==, 2);
	g_assert_cmpstr(grid_cell(&grid, 0, 0)->text, ==, "e\xcc\x81");
}

TEST(grid__text__many_marks_are_bounded)
{
	autorelease(grid) grid = {0};
	g_autoptr(GString) text = g_string_new("e");
	for (int i = 0; i < 100; i++)
		g_string_append(text, "\xcc\x81");
	grid_resize(&grid, 1, 4);
	grid_text(&grid, 0, 0, 4, UI_TEXT, text->str);
	const char *cell = grid_cell(&grid, 0, 0)->text;
	g_assert_cmpuint(strlen(cell), <=, CELL_BYTES);
	g_assert_true(g_utf8_validate(cell, -1, NULL));
}

TEST(grid__cut__is_noted_where_no_mark_can_say_it)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 3, 10);
	grid_text(&grid, 0, 0, 4, UI_TEXT, "marked by an ellipsis");
	grid_text(&grid, 0, 9, 0, UI_TEXT, "  ");
	g_assert_cmpstr(grid.cut, ==, "");
	grid_text(&grid, 1, 0, 0, UI_TEXT, "no room");
	grid_text(&grid, 9, 0, 4, UI_TEXT, "a later one");
	g_assert_cmpstr(grid.cut, ==, "no room");
	grid_clear(&grid);
	g_assert_cmpstr(grid.cut, ==, "");
	grid_text(&grid, 3, 0, 4, UI_TEXT, "below");
	g_assert_cmpstr(grid.cut, ==, "below");
}

TEST(grid__cut__is_noted_where_a_text_stands_over_another)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 5, 20);
	grid_text(&grid, 0, 0, 9, UI_TEXT, "first");
	grid_text(&grid, 0, 0, 9, UI_TEXT, "first");
	grid_text(&grid, 0, 6, 9, UI_TEXT, "second");
	g_assert_cmpstr(grid.cut, ==, "");
	grid_text(&grid, 0, 4, 9, UI_TEXT, "over it");
	g_assert_cmpstr(grid.cut, ==, "over it");
	grid_clear(&grid);
	grid_text(&grid, 0, 0, 9, UI_TEXT, "hidden");
	grid_frame(&grid, (struct rect){0, 0, 3, 20}, "by a frame");
	grid_text(&grid, 1, 1, 9, UI_TEXT, "in it");
	g_assert_cmpstr(grid.cut, ==, "");
	grid_text(&grid, 1, 12, 9, UI_TEXT, "its side");
	g_assert_cmpstr(grid.cut, ==, "its side");
	grid_clear(&grid);
	grid_frame(&grid, (struct rect){3, 0, 3, 20}, "no lower side");
	g_assert_cmpstr(grid.cut, ==, "no lower side");
}

TEST(grid__text_wrapped__marks_what_finds_no_room)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 4, 10);
	g_assert_cmpint(grid_text_wrapped(&grid, (struct rect){0, 1, 4, 8}, UI_TEXT, "one two three"), ==, 2);
	assert_row(&grid, 0, " one two  ");
	assert_row(&grid, 1, " three    ");
	g_assert_cmpint(grid_text_wrapped(&grid, (struct rect){2, 1, 2, 5}, UI_TEXT, "one two three"), ==, 2);
	assert_row(&grid, 2, " one      ");
	assert_row(&grid, 3, " two…     ");
	grid_clear(&grid);
	g_assert_cmpint(grid_text_wrapped(&grid, (struct rect){0, 0, 1, 5}, UI_TEXT, "words\nthen"), ==, 1);
	assert_row(&grid, 0, "word…     ");
	g_assert_cmpstr(grid.cut, ==, "");
	g_assert_cmpint(grid_text_wrapped(&grid, (struct rect){0, 0, 0, 5}, UI_TEXT, "none"), ==, 0);
	g_assert_cmpstr(grid.cut, ==, "none");
}

TEST(grid__text_right__ends_at_the_edge)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 1, 8);
	grid_text_right(&grid, 0, 0, 8, UI_TEXT, "abc");
	assert_row(&grid, 0, "     abc");
	grid_text_right(&grid, 0, 0, 2, UI_TEXT, "xyz");
	assert_row(&grid, 0, "x…   abc");
}

TEST(grid__frame__has_its_title_in_the_upper_side)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 3, 12);
	grid_frame(&grid, (struct rect){0, 0, 3, 12}, "Hi");
	assert_row(&grid, 0, "┌─── Hi ───┐");
	assert_row(&grid, 1, "│          │");
	assert_row(&grid, 2, "└──────────┘");
}

TEST(grid__cursor__stays_on_the_grid)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 3, 12);
	grid_cursor(&grid, 7, -2);
	g_assert_cmpint(grid.cursor_row, ==, 2);
	g_assert_cmpint(grid.cursor_column, ==, 0);
}

TEST(grid__resize__any_size_is_at_least_one_cell)
{
	autorelease(grid) grid = {0};
	grid_resize(&grid, 0, -5);
	g_assert_cmpint(grid.rows, ==, 1);
	g_assert_cmpint(grid.columns, ==, 1);
	grid_resize(&grid, 5000, 5000);
	g_assert_cmpint(grid.rows, ==, 1000);
	grid_release(NULL);
}
