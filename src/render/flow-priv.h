/* SPDX-License-Identifier: Apache-2.0 */
/* A report laid out: pieces on pages. Placing measures and draws nothing, so that page numbers are known before the first page is drawn. */
#ifndef TIDINGS_RENDER_FLOW_PRIV_H
#define TIDINGS_RENDER_FLOW_PRIV_H

#include "canvas-priv.h"
#include "tidings/report/report.h"

/* The content is as wide on every paper; x = 0 is where A4 would begin. */
#define MARGIN 45.0
#define CONTENT 505.276
#define BODY_TOP 76.0
#define FOOT 62.0 /* from the end of the body to that of the page */
#define GUTTER 12.0
#define TITLE_HEIGHT 22.0 /* of a block */
#define BAR_ROW 18.0      /* of a list of bars */

/* A page in these coordinates: x may be negative. */
cairo_rectangle_t paper_page(enum paper paper);
/* By how much it is shorter than A4: charts and tables give way, so that as much fits. */
double paper_lacks(enum paper paper);

struct piece;
typedef void (*piece_fn)(struct canvas *canvas, const struct piece *piece);

struct piece {
	piece_fn draw;
	const void *subject;   /* the report, section or block it is of */
	const char *text;      /* what a text piece says; borrowed from the report */
	guint index;           /* row or line */
	const char *container; /* structure element that pieces of one subject share on a page ("Table"); NULL = none */
	double height;
	int page;              /* from 1 */
	double y;
	double x, width;       /* of its column */
	const struct columns *columns; /* of a list of bars, owned by the flow */
};

struct flow {
	struct canvas *canvas; /* for measuring */
	const struct report *report;
	GArray *pieces;        /* struct piece */
	GPtrArray *columns;    /* struct columns of its lists of bars */
	int page;
	double y;
	double x, width;       /* of the present column */
	bool titled;           /* a title or its note was the last thing placed */
};

/* The first page after the cover, if there is one. canvas and report are borrowed. */
void flow_init(struct flow *flow, struct canvas *canvas, const struct report *report);
/* Frees the pieces. */
void flow_release(struct flow *flow);
AUTORELEASE_DEFINE(flow, flow_release)

/* Puts the piece at the present place, on a new page when it does not fit; place and page of the argument are not read. */
void flow_add(struct flow *flow, const struct piece *piece);
/* A gap before what comes next, left out at the top of a page and right below a section's title. */
void flow_space(struct flow *flow, double gap);
/* Goes to a new page unless that much fits on this one. True when it did. */
bool flow_need(struct flow *flow, double height);
/* The page of the first piece of that subject; 0 when there is none. */
int flow_page_of(const struct flow *flow, const void *subject);

/* Places of what a report is made of. */
void place_report(struct flow *flow);
void place_compact(struct flow *flow);
void place_figures(struct flow *flow, const struct report_block *block);
void place_bars(struct flow *flow, const struct report_block *block);
void place_heat(struct flow *flow, const struct report_block *block);
void place_table(struct flow *flow, const struct report_block *block);
/* A block's title; `with` is the height of what must stay on the same page. */
void place_title(struct flow *flow, const struct report_block *block, double with);

/* The report's TLP marking, ended by x = right. Gives its width; 0 without one. */
double marking_draw(struct canvas *canvas, enum tlp tlp, double right, double y);

/* Draws the cover: not a piece, it has a page of its own. */
void cover_draw(struct canvas *canvas, const struct flow *flow);

#endif
