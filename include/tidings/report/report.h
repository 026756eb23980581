/* SPDX-License-Identifier: Apache-2.0 */
/* Statistics + plan -> document -> text, HTML, CSV, JSON. Pure: no I/O, no clock, the same input gives the same bytes. */
#ifndef TIDINGS_REPORT_REPORT_H
#define TIDINGS_REPORT_REPORT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/report-plan.h"
#include "tidings/model/statistics.h"
#include "tidings/util/auto.h"
#include "tidings/util/json.h"

/* A document of sections and blocks: every number and word is final and in the report's language, nothing is laid out.
 * All texts are owned by the report, valid UTF-8 and safe (safe_text); indicators are defanged. */

/* A line of the cover: "Period", "24 September 2026 - ...". */
struct report_fact {
	char *label, *value;
};

enum report_tone { TONE_NEUTRAL, TONE_WORSE, TONE_BETTER };

/* One headline number. */
struct report_figure {
	const char *key;       /* "incoming_events"; of the JSON and the CSV */
	char *label;
	char *number;          /* exact, grouped */
	char *change;          /* "+34.9%", signed; "" when there is nothing to compare with */
	char *note;            /* "vs previous 7 days" */
	enum report_tone tone; /* of the change */
	uint64_t value, previous;
	bool has_previous;
	GArray *trend;         /* uint64_t, one a step; NULL: no trend is known */
};

/* One step of a chart. */
struct report_point {
	char *label;   /* on the axis: "23 Oct" */
	char *name;    /* in a sentence: "23 October 2026" */
	char *number;  /* exact, grouped */
	char *instant; /* start of the step, RFC 3339 with the zone's offset */
	uint64_t value, previous;
};

/* One row of a table or of a bar list. */
struct report_row {
	const char *kind; /* "url" ... "sha256", "monday" ...; NULL for a name */
	char *name;       /* the defanged indicator, or the name */
	char *detail;     /* second line: "URL"; "" = none */
	char *number;     /* exact, grouped */
	char *share;      /* "31.0%" of all detections */
	char *change;     /* against the previous period: "+34.9%"; NULL = not known */
	enum report_tone tone; /* of the change */
	uint64_t value, previous;
	bool has_previous;
	double bar;       /* 0 to 1, of the longest bar in the block */
};

/* Words that the back ends need. */
struct report_words {
	char *contents, *page, *this_period, *previous_period, *indicator, *detections, *share, *change, *subtitle, *fewer, *more;
	char *decimal;          /* "." or "," */
	char *thousand, *million, *milliard; /* "K", "M", "B": after a shortened number of an axis */
};

enum report_block_kind {
	BLOCK_LIST,    /* sentences, with bullets: lines */
	BLOCK_FIGURES, /* figures */
	BLOCK_CHART,   /* points */
	BLOCK_BARS,    /* rows: name, bar, number, share */
	BLOCK_TABLE,   /* rows: rank, name, number with a bar, share, below heads */
	BLOCK_HEAT,    /* rows: name, cells, number; heads above the columns of cells */
};

enum report_chart_kind { CHART_COLUMNS, CHART_AREA };

struct report_block {
	enum report_block_kind kind;
	const char *key;         /* "detections_over_time", "top_md5" ...: stable, of the CSV and of link targets */
	char *title;             /* NULL = none */
	char *text;              /* chart: alternative text with its main facts. Block without data: the sentence that says so */
	GPtrArray *lines;        /* char * */
	GArray *figures;         /* struct report_figure */
	enum report_chart_kind chart;
	GArray *points;          /* struct report_point; empty: no data */
	bool has_previous;       /* points' previous is known */
	bool monospace;          /* rows' names are indicators */
	bool narrow;             /* has room beside another narrow one */
	GArray *rows;            /* struct report_row; empty: no data */
	GArray *cells;           /* uint64_t, as many a row as there are heads */
	GPtrArray *heads;        /* char * */
	const struct report_words *words; /* of the report, borrowed: a chart is drawn from its block alone */
};

