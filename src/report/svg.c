// SPDX-License-Identifier: Apache-2.0
// A chart as inline SVG, for a page that stands alone.
#include "svg-priv.h"

#define LEFT 44
#define TOP 8
#define WIDTH 520
#define HEIGHT 172
#define TICKS 6
#define POINTS_MOST 800

struct svg {
	GString *out;
	const struct report_block *block;
	guint points; /* drawn: a longer series is cut */
	uint64_t step, most; /* of the axis */
};

/* Tenths of a unit: printed without a floating point number, so that no locale shows. */
static void put_tenths(GString *out, int64_t tenths)
{
	g_string_append_printf(out, "%" G_GINT64_FORMAT ".%d", tenths / 10, (int)(tenths % 10));
}

static int64_t x_tenths(const struct svg *svg, guint i)
{
	return (int64_t)i * WIDTH * 10 / svg->points + LEFT * 10;
}

/* Of a column. */
static int64_t middle_tenths(const struct svg *svg, guint i)
{
	return x_tenths(svg, i) + WIDTH * 10 * 34 / 100 / (int64_t)svg->points;
}

static int64_t y_tenths(const struct svg *svg, uint64_t value)
{
	return (TOP + HEIGHT) * 10 - (int64_t)((double)MIN(value, svg->most) / (double)svg->most * HEIGHT * 10);
}

static void put_grid(const struct svg *svg)
{
	for (uint64_t at = 0; at <= svg->most; at += svg->step) {
		g_autofree char *label = report_short_number(svg->block->words, at);
		g_autofree char *markup = g_markup_escape_text(label, -1);
		g_string_append_printf(svg->out, "<path stroke=\"#8793A1\" stroke-opacity=\"%s\" d=\"M%d ", at == 0 ? "1" : ".3", LEFT);
		put_tenths(svg->out, y_tenths(svg, at));
		g_string_append_printf(svg->out, "h%d\"/><text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"", WIDTH, LEFT - 6);
		put_tenths(svg->out, y_tenths(svg, at) + 35);
		g_string_append_printf(svg->out, "\">%s</text>", markup);
	}
}

static void put_labels(const struct svg *svg)
{
	for (guint i = 0; i < svg->points; i += svg->points / TICKS + 1) {
		g_autofree char *markup = g_markup_escape_text(g_array_index(svg->block->points, struct report_point, i).label, -1);
		g_string_append(svg->out, "<text class=\"tick\" text-anchor=\"middle\" x=\"");
		put_tenths(svg->out, MAX(middle_tenths(svg, i), (LEFT + 14) * 10));
		g_string_append_printf(svg->out, "\" y=\"%d\">%s</text>", TOP + HEIGHT + 16, markup);
	}
}

static void put_columns(const struct svg *svg)
{
	int64_t width = MAX(WIDTH * 10 * 68 / 100 / (int64_t)svg->points, 5);
	g_string_append(svg->out, "<path class=\"now\" fill=\"#1F66AD\" d=\"");
	for (guint i = 0; i < svg->points; i++) {
		int64_t y = y_tenths(svg, g_array_index(svg->block->points, struct report_point, i).value);
		g_string_append_c(svg->out, 'M');
		put_tenths(svg->out, x_tenths(svg, i));
		g_string_append_printf(svg->out, " %dV", TOP + HEIGHT);
		put_tenths(svg->out, y);
		g_string_append_c(svg->out, 'h');
		put_tenths(svg->out, width);
		g_string_append_printf(svg->out, "V%dz", TOP + HEIGHT);
	}
	g_string_append(svg->out, "\"/>");
}

static void put_line(const struct svg *svg, bool previous, const char *attributes)
{
	g_string_append_printf(svg->out, "<path fill=\"none\" %s d=\"", attributes);
	for (guint i = 0; i < svg->points; i++) {
		const struct report_point *point = &g_array_index(svg->block->points, struct report_point, i);
		g_string_append_c(svg->out, i == 0 ? 'M' : 'L');
		put_tenths(svg->out, middle_tenths(svg, i));
		g_string_append_c(svg->out, ' ');
		put_tenths(svg->out, y_tenths(svg, previous ? point->previous : point->value));
	}
	g_string_append(svg->out, "\"/>");
}

void svg_put(GString *out, const struct report_block *block)
{
	bool previous = block->has_previous && block->chart == CHART_COLUMNS;
	struct svg svg = {out, block, MIN(block->points->len, POINTS_MOST), 1, 0};
	for (guint i = 0; i < svg.points; i++) {
		const struct report_point *point = &g_array_index(block->points, struct report_point, i);
		svg.most = MAX(svg.most, MAX(point->value, previous ? point->previous : 0));
	}
	svg.step = report_axis_step(svg.most);
	svg.most = (svg.most + svg.step - 1) / svg.step * svg.step;
	g_autofree char *alternative = g_markup_escape_text(block->text, -1);
	g_string_append_printf(out, "<svg role=\"img\" viewBox=\"0 0 568 210\" width=\"100%%\"><title>%s</title>", alternative);
	put_grid(&svg);
	if (block->chart == CHART_COLUMNS)
		put_columns(&svg);
	else
		put_line(&svg, false, "class=\"line\" stroke=\"#1F66AD\" stroke-width=\"1.6\"");
	if (previous)
		put_line(&svg, true, "stroke=\"#C8690A\" stroke-width=\"1.4\"");
	put_labels(&svg);
	g_string_append(out, "</svg>\n");
}
