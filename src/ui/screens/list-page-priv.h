/* SPDX-License-Identifier: Apache-2.0 */
/* Pages that are a list with a few lines about the marked row below it: what they share, and what differs from one to the next. */
#ifndef TIDINGS_UI_SCREENS_LIST_PAGE_PRIV_H
#define TIDINGS_UI_SCREENS_LIST_PAGE_PRIV_H

#include "core/table-priv.h"
#include "screens/console-priv.h"

struct list_page;

/* What one kind of list is. Texts are to be translated. Members may be NULL unless said otherwise. */
struct list_kind {
	const struct table_column *columns;
	const char *empty; /* said when there is no row */
	GPtrArray *(*read)(struct console *console, const struct list_page *page, GError **error); /* the rows, given */
	char *(*cell)(const struct console *console, const void *row, int column, enum ui_role *ret_role); /* as table_cell_fn */
	char *(*key)(const void *row, int column); /* sorts the column otherwise than its text does; NULL = by its text */
	char *(*name)(const void *row);            /* by which a row is known, given */
	char *(*lines)(const struct console *console, const void *row); /* about the marked row, ended by LF, given */
	/* An action that is not the list's; row: the marked one, NULL = none. */
	void (*act)(struct console *console, struct list_page *page, const void *row, enum action action);
	/* What the question before deleting or disabling says, given; and what is done after it. */
	char *(*question)(const struct console *console, const void *row, enum action action);
	bool (*confirmed)(struct console *console, const struct list_page *page, const void *row, enum action action, GError **error);
};

struct list_page {
	const struct list_kind *kind;
	char *subject;      /* what the list is of: the login whose keys they are; "" = of everything */
	GPtrArray *rows;    /* NULL when they could not be read */
	struct table table;
	char *fault;
	enum action asked;  /* what the open question is about */
	char *wanted;       /* name of the row to be marked when the list is read again; NULL = the one that is */
};

/* Reads the rows and pushes the page. screen has list_page_draw and so on; subject is copied. */
void list_page_open(struct console *console, const struct screen *screen, const struct list_kind *kind, const char *subject);
/* The name of a row of the page below the top screen, to be marked when that page shows again. */
void list_page_mark(struct console *console, const char *name);
/* Asks (QUESTION_DELETE, QUESTION_DISABLE) before the action is done to the marked row. */
void list_page_ask(struct console *console, struct list_page *page, const void *row, enum action action);

/* Members of a struct screen. */
void list_page_refresh(struct console *console, void *page);
void list_page_draw(const struct console *console, const void *page, struct grid *grid, struct rect body);
void list_page_act(struct console *console, void *page, enum action action);
void list_page_filter(struct console *console, void *page, const char *words);
struct table *list_page_table(void *page) G_GNUC_WARN_UNUSED_RESULT;
void list_page_fit(const struct console *console, void *page, struct rect body);
void list_page_answer(struct console *console, void *page, int question, int answer);
void list_page_free(void *page);
#define LIST_PAGE_SCREEN \
	.draw = list_page_draw, .act = list_page_act, .refresh = list_page_refresh, .filter = list_page_filter, .fit = list_page_fit, \
	.table = list_page_table, .answer = list_page_answer, .free = list_page_free

#endif
