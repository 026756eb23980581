// SPDX-License-Identifier: Apache-2.0
// Texts on a canvas: sizes, wrapping, cutting, alignment, characters without a glyph.
#include "canvas-priv.h"

#include "test.h"

struct sheet {
	cairo_surface_t *surface;
	cairo_t *cr;
	struct canvas canvas;
};

static void sheet_init(struct sheet *sheet)
{
	sheet->surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
	sheet->cr = cairo_create(sheet->surface);
	canvas_init(&sheet->canvas, sheet->cr, "ru");
}

static void sheet_release(struct sheet *sheet)
{
	canvas_release(&sheet->canvas);
	cairo_destroy(sheet->cr);
	cairo_surface_destroy(sheet->surface);
}
AUTORELEASE_DEFINE(sheet, sheet_release)

/* The left edge of what was drawn, and its width. */
static cairo_rectangle_t inked(const struct sheet *sheet)
{
	cairo_rectangle_t box;
	cairo_recording_surface_ink_extents(sheet->surface, &box.x, &box.y, &box.width, &box.height);
	return box;
}

TEST(canvas_height__lines__have_the_style_s_line_height)
{
	autorelease(sheet) sheet = {0};
	sheet_init(&sheet);
	g_assert_cmpfloat_with_epsilon(canvas_height(&sheet.canvas, &(struct label){.style = STYLE_BODY, .text = "one"}), 14, 0.1);
	g_assert_cmpfloat_with_epsilon(canvas_height(&sheet.canvas, &(struct label){.style = STYLE_MONO, .text = "one"}), 10, 0.1);
	struct label wrapped = {.style = STYLE_BODY, .text = "one two three four five six seven eight nine", .width = 60};
	g_assert_cmpfloat(canvas_height(&sheet.canvas, &wrapped), >, 40);
	wrapped.lines = 2;
	g_assert_cmpfloat_with_epsilon(canvas_height(&sheet.canvas, &wrapped), 28, 0.1);
}

TEST(canvas_height__a_hash__is_one_line_in_its_column)
{
	autorelease(sheet) sheet = {0};
	sheet_init(&sheet);
	struct label hash = {.style = STYLE_MONO, .text = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", .width = 312};
	g_assert_cmpfloat_with_epsilon(canvas_height(&sheet.canvas, &hash), 10, 0.1);
}

TEST(canvas_height__a_long_word__is_broken_not_lost)
{
	autorelease(sheet) sheet = {0};
	sheet_init(&sheet);
	g_autofree char *word = g_strnfill(400, 'a');
	struct label label = {.style = STYLE_MONO, .text = word, .width = 100};
	g_assert_cmpfloat(canvas_height(&sheet.canvas, &label), >, 100);
	label.lines = 4;
	g_assert_cmpfloat_with_epsilon(canvas_height(&sheet.canvas, &label), 40, 0.1);
}

TEST(canvas_text__sides__meet_x)
{
	static const struct { enum side side; double left, right; } cases[] = {{SIDE_LEFT, 100, 160}, {SIDE_RIGHT, 40, 101}, {SIDE_CENTRE, 70, 130}};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		autorelease(sheet) sheet = {0};
		sheet_init(&sheet);
		canvas_text(&sheet.canvas, &(struct label){.style = STYLE_BODY, .text = "Detections", .x = 100, .y = 10, .side = cases[i].side});
		cairo_rectangle_t box = inked(&sheet);
		g_assert_cmpfloat(box.x, >=, cases[i].left - 1);
		g_assert_cmpfloat(box.x + box.width, <=, cases[i].right);
	}
}

TEST(canvas_text__right_with_width__ends_at_x)
{
	autorelease(sheet) sheet = {0};
	sheet_init(&sheet);
	canvas_text(&sheet.canvas, &(struct label){.style = STYLE_BODY, .text = "42", .x = 200, .y = 10, .width = 80, .side = SIDE_RIGHT});
	cairo_rectangle_t box = inked(&sheet);
	g_assert_cmpfloat(box.x, >, 180);
	g_assert_cmpfloat(box.x + box.width, <=, 201);
}

TEST(canvas_width__scale__multiplies)
{
	autorelease(sheet) sheet = {0};
	sheet_init(&sheet);
	struct label label = {.style = STYLE_NUMBER, .text = "1,215,040"};
	double width = canvas_width(&sheet.canvas, &label);
	label.scale = 0.5;
	g_assert_cmpfloat_with_epsilon(canvas_width(&sheet.canvas, &label), width / 2, 0.1);
	sheet.canvas.scale = 2;
	g_assert_cmpfloat_with_epsilon(canvas_width(&sheet.canvas, &label), width, 0.1);
}

TEST(canvas_text__line_feeds_and_direction__do_not_change_the_layout)
{
	autorelease(sheet) sheet = {0};
	sheet_init(&sheet);
	struct label arabic = {.style = STYLE_BODY, .text = "\xD9\x85\xD8\xAB\xD8\xA7\xD9\x84", .x = 100, .y = 10, .width = 200};
	canvas_text(&sheet.canvas, &arabic);
	g_assert_cmpfloat(inked(&sheet).x, <, 140);
	g_assert_cmpfloat_with_epsilon(canvas_height(&sheet.canvas, &(struct label){.style = STYLE_BODY, .text = "a\nb"}), 14, 0.1);
}

TEST(canvas_text__no_font_has_it__shows_its_number)
{
	autorelease(sheet) sheet = {0};
	sheet_init(&sheet);
	struct label unknown = {.style = STYLE_MONO, .text = "a\xF3\xB0\x80\x80" "b"}, number = {.style = STYLE_MONO, .text = "a\\u{F0000}b"};
	g_assert_false(canvas_can_show(&sheet.canvas, STYLE_MONO, unknown.text));
	g_assert_true(canvas_can_show(&sheet.canvas, STYLE_BODY, "Отчёт"));
	g_assert_cmpfloat_with_epsilon(canvas_width(&sheet.canvas, &unknown), canvas_width(&sheet.canvas, &number), 0.01);
}

TEST(canvas_tag__on_a_picture__is_nothing)
{
	autorelease(sheet) sheet = {0};
	sheet_init(&sheet);
	canvas_figure(&sheet.canvas, "alternative");
	canvas_tagged(&sheet.canvas, "P", &(struct label){.style = STYLE_BODY, .text = "x"});
	canvas_untag(&sheet.canvas, "Figure");
	g_assert_cmpint(cairo_status(sheet.cr), ==, CAIRO_STATUS_SUCCESS);
	g_assert_cmpstr(sheet.canvas.alternatives->pdata[0], ==, "alternative");
}
