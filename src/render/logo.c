// SPDX-License-Identifier: Apache-2.0
// The installation's own logo: checked, decoded, made smaller and encoded again; and drawn.
#include "logo-priv.h"

#include <math.h>
#include <png.h>
#include <string.h>

#include "drawing-priv.h"
#include "tidings/render/render.h"
#include "tidings/util/error.h"

#define FADED 250       /* alpha below which something shows through */
#define DARK 90         /* brightness of 255 below which navy hides a pixel */
#define LIGHT 215       /* and above which white does */
#define HIDDEN_SHARE 4  /* one of so many pixels hidden is too much */
#define SHRINK 0.8
#define PLATE 6.0

static void surface_clear(cairo_surface_t **surface)
{
	if (*surface != NULL)
		cairo_surface_destroy(*surface);
}
#define autosurface __attribute__((cleanup(surface_clear))) cairo_surface_t

/* The size that the file says it has, and that it is whole, before a byte of its picture is decoded. */
static bool check_file(GBytes *file, GError **error)
{
	static const uint8_t end[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};
	gsize length = 0;
	const uint8_t *data = g_bytes_get_data(file, &length);
	uint32_t width = 0, height = 0;
	if (!logo_png_size(data, length, &width, &height))
		return error_set(error, ERROR_INVALID, "the logo is neither a PNG nor a drawing in SVG");
	if (width == 0 || height == 0 || width > LOGO_SIDE_MAX || height > LOGO_SIDE_MAX)
		return error_set(error, ERROR_INVALID, "the logo has %u x %u pixels; a side must have 1 to %d", width, height, LOGO_SIDE_MAX);
	return memcmp(data + length - sizeof end, end, sizeof end) == 0 ||
	       error_set(error, ERROR_INVALID, "the logo's PNG ends too early, or something follows its end");
}

static uint32_t premultiplied(const uint8_t *rgba)
{
	uint32_t alpha = rgba[3], pixel = alpha << 24;
	for (int i = 0; i < 3; i++)
		pixel |= (rgba[i] * alpha + 127) / 255 << (16 - 8 * i);
	return pixel;
}

static uint32_t *row_of(cairo_surface_t *surface, int y)
{
	return (uint32_t *)(void *)(cairo_image_surface_get_data(surface) + (gsize)y * (gsize)cairo_image_surface_get_stride(surface));
}

static cairo_surface_t *surface_of(const uint8_t *rgba, int width, int height)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
	cairo_surface_flush(surface);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++, rgba += 4)
			row_of(surface, y)[x] = premultiplied(rgba);
	cairo_surface_mark_dirty(surface);
	return surface;
}

static cairo_surface_t *decode_png(GBytes *file, GError **error)
{
	png_image image = {.version = PNG_IMAGE_VERSION};
	gsize length = 0;
	const void *data = g_bytes_get_data(file, &length);
	if (png_image_begin_read_from_memory(&image, data, length) == 0 || image.width > LOGO_SIDE_MAX || image.height > LOGO_SIDE_MAX) {
		error_set(error, ERROR_INVALID, "the logo's PNG is damaged: %s", image.message);
		png_image_free(&image);
		return NULL;
	}
	image.format = PNG_FORMAT_RGBA;
	g_autofree uint8_t *rgba = g_malloc0(PNG_IMAGE_SIZE(image));
	if (png_image_finish_read(&image, NULL, rgba, 0, NULL) == 0) {
		error_set(error, ERROR_INVALID, "the logo's PNG is damaged: %s", image.message);
		return NULL;
	}
	return surface_of(rgba, (int)image.width, (int)image.height);
}

static cairo_surface_t *decode(GBytes *file, GError **error)
{
	return check_file(file, error) ? decode_png(file, error) : NULL;
}

static cairo_surface_t *scaled(cairo_surface_t *from, double scale)
{
	double width = cairo_image_surface_get_width(from), height = cairo_image_surface_get_height(from);
	int new_width = (int)fmax(1, round(width * scale)), new_height = (int)fmax(1, round(height * scale));
	cairo_surface_t *to = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, new_width, new_height);
	cairo_t *cr = cairo_create(to);
	cairo_scale(cr, new_width / width, new_height / height);
	cairo_set_source_surface(cr, from, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BEST);
	cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
	cairo_paint(cr);
	cairo_destroy(cr);
	cairo_surface_flush(to);
	return to;
}

static uint8_t channel(uint32_t pixel, int shift)
{
	uint32_t alpha = pixel >> 24, value = pixel >> shift & 0xFF;
	return alpha == 0 ? 0 : (uint8_t)MIN(255, (value * 255 + alpha / 2) / alpha);
}

static GBytes *encode(cairo_surface_t *surface, GError **error)
{
	int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
	png_image image = {.version = PNG_IMAGE_VERSION, .width = (png_uint_32)width, .height = (png_uint_32)height, .format = PNG_FORMAT_RGBA};
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
	g_autofree uint8_t *rgba = g_malloc(PNG_IMAGE_SIZE(image));
	uint8_t *at = rgba;
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++, at += 4) {
			uint32_t pixel = row_of(surface, y)[x];
			for (int i = 0; i < 3; i++)
				at[i] = channel(pixel, 16 - 8 * i);
			at[3] = (uint8_t)(pixel >> 24);
		}
	g_autofree uint8_t *bytes = g_malloc(size);
	if (png_image_write_to_memory(&image, bytes, &size, 0, rgba, 0, NULL) != 0)
		return g_bytes_new(bytes, size);
	error_set(error, ERROR_BUG, "cannot encode the logo: %s", image.message);
	return NULL;
}

