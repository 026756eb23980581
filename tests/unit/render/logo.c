// SPDX-License-Identifier: Apache-2.0
// The installation's own logo: hostile files, what is made of good ones, and where it stands.
#include "logo-priv.h"

#include <string.h>

#include "sample.h"
#include "test.h"
#include "tidings/render/render.h"

#define CLEAR 0x00000000U
#define BLACK 0xFF000000U
#define WHITE 0xFFFFFFFFU
#define ORANGE 0xFFC8690AU

static cairo_status_t give(void *data, const unsigned char *bytes, unsigned length)
{
	g_byte_array_append(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

static void fill(cairo_t *cr, guint32 colour)
{
	cairo_set_operator(cr, CAIRO_OPERATOR_SOURCE);
	cairo_set_source_rgba(cr, (colour >> 16 & 0xFF) / 255.0, (colour >> 8 & 0xFF) / 255.0, (colour & 0xFF) / 255.0, (colour >> 24) / 255.0);
}

/* A box of one colour on a ground of another, which is an eighth of the picture at each side. */
static GBytes *picture(int width, int height, guint32 ground, guint32 colour)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
	cairo_t *cr = cairo_create(surface);
	fill(cr, ground);
	cairo_paint(cr);
	fill(cr, colour);
	cairo_rectangle(cr, width / 8.0, height / 8.0, width * 0.75, height * 0.75);
	cairo_fill(cr);
	cairo_destroy(cr);
	GByteArray *bytes = g_byte_array_new();
	g_assert_cmpint(cairo_surface_write_to_png_stream(surface, give, bytes), ==, CAIRO_STATUS_SUCCESS);
	cairo_surface_destroy(surface);
	return g_byte_array_free_to_bytes(bytes);
}

static GBytes *noise(int side)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, side, side);
	guint32 *data = (guint32 *)(void *)cairo_image_surface_get_data(surface), state = 1;
	for (int i = 0; i < side * side; i++) {
		state = state * 1664525U + 1013904223U;
		data[i] = BLACK | state >> 8;
	}
	cairo_surface_mark_dirty(surface);
	GByteArray *bytes = g_byte_array_new();
	g_assert_cmpint(cairo_surface_write_to_png_stream(surface, give, bytes), ==, CAIRO_STATUS_SUCCESS);
	cairo_surface_destroy(surface);
	return g_byte_array_free_to_bytes(bytes);
}

static struct logo made_of(GBytes *take_file)
{
	struct logo logo = {0};
	GError *error = NULL;
	g_autoptr(GBytes) file = take_file;
	g_assert_true(render_logo(file, &logo, &error));
	test_no_error(error);
	return logo;
}

static void expect_refused(GBytes *take_file, enum error_code code, const char *word)
{
	GError *error = NULL;
	autorelease(logo) logo = {0};
	g_autoptr(GBytes) file = take_file;
	g_assert_false(render_logo(file, &logo, &error));
	if (strstr(error->message, word) == NULL)
		g_error("\"%s\" does not say \"%s\"", error->message, word);
	test_error(&error, code, NULL);
	g_assert_null(logo.png);
}

/* The picture's bytes with something done to them. */
static GByteArray *bytes_of(GBytes *take_file)
{
	return g_bytes_unref_to_array(take_file);
}

