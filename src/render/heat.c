// SPDX-License-Identifier: Apache-2.0
// The heat map: a row of cells a weekday, the row's number beside it, hours and a legend below.
#include "flow-priv.h"

#include <math.h>

#define CELL_HEIGHT 14.0
#define BELOW 30.0 /* hours and legend */
#define TICKS 3    /* columns between two heads */

static const struct report_row *row_at(const struct report_block *block, guint i)
{
	return &g_array_index(block->rows, struct report_row, i);
}

static void draw_row(struct canvas *canvas, const struct report_block *block, guint i, const cairo_rectangle_t *cells)
{
	const struct report_row *row = row_at(block, i);
	double y = cells->y + i * CELL_HEIGHT, width = cells->width / block->heads->len;
	canvas_text(canvas, &(struct label){.style = STYLE_CAPTION, .text = row->name, .x = MARGIN, .y = y + 2});
	for (guint j = 0; j < block->heads->len; j++) {
		enum colour colour = COLOUR_HEAT_0 + (enum colour)report_heat_level(block, i, j);
		canvas_box(canvas, colour, &(cairo_rectangle_t){cells->x + j * width + 0.5, y + 0.5, width - 1, CELL_HEIGHT - 1});
	}
	canvas_text(canvas, &(struct label){.style = STYLE_STRONG, .text = row->number, .x = MARGIN + CONTENT, .y = y + 1, .side = SIDE_RIGHT});
}

static void draw_hours(struct canvas *canvas, const struct report_block *block, const cairo_rectangle_t *cells)
{
	for (guint j = 0; j < block->heads->len; j += TICKS)
		canvas_text(canvas, &(struct label){.style = STYLE_CAPTION, .text = block->heads->pdata[j], .x = cells->x + j * cells->width / block->heads->len,
			.y = cells->y + cells->height + 3});
}

static void draw_legend(struct canvas *canvas, const struct report_block *block, double right, double y)
{
	struct label more = {.style = STYLE_CAPTION, .text = block->words->more, .x = right, .y = y, .side = SIDE_RIGHT};
	double x = right - canvas_width(canvas, &more) - 6 - HEAT_LEVELS * 9;
	canvas_text(canvas, &more);
	for (int level = 0; level < HEAT_LEVELS; level++)
		canvas_box(canvas, COLOUR_HEAT_0 + (enum colour)level, &(cairo_rectangle_t){x + level * 9, y + 2, 8, 7});
	canvas_text(canvas, &(struct label){.style = STYLE_CAPTION, .text = block->words->fewer, .x = x - 5, .y = y, .side = SIDE_RIGHT});
}

static void draw_heat(struct canvas *canvas, const struct piece *piece)
{
	const struct report_block *block = piece->subject;
	double names = 0, numbers = 0;
	for (guint i = 0; i < block->rows->len; i++) {
		names = fmax(names, canvas_width(canvas, &(struct label){.style = STYLE_CAPTION, .text = row_at(block, i)->name}));
		numbers = fmax(numbers, canvas_width(canvas, &(struct label){.style = STYLE_STRONG, .text = row_at(block, i)->number}));
	}
	cairo_rectangle_t cells = {MARGIN + names + 6, piece->y, CONTENT - names - numbers - 14, block->rows->len * CELL_HEIGHT};
	canvas_figure(canvas, block->text);
	for (guint i = 0; i < block->rows->len; i++)
		draw_row(canvas, block, i, &cells);
	draw_hours(canvas, block, &cells);
	draw_legend(canvas, block, cells.x + cells.width, cells.y + cells.height + 16);
	canvas_untag(canvas, "Figure");
}

void place_heat(struct flow *flow, const struct report_block *block)
{
	double height = block->rows->len * CELL_HEIGHT + BELOW;
	place_title(flow, block, height);
	flow_add(flow, &(struct piece){.draw = draw_heat, .subject = block, .height = height});
}
