// SPDX-License-Identifier: Apache-2.0
// A chart as a PNG for the mail.
#include "tidings/render/render.h"

#include <fontconfig/fontconfig.h>
#include <png.h>
#ifdef HAVE_VALGRIND_VALGRIND_H
#include <valgrind/valgrind.h>
#else
#define RUNNING_ON_VALGRIND 0
#endif

#include "chart-priv.h"
#include "tidings/util/error.h"

#define WIDTH 568
#define HEIGHT 210
#define DENSITY 2
#define TEXT_SCALE 1.35 /* a phone shows the picture at half its size */

#define COLOURS_MAX 256

/* A picture with a palette: a third of the octets of one without, and nothing for the filters to try, which takes most of the time. */
struct picture {
	guint8 *indexes; /* WIDTH * HEIGHT * DENSITY * DENSITY */
	guint32 colours[COLOURS_MAX]; /* 0xRRGGBB */
	guint n_colours;
};

static void picture_release(struct picture *picture)
{
	g_clear_pointer(&picture->indexes, g_free);
}
AUTORELEASE_DEFINE(picture, picture_release)

static void draw(cairo_t *cr, const struct report_block *chart)
{
	autorelease(canvas) canvas = {0};
	canvas_init(&canvas, cr, "en");
	canvas.scale = TEXT_SCALE;
	canvas_box(&canvas, COLOUR_WHITE, &(cairo_rectangle_t){0, 0, WIDTH, HEIGHT});
	chart_legend(&canvas, chart, WIDTH - 8, 6);
	chart_draw(&canvas, chart, &(cairo_rectangle_t){8, 14, WIDTH - 16, HEIGHT - 20});
}

/* The colour with so many bits less in each channel; black and white stay as they are. */
static guint32 coarser(guint32 colour, int bits)
{
	guint32 most = 0xFFU >> bits, result = 0;
	for (int shift = 0; shift < 24; shift += 8)
		result |= ((colour >> shift & 0xFF) >> bits) * 0xFF / most << shift;
	return result;
}

/* False when there are more colours than a palette holds. */
static bool picture_fill(struct picture *picture, const guint8 *pixels, size_t stride, int bits)
{
	g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
	guint8 *out = picture->indexes;
	guint32 last = 1U << 24; /* no colour */
	guint at = 0;
	picture->n_colours = 0;
	for (int y = 0; y < HEIGHT * DENSITY; y++) {
		const guint32 *row = (const guint32 *)(const void *)(pixels + (size_t)y * stride);
		for (int x = 0; x < WIDTH * DENSITY; x++) {
			guint32 colour = row[x] & 0xFFFFFF;
			if (colour != last) {
				last = colour;
				colour = coarser(colour, bits);
				at = GPOINTER_TO_UINT(g_hash_table_lookup(known, GUINT_TO_POINTER(colour + 1)));
				if (at == 0 && picture->n_colours == COLOURS_MAX)
					return false;
				if (at == 0) {
					picture->colours[picture->n_colours++] = colour;
					at = picture->n_colours;
					g_hash_table_insert(known, GUINT_TO_POINTER(colour + 1), GUINT_TO_POINTER(at));
				}
			}
			*out++ = (guint8)(at - 1);
		}
	}
	return true;
}

static GBytes *picture_to_png(const struct picture *picture, GError **error)
{
	png_image image = {.version = PNG_IMAGE_VERSION, .width = WIDTH * DENSITY, .height = HEIGHT * DENSITY, .format = PNG_FORMAT_RGB_COLORMAP,
			   .flags = PNG_IMAGE_FLAG_FAST, .colormap_entries = picture->n_colours};
	guint8 colours[COLOURS_MAX * 3] = {0};
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
	for (guint i = 0; i < picture->n_colours * 3; i++)
		colours[i] = (guint8)(picture->colours[i / 3] >> (16 - i % 3 * 8));
	g_autofree guint8 *bytes = g_malloc(size);
	if (png_image_write_to_memory(&image, bytes, &size, 0, picture->indexes, 0, colours) != 0)
		return g_bytes_new(bytes, size);
	error_set(error, ERROR_BUG, "cannot write the chart: %s", image.message);
	png_image_free(&image);
	return NULL;
}

static GBytes *surface_to_png(cairo_surface_t *surface, GError **error)
{
	autorelease(picture) picture = {.indexes = g_malloc(WIDTH * HEIGHT * DENSITY * DENSITY)};
	size_t stride = (size_t)cairo_image_surface_get_stride(surface);
	cairo_surface_flush(surface);
	int bits = 0;
	while (!picture_fill(&picture, cairo_image_surface_get_data(surface), stride, bits))
		bits++; /* with six bits less there are 64 colours at most */
	return picture_to_png(&picture, error);
}

GBytes *render_chart_png(const struct report_block *chart, GError **error)
{
	if (chart->kind != BLOCK_CHART || chart->points->len == 0) {
		error_set(error, ERROR_BUG, "block \"%s\" has no chart to draw", chart->key);
		return NULL;
	}
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH * DENSITY, HEIGHT * DENSITY);
	cairo_t *cr = cairo_create(surface);
	cairo_scale(cr, DENSITY, DENSITY);
	draw(cr, chart);
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	GBytes *png = NULL;
	if (status == CAIRO_STATUS_SUCCESS)
		png = surface_to_png(surface, error);
	else
		error_set(error, ERROR_BUG, "cannot draw chart \"%s\": %s", chart->key, cairo_status_to_string(status));
	cairo_surface_destroy(surface);
	return png;
}

#ifdef __SANITIZE_ADDRESS__
#define LEAKS_MATTER true
#else
#define LEAKS_MATTER (RUNNING_ON_VALGRIND != 0)
#endif

/* Who looks for leaks wants them freed. Nobody else does, and now and then cairo aborts over it with a font that is still in use. */
void render_shutdown(void)
{
	if (!LEAKS_MATTER)
		return;
	pango_cairo_font_map_set_default(NULL);
	cairo_debug_reset_static_data();
	FcFini();
}