TEST(render_logo__good__is_small_and_made_anew)
{
	g_autoptr(GByteArray) file = bytes_of(picture(1900, 900, CLEAR, ORANGE));
	/* a chunk of text after the first one */
	static const guint8 comment[] = {0, 0, 0, 6, 't', 'E', 'X', 't', 'a', 0, 's', 'e', 'c', 'r', 0x5F, 0x6F, 0x4F, 0x2F};
	g_autoptr(GByteArray) noted = g_byte_array_new();
	g_byte_array_append(noted, file->data, 33);
	g_byte_array_append(noted, comment, sizeof comment);
	g_byte_array_append(noted, file->data + 33, file->len - 33);
	autorelease(logo) logo = made_of(g_bytes_new(noted->data, noted->len));
	g_assert_cmpint(logo.height, ==, LOGO_HEIGHT);
	g_assert_cmpint(logo.width, ==, 372);
	g_assert_cmpint((int)logo.tone, ==, LOGO_ANY);
	g_assert_cmpuint(g_bytes_get_size(logo.png), <=, LOGO_BYTES_MAX);
	g_assert_null(memmem(g_bytes_get_data(logo.png, NULL), g_bytes_get_size(logo.png), "secr", 4));
	uint32_t width = 0, height = 0;
	g_assert_true(logo_png_size(g_bytes_get_data(logo.png, NULL), g_bytes_get_size(logo.png), &width, &height));
	g_assert_cmpuint(width, ==, 372);
	g_assert_cmpuint(height, ==, LOGO_HEIGHT);
	autorelease(logo) again = made_of(picture(1900, 900, CLEAR, ORANGE));
	g_assert_true(g_bytes_equal(logo.png, again.png));
}

TEST(render_logo__small__keeps_its_pixels)
{
	autorelease(logo) logo = made_of(picture(40, 16, CLEAR, 0xFF123456U));
	g_assert_cmpint(logo.width, ==, 40);
	g_assert_cmpint(logo.height, ==, 16);
	cairo_surface_t *surface = logo_load(&logo, NULL);
	const unsigned char *data = cairo_image_surface_get_data(surface);
	g_assert_cmphex(((const guint32 *)(const void *)(data + 8 * cairo_image_surface_get_stride(surface)))[20], ==, 0xFF123456U);
	g_assert_cmphex(((const guint32 *)(const void *)data)[0], ==, CLEAR);
	cairo_surface_destroy(surface);
}

TEST(render_logo__one_pixel_and_a_line__are_taken)
{
	autorelease(logo) dot = made_of(picture(1, 1, ORANGE, ORANGE));
	g_assert_cmpint(dot.width, ==, 1);
	autorelease(logo) line = made_of(picture(2000, 1, ORANGE, ORANGE));
	g_assert_cmpint(line.width, ==, LOGO_WIDTH);
	g_assert_cmpint(line.height, ==, 1);
}

TEST(render_logo__noise__is_made_small_enough)
{
	autorelease(logo) logo = made_of(noise(500));
	g_assert_cmpuint(g_bytes_get_size(logo.png), <=, LOGO_BYTES_MAX);
	g_assert_cmpint(logo.width, >, 40);
	g_assert_cmpint(logo.width, ==, logo.height);
}

TEST(render_logo__tones__are_seen)
{
	const struct { guint32 ground, colour; enum logo_tone tone; } cases[] = {
		{CLEAR, BLACK, LOGO_DARK}, {CLEAR, WHITE, LOGO_LIGHT}, {CLEAR, ORANGE, LOGO_ANY}, {WHITE, BLACK, LOGO_ANY}, {BLACK, WHITE, LOGO_ANY}};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		autorelease(logo) logo = made_of(picture(80, 40, cases[i].ground, cases[i].colour));
		g_assert_cmpint((int)logo.tone, ==, (int)cases[i].tone);
	}
}

TEST(render_logo__no_png__refused)
{
	expect_refused(g_bytes_new_static("", 0), ERROR_INVALID, "neither a PNG");
	expect_refused(g_bytes_new_static("\xFF\xD8\xFF\xE0" "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", 32), ERROR_INVALID, "neither a PNG");
	expect_refused(g_bytes_new_static("\x1F\x8B\x08\0\0\0\0\0\0\3", 10), ERROR_INVALID, "neither a PNG");
	g_autoptr(GBytes) file = picture(8, 8, CLEAR, ORANGE);
	expect_refused(g_bytes_new_from_bytes(file, 0, 23), ERROR_INVALID, "neither a PNG");
}

