// SPDX-License-Identifier: Apache-2.0
// Tables: widths by priority, the marked row, drawing.
#include "core/table-priv.h"

#include <string.h>

#include "tidings/util/safe-text.h"

static int count(const struct table_column *columns)
{
	int n = 0;
	while (columns[n].title != NULL && n < TABLE_COLUMNS)
		n++;
	return n;
}

static int least_important(const struct table_column *columns, int n, const int widths[TABLE_COLUMNS])
{
	int found = -1;
	for (int i = 0; i < n; i++)
		if (widths[i] > 0 && columns[i].priority > 0 && (found < 0 || columns[i].priority > columns[found].priority))
			found = i;
	return found;
}

static void table_widths(const struct table *table, int width, int widths[TABLE_COLUMNS])
{
	const struct table_column *columns = table->columns;
	int n = count(columns);
	int left = width - 4;
	memset(widths, 0, sizeof(int) * TABLE_COLUMNS);
	for (int i = 0; i < n; i++) {
		if ((table->left_out & 1u << i) != 0)
			continue;
		widths[i] = columns[i].width;
		left -= widths[i] + 1;
	}
	for (int drop; left < 0 && (drop = least_important(columns, n, widths)) >= 0;) {
		left += widths[drop] + 1;
		widths[drop] = 0;
	}
	int shares = 0;
	for (int i = 0; i < n; i++)
		shares += widths[i] > 0 ? columns[i].grow : 0;
	for (int i = 0; i < n && left > 0; i++) {
		if (widths[i] == 0 || columns[i].grow == 0)
			continue;
		int more = left * columns[i].grow / shares;
		widths[i] += more;
		left -= more;
		shares -= columns[i].grow;
	}
}

bool table_shows(const struct table *table, int width, int column)
{
	int widths[TABLE_COLUMNS];
	table_widths(table, width, widths);
	return widths[column] > 0;
}

void table_fit(struct table *table, guint rows, int shown)
{
	table->rows = rows;
	table->shown = MAX(shown, 1);
	table->row = rows == 0 ? 0 : MIN(table->row, rows - 1);
	if (table->row < table->first)
		table->first = table->row;
	if (table->row >= table->first + (guint)table->shown)
		table->first = table->row - (guint)table->shown + 1;
	if (rows <= (guint)table->shown)
		table->first = 0;
}

bool table_act(struct table *table, enum action action)
{
	const struct {
		enum action action;
		int by;
	} moves[] = {
		{ACT_UP, -1}, {ACT_DOWN, 1}, {ACT_PAGE_UP, -table->shown}, {ACT_PAGE_DOWN, table->shown}, {ACT_FIRST, -(int)table->rows},
		{ACT_LAST, (int)table->rows},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(moves); i++) {
		if (moves[i].action != action)
			continue;
		table->row = (guint)CLAMP((int)table->row + moves[i].by, 0, MAX((int)table->rows - 1, 0));
		table_fit(table, table->rows, table->shown);
		return true;
	}
	return false;
}

static guint data_row(const struct table *table, guint row)
{
	return table->order != NULL ? g_array_index(table->order, guint, row) : row;
}

guint table_marked(const struct table *table)
{
	return table->row < table->rows ? data_row(table, table->row) : TABLE_NONE;
}

// The column sorted by has a sign; it stays readable where the title does not fit.
static char *heading(const struct table *table, const struct catalog *catalog, int column, int width)
{
	const char *title = catalog_text(catalog, table->columns[column].title);
	if (table->sort != column + 1)
		return g_strdup(title);
	g_autofree char *clipped = text_clip(title, width - 1);
	return g_strconcat(clipped, table->descending ? "v" : "^", NULL);
}

static int first_column(const int widths[TABLE_COLUMNS])
{
	int first = 0;
	while (first < TABLE_COLUMNS - 1 && widths[first] == 0)
		first++;
	return first;
}

void table_draw(const struct table *table, const struct catalog *catalog, struct grid *grid, struct rect at, table_cell_fn cell,
		const void *data)
{
	int widths[TABLE_COLUMNS];
	table_widths(table, at.columns, widths);
	int first = first_column(widths);
	for (guint i = 0; i <= (guint)table->shown && i <= table->rows - table->first; i++) {
		int column = at.column + 3;
		guint row = table->first + i - 1;
		bool marked = i > 0 && row == table->row;
		enum ui_role role = UI_TEXT;
		if (i > 0) {
			g_autofree char *sign = cell(data, data_row(table, row), -1, &role);
			// One run of cells of one role costs the fewest bytes when the mark moves.
			if (marked)
				grid_fill(grid, at.row + (int)i, at.column + 1, 2, UI_SELECTED, " ");
			grid_text(grid, at.row + (int)i, at.column + 1, 1, marked ? UI_SELECTED : role, marked ? ">" : sign);
		}
		for (int c = 0; table->columns[c].title != NULL; c++) {
			if (widths[c] == 0)
				continue;
			role = i == 0 ? UI_COLUMN : UI_TEXT;
			g_autofree char *text = i == 0 ? heading(table, catalog, c, widths[c]) : cell(data, data_row(table, row), c, &role);
			grid_text(grid, at.row + (int)i, column, widths[c], marked && c == first ? UI_SELECTED : role, text);
			column += widths[c] + 1;
		}
		if (marked)
			grid_cursor(grid, at.row + (int)i, at.column + 1);
	}
}

struct rect table_frame(const struct table *table, struct grid *grid, struct rect body, int columns, const char *title)
{
	struct rect at = {0, (body.columns - columns) / 2, (int)table->rows + 4, columns};
	at.row = body.row + MAX((body.rows - at.rows) / 2, 0);
	grid_frame(grid, at, title);
	return at;
}

void table_frame_row(const struct table *table, struct grid *grid, struct rect at, guint row, const char *text)
{
	bool marked = row == table->row;
	int line = at.row + 2 + (int)row;
	grid_text(grid, line, at.column + 5, at.columns - 7, marked ? UI_SELECTED : UI_DIALOG, text);
	if (!marked)
		return;
	grid_text(grid, line, at.column + 3, 1, UI_FOCUS, ">");
	grid_cursor(grid, line, at.column + 5);
}