static int brightness(uint32_t pixel)
{
	return (3 * channel(pixel, 16) + 6 * channel(pixel, 8) + channel(pixel, 0)) / 10;
}

/* A picture whose whole edge is filled has a ground of its own. */
static bool has_ground(cairo_surface_t *surface)
{
	int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
	for (int y = 0; y < height; y++) {
		bool whole = y == 0 || y == height - 1;
		for (int x = 0; x < width; x += whole || x == width - 1 ? 1 : width - 1)
			if (row_of(surface, y)[x] >> 24 < FADED)
				return false;
	}
	return true;
}

static enum logo_tone tone_of(cairo_surface_t *surface)
{
	uint64_t seen = 0, dark = 0, light = 0;
	if (has_ground(surface))
		return LOGO_ANY;
	for (int y = 0; y < cairo_image_surface_get_height(surface); y++)
		for (int x = 0; x < cairo_image_surface_get_width(surface); x++) {
			uint32_t pixel = row_of(surface, y)[x], alpha = pixel >> 24;
			seen += alpha;
			dark += brightness(pixel) < DARK ? alpha : 0;
			light += brightness(pixel) > LIGHT ? alpha : 0;
		}
	if (dark * HIDDEN_SHARE > seen && dark >= light)
		return LOGO_DARK;
	return light * HIDDEN_SHARE > seen ? LOGO_LIGHT : LOGO_ANY;
}

static bool is_empty(cairo_surface_t *surface)
{
	for (int y = 0; y < cairo_image_surface_get_height(surface); y++)
		for (int x = 0; x < cairo_image_surface_get_width(surface); x++)
			if (row_of(surface, y)[x] >> 24 != 0)
				return false;
	return true;
}

/* As large as may be kept, in pixels and in bytes: noise does not shrink by encoding. */
static GBytes *fitted(cairo_surface_t *from, struct logo *logo, GError **error)
{
	double width = cairo_image_surface_get_width(from), height = cairo_image_surface_get_height(from);
	for (double scale = fmin(1, fmin(LOGO_WIDTH / width, LOGO_HEIGHT / height));; scale *= SHRINK) {
		autosurface *to = scaled(from, scale);
		g_autoptr(GBytes) png = encode(to, error);
		if (png == NULL)
			return NULL;
		if (g_bytes_get_size(png) > LOGO_BYTES_MAX)
			continue;
		logo->width = cairo_image_surface_get_width(to);
		logo->height = cairo_image_surface_get_height(to);
		logo->tone = tone_of(to);
		return g_steal_pointer(&png);
	}
}

bool render_logo(GBytes *file, struct logo *ret_logo, GError **error)
{
	if (g_bytes_get_size(file) > LOGO_FILE_MAX)
		return error_set(error, ERROR_LIMIT, "the logo's file is larger than %d KiB", LOGO_FILE_MAX >> 10);
	autorelease(logo) logo = {0};
	autosurface *from = is_drawing(file) ? drawing_load(file, error) : decode(file, error);
	if (from == NULL)
		return false;
	if (is_empty(from))
		return error_set(error, ERROR_INVALID, "there is nothing to be seen on the logo: all of it is transparent");
	logo.png = fitted(from, &logo, error);
	if (logo.png == NULL)
		return false;
	*ret_logo = logo;
	logo = (struct logo){0};
	return true;
}

cairo_surface_t *logo_load(const struct logo *logo, GError **error)
{
	g_autoptr(GError) fault = NULL;
	cairo_surface_t *surface = decode(logo->png, &fault);
	if (surface == NULL)
		error_set(error, ERROR_CORRUPT, "%s; set it again, or: tidings logo remove", fault->message);
	return surface;
}

double logo_draw(struct canvas *canvas, const struct logo *logo, const struct logo_place *place)
{
	double width = cairo_image_surface_get_width(canvas->logo), height = cairo_image_surface_get_height(canvas->logo);
	double scale = fmin(place->width / width, place->height / height);
	bool hidden = logo->tone == (place->on_dark ? LOGO_DARK : LOGO_LIGHT);
	double plate = hidden ? PLATE : 0, x = place->right ? place->x - width * scale - plate : place->x + plate;
	canvas_figure(canvas, logo->text);
	if (hidden)
		canvas_round_box(canvas, place->on_dark ? COLOUR_WHITE : COLOUR_NAVY,
				 &(cairo_rectangle_t){x - PLATE, place->y - PLATE, width * scale + 2 * PLATE, height * scale + 2 * PLATE});
	cairo_save(canvas->cr);
	cairo_translate(canvas->cr, x, place->y);
	cairo_scale(canvas->cr, scale, scale);
	cairo_set_source_surface(canvas->cr, canvas->logo, 0, 0);
	cairo_paint(canvas->cr);
	cairo_restore(canvas->cr);
	canvas_untag(canvas, "Figure");
	return width * scale + 2 * plate;
}
