// SPDX-License-Identifier: Apache-2.0
// Pieces on pages.
#include "flow-priv.h"

#include "sample.h"
#include "test.h"

/* A canvas for measuring, without a PDF. */
struct desk {
	cairo_surface_t *surface;
	cairo_t *cr;
	struct canvas canvas;
	struct flow flow;
};

static void desk_init(struct desk *desk, const struct report *report)
{
	desk->surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
	desk->cr = cairo_create(desk->surface);
	canvas_init(&desk->canvas, desk->cr, "en");
	flow_init(&desk->flow, &desk->canvas, report);
}

static void desk_release(struct desk *desk)
{
	flow_release(&desk->flow);
	canvas_release(&desk->canvas);
	cairo_destroy(desk->cr);
	cairo_surface_destroy(desk->surface);
}
AUTORELEASE_DEFINE(desk, desk_release)

static const struct piece *piece_at(const struct desk *desk, guint i)
{
	return &g_array_index(desk->flow.pieces, struct piece, i);
}

TEST(flow_add__full_page__goes_to_the_next)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	struct piece piece = {.subject = report, .height = 400};
	flow_space(&desk.flow, 50);
	flow_add(&desk.flow, &piece);
	flow_add(&desk.flow, &piece);
	g_assert_cmpint(piece_at(&desk, 0)->page, ==, 2);
	g_assert_cmpfloat(piece_at(&desk, 0)->y, ==, BODY_TOP);
	g_assert_cmpint(piece_at(&desk, 1)->page, ==, 3);
	g_assert_cmpfloat(piece_at(&desk, 1)->y, ==, BODY_TOP);
	g_assert_cmpint(flow_page_of(&desk.flow, report), ==, 2);
	g_assert_cmpint(flow_page_of(&desk.flow, &desk), ==, 0);
}

TEST(place_report__every_piece__is_inside_its_page)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	for (int i = 0; i < 90; i++)
		sample_indicator(&sample, TOP_DEFAULT, KIND_URL, "http://host.example/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p?q=12345678901234567890", 700);
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	place_report(&desk.flow);
	double end = 0;
	int page = 2;
	for (guint i = 0; i < desk.flow.pieces->len; i++) {
		const struct piece *piece = piece_at(&desk, i);
		g_assert_cmpfloat(piece->y + piece->height, <=, BODY_END + 0.001);
		if (piece->page == page)
			g_assert_cmpfloat(piece->y, >=, end - 0.001);
		else
			g_assert_cmpint(piece->page, ==, page + 1);
		page = piece->page;
		end = piece->y + piece->height;
	}
	g_assert_cmpint(page, >=, 5);
}

TEST(canvas_text__no_font_has_it__shows_its_number)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	struct label unknown = {.style = STYLE_MONO, .text = "a\xF3\xB0\x80\x80" "b"}, number = {.style = STYLE_MONO, .text = "a\\u{F0000}b"};
	g_assert_false(canvas_can_show(&desk.canvas, STYLE_MONO, unknown.text));
	g_assert_true(canvas_can_show(&desk.canvas, STYLE_BODY, "Отчёт"));
	g_assert_cmpfloat_with_epsilon(canvas_width(&desk.canvas, &unknown), canvas_width(&desk.canvas, &number), 0.01);
}
