/* SPDX-License-Identifier: Apache-2.0 */
/* Statistics + plan -> document -> text, HTML, CSV, JSON. Pure: no I/O, no clock, the same input gives the same bytes. */
#ifndef TIDINGS_REPORT_REPORT_H
#define TIDINGS_REPORT_REPORT_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/report-plan.h"
#include "tidings/model/statistics.h"
#include "tidings/util/auto.h"

/* A document of pages and blocks: every number and word final, no layout. All texts are owned by the report and safe. */
enum block_kind { BLOCK_HEADING, BLOCK_TEXT, BLOCK_FACTS, BLOCK_FIGURES, BLOCK_CHART, BLOCK_TABLE };

struct report_fact { char *label, *value; };                 /* a line of the cover: "Period", "24 Sep 2026 ..." */
struct report_figure { char *label, *value, *change, *note; int direction; }; /* a KPI card: change is signed; direction -1, 0, 1; note "vs previous 7 days" */
struct report_point { char *label; double value; double previous; char *text; }; /* a step of a chart; text = the number in words */
struct report_row { char **cells; double share; };           /* of a table; share 0 to 1 for the bar beside the number */

enum chart_kind { CHART_COLUMNS, CHART_AREA, CHART_BARS };

struct report_block {
	enum block_kind kind;
	int level;            /* heading: 1, 2 */
	char *title;          /* heading, chart, table */
	char *text;           /* text; chart: alternative text with its main fact; table or chart without data: the sentence that says so */
	GArray *facts;        /* struct report_fact */
	GArray *figures;      /* struct report_figure */
	enum chart_kind chart;
	GArray *points;       /* struct report_point; NULL or empty: no data, text says so */
	bool has_previous;
	char **columns;       /* table: heads; first column is the rank, then indicator or name, then the number */
	bool monospace;       /* table: second column is an indicator */
	GArray *rows;         /* struct report_row */
};

struct report_page { GPtrArray *blocks; };

struct report {
	char *title, *period_text, *zone_text, *language;
	char *task_name;
	int64_t generated;
	bool title_page, logo;
	GPtrArray *facts;     /* struct report_fact *: cover, or compact block */
	GPtrArray *pages;     /* struct report_page * */
	struct js *plan, *statistics; /* exact figures for JSON; owned */
	/* words that back ends need */
	char *contents_word, *page_format, *generated_text, *defang_note;
};

/* Builds the document. previous: the same question for the period before, or NULL. Given. */
struct report *report_new(const struct report_plan *plan, const struct stats_query *query, const struct stats_result *result, const struct stats_result *previous) G_GNUC_WARN_UNUSED_RESULT;
void report_free(struct report *report);
AUTOPTR_DEFINE(report, report_free)

/* Back ends. All given. */
char *report_to_text(const struct report *report) G_GNUC_WARN_UNUSED_RESULT;  /* at most 76 columns, LF */
/* Body of the mail; the chart is <img src="cid:CHART_CID"> when chart_cid is not NULL. Under 100 KB, no script, no remote reference. */
char *report_to_html(const struct report *report, const char *chart_cid) G_GNUC_WARN_UNUSED_RESULT;
char *report_to_csv(const struct report *report) G_GNUC_WARN_UNUSED_RESULT;   /* RFC 4180, BOM, CRLF, formulae neutralised */
char *report_to_json(const struct report *report) G_GNUC_WARN_UNUSED_RESULT;  /* {"plan":{},"statistics":{}} one line */
/* The chart shown in the mail: the first BLOCK_CHART with data; borrowed, NULL when there is none. */
const struct report_block *report_chart(const struct report *report) G_GNUC_WARN_UNUSED_RESULT;

/* An indicator as a person may see it: hxxp, [.] , [@], [:]; hashes untouched (REPORT.md). Given. */
char *report_defang(enum indicator_kind kind, const char *indicator) G_GNUC_WARN_UNUSED_RESULT;

#endif
