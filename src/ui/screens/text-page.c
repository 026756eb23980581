// SPDX-License-Identifier: Apache-2.0
// A long text to be read: wrapped, and moved through line by line.
#include "screens/text-page-priv.h"

void text_page_release(struct text_page *page)
{
	g_clear_pointer(&page->lines, g_array_unref);
	g_clear_pointer(&page->text, g_free);
}

static void wrap(struct text_page *page)
{
	g_clear_pointer(&page->lines, g_array_unref);
	page->lines = text_wrap(page->text, MAX(page->columns, 2));
	table_fit(&page->table, page->lines->len, page->table.shown);
}

void text_page_set(struct text_page *page, const char *text, bool stay)
{
	char *copy = g_strdup(text);
	g_free(page->text);
	page->text = copy;
	if (!stay)
		page->table.row = page->table.first = 0;
	wrap(page);
}

void text_page_fit(struct text_page *page, struct rect body)
{
	page->columns = body.columns - 3;
	page->table.shown = body.rows - 2;
	wrap(page);
}

void text_page_draw(const struct console *console, const struct text_page *page, struct grid *grid, struct rect body)
{
	guint first = page->table.first;
	for (int i = 0; i < page->table.shown && (int)first + i < (int)page->lines->len; i++) {
		struct text_line line = g_array_index(page->lines, struct text_line, first + (guint)i);
		g_autofree char *part = g_strndup(page->text + line.start, line.end - line.start);
		grid_text(grid, body.row + 1 + i, 2, body.columns - 2, UI_TEXT, part);
	}
	guint last = MIN(first + (guint)page->table.shown, page->lines->len);
	g_autofree char *where = g_strdup_printf(console_text(console, N_("lines %u to %u of %u")), first + 1, last, page->lines->len);
	grid_text_right(grid, body.row + body.rows - 1, 1, body.columns - 2, UI_HINT, where);
	grid_cursor(grid, body.row + 1 + (int)(page->table.row - first), 1);
}

// Keys move the text, not a mark in it: a page is a page.
bool text_page_act(struct text_page *page, enum action action)
{
	struct table *table = &page->table;
	guint last = table->rows > (guint)table->shown ? table->rows - (guint)table->shown : 0;
	if (action == ACT_DOWN)
		table->first = MIN(table->first + 1, last);
	else if (action == ACT_UP)
		table->first -= table->first > 0;
	else if (action == ACT_PAGE_DOWN)
		table->first = MIN(table->first + (guint)table->shown, last);
	else if (action == ACT_PAGE_UP)
		table->first -= MIN(table->first, (guint)table->shown);
	else if (action == ACT_FIRST)
		table->first = 0;
	else if (action == ACT_LAST)
		table->first = last;
	else
		return false;
	table->row = table->first;
	return true;
}
