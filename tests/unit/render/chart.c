// SPDX-License-Identifier: Apache-2.0
// Charts, looked at as pixels.
#include "chart-priv.h"

#include <math.h>

#include "sample.h"
#include "test.h"

#define WIDTH 400
#define HEIGHT 200
#define NAVY 0x10273F
#define BLUE 0x1F66AD
#define ORANGE 0xC8690A
#define FILL 0xDCE7F3

struct picture {
	cairo_surface_t *surface;
	cairo_t *cr;
	struct canvas canvas;
};

static void picture_init(struct picture *picture)
{
	picture->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
	picture->cr = cairo_create(picture->surface);
	canvas_init(&picture->canvas, picture->cr, "en");
	canvas_box(&picture->canvas, COLOUR_WHITE, &(cairo_rectangle_t){0, 0, WIDTH, HEIGHT});
}

static void picture_release(struct picture *picture)
{
	canvas_release(&picture->canvas);
	cairo_destroy(picture->cr);
	cairo_surface_destroy(picture->surface);
}
AUTORELEASE_DEFINE(picture, picture_release)

/* Pixels of exactly that colour. */
static unsigned count(const struct picture *picture, guint32 colour)
{
	unsigned found = 0;
	cairo_surface_flush(picture->surface);
	const unsigned char *data = cairo_image_surface_get_data(picture->surface);
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			const unsigned char *pixel = data + y * cairo_image_surface_get_stride(picture->surface) + 4 * x;
			found += ((guint32)pixel[2] << 16 | (guint32)pixel[1] << 8 | pixel[0]) == colour;
		}
	return found;
}

static void draw(struct picture *picture, const struct report_block *block)
{
	chart_draw(&picture->canvas, block, &(cairo_rectangle_t){0, 0, WIDTH, HEIGHT});
}

static const struct report_block *incoming(const struct report *report)
{
	const struct report_section *section = report->sections->pdata[0];
	return section->blocks->pdata[section->blocks->len - 1];
}

TEST(chart_draw__columns__are_as_high_as_their_values)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = report_new(&sample.plan, &sample.query, &sample.result, NULL);
	autorelease(picture) picture = {0};
	picture_init(&picture);
	draw(&picture, report_chart(report));
	double peak = count(&picture, NAVY), others = count(&picture, BLUE);
	g_assert_cmpfloat(fabs(others / peak - (7962.0 - 2542) / 2542), <, 0.12);
	g_assert_cmpuint(count(&picture, ORANGE), ==, 0);
}

TEST(chart_draw__previous__is_a_line)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	autorelease(picture) picture = {0};
	picture_init(&picture);
	draw(&picture, report_chart(report));
	unsigned line = count(&picture, ORANGE);
	g_assert_cmpuint(line, >, 10);
	chart_legend(&picture.canvas, report_chart(report), WIDTH - 5, 2.5);
	g_assert_cmpuint(count(&picture, ORANGE), >, line);
}

TEST(chart_draw__area__has_no_line_of_the_period_before)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	autorelease(picture) picture = {0};
	picture_init(&picture);
	draw(&picture, incoming(report));
	chart_legend(&picture.canvas, incoming(report), WIDTH - 5, 2.5);
	g_assert_cmpuint(count(&picture, FILL), >, WIDTH * HEIGHT / 5);
	g_assert_cmpuint(count(&picture, ORANGE), ==, 0);
}

TEST(chart_draw__largest_numbers__stay_inside)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	g_array_index(sample.result.series, struct stats_bin, 0).detections = UINT64_MAX / 2;
	autoptr(report) report = sample_report(&sample);
	autorelease(picture) picture = {0};
	picture_init(&picture);
	draw(&picture, report_chart(report));
	g_assert_cmpuint(count(&picture, NAVY), >, 100);
	g_assert_cmpint(cairo_status(picture.cr), ==, CAIRO_STATUS_SUCCESS);
}

TEST(chart_trend__nothing__draws_nothing)
{
	g_autoptr(GArray) zeros = g_array_new(FALSE, TRUE, sizeof(uint64_t));
	autorelease(picture) picture = {0};
	picture_init(&picture);
	chart_trend(&picture.canvas, zeros, &(cairo_rectangle_t){0, 0, 60, 16});
	g_array_set_size(zeros, 5);
	chart_trend(&picture.canvas, zeros, &(cairo_rectangle_t){0, 0, 60, 16});
	g_assert_cmpuint(count(&picture, 0xFFFFFF), ==, WIDTH * HEIGHT);
	g_array_index(zeros, uint64_t, 2) = 4;
	chart_trend(&picture.canvas, zeros, &(cairo_rectangle_t){0, 0, 60, 16});
	g_assert_cmpuint(count(&picture, 0xFFFFFF), <, WIDTH * HEIGHT);
}
