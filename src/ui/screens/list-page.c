// SPDX-License-Identifier: Apache-2.0
// Pages that are a list with a few lines about the marked row below it.
#include "screens/list-page-priv.h"

#include <string.h>

#include "screens/question-priv.h"

#define BELOW 6 /* rule, four lines about the marked row, count */

/* What a cell is made from. */
struct source {
	const struct console *console;
	const struct list_page *page;
};

static const void *marked_row(const struct list_page *page)
{
	guint row = page->rows != NULL ? table_marked(&page->table) : TABLE_NONE;
	return row != TABLE_NONE ? page->rows->pdata[row] : NULL;
}

static char *cell(const void *data, guint row, int column, enum ui_role *ret_role)
{
	const struct source *source = data;
	return source->page->kind->cell(source->console, source->page->rows->pdata[row], column, ret_role);
}

// All that a filter can look in: what stands in the columns, wanted or not.
static char *all_cells(const struct source *source, const void *row)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int column = 0; source->page->kind->columns[column].title != NULL; column++) {
		enum ui_role role = UI_TEXT;
		g_autofree char *part = source->page->kind->cell(source->console, row, column, &role);
		g_string_append_printf(text, "%s\n", part);
	}
	return table_fold(text->str);
}

static char *key(const void *data, guint row, int column)
{
	const struct source *source = data;
	const struct list_kind *kind = source->page->kind;
	const void *record = source->page->rows->pdata[row];
	if (column < 0)
		return all_cells(source, record);
	char *text = kind->key != NULL ? kind->key(record, column) : NULL;
	if (text != NULL)
		return text;
	enum ui_role role = UI_TEXT;
	g_autofree char *shown = kind->cell(source->console, record, column, &role);
	return table_fold(shown);
}

static void arrange(const struct console *console, struct list_page *page, const char *name)
{
	struct source source = {console, page};
	guint marked = TABLE_NONE;
	guint n = page->rows != NULL ? page->rows->len : 0;
	for (guint i = 0; name != NULL && i < n; i++) {
		g_autofree char *other = page->kind->name(page->rows->pdata[i]);
		if (strcmp(other, name) == 0)
			marked = i;
	}
	table_arrange(&page->table, n, marked, key, &source);
}

static char *marked_name(const struct list_page *page)
{
	const void *row = marked_row(page);
	return row != NULL ? page->kind->name(row) : NULL;
}

void list_page_refresh(struct console *console, void *data)
{
	struct list_page *page = data;
	g_autoptr(GError) error = NULL;
	g_autofree char *name = page->wanted != NULL ? g_steal_pointer(&page->wanted) : marked_name(page);
	GPtrArray *rows = page->kind->read(console, page, &error);
	g_clear_pointer(&page->rows, g_ptr_array_unref);
	g_clear_pointer(&page->fault, g_free);
	page->rows = rows;
	if (rows == NULL)
		page->fault = console_message(console, error->message);
	arrange(console, page, name);
}

void list_page_filter(struct console *console, void *data, const char *words)
{
	struct list_page *page = data;
	g_autofree char *name = marked_name(page);
	g_free(page->table.filter);
	page->table.filter = g_strdup(words);
	arrange(console, page, name);
}

static void draw_marked(const struct console *console, const struct list_page *page, struct grid *grid, int row)
{
	const void *record = marked_row(page);
	if (record == NULL)
		return;
	g_autofree char *text = page->kind->lines(console, record);
	g_auto(GStrv) lines = g_strsplit(text, "\n", BELOW - 1);
	for (int i = 0; i < BELOW - 2 && lines[i] != NULL; i++) {
		bool more = i == BELOW - 3 && lines[i + 1] != NULL;
		g_autofree char *line = g_strconcat(lines[i], more ? "…" : "", NULL);
		grid_text(grid, row + i, 1, grid->columns - 2, i == 0 ? UI_HEADING : UI_TEXT, line);
	}
}

