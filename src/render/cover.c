// SPDX-License-Identifier: Apache-2.0
// The title page, the compact block that stands for it, and the mark.
#include "flow-priv.h"
#include "logo-priv.h"

#define BAND 330.0
#define FACT_X (MARGIN + 140)
#define FACT_LINES 4
#define COMPACT_LABEL 84.0

static const struct report_fact *fact_at(const struct report *report, guint i)
{
	return &g_array_index(report->facts, struct report_fact, i);
}

/* A shield with three bars. */
static void mark_draw(struct canvas *canvas, enum colour colour, double x, double y, double height)
{
	cairo_t *cr = canvas->cr;
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, height / 44, height / 44);
	canvas_colour(canvas, colour);
	cairo_set_line_width(cr, 2.6);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	cairo_move_to(cr, 19, 2);
	cairo_line_to(cr, 36, 8);
	cairo_line_to(cr, 36, 21);
	cairo_curve_to(cr, 36, 32, 29, 38, 19, 42);
	cairo_curve_to(cr, 9, 38, 2, 32, 2, 21);
	cairo_line_to(cr, 2, 8);
	cairo_close_path(cr);
	cairo_stroke(cr);
	cairo_rectangle(cr, 10, 22, 4.6, 8);
	cairo_rectangle(cr, 16.7, 17, 4.6, 13);
	cairo_rectangle(cr, 23.4, 12, 4.6, 18);
	cairo_fill(cr);
	cairo_restore(cr);
}

static void draw_band(struct canvas *canvas, const struct report *report)
{
	cairo_rectangle_t page = paper_page(report->paper);
	canvas_box(canvas, COLOUR_NAVY, &(cairo_rectangle_t){page.x, 0, page.width, BAND});
	canvas_box(canvas, COLOUR_ORANGE, &(cairo_rectangle_t){page.x, BAND, page.width, 5});
	marking_draw(canvas, report->tlp, MARGIN + CONTENT, 56);
	if (canvas->logo != NULL)
		logo_draw(canvas, &report->own_logo, &(struct logo_place){.x = MARGIN, .y = 46, .width = 160, .height = 44, .on_dark = true});
	else if (report->logo)
		mark_draw(canvas, COLOUR_WHITE, MARGIN, 46, 44);
	double height = canvas_tagged(canvas, "H1", &(struct label){.style = STYLE_TITLE, .text = report->title, .x = MARGIN, .y = 170, .width = CONTENT,
		.lines = 2});
	canvas_tagged(canvas, "P", &(struct label){.style = STYLE_SUBTITLE, .text = report->words.subtitle, .x = MARGIN, .y = 176 + height,
		.width = CONTENT, .lines = 1});
	canvas_tagged(canvas, "P", &(struct label){.style = STYLE_COVER_PERIOD, .text = report->period, .x = MARGIN, .y = 290, .width = CONTENT,
		.lines = 1});
}

static double draw_fact(struct canvas *canvas, const struct report_fact *fact, double y)
{
	canvas_tag(canvas, "TR");
	canvas_tagged(canvas, "TH", &(struct label){.style = STYLE_FACT_LABEL, .text = fact->label, .x = MARGIN, .y = y, .width = FACT_X - MARGIN - 8,
		.lines = 2});
	double height = canvas_tagged(canvas, "TD", &(struct label){.style = STYLE_FACT, .text = fact->value, .x = FACT_X, .y = y,
		.width = MARGIN + CONTENT - FACT_X, .lines = FACT_LINES});
	canvas_untag(canvas, "TR");
	canvas_rule(canvas, COLOUR_RULE, MARGIN, y + height + 4, CONTENT);
	return height + 9;
}

static double draw_entry(struct canvas *canvas, const struct report_section *section, int page, double y)
{
	g_autofree char *target = g_strdup_printf("dest='%s'", section->key);
	g_autofree char *number = g_strdup_printf("%d", page);
	canvas_tag(canvas, "TOCI");
	cairo_tag_begin(canvas->cr, CAIRO_TAG_LINK, target);
	canvas_text(canvas, &(struct label){.style = STYLE_LINK, .text = section->title, .x = MARGIN, .y = y, .width = CONTENT - 40, .lines = 1});
	canvas_text(canvas, &(struct label){.style = STYLE_FACT, .text = number, .x = MARGIN + CONTENT, .y = y, .side = SIDE_RIGHT});
	cairo_tag_end(canvas->cr, CAIRO_TAG_LINK);
	canvas_untag(canvas, "TOCI");
	canvas_rule(canvas, COLOUR_RULE, MARGIN, y + 17, CONTENT);
	return 21;
}

