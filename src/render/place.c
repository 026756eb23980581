// SPDX-License-Identifier: Apache-2.0
// Sections, headings, sentences and charts: placed and drawn.
#include "flow-priv.h"

#include "chart-priv.h"

#define SECTION_GAP 26
#define BLOCK_GAP 16
#define COLUMNS_HEIGHT 200
#define AREA_HEIGHT 124
#define BULLET 14
#define PAIR_GAP 24.0

/* Link targets are our own keys: nothing in them needs quoting. */
static void begin_target(struct canvas *canvas, const char *key)
{
	g_autofree char *attributes = g_strdup_printf("name='%s'", key);
	cairo_tag_begin(canvas->cr, CAIRO_TAG_DEST, attributes);
}

static void draw_section_title(struct canvas *canvas, const struct piece *piece)
{
	const struct report_section *section = piece->subject;
	begin_target(canvas, section->key);
	canvas_tagged(canvas, "H1", &(struct label){.style = STYLE_H1, .text = piece->text, .x = MARGIN, .y = piece->y, .width = CONTENT});
	cairo_tag_end(canvas->cr, CAIRO_TAG_DEST);
}

static void draw_block_title(struct canvas *canvas, const struct piece *piece)
{
	const struct report_block *block = piece->subject;
	begin_target(canvas, block->key);
	canvas_tagged(canvas, "H2", &(struct label){.style = STYLE_H2, .text = piece->text, .x = piece->x, .y = piece->y, .width = piece->width, .lines = 1});
	cairo_tag_end(canvas->cr, CAIRO_TAG_DEST);
	if (block->kind == BLOCK_CHART && block->points->len > 0)
		chart_legend(canvas, block, MARGIN + CONTENT, piece->y + 4);
}

static void draw_sentence(struct canvas *canvas, const struct piece *piece)
{
	canvas_tagged(canvas, "P", &(struct label){.style = STYLE_BODY, .text = piece->text, .x = piece->x, .y = piece->y, .width = piece->width,
		.colour = COLOUR_MUTED});
}

static void draw_note(struct canvas *canvas, const struct piece *piece)
{
	canvas_box(canvas, COLOUR_PANEL, &(cairo_rectangle_t){MARGIN, piece->y, CONTENT, piece->height - 6});
	canvas_box(canvas, COLOUR_ORANGE, &(cairo_rectangle_t){MARGIN, piece->y, 3, piece->height - 6});
	canvas_tagged(canvas, "P", &(struct label){.style = STYLE_BODY, .text = piece->text, .x = MARGIN + 12, .y = piece->y + 6, .width = CONTENT - 20});
}

static void draw_bullet(struct canvas *canvas, const struct piece *piece)
{
	canvas_tag(canvas, "LI");
	canvas_box(canvas, COLOUR_ORANGE, &(cairo_rectangle_t){MARGIN + 2, piece->y + 5, 4, 4});
	canvas_text(canvas, &(struct label){.style = STYLE_BODY, .text = piece->text, .x = MARGIN + BULLET, .y = piece->y, .width = CONTENT - BULLET});
	canvas_untag(canvas, "LI");
}

static void draw_chart(struct canvas *canvas, const struct piece *piece)
{
	const struct report_block *block = piece->subject;
	canvas_figure(canvas, block->text);
	chart_draw(canvas, block, &(cairo_rectangle_t){MARGIN, piece->y, CONTENT, piece->height});
	canvas_untag(canvas, "Figure");
}

/* A text over the whole width, less `inset`, with `padding` below. */
static void place_text(struct flow *flow, piece_fn draw, const char *text, double inset, double padding)
{
	double height = canvas_height(flow->canvas, &(struct label){.style = STYLE_BODY, .text = text, .width = flow->width - inset});
	flow_add(flow, &(struct piece){.draw = draw, .text = text, .height = height + padding});
}

static void place_list(struct flow *flow, const struct report_block *block)
{
	place_title(flow, block, 30);
	for (guint i = 0; i < block->lines->len; i++) {
		const char *text = block->lines->pdata[i];
		double height = canvas_height(flow->canvas, &(struct label){.style = STYLE_BODY, .text = text, .width = CONTENT - BULLET});
		flow_add(flow, &(struct piece){draw_bullet, block, text, i, "L", .height = height + 3});
	}
}

