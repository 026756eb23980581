// SPDX-License-Identifier: Apache-2.0
// The cell grid that screens are drawn on.
#include "core/grid-priv.h"

#include <string.h>

#include "core/editor-priv.h"
#include "tidings/util/safe-text.h"

#define GRID_MAX 1000

void grid_release(struct grid *grid)
{
	if (grid == NULL)
		return;
	g_free(grid->cells);
	memset(grid, 0, sizeof *grid);
}

void grid_clear(struct grid *grid)
{
	for (int i = 0; i < grid->rows * grid->columns; i++)
		grid->cells[i] = (struct cell){.text = " ", .role = UI_TEXT};
	grid->cursor_row = 0;
	grid->cursor_column = 0;
	grid->cut[0] = '\0';
}

void grid_resize(struct grid *grid, int rows, int columns)
{
	grid_release(grid);
	grid->rows = CLAMP(rows, 1, GRID_MAX);
	grid->columns = CLAMP(columns, 1, GRID_MAX);
	grid->cells = g_new0(struct cell, (gsize)grid->rows * (gsize)grid->columns);
	grid_clear(grid);
}

static struct cell *cell_at(struct grid *grid, int row, int column)
{
	if (row < 0 || row >= grid->rows || column < 0 || column >= grid->columns)
		return NULL;
	return &grid->cells[row * grid->columns + column];
}

const struct cell *grid_cell(const struct grid *grid, int row, int column)
{
	if (row < 0 || row >= grid->rows || column < 0 || column >= grid->columns)
		return NULL;
	return &grid->cells[row * grid->columns + column];
}

// A wide grapheme whose half is overwritten would shift the rest of its row.
static void heal_neighbours(struct grid *grid, int row, int column, int width)
{
	struct cell *first = cell_at(grid, row, column);
	struct cell *before = cell_at(grid, row, column - 1);
	struct cell *after = cell_at(grid, row, column + width);
	if (first != NULL && first->text[0] == '\0' && before != NULL)
		g_strlcpy(before->text, " ", sizeof before->text);
	if (after != NULL && after->text[0] == '\0')
		g_strlcpy(after->text, " ", sizeof after->text);
}

// text is one grapheme of at most 2 columns.
static void put_grapheme(struct grid *grid, int row, int column, enum ui_role role, const char *text, int width)
{
	size_t length = strlen(text);
	struct cell *cell = cell_at(grid, row, column);
	if (cell == NULL || cell_at(grid, row, column + width - 1) == NULL)
		return;
	heal_neighbours(grid, row, column, width);
	while (length > CELL_BYTES)
		length = (size_t)(g_utf8_find_prev_char(text, text + length) - text);
	memcpy(cell->text, text, length);
	cell->text[length] = '\0';
	for (int i = 0; i < width; i++) {
		cell[i].role = (uint8_t)role;
		cell[i].written = false;
	}
	if (width == 2)
		cell[1].text[0] = '\0';
}

// The first one is enough to find the others.
static void note_cut(struct grid *grid, const char *text)
{
	if (grid->cut[0] == '\0' && text[strspn(text, " ")] != '\0')
		g_strlcpy(grid->cut, text, sizeof grid->cut);
}

// True when the grapheme would stand where another text or the side of a frame does.
static bool is_taken(const struct grid *grid, int row, int column, int width, const char *grapheme)
{
	for (int i = 0; i < width; i++) {
		const struct cell *cell = grid_cell(grid, row, column + i);
		bool side = cell != NULL && cell->role == UI_RULE && strcmp(cell->text, "│") == 0;
		if (side || (cell != NULL && cell->written && strcmp(cell->text, grapheme) != 0))
			return true;
	}
	return false;
}

static void mark_written(struct grid *grid, int row, int column, int width, const char *grapheme)
{
	for (int i = 0; i < width; i++) {
		struct cell *cell = cell_at(grid, row, column + i);
		if (cell != NULL)
			cell->written = strcmp(grapheme, " ") != 0;
	}
}