double marking_draw(struct canvas *canvas, enum tlp tlp, double right, double y)
{
	static const enum colour inks[] = {
		[TLP_NONE] = COLOUR_BLACK, [TLP_CLEAR] = COLOUR_WHITE, [TLP_GREEN] = COLOUR_TLP_GREEN, [TLP_AMBER] = COLOUR_TLP_AMBER,
		[TLP_AMBER_STRICT] = COLOUR_TLP_AMBER, [TLP_RED] = COLOUR_TLP_RED};
	if (tlp == TLP_NONE)
		return 0;
	struct label label = {.style = STYLE_TLP, .text = enum_to_label(tlp_names, (int)tlp), .x = right - 8, .y = y, .side = SIDE_RIGHT,
		.colour = inks[tlp]};
	double width = canvas_width(canvas, &label) + 16;
	canvas_box(canvas, COLOUR_BLACK, &(cairo_rectangle_t){right - width, y - 1, width, 18});
	canvas_text(canvas, &label);
	return width;
}

void cover_draw(struct canvas *canvas, const struct flow *flow)
{
	const struct report *report = flow->report;
	double y = BAND + 38;
	draw_band(canvas, report);
	canvas_tag(canvas, "Table");
	for (guint i = 0; i < report->facts->len; i++)
		y += draw_fact(canvas, fact_at(report, i), y);
	canvas_untag(canvas, "Table");
	y += 14;
	y += canvas_tagged(canvas, "H2", &(struct label){.style = STYLE_H2, .text = report->words.contents, .x = MARGIN, .y = y}) + 4;
	canvas_tag(canvas, "TOC");
	for (guint i = 0; i < report->sections->len; i++)
		y += draw_entry(canvas, report->sections->pdata[i], flow_page_of(flow, report->sections->pdata[i]), y);
	canvas_untag(canvas, "TOC");
}

static void draw_compact_title(struct canvas *canvas, const struct piece *piece)
{
	const struct report *report = piece->subject;
	double taken = 40;
	if (canvas->logo != NULL)
		taken = 16 + logo_draw(canvas, &report->own_logo, &(struct logo_place){.x = MARGIN + CONTENT, .y = piece->y - 4, .width = 120,
			.height = 28, .right = true});
	canvas_tagged(canvas, "H1", &(struct label){.style = STYLE_H1, .text = report->title, .x = MARGIN, .y = piece->y, .width = CONTENT - taken,
		.lines = 1});
	if (report->logo && canvas->logo == NULL)
		mark_draw(canvas, COLOUR_NAVY, MARGIN + CONTENT - 24, piece->y - 2, 27);
}

static struct label compact_value(const struct report *report, guint i, double y)
{
	double half = (CONTENT - 16) / 2, x = MARGIN + i % 2 * (half + 16);
	return (struct label){.style = STYLE_TABLE, .text = fact_at(report, i)->value, .x = x + COMPACT_LABEL, .y = y, .width = half - COMPACT_LABEL,
		.lines = FACT_LINES};
}

static void draw_compact_row(struct canvas *canvas, const struct piece *piece)
{
	const struct report *report = piece->subject;
	for (guint i = piece->index; i < MIN(piece->index + 2, report->facts->len); i++) {
		struct label value = compact_value(report, i, piece->y + 3);
		canvas_tag(canvas, "TR");
		canvas_tagged(canvas, "TH", &(struct label){.style = STYLE_MUTED, .text = fact_at(report, i)->label, .x = value.x - COMPACT_LABEL,
			.y = value.y, .width = COMPACT_LABEL - 6, .lines = 2});
		canvas_tagged(canvas, "TD", &value);
		canvas_untag(canvas, "TR");
	}
	canvas_rule(canvas, COLOUR_GRID, MARGIN, piece->y + piece->height, CONTENT);
}

void place_compact(struct flow *flow)
{
	const struct report *report = flow->report;
	flow_add(flow, &(struct piece){.draw = draw_compact_title, .subject = report, .height = 32});
	for (guint i = 0; i < report->facts->len; i += 2) {
		double height = 11;
		for (guint j = i; j < MIN(i + 2, report->facts->len); j++) {
			struct label value = compact_value(report, j, 0);
			struct label label = {.style = STYLE_MUTED, .text = fact_at(report, j)->label, .width = COMPACT_LABEL - 6, .lines = 2};
			height = MAX(height, MAX(canvas_height(flow->canvas, &value), canvas_height(flow->canvas, &label)));
		}
		flow_add(flow, &(struct piece){draw_compact_row, report, NULL, i, "Table", .height = height + 6});
	}
	flow_space(flow, 18);
}
