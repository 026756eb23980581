/* SPDX-License-Identifier: Apache-2.0 */
/* The dashboard: figures of a period beside those of the one before, their course, categories and top indicators. */
#ifndef TIDINGS_UI_SCREENS_DASHBOARD_PRIV_H
#define TIDINGS_UI_SCREENS_DASHBOARD_PRIV_H

#include "core/table-priv.h"
#include "screens/console-priv.h"
#include "tidings/app/statistics.h"

#define DASHBOARD_TOP 100 /* indicators in each list */

enum dashboard_panel { PANEL_COURSE, PANEL_CATEGORIES, PANEL_TOP, PANELS };

struct dashboard {
	struct task task;               /* what is shown: period, zone, tenants, source; a report of it can be downloaded */
	struct statistics_span span;
	struct stats_result now, before;
	int64_t read;                   /* when the figures were read */
	char *fault;                    /* why there are none; NULL = there are */
	gint64 asked;                   /* the same on the monotonic clock, in microseconds */
	bool stale;                     /* something has changed since */
	enum dashboard_panel panel;     /* has the focus */
	bool detections;                /* the course of detections, not of incoming events */
	enum stats_top list;
	struct table course;            /* its rows are the steps */
	struct table categories, top;
};

/* Where the parts of the page stand: rows of the grid. */
struct dashboard_layout {
	int period, scope, figures, heading, bars, n_bars, step, lists, n_lists;
};

/* The state of a page of that period; free it with dashboard_free. */
struct dashboard *dashboard_new(struct console *console, const char *period) G_GNUC_WARN_UNUSED_RESULT;
void dashboard_free(void *state);
/* Pushes the page. */
void dashboard_open(struct console *console);
/* Reads the figures anew. */
void dashboard_read(struct console *console, struct dashboard *state);

/* dashboard-draw.c */
struct dashboard_layout dashboard_layout(struct rect body) G_GNUC_WARN_UNUSED_RESULT;
void dashboard_draw(const struct console *console, const void *data, struct grid *grid, struct rect body);

/* dashboard-text.c: everything in words and figures, and the marked row; given. */
char *dashboard_text(const struct console *console, const struct dashboard *state) G_GNUC_WARN_UNUSED_RESULT;
char *dashboard_row_text(const struct console *console, const struct dashboard *state) G_GNUC_WARN_UNUSED_RESULT;
/* "Last 24 hours: Mon 23 Nov 12:00 - Tue 24 Nov 12:00, UTC", "Tenants: all   Source: All   without false positives", "24 Nov 13:00" of a step, "+4 %" (given, "" when there is nothing to compare with). */
char *dashboard_period(const struct console *console, const struct dashboard *state) G_GNUC_WARN_UNUSED_RESULT;
char *dashboard_scope(const struct console *console, const struct dashboard *state) G_GNUC_WARN_UNUSED_RESULT;
char *dashboard_step(const struct console *console, const struct dashboard *state, guint step) G_GNUC_WARN_UNUSED_RESULT;
char *dashboard_change(const struct dashboard *state, uint64_t now, uint64_t before) G_GNUC_WARN_UNUSED_RESULT;
/* "Incoming events per hour"; borrowed. */
const char *dashboard_course_name(const struct console *console, const struct dashboard *state) G_GNUC_WARN_UNUSED_RESULT;
const char *dashboard_list_name(const struct console *console, enum stats_top list) G_GNUC_WARN_UNUSED_RESULT;

/* dashboard-form.c: what is shown, chosen in a form; and a report of it into a file. at: name of the item that gets the focus. */
void dashboard_choose(struct console *console, const struct dashboard *state, const char *at);
void dashboard_download(struct console *console, const struct dashboard *state);

#endif