TEST(render_logo__many_pixels__refused_before_they_are_decoded)
{
	static const guint8 sizes[][8] = {{0, 0, 78, 32, 0, 0, 78, 32}, {0x7F, 255, 255, 255, 0, 0, 0, 1}, {0, 0, 0, 0, 0, 0, 0, 9}, {0, 0, 7, 209, 0, 0, 0, 1}};
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		GByteArray *file = bytes_of(picture(8, 8, CLEAR, ORANGE));
		memcpy(file->data + 16, sizes[i], 8);
		expect_refused(g_byte_array_free_to_bytes(file), ERROR_INVALID, "pixels");
	}
}

TEST(render_logo__large_file__refused)
{
	GByteArray *file = bytes_of(picture(8, 8, CLEAR, ORANGE));
	g_byte_array_set_size(file, LOGO_FILE_MAX + 1);
	expect_refused(g_byte_array_free_to_bytes(file), ERROR_LIMIT, "KiB");
}

TEST(render_logo__cut_or_longer__refused)
{
	g_autoptr(GBytes) file = picture(300, 100, CLEAR, ORANGE);
	gsize length = g_bytes_get_size(file);
	for (gsize cut = 24; cut < length; cut += 1 + length / 60)
		expect_refused(g_bytes_new_from_bytes(file, 0, cut), ERROR_INVALID, "ends too early");
	GByteArray *longer = bytes_of(g_bytes_ref(file));
	g_byte_array_append(longer, (const guint8 *)"<script>", 8);
	expect_refused(g_byte_array_free_to_bytes(longer), ERROR_INVALID, "follows its end");
}

TEST(render_logo__rows_missing__refused)
{
	/* the end stands right behind the header, and behind half of the picture's data */
	g_autoptr(GByteArray) file = bytes_of(picture(300, 100, CLEAR, ORANGE));
	g_autoptr(GByteArray) none = g_byte_array_new();
	g_byte_array_append(none, file->data, 33);
	g_byte_array_append(none, file->data + file->len - 12, 12);
	expect_refused(g_bytes_new(none->data, none->len), ERROR_INVALID, "damaged");
}

/* Whatever byte is another one, it is refused with a reason or gives a logo within the limits. */
TEST(render_logo__any_byte_changed__no_harm)
{
	g_autoptr(GByteArray) file = bytes_of(picture(60, 20, CLEAR, ORANGE));
	unsigned refused = 0;
	for (guint i = 0; i < file->len; i++) {
		GError *error = NULL;
		autorelease(logo) logo = {0};
		g_autoptr(GByteArray) changed = g_byte_array_new();
		g_byte_array_append(changed, file->data, file->len);
		changed->data[i] ^= 0x55;
		g_autoptr(GBytes) bytes = g_bytes_new(changed->data, changed->len);
		if (render_logo(bytes, &logo, &error)) {
			g_assert_cmpint(logo.width, <=, LOGO_WIDTH);
			g_assert_cmpint(logo.height, <=, LOGO_HEIGHT);
			continue;
		}
		g_assert_nonnull(error);
		g_error_free(error);
		refused++;
	}
	g_assert_cmpuint(refused, >, file->len / 2);
}

TEST(render_logo__nothing_on_it__refused)
{
	expect_refused(picture(30, 30, CLEAR, CLEAR), ERROR_INVALID, "transparent");
}

TEST(logo_load__damaged__says_what_to_do)
{
	GError *error = NULL;
	autorelease(logo) logo = made_of(picture(30, 30, CLEAR, ORANGE));
	GByteArray *bytes = bytes_of(g_steal_pointer(&logo.png));
	bytes->data[bytes->len / 2] ^= 1;
	logo.png = g_byte_array_free_to_bytes(bytes);
	g_assert_null(logo_load(&logo, &error));
	g_assert_nonnull(strstr(error->message, "logo remove"));
	test_error(&error, ERROR_CORRUPT, NULL);
}

/* ---- in the PDF ---- */

static GBytes *pdf_with(const struct logo *logo, bool title_page)
{
	GError *error = NULL;
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.plan.logo = logo;
	sample.task.title_page = title_page;
	autoptr(report) report = sample_report(&sample);
	GBytes *pdf = render_pdf(report, &error);
	test_no_error(error);
	return pdf;
}

