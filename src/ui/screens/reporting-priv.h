/* SPDX-License-Identifier: Apache-2.0 */
/* The Reporting page: the first screen. */
#ifndef TIDINGS_UI_SCREENS_REPORTING_PRIV_H
#define TIDINGS_UI_SCREENS_REPORTING_PRIV_H

#include "core/table-priv.h"
#include "screens/console-priv.h"
#include "tidings/app/sender.h"
#include "tidings/app/task-lines.h"
#include "tidings/app/task.h"

enum { TASK_STATUS, TASK_NAME, TASK_RECIPIENTS, TASK_RECURS, TASK_NEXT, TASK_LAST, TASK_TENANTS };

/* Its state: what was read from app, and which task is marked. */
struct reporting {
	struct task_lines *lines; /* NULL when they could not be read */
	struct run_brief *last; /* of each line, while the table is sorted by it; NULL else */
	GHashTable *views;    /* id -> struct task_view *: whole tasks, of the rows that are seen */
	struct mail_settings mail;
	bool has_mail;
	char *last_test;      /* NULL = never tested */
	struct sender_status sender;
	struct table table;
	uint32_t marked;      /* id of the marked task, so that it stays marked when the list changes; 0 = none */
	uint32_t detail;      /* id of the task that the detail pane shows; it follows the mark after a moment */
	char *fault;          /* why the tasks could not be read */
};

/* reporting-rows.c: reads the tasks and puts them in order; the marked one stays marked while it is there. */
void reporting_read(struct console *console, struct reporting *state);
/* Puts them in order again. */
void reporting_arrange(struct console *console, struct reporting *state);
/* Reads the whole tasks of the rows that are seen and were not yet. */
void reporting_load(const struct console *console, struct reporting *state);
/* The whole task of a row of the lines; NULL when there is none, or it was not seen. */
const struct task_view *reporting_view(const struct reporting *state, guint row) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the data and pushes the page. */
void reporting_open(struct console *console);
/* reporting-draw.c: the page. */
void reporting_draw(const struct console *console, const void *state, struct grid *grid, struct rect body);
/* Rows of the body that the table has, without its heading. */
int reporting_rows(struct rect body) G_GNUC_WARN_UNUSED_RESULT;
extern const struct table_column reporting_columns[], reporting_columns_of_tenant[];
/* Marks a task once the page is read again (after it was added). */
void reporting_mark(struct console *console, uint32_t id);

#endif
