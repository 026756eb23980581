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
	/* set by the user, obeyed by table_arrange; zeroed: all rows as they come, all columns that fit */
	int sort;                           /* number of the column sorted by, from 1 up; 0 = as the data come */
	bool descending;
	char *filter;                       /* words that a row must have, all of them; NULL = none */
	unsigned left_out;                  /* bits of the columns that are not wanted */
	GArray *order;                      /* of guint: row of the data for each row of the table; NULL = as they come */
};

/* Text of a cell, given, and its role; the row's mark ("!", " ") for column -1. */
typedef char *(*table_cell_fn)(const void *data, guint row, int column, enum ui_role *ret_role);

/* What a row is sorted by in a column, given: the order of the bytes is that of the rows. Column -1: what a filter looks in, in lower case. */
typedef char *(*table_key_fn)(const void *data, guint row, int column);

/* A text in lower case, given: for keys. */
char *table_fold(const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* Frees what the user has set. */
void table_release(struct table *table);
/* Puts the n rows of the data in order and leaves out what the filter does not match; the marked row of the data (TABLE_NONE: none) stays
 * marked when it is still there. */
void table_arrange(struct table *table, guint n, guint marked, table_key_fn key, const void *data);
/* The row of the data that is marked; TABLE_NONE when there is none. */
guint table_marked(const struct table *table) G_GNUC_WARN_UNUSED_RESULT;
#define TABLE_NONE G_MAXUINT
/* ACT_SORT (by the next column, after the last one as they come), ACT_SORT_REVERSE: true when it was one of them; arrange it again then. */
bool table_sort_act(struct table *table, enum action action);
/* "sort: Next run, down   filter: soc", given; "" when neither is set. */
char *table_standing(const struct table *table, const struct catalog *catalog) G_GNUC_WARN_UNUSED_RESULT;

/* How many rows there are and how many fit: scrolls so that the marked row is shown. */
void table_fit(struct table *table, guint rows, int shown);
/* ACT_UP, ACT_DOWN, ACT_PAGE_UP ...: true when it was one of them. */
bool table_act(struct table *table, enum action action);
/* Whether a column is shown at a width. */
bool table_shows(const struct table *table, int width, int column) G_GNUC_WARN_UNUSED_RESULT;
/* Heading and rows; the marked row has ">" and a reverse column `marked`, and the cursor. */
void table_draw(const struct table *table, const struct catalog *catalog, struct grid *grid, struct rect at, table_cell_fn cell,
		const void *data);
/* A list in a frame in the middle of `body`, `columns` wide: where the frame is. */
struct rect table_frame(const struct table *table, struct grid *grid, struct rect body, int columns, const char *title);
/* A row in that frame; the marked one has ">" and the cursor. */
void table_frame_row(const struct table *table, struct grid *grid, struct rect at, guint row, const char *text);

#endif
