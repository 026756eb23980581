/* SPDX-License-Identifier: Apache-2.0 */
/* The cell grid that every screen is drawn on: graphemes and roles, no colours, no terminal. Everything drawn is clipped to the grid and
 * made safe; what was cut from a text is marked. What cannot be marked, because there is no room at all or another text stands there, is
 * noted in the grid, so that a test finds it on any screen. */
#ifndef TIDINGS_UI_CORE_GRID_PRIV_H
#define TIDINGS_UI_CORE_GRID_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "role-table.h"
#include "tidings/util/auto.h"

#define UI_ROLE_ENUM(id, name) UI_##id,
enum ui_role { UI_ROLES(UI_ROLE_ENUM) UI_N_ROLES };

#define CELL_BYTES 23 /* longer graphemes lose their last marks */
#define GRID_CUT 95   /* bytes of a text that is reported as cut */

struct cell {
	char text[CELL_BYTES + 1]; /* one grapheme; "" = the right half of the wide one before */
	uint8_t role;
	bool written; /* part of a text, and not blank */
};

struct grid {
	int rows, columns;
	struct cell *cells;
	int cursor_row, cursor_column; /* where the focus is */
	char cut[GRID_CUT + 1];        /* the first text since it was cleared that lost something without a mark; "" = none */
};

/* A part of a grid. */
struct rect {
	int row, column, rows, columns;
};

/* Blank, of that size (at least 1x1, at most 1000x1000). Releasing or setting the size again frees what was there. */
void grid_resize(struct grid *grid, int rows, int columns);
void grid_release(struct grid *grid);
AUTORELEASE_DEFINE(grid, grid_release)

/* All blanks; the cursor goes to the top left corner. */
void grid_clear(struct grid *grid);
/* The cell, borrowed; NULL outside. */
const struct cell *grid_cell(const struct grid *grid, int row, int column) G_GNUC_WARN_UNUSED_RESULT;
/* Text (UTF-8 from anywhere) in at most width columns; the columns that it took. A longer text ends with an ellipsis. */
int grid_text(struct grid *grid, int row, int column, int width, enum ui_role role, const char *text);
/* The same, wrapped, in the rows of the rectangle; the rows that it took. What finds no room in the last one is marked there. */
int grid_text_wrapped(struct grid *grid, struct rect at, enum ui_role role, const char *text);
/* Like grid_text, its end at column + width. */
void grid_text_right(struct grid *grid, int row, int column, int width, enum ui_role role, const char *text);
/* width cells of the one-column text. */
void grid_fill(struct grid *grid, int row, int column, int width, enum ui_role role, const char *text);
/* A horizontal line over the whole width. */
void grid_rule(struct grid *grid, int row);
/* A blank frame with a title in its upper side, ASCII like the rest of the lines where the terminal has no others (ui/term). */
void grid_frame(struct grid *grid, struct rect at, const char *title);
/* Puts the hardware cursor; clipped to the grid. */
void grid_cursor(struct grid *grid, int row, int column);

#endif
