/* SPDX-License-Identifier: Apache-2.0 */
/* Tables: columns that share the width and drop by priority, and a marked row in a list that scrolls. */
#ifndef TIDINGS_UI_CORE_TABLE_PRIV_H
#define TIDINGS_UI_CORE_TABLE_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "action-priv.h"
#include "grid-priv.h"
#include "tidings/util/catalog.h"

#define TABLE_COLUMNS 10

struct table_column {
	const char *title; /* to be translated */
	int width;         /* at least */
	int grow;          /* share of what is left; 0 = none */
	int priority;      /* what does not fit goes, the highest number first; 0 always stays */
};

struct table {
	const struct table_column *columns; /* ended by a NULL title */
	guint rows, row;                    /* how many; which is marked */
	guint first;                        /* shown at the top */
	int shown;                          /* rows that fit; set by table_fit */
};

/* Text of a cell, given, and its role; the row's mark ("!", " ") for column -1. */
typedef char *(*table_cell_fn)(const void *data, guint row, int column, enum ui_role *ret_role);

/* How many rows there are and how many fit: scrolls so that the marked row is shown. */
void table_fit(struct table *table, guint rows, int shown);
/* ACT_UP, ACT_DOWN, ACT_PAGE_UP ...: true when it was one of them. */
bool table_act(struct table *table, enum action action);
/* Heading and rows; the marked row has ">" and a reverse column `marked`, and the cursor. */
void table_draw(const struct table *table, const struct catalog *catalog, struct grid *grid, struct rect at, table_cell_fn cell,
		const void *data);

#endif
