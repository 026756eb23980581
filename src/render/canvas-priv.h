/* SPDX-License-Identifier: Apache-2.0 */
/* What everything is drawn with: styles of text, colours, shapes, structure tags. Units are points, y grows downwards. */
#ifndef TIDINGS_RENDER_CANVAS_PRIV_H
#define TIDINGS_RENDER_CANVAS_PRIV_H

#include <cairo.h>
#include <glib.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

#include "tidings/util/auto.h"

enum colour {
	COLOUR_OF_STYLE, COLOUR_WHITE, COLOUR_INK, COLOUR_MUTED, COLOUR_RULE, COLOUR_GRID, COLOUR_PANEL, COLOUR_NAVY, COLOUR_BLUE, COLOUR_BAR,
	COLOUR_FILL, COLOUR_ORANGE, COLOUR_RED, COLOUR_GREEN, COLOUR_AXIS, COLOUR_TRACK, COLOUR_PALE, COLOUR_BLACK,
	COLOUR_HEAT_0, COLOUR_HEAT_1, COLOUR_HEAT_2, COLOUR_HEAT_3, COLOUR_HEAT_4, COLOUR_HEAT_5,
	COLOUR_TLP_GREEN, COLOUR_TLP_AMBER, COLOUR_TLP_RED,
};

enum style {
	STYLE_TITLE, STYLE_SUBTITLE, STYLE_COVER_PERIOD, STYLE_H1, STYLE_H2, STYLE_BODY, STYLE_FACT_LABEL, STYLE_FACT, STYLE_LINK, STYLE_TABLE, STYLE_STRONG,
	STYLE_MUTED, STYLE_CAPTION, STYLE_CAPTION_STRONG, STYLE_HEAD, STYLE_NUMBER, STYLE_MONO, STYLE_TLP,
};

enum side { SIDE_LEFT, SIDE_RIGHT, SIDE_CENTRE };

/* A text and its place. */
struct label {
	enum style style;
	const char *text;
	double x, y;      /* of the box's top; x is its left, right or middle as side says */
	double width;     /* 0: one line as long as it is */
	int lines;        /* at most so many, the last one ends in "..."; 0: as many as it takes */
	enum side side;
	enum colour colour;
	double scale;     /* of the size; 0 = 1 */
};

struct canvas {
	cairo_t *cr;              /* borrowed */
	PangoContext *pango;
	bool tagged;              /* cr draws a PDF */
	double scale;             /* of every text's size */
	cairo_surface_t *logo;    /* the installation's own, owned; NULL = none */
	GPtrArray *alternatives;  /* char *: of the figures, in the order drawn */
};

/* language decides variants of characters. */
void canvas_init(struct canvas *canvas, cairo_t *cr, const char *language);
void canvas_release(struct canvas *canvas);
AUTORELEASE_DEFINE(canvas, canvas_release)

/* Draws the label; gives its height. A character that no font has is drawn as \u{XX}. */
double canvas_text(struct canvas *canvas, const struct label *label);
/* The height and the width it would take. */
double canvas_height(struct canvas *canvas, const struct label *label);
double canvas_width(struct canvas *canvas, const struct label *label);
/* True when some font has every character of text in this style. */
bool canvas_can_show(struct canvas *canvas, enum style style, const char *text);

/* What shapes are drawn with from now on. */
void canvas_colour(struct canvas *canvas, enum colour colour);
/* A filled rectangle. */
void canvas_box(struct canvas *canvas, enum colour colour, const cairo_rectangle_t *box);
/* One whose corners are rounded: at least twice 4 points wide and high. */
void canvas_round_box(struct canvas *canvas, enum colour colour, const cairo_rectangle_t *box);
/* A thin line to the right. */
void canvas_rule(struct canvas *canvas, enum colour colour, double x, double y, double width);

/* A structure element around what is drawn until canvas_untag; nothing in a PNG. The name is one of ours. */
void canvas_tag(struct canvas *canvas, const char *name);
void canvas_untag(struct canvas *canvas, const char *name);
/* A tagged label. */
double canvas_tagged(struct canvas *canvas, const char *name, const struct label *label);
/* Begins a Figure with its alternative text. */
void canvas_figure(struct canvas *canvas, const char *alternative);

#endif