int grid_text(struct grid *grid, int row, int column, int width, enum ui_role role, const char *text)
{
	g_autofree char *safe = safe_text(text, -1);
	g_autofree char *clipped = text_clip(safe, MIN(width, grid->columns - column));
	int used = 0;
	size_t length = 0;
	if (grid_cell(grid, row, column) == NULL || width <= 0)
		note_cut(grid, safe);
	for (const char *at = clipped; (length = text_grapheme(at)) > 0; at += length) {
		g_autofree char *grapheme = g_strndup(at, length);
		int columns = CLAMP(text_columns(grapheme), 0, 2);
		if (columns == 0)
			continue;
		if (is_taken(grid, row, column + used, columns, grapheme))
			note_cut(grid, safe);
		put_grapheme(grid, row, column + used, role, grapheme, columns);
		mark_written(grid, row, column + used, columns, grapheme);
		used += columns;
	}
	return used;
}

int grid_text_wrapped(struct grid *grid, struct rect at, enum ui_role role, const char *text)
{
	g_autoptr(GArray) lines = text_wrap(text, at.columns);
	int n = MIN((int)lines->len, at.rows);
	if (n <= 0)
		note_cut(grid, text);
	for (int i = 0; i < n; i++) {
		struct text_line line = g_array_index(lines, struct text_line, i);
		bool cut = i == n - 1 && (int)lines->len > n;
		g_autofree char *part = g_strchomp(g_strndup(text + line.start, line.end - line.start));
		g_autofree char *shown = g_strconcat(part, cut ? "…" : "", NULL);
		grid_text(grid, at.row + i, at.column, at.columns, role, shown);
	}
	return MAX(n, 0);
}

void grid_text_right(struct grid *grid, int row, int column, int width, enum ui_role role, const char *text)
{
	g_autofree char *safe = safe_text(text, -1);
	int columns = MIN(text_columns(safe), width);
	grid_text(grid, row, column + width - columns, columns, role, safe);
}

void grid_fill(struct grid *grid, int row, int column, int width, enum ui_role role, const char *text)
{
	for (int i = 0; i < width; i++)
		put_grapheme(grid, row, column + i, role, text, 1);
}

void grid_rule(struct grid *grid, int row)
{
	grid_fill(grid, row, 0, grid->columns, UI_RULE, "─");
}

void grid_frame(struct grid *grid, struct rect at, const char *title)
{
	int right = at.column + at.columns - 1;
	int bottom = at.row + at.rows - 1;
	for (int row = at.row; row <= bottom; row++) {
		grid_fill(grid, row, at.column - 1, at.columns + 2, UI_DIALOG, " ");
		grid_fill(grid, row, at.column, 1, UI_RULE, "│");
		grid_fill(grid, row, right, 1, UI_RULE, "│");
	}
	grid_fill(grid, at.row, at.column, at.columns, UI_RULE, "─");
	grid_fill(grid, bottom, at.column, at.columns, UI_RULE, "─");
	grid_fill(grid, at.row, at.column, 1, UI_RULE, "┌");
	grid_fill(grid, at.row, right, 1, UI_RULE, "┐");
	grid_fill(grid, bottom, at.column, 1, UI_RULE, "└");
	grid_fill(grid, bottom, right, 1, UI_RULE, "┘");
	if (grid_cell(grid, at.row, at.column) == NULL || grid_cell(grid, bottom, right) == NULL)
		note_cut(grid, title);
	g_autofree char *spaced = g_strdup_printf(" %s ", title);
	int width = MIN(text_columns(spaced), at.columns - 4);
	grid_text(grid, at.row, at.column + (at.columns - width) / 2, width, UI_TITLE, spaced);
}

void grid_cursor(struct grid *grid, int row, int column)
{
	grid->cursor_row = CLAMP(row, 0, grid->rows - 1);
	grid->cursor_column = CLAMP(column, 0, grid->columns - 1);
}
