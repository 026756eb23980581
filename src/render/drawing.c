// SPDX-License-Identifier: Apache-2.0
// A logo that is a drawing: SVG by librsvg, in a build --with-svg-logo.
#include "drawing-priv.h"

#include <string.h>

#include "tidings/model/logo.h"
#include "tidings/util/error.h"

#ifdef WITH_SVG_LOGO
#include <librsvg/rsvg.h>
#include <math.h>
#endif

bool is_drawing(GBytes *file)
{
	static const char mark[] = "\xEF\xBB\xBF", space[] = " \t\r\n";
	gsize length = 0;
	const char *data = g_bytes_get_data(file, &length);
	gsize at = length >= strlen(mark) && memcmp(data, mark, strlen(mark)) == 0 ? strlen(mark) : 0;
	while (at < length && data[at] != '\0' && strchr(space, data[at]) != NULL)
		at++;
	return at < length && data[at] == '<';
}

#ifdef WITH_SVG_LOGO

static void handle_clear(RsvgHandle **handle)
{
	if (*handle != NULL)
		g_object_unref(*handle);
}

/* Of what it says about itself only the proportions count. */
static bool drawing_size(RsvgHandle *handle, double *ret_width, double *ret_height, GError **error)
{
	gboolean has_box = FALSE;
	RsvgRectangle box = {0};
	double width = 0, height = 0;
	if (!rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height) || !(width > 0 && height > 0)) {
		rsvg_handle_get_intrinsic_dimensions(handle, NULL, NULL, NULL, NULL, &has_box, &box);
		width = has_box ? box.width : 0;
		height = has_box ? box.height : 0;
	}
	if (!isfinite(width) || !isfinite(height) || !(width > 0 && height > 0))
		return error_set(error, ERROR_INVALID, "the logo's SVG has no size: give it a width and a height, or a viewBox");
	*ret_width = width;
	*ret_height = height;
	return true;
}

static cairo_surface_t *draw(RsvgHandle *handle, GError **error)
{
	g_autoptr(GError) fault = NULL;
	double width = 0, height = 0;
	if (!drawing_size(handle, &width, &height, error))
		return NULL;
	double scale = fmin(LOGO_WIDTH / width, LOGO_HEIGHT / height);
	const RsvgRectangle whole = {0, 0, fmax(1, round(width * scale)), fmax(1, round(height * scale))};
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)whole.width, (int)whole.height);
	cairo_t *cr = cairo_create(surface);
	bool drawn = rsvg_handle_render_document(handle, cr, &whole, &fault) && cairo_status(cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cr);
	cairo_surface_flush(surface);
	if (drawn)
		return surface;
	cairo_surface_destroy(surface);
	error_set(error, ERROR_INVALID, "the logo's SVG cannot be drawn: %s", fault != NULL ? fault->message : "cairo refuses it");
	return NULL;
}

/* A handle without a base file reads nothing but its own text; without flags it has limits of depth, of elements and of entities. */
cairo_surface_t *drawing_load(GBytes *file, GError **error)
{
	g_autoptr(GError) fault = NULL;
	gsize length = 0;
	const guint8 *data = g_bytes_get_data(file, &length);
	__attribute__((cleanup(handle_clear))) RsvgHandle *handle = rsvg_handle_new_from_data(data, length, &fault);
	if (handle != NULL)
		return draw(handle, error);
	const char *place = strstr(g_strchomp(g_strdelimit(fault->message, "\r\n", ' ')), "on line ");
	error_set(error, ERROR_INVALID, "the logo's SVG is damaged: %s", place != NULL ? place : fault->message);
	return NULL;
}

#else

cairo_surface_t *drawing_load(GBytes *file, GError **error)
{
	(void)file;
	error_set(error, ERROR_INVALID, "the logo is not a PNG; drawings are taken by a build --with-svg-logo, or make a PNG: rsvg-convert -h %d FILE.svg",
		  LOGO_HEIGHT);
	return NULL;
}

#endif