static void draw_count(const struct console *console, const struct list_page *page, struct grid *grid, int row)
{
	if (page->fault != NULL) {
		g_autofree char *fault = g_strdup_printf("! %s", page->fault);
		grid_text(grid, row, 1, grid->columns - 2, UI_ERROR, fault);
		return;
	}
	bool none = page->table.rows == 0;
	g_autofree char *count = none ? g_strdup(console_text(console, page->rows->len > 0 ? N_("No row has these words.") : page->kind->empty))
				      : g_strdup_printf(console_text(console, N_("Row %u of %u")), page->table.row + 1, page->table.rows);
	g_autofree char *standing = table_standing(&page->table, console->catalog);
	int used = grid_text(grid, row, 1, grid->columns - 2, UI_HINT, count);
	grid_text_right(grid, row, used + 3, grid->columns - used - 4, UI_HINT, standing);
}

void list_page_draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct list_page *page = data;
	int below = body.row + body.rows - BELOW;
	struct source source = {console, page};
	grid_cursor(grid, body.row, 1);
	table_draw(&page->table, console->catalog, grid, body, cell, &source);
	grid_rule(grid, below);
	draw_marked(console, page, grid, below + 1);
	draw_count(console, page, grid, body.row + body.rows - 1);
}

struct table *list_page_table(void *data)
{
	struct list_page *page = data;
	return &page->table;
}

void list_page_fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	struct list_page *page = data;
	table_fit(&page->table, page->table.rows, body.rows - BELOW - 1);
}

void list_page_ask(struct console *console, struct list_page *page, const void *row, enum action action)
{
	static const char *const deletes[] = {N_("Keep"), N_("Delete"), NULL};
	static const char *const disables[] = {N_("Leave enabled"), N_("Disable"), NULL};
	g_autofree char *text = page->kind->question(console, row, action);
	page->asked = action;
	question_ask(console, QUESTION_DELETE, text, action == ACT_ITEM_DELETE ? deletes : disables);
}

void list_page_act(struct console *console, void *data, enum action action)
{
	struct list_page *page = data;
	if (table_act(&page->table, action))
		return;
	if (table_sort_act(&page->table, action)) {
		g_autofree char *name = marked_name(page);
		arrange(console, page, name);
	} else if (action == ACT_BACK) {
		console_pop(console);
	} else if (action == ACT_REFRESH) {
		list_page_refresh(console, page);
	} else {
		page->kind->act(console, page, marked_row(page), action);
	}
}

void list_page_answer(struct console *console, void *data, int question, int answer)
{
	struct list_page *page = data;
	const void *row = marked_row(page);
	g_autoptr(GError) error = NULL;
	if (question != QUESTION_DELETE || answer != 1 || row == NULL)
		return;
	if (!page->kind->confirmed(console, page, row, page->asked, &error))
		console_say_error(console, error);
	list_page_refresh(console, page);
}

void list_page_free(void *data)
{
	struct list_page *page = data;
	g_clear_pointer(&page->rows, g_ptr_array_unref);
	table_release(&page->table);
	g_free(page->subject);
	g_free(page->fault);
	g_free(page->wanted);
	g_free(page);
}

void list_page_open(struct console *console, const struct screen *screen, const struct list_kind *kind, const char *subject)
{
	struct list_page *page = g_new0(struct list_page, 1);
	*page = (struct list_page){.kind = kind, .subject = g_strdup(subject), .table = {.columns = kind->columns, .shown = 1}};
	list_page_refresh(console, page);
	console_push(console, screen, page);
}

void list_page_mark(struct console *console, const char *name)
{
	const struct view *below = console->views->len > 1 ? console->views->pdata[console->views->len - 2] : NULL;
	if (below == NULL || below->screen->draw != list_page_draw)
		return;
	struct list_page *page = below->state;
	char *wanted = g_strdup(name);
	g_free(page->wanted);
	page->wanted = wanted;
}
