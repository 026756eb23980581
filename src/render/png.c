// SPDX-License-Identifier: Apache-2.0
// A chart as a PNG for the mail.
#include "tidings/render/render.h"

#include <fontconfig/fontconfig.h>

#include "chart-priv.h"
#include "tidings/util/error.h"

#define WIDTH 568
#define HEIGHT 210
#define DENSITY 2
#define TEXT_SCALE 1.35 /* a phone shows the picture at half its size */

static cairo_status_t take(void *data, const unsigned char *bytes, unsigned length)
{
	g_byte_array_append(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

static void draw(cairo_t *cr, const struct report_block *chart)
{
	autorelease(canvas) canvas = {0};
	canvas_init(&canvas, cr, "en");
	canvas.scale = TEXT_SCALE;
	canvas_box(&canvas, COLOUR_WHITE, &(cairo_rectangle_t){0, 0, WIDTH, HEIGHT});
	chart_legend(&canvas, chart, WIDTH - 8, 6);
	chart_draw(&canvas, chart, &(cairo_rectangle_t){8, 14, WIDTH - 16, HEIGHT - 20});
}

GBytes *render_chart_png(const struct report_block *chart, GError **error)
{
	if (chart->kind != BLOCK_CHART || chart->points->len == 0) {
		error_set(error, ERROR_BUG, "block \"%s\" has no chart to draw", chart->key);
		return NULL;
	}
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH * DENSITY, HEIGHT * DENSITY);
	cairo_t *cr = cairo_create(surface);
	cairo_scale(cr, DENSITY, DENSITY);
	draw(cr, chart);
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_write_to_png_stream(surface, take, bytes);
	cairo_surface_destroy(surface);
	if (status != CAIRO_STATUS_SUCCESS) {
		error_set(error, ERROR_BUG, "cannot draw chart \"%s\": %s", chart->key, cairo_status_to_string(status));
		return NULL;
	}
	return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

void render_shutdown(void)
{
	pango_cairo_font_map_set_default(NULL);
	cairo_debug_reset_static_data();
	FcFini();
}