TEST(render_pdf__own_logo__same_bytes_twice_and_others_than_the_mark)
{
	for (int title_page = 0; title_page < 2; title_page++) {
		autorelease(logo) logo = made_of(picture(200, 60, CLEAR, BLACK));
		g_autoptr(GBytes) one = pdf_with(&logo, title_page != 0);
		g_autoptr(GBytes) two = pdf_with(&logo, title_page != 0);
		g_autoptr(GBytes) mark = pdf_with(NULL, title_page != 0);
		autorelease(logo) empty = {0};
		g_autoptr(GBytes) mark_too = pdf_with(&empty, title_page != 0);
		g_assert_true(g_bytes_equal(one, two));
		g_assert_false(g_bytes_equal(one, mark));
		g_assert_true(g_bytes_equal(mark, mark_too));
	}
}

TEST(render_pdf__logo_not_asked_for__is_not_there)
{
	GError *error = NULL;
	autorelease(logo) logo = made_of(picture(200, 60, CLEAR, BLACK));
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.plan.logo = &logo;
	sample.task.logo = false;
	autoptr(report) report = sample_report(&sample);
	g_assert_null(report->own_logo.png);
	g_autoptr(GBytes) pdf = render_pdf(report, &error);
	test_no_error(error);
	g_assert_null(memmem(g_bytes_get_data(pdf, NULL), g_bytes_get_size(pdf), "/SMask", 6));
}

TEST(render_pdf__logo_damaged__fails_with_a_reason)
{
	GError *error = NULL;
	autorelease(logo) logo = made_of(picture(30, 30, CLEAR, ORANGE));
	GByteArray *bytes = bytes_of(g_steal_pointer(&logo.png));
	bytes->data[bytes->len / 2] ^= 1;
	logo.png = g_byte_array_free_to_bytes(bytes);
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.plan.logo = &logo;
	autoptr(report) report = sample_report(&sample);
	g_assert_null(render_pdf(report, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
}

/* Pixels of a sheet on which it stands: is there a plate under it? */
static guint32 pixel_beside(struct logo *logo, bool on_dark)
{
	cairo_surface_t *sheet = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 200, 100);
	cairo_t *cr = cairo_create(sheet);
	autorelease(canvas) canvas = {0};
	canvas_init(&canvas, cr, "en");
	canvas_box(&canvas, on_dark ? COLOUR_NAVY : COLOUR_WHITE, &(cairo_rectangle_t){0, 0, 200, 100});
	canvas.logo = logo_load(logo, NULL);
	double width = logo_draw(&canvas, logo, &(struct logo_place){.x = 20, .y = 20, .width = 100, .height = 40, .on_dark = on_dark});
	g_assert_cmpfloat_with_epsilon(width, logo->tone == (on_dark ? LOGO_DARK : LOGO_LIGHT) ? 92 : 80, 0.01);
	cairo_surface_flush(sheet);
	const unsigned char *data = cairo_image_surface_get_data(sheet);
	guint32 pixel = ((const guint32 *)(const void *)(data + 22 * cairo_image_surface_get_stride(sheet)))[22] & 0xFFFFFF;
	cairo_destroy(cr);
	cairo_surface_destroy(sheet);
	return pixel;
}

TEST(logo_draw__plate__where_the_ground_would_hide_it)
{
	autorelease(logo) dark = made_of(picture(80, 40, CLEAR, BLACK));
	autorelease(logo) light = made_of(picture(80, 40, CLEAR, WHITE));
	autorelease(logo) bright = made_of(picture(80, 40, CLEAR, ORANGE));
	const guint32 navy = 0x10273F, white = 0xFFFFFF;
	g_assert_cmphex(pixel_beside(&dark, true), ==, white);
	g_assert_cmphex(pixel_beside(&dark, false), ==, white);
	g_assert_cmphex(pixel_beside(&light, true), ==, navy);
	g_assert_cmphex(pixel_beside(&light, false), ==, navy);
	g_assert_cmphex(pixel_beside(&bright, true), ==, navy);
	g_assert_cmphex(pixel_beside(&bright, false), ==, white);
}
