// SPDX-License-Identifier: Apache-2.0
// Tables of indicators: rows that are never split.
#include "flow-priv.h"

#include <math.h>

#define HEAD_HEIGHT 18.0
#define NAME_LINES 4

/* Columns of a table: rank, name, bar with number, share. */
#define RANK_END (MARGIN + 16)
#define NAME_X (MARGIN + 24)
#define NAME_WIDTH 312.0
#define BAR_X (NAME_X + NAME_WIDTH + 10)
#define BAR_WIDTH 42.0
#define NUMBER_END (BAR_X + BAR_WIDTH + 62)
#define SHARE_END (MARGIN + CONTENT - 4)

static const struct report_row *row_at(const struct report_block *block, guint i)
{
	return &g_array_index(block->rows, struct report_row, i);
}

static void cell(struct canvas *canvas, const char *tag, const struct label *label)
{
	canvas_tagged(canvas, tag, label);
}

static void draw_head(struct canvas *canvas, const struct piece *piece)
{
	const struct report_block *block = piece->subject;
	double y = piece->y + 4;
	canvas_box(canvas, COLOUR_PANEL, &(cairo_rectangle_t){MARGIN, piece->y, CONTENT, HEAD_HEIGHT});
	canvas_rule(canvas, COLOUR_AXIS, MARGIN, piece->y + HEAD_HEIGHT, CONTENT);
	canvas_tag(canvas, "TR");
	cell(canvas, "TH", &(struct label){.style = STYLE_HEAD, .text = "#", .x = RANK_END, .y = y, .side = SIDE_RIGHT});
	cell(canvas, "TH", &(struct label){.style = STYLE_HEAD, .text = block->words->indicator, .x = NAME_X, .y = y});
	cell(canvas, "TH", &(struct label){.style = STYLE_HEAD, .text = block->words->detections, .x = NUMBER_END, .y = y, .side = SIDE_RIGHT});
	cell(canvas, "TH", &(struct label){.style = STYLE_HEAD, .text = block->words->share, .x = SHARE_END, .y = y, .side = SIDE_RIGHT});
	canvas_untag(canvas, "TR");
}

static struct label name_label(const struct report_block *block, const struct report_row *row, double y)
{
	return (struct label){.style = block->monospace ? STYLE_MONO : STYLE_TABLE, .text = row->name, .x = NAME_X, .y = y, .width = NAME_WIDTH,
		.lines = NAME_LINES};
}

static void draw_row(struct canvas *canvas, const struct piece *piece)
{
	const struct report_block *block = piece->subject;
	const struct report_row *row = row_at(block, piece->index);
	g_autofree char *rank = g_strdup_printf("%u", piece->index + 1);
	double y = piece->y + 3;
	struct label name = name_label(block, row, y);
	canvas_tag(canvas, "TR");
	cell(canvas, "TD", &(struct label){.style = STYLE_CAPTION, .text = rank, .x = RANK_END, .y = y, .side = SIDE_RIGHT});
	canvas_tag(canvas, "TD");
	double height = canvas_text(canvas, &name);
	if (row->detail[0] != '\0')
		canvas_text(canvas, &(struct label){.style = STYLE_CAPTION, .text = row->detail, .x = NAME_X, .y = y + height});
	canvas_untag(canvas, "TD");
	cell(canvas, "TD", &(struct label){.style = STYLE_STRONG, .text = row->number, .x = NUMBER_END, .y = y - 0.5, .side = SIDE_RIGHT});
	cell(canvas, "TD", &(struct label){.style = STYLE_MUTED, .text = row->share, .x = SHARE_END, .y = y - 0.5, .side = SIDE_RIGHT});
	canvas_untag(canvas, "TR");
	canvas_box(canvas, COLOUR_BAR, &(cairo_rectangle_t){BAR_X, y + 1, fmax(BAR_WIDTH * row->bar, 1), 8});
	canvas_rule(canvas, COLOUR_GRID, MARGIN, piece->y + piece->height, CONTENT);
}

static double row_height(struct flow *flow, const struct report_block *block, guint i)
{
	const struct report_row *row = row_at(block, i);
	struct label name = name_label(block, row, 0);
	double padding = paper_lacks(flow->report->paper) > 0 ? 5 : 6;
	return canvas_height(flow->canvas, &name) + (row->detail[0] != '\0' ? 10 : 0) + padding;
}

void place_table(struct flow *flow, const struct report_block *block)
{
	struct piece head = {.draw = draw_head, .subject = block, .container = "Table", .height = HEAD_HEIGHT};
	place_title(flow, block, fmin(HEAD_HEIGHT + 16.0 * block->rows->len, 70));
	flow_add(flow, &head);
	for (guint i = 0; i < block->rows->len; i++) {
		double height = row_height(flow, block, i);
		bool last_but_one = i + 2 == block->rows->len && i > 0; /* the last row is not left alone on a page */
		if (flow_need(flow, height + (last_but_one ? row_height(flow, block, i + 1) : 0)))
			flow_add(flow, &head);
		flow_add(flow, &(struct piece){draw_row, block, NULL, i, "Table", .height = height});
	}
}