void place_title(struct flow *flow, const struct report_block *block, double with)
{
	flow_space(flow, BLOCK_GAP);
	flow_need(flow, TITLE_HEIGHT + with);
	if (block->title != NULL)
		flow_add(flow, &(struct piece){.draw = draw_block_title, .subject = block, .text = block->title, .height = TITLE_HEIGHT});
}

static void place_chart(struct flow *flow, const struct report_block *block)
{
	double height = (block->chart == CHART_COLUMNS ? COLUMNS_HEIGHT : AREA_HEIGHT) - paper_lacks(flow->report->paper) / 2;
	place_title(flow, block, height);
	flow_add(flow, &(struct piece){.draw = draw_chart, .subject = block, .height = height});
}

static bool is_empty(const struct report_block *block)
{
	switch (block->kind) {
	case BLOCK_CHART:
		return block->points->len == 0;
	case BLOCK_BARS:
	case BLOCK_TABLE:
	case BLOCK_HEAT:
		return block->rows->len == 0;
	default:
		return false;
	}
}

static void place_block(struct flow *flow, const struct report_block *block)
{
	static void (*const places[])(struct flow *, const struct report_block *) = {
		[BLOCK_LIST] = place_list, [BLOCK_FIGURES] = place_figures, [BLOCK_CHART] = place_chart, [BLOCK_BARS] = place_bars,
		[BLOCK_TABLE] = place_table, [BLOCK_HEAT] = place_heat,
	};
	if (!is_empty(block)) {
		places[block->kind](flow, block);
		return;
	}
	place_title(flow, block, 20);
	place_text(flow, draw_sentence, block->text, 0, 4);
}

static bool pairs(const struct report_section *section, guint i)
{
	if (i + 1 >= section->blocks->len)
		return false;
	const struct report_block *left = section->blocks->pdata[i], *right = section->blocks->pdata[i + 1];
	return left->narrow && right->narrow;
}

/* A block in one half of the width; gives the y at which it ends. */
static double place_half(struct flow *flow, const struct report_block *block, double x, double y)
{
	flow->x = x;
	flow->y = y;
	flow->titled = true;
	place_block(flow, block);
	return flow->y;
}

/* Two narrow blocks beside each other, on one page. */
static void place_pair(struct flow *flow, const struct report_block *left, const struct report_block *right)
{
	flow_space(flow, BLOCK_GAP);
	flow_need(flow, TITLE_HEIGHT + BAR_ROW * MAX(left->rows->len, right->rows->len));
	double y = flow->y;
	flow->width = (CONTENT - PAIR_GAP) / 2;
	double left_end = place_half(flow, left, MARGIN, y), right_end = place_half(flow, right, MARGIN + flow->width + PAIR_GAP, y);
	flow->y = MAX(left_end, right_end);
	flow->x = MARGIN;
	flow->width = CONTENT;
}

static void place_section(struct flow *flow, const struct report_section *section)
{
	flow_add(flow, &(struct piece){.draw = draw_section_title, .subject = section, .text = section->title, .height = 32});
	if (section->note != NULL)
		place_text(flow, draw_sentence, section->note, 0, 10);
	flow->titled = true;
	for (guint i = 0; i < section->blocks->len; i++) {
		if (pairs(section, i)) {
			place_pair(flow, section->blocks->pdata[i], section->blocks->pdata[i + 1]);
			i++;
		} else {
			place_block(flow, section->blocks->pdata[i]);
		}
	}
}

/* A section shares a page only when all of it fits. */
static void place_section_well(struct flow *flow, const struct report_section *section)
{
	guint pieces = flow->pieces->len;
	int page = flow->page;
	double y = flow->y;
	flow_space(flow, SECTION_GAP);
	place_section(flow, section);
	if (flow->page == page || y <= BODY_TOP)
		return;
	g_array_set_size(flow->pieces, pieces);
	flow->page = page + 1;
	flow->y = BODY_TOP;
	place_section(flow, section);
}

void place_report(struct flow *flow)
{
	if (!flow->report->title_page)
		place_compact(flow);
	for (guint i = 0; i < flow->report->notes->len; i++)
		place_text(flow, draw_note, flow->report->notes->pdata[i], 20, 18);
	if (flow->report->notes->len > 0)
		flow_space(flow, 8);
	for (guint i = 0; i < flow->report->sections->len; i++) {
		const struct report_section *section = flow->report->sections->pdata[i];
		if (i == 0)
			place_section(flow, section);
		else
			place_section_well(flow, section);
	}
}
