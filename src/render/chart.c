// SPDX-License-Identifier: Apache-2.0
// Charts over time: columns, area, the line of the period before, axes.
#include "chart-priv.h"

#define COLUMN 0.68      /* of a step */
#define LABEL_GAP 6
#define TICKS_MOST 8

/* The plot inside the axes, and what turns values into places. */
struct plot {
	struct canvas *canvas;
	const struct report_block *block;
	double x, y, width, height;
	uint64_t step, top; /* of the value axis */
};

static const struct report_point *point_at(const struct plot *plot, guint i)
{
	return &g_array_index(plot->block->points, struct report_point, i);
}

static double pitch(const struct plot *plot)
{
	return plot->width / plot->block->points->len;
}

static double middle(const struct plot *plot, guint i)
{
	return plot->x + (i + 0.5) * pitch(plot);
}

static double level(const struct plot *plot, uint64_t value)
{
	return plot->y + plot->height - (double)value / (double)plot->top * plot->height;
}

static guint peak_of(const struct plot *plot)
{
	guint peak = 0;
	for (guint i = 1; i < plot->block->points->len; i++)
		if (point_at(plot, i)->value > point_at(plot, peak)->value)
			peak = i;
	return peak;
}

static void set_axis(struct plot *plot)
{
	uint64_t most = 1;
	for (guint i = 0; i < plot->block->points->len; i++) {
		most = MAX(most, point_at(plot, i)->value);
		if (plot->block->has_previous && plot->block->chart == CHART_COLUMNS)
			most = MAX(most, point_at(plot, i)->previous);
	}
	plot->step = report_axis_step(most);
	plot->top = most / plot->step * plot->step + (most % plot->step != 0 ? plot->step : 0);
}

static struct label axis_label(const struct plot *plot, const char *text, uint64_t value)
{
	double half = 5 * plot->canvas->scale;
	return (struct label){.style = STYLE_CAPTION, .text = text, .x = plot->x - LABEL_GAP, .y = level(plot, value) - half, .side = SIDE_RIGHT};
}

/* Narrows the plot by its widest value label. */
static void make_room(struct plot *plot)
{
	double widest = 0;
	for (uint64_t n = 0; n <= plot->top / plot->step; n++) {
		g_autofree char *text = report_short_number(plot->block->words, n * plot->step);
		struct label label = axis_label(plot, text, 0);
		widest = MAX(widest, canvas_width(plot->canvas, &label));
	}
	plot->x += widest + LABEL_GAP;
	plot->width -= widest + LABEL_GAP;
}

static void draw_grid(const struct plot *plot)
{
	uint64_t lines = plot->top / plot->step;
	uint64_t every = plot->height < 110 && lines % 2 == 0 ? 2 : 1;
	for (uint64_t n = 0; n <= lines; n += every) {
		g_autofree char *text = report_short_number(plot->block->words, n * plot->step);
		struct label label = axis_label(plot, text, n * plot->step);
		canvas_rule(plot->canvas, n == 0 ? COLOUR_AXIS : COLOUR_GRID, plot->x, level(plot, n * plot->step), plot->width);
		canvas_text(plot->canvas, &label);
	}
}

/* Steps between two labels of the time axis, so that none touches the next. */
static guint tick_distance(const struct plot *plot)
{
	guint n = plot->block->points->len;
	struct label label = {.style = STYLE_CAPTION, .text = point_at(plot, n - 1)->label};
	double needed = (canvas_width(plot->canvas, &label) + 14) / pitch(plot);
	return MAX(MAX((guint)needed + 1, 1), (n + TICKS_MOST - 1) / TICKS_MOST);
}

static void draw_ticks(const struct plot *plot)
{
	guint distance = tick_distance(plot);
	for (guint i = 0; i < plot->block->points->len; i += distance) {
		struct label label = {.style = STYLE_CAPTION, .text = point_at(plot, i)->label, .y = plot->y + plot->height + 4, .side = SIDE_CENTRE};
		double half = canvas_width(plot->canvas, &label) / 2;
		label.x = CLAMP(middle(plot, i), plot->x + half, plot->x + plot->width - half);
		canvas_text(plot->canvas, &label);
	}
}

