// SPDX-License-Identifier: Apache-2.0
// Lists of bars: name, bar, number, share and change, each row on one line.
#include "flow-priv.h"

#include <math.h>

#define BAR_HEIGHT 9.0
#define GAP 10.0

static const enum colour tones[] = {[TONE_NEUTRAL] = COLOUR_MUTED, [TONE_WORSE] = COLOUR_RED, [TONE_BETTER] = COLOUR_GREEN};

/* Where the columns of a block end, from its left. A column that has nothing takes no room. */
struct columns {
	double name, bar, number, share, change;
};

static const struct report_row *row_at(const struct report_block *block, guint i)
{
	return &g_array_index(block->rows, struct report_row, i);
}

static double widest(struct canvas *canvas, const struct report_block *block, enum style style, size_t member)
{
	double width = 0;
	for (guint i = 0; i < block->rows->len; i++) {
		const char *text = *(char *const *)(const void *)((const char *)row_at(block, i) + member);
		if (text != NULL && *text != '\0')
			width = fmax(width, canvas_width(canvas, &(struct label){.style = style, .text = text}) + GAP);
	}
	return width;
}

/* The widest name up to half of the width; what remains is the bar's. */
static const struct columns *columns_of(struct flow *flow, const struct report_block *block)
{
	struct canvas *canvas = flow->canvas;
	struct columns *columns = g_new(struct columns, 1);
	double width = flow->width;
	double name = fmin(widest(canvas, block, STYLE_TABLE, offsetof(struct report_row, name)), width / 2);
	double change = block->narrow ? 0 : widest(canvas, block, STYLE_TABLE, offsetof(struct report_row, change));
	double share = width - change, number = share - widest(canvas, block, STYLE_MUTED, offsetof(struct report_row, share));
	double bar = number - widest(canvas, block, STYLE_STRONG, offsetof(struct report_row, number));
	*columns = (struct columns){name, bar, number, share, width};
	g_ptr_array_add(flow->columns, columns);
	return columns;
}

static void draw_cell(struct canvas *canvas, enum style style, const char *text, enum colour colour, const cairo_rectangle_t *at)
{
	canvas_tagged(canvas, "TD", &(struct label){.style = style, .text = text, .x = at->x, .y = at->y, .side = SIDE_RIGHT, .colour = colour});
}

static void draw_bar(struct canvas *canvas, const struct piece *piece)
{
	const struct report_block *block = piece->subject;
	const struct report_row *row = row_at(block, piece->index);
	const struct columns *columns = piece->columns;
	double x = piece->x, y = piece->y + 3, track = columns->bar - columns->name;
	canvas_tag(canvas, "TR");
	canvas_tagged(canvas, "TH", &(struct label){.style = STYLE_TABLE, .text = row->name, .x = x, .y = y, .width = columns->name - 8, .lines = 1});
	draw_cell(canvas, STYLE_STRONG, row->number, COLOUR_OF_STYLE, &(cairo_rectangle_t){.x = x + columns->number, .y = y});
	draw_cell(canvas, STYLE_MUTED, row->share, COLOUR_OF_STYLE, &(cairo_rectangle_t){.x = x + columns->share, .y = y});
	if (row->change != NULL && columns->change > columns->share)
		draw_cell(canvas, STYLE_TABLE, row->change, tones[row->tone], &(cairo_rectangle_t){.x = x + columns->change, .y = y});
	canvas_untag(canvas, "TR");
	canvas_box(canvas, COLOUR_TRACK, &(cairo_rectangle_t){x + columns->name, y + 1, track, BAR_HEIGHT});
	canvas_box(canvas, COLOUR_BLUE, &(cairo_rectangle_t){x + columns->name, y + 1, track * row->bar, BAR_HEIGHT});
}

void place_bars(struct flow *flow, const struct report_block *block)
{
	const struct columns *columns = columns_of(flow, block);
	place_title(flow, block, fmin(BAR_ROW * block->rows->len, 90));
	for (guint i = 0; i < block->rows->len; i++) {
		if (i + 2 == block->rows->len && i > 0) /* the last row is not left alone on a page */
			(void)flow_need(flow, 2 * BAR_ROW);
		flow_add(flow, &(struct piece){draw_bar, block, NULL, i, "Table", .height = BAR_ROW, .columns = columns});
	}
}
