// SPDX-License-Identifier: Apache-2.0
// Headline figures as cards.
#include "flow-priv.h"

#include <math.h>

#include "chart-priv.h"

#define HEIGHT 86.0
#define PADDING 10.0
#define WIDEST 246.0
#define TREND_WIDTH 62.0

static const enum colour tones[] = {[TONE_NEUTRAL] = COLOUR_MUTED, [TONE_WORSE] = COLOUR_RED, [TONE_BETTER] = COLOUR_GREEN};

/* A number that is too long for its card becomes smaller, never shorter: it is exact. */
static void draw_number(struct canvas *canvas, const char *number, const cairo_rectangle_t *box)
{
	struct label label = {.style = STYLE_NUMBER, .text = number, .x = box->x + PADDING, .y = box->y + 24};
	double width = canvas_width(canvas, &label), room = box->width - 2 * PADDING;
	label.scale = width > room ? room / width : 1;
	label.y += 30 * (1 - label.scale) / 2;
	canvas_text(canvas, &label);
}

/* A change of twelve digits takes the place of the trend. */
static bool leaves_room(struct canvas *canvas, struct label change, double room)
{
	change.width = 0;
	return canvas_width(canvas, &change) + PADDING <= room - TREND_WIDTH;
}

static void draw_card(struct canvas *canvas, const struct report_figure *figure, const cairo_rectangle_t *box)
{
	double x = box->x + PADDING, room = box->width - 2 * PADDING;
	canvas_round_box(canvas, COLOUR_PANEL, box);
	canvas_tag(canvas, "P");
	canvas_text(canvas, &(struct label){.style = STYLE_STRONG, .text = figure->label, .x = x, .y = box->y + PADDING, .width = room, .lines = 1,
		.colour = COLOUR_MUTED});
	draw_number(canvas, figure->number, box);
	const struct label change = {.style = STYLE_STRONG, .text = figure->change, .x = x, .y = box->y + 57, .width = room, .lines = 1,
				     .colour = tones[figure->tone]};
	canvas_text(canvas, &change);
	canvas_text(canvas, &(struct label){.style = STYLE_CAPTION, .text = figure->note, .x = x, .y = box->y + 70, .width = room, .lines = 1});
	canvas_untag(canvas, "P");
	if (figure->trend != NULL && leaves_room(canvas, change, room))
		chart_trend(canvas, figure->trend, &(cairo_rectangle_t){box->x + box->width - PADDING - TREND_WIDTH, box->y + 56, TREND_WIDTH, 13});
}

static void draw_figures(struct canvas *canvas, const struct piece *piece)
{
	const struct report_block *block = piece->subject;
	guint n = block->figures->len;
	double width = fmin((CONTENT - GUTTER * (n - 1)) / n, WIDEST);
	for (guint i = 0; i < n; i++)
		draw_card(canvas, &g_array_index(block->figures, struct report_figure, i),
			&(cairo_rectangle_t){MARGIN + i * (width + GUTTER), piece->y, width, HEIGHT});
}

void place_figures(struct flow *flow, const struct report_block *block)
{
	if (block->figures->len > 0)
		flow_add(flow, &(struct piece){.draw = draw_figures, .subject = block, .height = HEIGHT});
}
