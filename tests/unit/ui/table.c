// SPDX-License-Identifier: Apache-2.0
// Tests of tables.
#include "test.h"

#include "core/table-priv.h"

static const struct table_column columns[] = {
	{"Name", 4, 1, 0}, {"Mail", 6, 0, 2}, {"Next", 4, 0, 1}, {NULL, 0, 0, 0},
};

static char *cell(const void *data, guint row, int column, enum ui_role *ret_role)
{
	(void)data;
	*ret_role = UI_TEXT;
	return column < 0 ? g_strdup(row == 1 ? "!" : " ") : g_strdup_printf("%c%u", 'a' + column, row);
}

static void assert_row(const struct grid *grid, int row, const char *expected)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int column = 0; column < grid->columns; column++)
		g_string_append(text, grid_cell(grid, row, column)->text);
	g_assert_cmpstr(g_strchomp(text->str), ==, expected);
}

TEST(table__draw__marks_the_row_and_puts_the_cursor_there)
{
	autorelease(grid) grid = {0};
	struct table table = {.columns = columns, .row = 2};
	grid_resize(&grid, 5, 24);
	table_fit(&table, 3, 4);
	table_draw(&table, NULL, &grid, (struct rect){0, 0, 5, 24}, cell, NULL);
	assert_row(&grid, 0, "   Name    Mail   Next");
	assert_row(&grid, 1, "   a0      b0     c0");
	assert_row(&grid, 2, " ! a1      b1     c1");
	assert_row(&grid, 3, " > a2      b2     c2");
	assert_row(&grid, 4, "");
	g_assert_cmpint(grid.cursor_row, ==, 3);
	g_assert_cmpint(grid.cursor_column, ==, 1);
}

TEST(table__draw__columns_go_by_priority)
{
	autorelease(grid) grid = {0};
	struct table table = {.columns = columns};
	grid_resize(&grid, 2, 16);
	table_fit(&table, 1, 1);
	table_draw(&table, NULL, &grid, (struct rect){0, 0, 2, 16}, cell, NULL);
	assert_row(&grid, 1, " > a0     c0");
	grid_resize(&grid, 2, 9);
	table_draw(&table, NULL, &grid, (struct rect){0, 0, 2, 9}, cell, NULL);
	assert_row(&grid, 1, " > a0");
}

TEST(table__act__moves_and_scrolls)
{
	struct table table = {.columns = columns};
	table_fit(&table, 100, 10);
	g_assert_true(table_act(&table, ACT_PAGE_DOWN));
	g_assert_cmpuint(table.row, ==, 10);
	g_assert_cmpuint(table.first, ==, 1);
	g_assert_true(table_act(&table, ACT_LAST));
	g_assert_cmpuint(table.row, ==, 99);
	g_assert_cmpuint(table.first, ==, 90);
	g_assert_true(table_act(&table, ACT_UP));
	g_assert_cmpuint(table.first, ==, 90);
	g_assert_true(table_act(&table, ACT_FIRST));
	g_assert_true(table_act(&table, ACT_UP));
	g_assert_cmpuint(table.row, ==, 0);
	g_assert_false(table_act(&table, ACT_QUIT));
}

TEST(table__fit__the_mark_stays_in_a_list_that_shrinks)
{
	struct table table = {.columns = columns};
	table_fit(&table, 100, 10);
	(void)table_act(&table, ACT_LAST);
	table_fit(&table, 5, 10);
	g_assert_cmpuint(table.row, ==, 4);
	g_assert_cmpuint(table.first, ==, 0);
	table_fit(&table, 0, 10);
	g_assert_cmpuint(table.row, ==, 0);
	g_assert_true(table_act(&table, ACT_DOWN));
	g_assert_cmpuint(table.row, ==, 0);
}

static const char *const words[] = {"pear", "apple", "fig", "apple pie"};

static char *key_of(const void *data, guint row, int column)
{
	(void)data;
	return column <= 0 ? g_strdup(words[row]) : g_strdup_printf("%u", 9 - row);
}

static void assert_order(const struct table *table, const char *expected)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < table->rows; i++)
		g_string_append_printf(text, "%u", table->order != NULL ? g_array_index(table->order, guint, i) : i);
	g_assert_cmpstr(text->str, ==, expected);
}

TEST(table__arrange__sorts_and_keeps_the_mark)
{
	struct table table = {.columns = columns, .row = 2, .shown = 3};
	table_fit(&table, 4, 3);
	g_assert_true(table_sort_act(&table, ACT_SORT));
	table_arrange(&table, 4, 2, key_of, NULL);
	assert_order(&table, "1320");
	g_assert_cmpuint(table_marked(&table), ==, 2);
	g_assert_true(table_sort_act(&table, ACT_SORT_REVERSE));
	table_arrange(&table, 4, 2, key_of, NULL);
	assert_order(&table, "0231");
	g_assert_true(table_sort_act(&table, ACT_SORT));
	g_assert_true(table_sort_act(&table, ACT_SORT_REVERSE));
	table_arrange(&table, 4, 2, key_of, NULL);
	assert_order(&table, "3210");
	g_autofree char *standing = table_standing(&table, NULL);
	g_assert_cmpstr(standing, ==, "sort: Mail");
	for (int i = 0; i < 2; i++)
		g_assert_true(table_sort_act(&table, ACT_SORT));
	table_arrange(&table, 4, 2, key_of, NULL);
	g_assert_null(table.order);
	g_assert_cmpuint(table_marked(&table), ==, 2);
	g_assert_false(table_sort_act(&table, ACT_UP));
	table_release(&table);
}

TEST(table__arrange__filters_by_all_words)
{
	struct table table = {.columns = columns, .filter = g_strdup("PIE app"), .shown = 3};
	table_arrange(&table, 4, TABLE_NONE, key_of, NULL);
	assert_order(&table, "3");
	g_assert_cmpuint(table_marked(&table), ==, 3);
	g_autofree char *standing = table_standing(&table, NULL);
	g_assert_cmpstr(standing, ==, "filter: PIE app");
	g_free(table.filter);
	table.filter = g_strdup("none");
	table_arrange(&table, 4, 3, key_of, NULL);
	g_assert_cmpuint(table.rows, ==, 0);
	g_assert_cmpuint(table_marked(&table), ==, TABLE_NONE);
	table_release(&table);
}

TEST(table__fold__ascii_and_other_letters)
{
	g_autofree char *ascii = table_fold("ABC z\n@");
	g_autofree char *other = table_fold("ABC Ж");
	g_assert_cmpstr(ascii, ==, "abc z\n@");
	g_assert_cmpstr(other, ==, "abc ж");
}

TEST(table__draw__what_is_not_wanted_is_left_out_and_the_sorted_column_is_marked)
{
	autorelease(grid) grid = {0};
	struct table table = {.columns = columns, .left_out = 1, .sort = 2};
	grid_resize(&grid, 2, 24);
	table_fit(&table, 1, 1);
	table_draw(&table, NULL, &grid, (struct rect){0, 0, 2, 24}, cell, NULL);
	assert_row(&grid, 0, "   Mail^  Next");
	assert_row(&grid, 1, " > b0     c0");
	g_assert_true(table_sort_act(&table, ACT_SORT));
	g_assert_true(table_sort_act(&table, ACT_SORT));
	g_assert_cmpint(table.sort, ==, 0);
	g_assert_true(table_sort_act(&table, ACT_SORT));
	g_assert_cmpint(table.sort, ==, 2);
}