struct report_section {
	const char *key;
	char *title;
	char *note;        /* a sentence under the title; NULL = none */
	GPtrArray *blocks; /* struct report_block * */
	const struct report_words *words; /* of the report, borrowed */
};

struct report {
	char *title, *period, *zone, *language;
	char *task_name;
	char *document;         /* the plan's; NULL = none */
	char *message;          /* the administrator's words before the report, lines ended by LF; "" = none */
	struct zoned from, to;  /* the period, half-open */
	struct zoned generated;
	bool title_page, logo;
	struct logo own_logo;   /* stands for the mark; its text is final; png NULL = the mark */
	enum paper paper;
	enum tlp tlp;           /* its marking stands on every page */
	GArray *facts;          /* struct report_fact: the cover, or the compact block */
	GPtrArray *notes;       /* char *: why figures may be less than they seem ("data begin at ..."); empty: none */
	GPtrArray *sections;    /* struct report_section * */
	struct report_words words;
	struct js *plan, *statistics;
};

/* Builds the document. plan, query, result must be of the same period. previous: the answer to the same question for the period before,
 * or NULL. Nothing is kept of the arguments. Given. */
struct report *report_new(const struct report_plan *plan, const struct stats_query *query, const struct stats_result *result,
	const struct stats_result *previous) G_GNUC_WARN_UNUSED_RESULT;
void report_free(struct report *report);
AUTOPTR_DEFINE(report, report_free)

/* For people: at most 76 columns, LF. Given. */
char *report_to_text(const struct report *report) G_GNUC_WARN_UNUSED_RESULT;
/* Body of the mail, below 100 KB whatever the data are: tables, inline styles, no script, no remote reference. The chart of report_chart is
 * <img src="cid:CHART_CID"> and other charts are a sentence; with chart_cid NULL the page's charts are inline SVG. The installation's own logo
 * is "cid:LOGO_CID"; with logo_cid NULL it is in the page, which stands alone then. Given. */
char *report_to_html(const struct report *report, const char *chart_cid, const char *logo_cid) G_GNUC_WARN_UNUSED_RESULT;
/* RFC 4180 with BOM and CRLF; every field quoted, formulae neutralised, indicators defanged, numbers without grouping. Header:
 * section,rank,item,kind,from,value,previous. Given. */
char *report_to_csv(const struct report *report) G_GNUC_WARN_UNUSED_RESULT;
/* One line: {"plan":{...},"statistics":{...}}, statistics as "tidings stats --json" prints them: exact and not defanged. Given. */
char *report_to_json(const struct report *report) G_GNUC_WARN_UNUSED_RESULT;
/* The chart shown in the mail: the first BLOCK_CHART with data; borrowed, NULL when there is none. */
const struct report_block *report_chart(const struct report *report) G_GNUC_WARN_UNUSED_RESULT;

/* A whole number shortened for an axis, in the words' language: "800", "2.5K", "69.1M". Given. */
char *report_short_number(const struct report_words *words, uint64_t value) G_GNUC_WARN_UNUSED_RESULT;

/* The distance of grid lines for values up to most: 1, 2, 2.5 or 5 times a power of ten, a whole number, at least 1, so that four of
 * them reach most. */
uint64_t report_axis_step(uint64_t most) G_GNUC_WARN_UNUSED_RESULT;

/* How warm a cell of a BLOCK_HEAT is: 0 = nothing, 1 to HEAT_LEVELS - 1 by its share of the largest. */
enum { HEAT_LEVELS = 6 };
int report_heat_level(const struct report_block *block, guint row, guint column) G_GNUC_WARN_UNUSED_RESULT;

/* An indicator as a person may see it: hxxp, [.], [@], [:] (REPORT.md); hashes untouched. The result is safe text. Given. */
char *report_defang(enum indicator_kind kind, const char *indicator) G_GNUC_WARN_UNUSED_RESULT;

#endif