static void draw_columns(const struct plot *plot)
{
	guint peak = peak_of(plot);
	double width = pitch(plot) * COLUMN;
	for (guint i = 0; i < plot->block->points->len; i++) {
		double top = level(plot, point_at(plot, i)->value);
		canvas_box(plot->canvas, i == peak ? COLOUR_NAVY : COLOUR_BLUE,
			&(cairo_rectangle_t){middle(plot, i) - width / 2, top, width, plot->y + plot->height - top});
	}
	struct label label = {.style = STYLE_CAPTION_STRONG, .text = point_at(plot, peak)->number, .side = SIDE_CENTRE};
	double half = canvas_width(plot->canvas, &label) / 2;
	label.x = CLAMP(middle(plot, peak), plot->x + half, plot->x + plot->width - half);
	label.y = level(plot, point_at(plot, peak)->value) - 11 * plot->canvas->scale;
	canvas_text(plot->canvas, &label);
}

static void trace(const struct plot *plot, bool previous)
{
	for (guint i = 0; i < plot->block->points->len; i++)
		cairo_line_to(plot->canvas->cr, middle(plot, i), level(plot, previous ? point_at(plot, i)->previous : point_at(plot, i)->value));
}

static void stroke(const struct plot *plot, enum colour colour)
{
	canvas_colour(plot->canvas, colour);
	cairo_set_line_width(plot->canvas->cr, 1.3);
	cairo_set_line_join(plot->canvas->cr, CAIRO_LINE_JOIN_ROUND);
	cairo_stroke(plot->canvas->cr);
}

static void draw_area(const struct plot *plot)
{
	cairo_t *cr = plot->canvas->cr;
	cairo_move_to(cr, middle(plot, 0), level(plot, 0));
	trace(plot, false);
	cairo_line_to(cr, middle(plot, plot->block->points->len - 1), level(plot, 0));
	canvas_colour(plot->canvas, COLOUR_FILL);
	cairo_fill(cr);
	trace(plot, false);
	stroke(plot, COLOUR_BLUE);
}

void chart_draw(struct canvas *canvas, const struct report_block *block, const cairo_rectangle_t *area)
{
	double below = 15 * canvas->scale, above = 12 * canvas->scale;
	struct plot plot = {canvas, block, area->x, area->y + above, area->width, area->height - below - above, 1, 1};
	set_axis(&plot);
	make_room(&plot);
	draw_grid(&plot);
	if (block->chart == CHART_AREA) {
		draw_area(&plot);
	} else {
		draw_columns(&plot);
		if (block->has_previous) {
			trace(&plot, true);
			stroke(&plot, COLOUR_ORANGE);
		}
	}
	draw_ticks(&plot);
}

void chart_legend(struct canvas *canvas, const struct report_block *block, double right, double y)
{
	if (!block->has_previous || block->chart != CHART_COLUMNS)
		return;
	double unit = canvas->scale;
	struct label previous = {.style = STYLE_CAPTION, .text = block->words->previous_period, .x = right, .y = y, .side = SIDE_RIGHT};
	double at = right - canvas_width(canvas, &previous) - 22 * unit;
	canvas_text(canvas, &previous);
	canvas_colour(canvas, COLOUR_ORANGE);
	cairo_set_line_width(canvas->cr, 1.3);
	cairo_move_to(canvas->cr, at, y + 5 * unit);
	cairo_rel_line_to(canvas->cr, 18 * unit, 0);
	cairo_stroke(canvas->cr);
	struct label now = {.style = STYLE_CAPTION, .text = block->words->this_period, .x = at - 14 * unit, .y = y, .side = SIDE_RIGHT};
	at = now.x - canvas_width(canvas, &now) - 12 * unit;
	canvas_text(canvas, &now);
	canvas_box(canvas, COLOUR_BLUE, &(cairo_rectangle_t){at, y + 1.5 * unit, 8 * unit, 7 * unit});
}

void chart_trend(struct canvas *canvas, const GArray *values, const cairo_rectangle_t *area)
{
	uint64_t most = 0;
	for (guint i = 0; i < values->len; i++)
		most = MAX(most, g_array_index(values, uint64_t, i));
	if (values->len < 2 || most == 0)
		return;
	for (guint i = 0; i < values->len; i++) {
		double share = (double)g_array_index(values, uint64_t, i) / (double)most;
		cairo_line_to(canvas->cr, area->x + area->width * i / (values->len - 1), area->y + area->height * (1 - share));
	}
	canvas_colour(canvas, COLOUR_BLUE);
	cairo_set_line_width(canvas->cr, 1);
	cairo_set_line_join(canvas->cr, CAIRO_LINE_JOIN_ROUND);
	cairo_stroke(canvas->cr);
}
