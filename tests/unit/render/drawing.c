// SPDX-License-Identifier: Apache-2.0
// A logo that is a drawing: what is made of good ones, what of hostile ones; and that other builds refuse it.
#include "drawing-priv.h"

#include <string.h>

#include "logo-priv.h"
#include "test.h"
#include "tidings/render/render.h"

#define SVG "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "
#define BOX "<rect width='9' height='9' fill='#123456'/>"

TEST(is_drawing__beginnings__are_told_apart)
{
	const struct { const char *text; bool drawing; } cases[] = {{"<svg/>", true}, {"\xEF\xBB\xBF \r\n\t<?xml version='1.0'?><svg/>", true}, {"", false}, {" ", false},
		{"\xEF\xBB\xBF", false}, {"x<svg/>", false}, {"\x89PNG\r\n\x1A\n", false}, {"\x1F\x8B\x08", false}};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GBytes) file = g_bytes_new_static(cases[i].text, strlen(cases[i].text));
		g_assert_cmpint(is_drawing(file), ==, cases[i].drawing);
	}
	g_autoptr(GBytes) nul = g_bytes_new_static("\0<svg/>", 7);
	g_assert_false(is_drawing(nul));
}

static bool try_text(const char *text, struct logo *ret_logo, GError **error)
{
	g_autoptr(GBytes) file = g_bytes_new(text, strlen(text));
	return render_logo(file, ret_logo, error);
}

static void expect_refused(const char *text, const char *word)
{
	GError *error = NULL;
	autorelease(logo) logo = {0};
	if (try_text(text, &logo, &error))
		g_error("not refused as \"%s\": %.300s", word, text);
	if (strstr(error->message, word) == NULL)
		g_error("\"%s\" does not say \"%s\"", error->message, word);
	g_assert_null(strchr(error->message, '\n'));
	test_error(&error, ERROR_INVALID, NULL);
	g_assert_null(logo.png);
}

#ifdef WITH_SVG_LOGO

static struct logo made_of(const char *text)
{
	struct logo logo = {0};
	GError *error = NULL;
	if (!try_text(text, &logo, &error))
		g_error("%.200s: %s", text, error->message);
	return logo;
}

static void expect_size(const char *text, int width, int height)
{
	autorelease(logo) logo = made_of(text);
	g_assert_cmpint(logo.width, ==, width);
	g_assert_cmpint(logo.height, ==, height);
}

TEST(render_logo__drawing__is_as_large_as_may_be_and_a_png)
{
	const char *text = SVG "width='30' height='10'>" "<rect width='15' height='10' fill='#123456'/></svg>";
	autorelease(logo) logo = made_of(text);
	autorelease(logo) again = made_of(text);
	g_assert_true(g_bytes_equal(logo.png, again.png));
	uint32_t width = 0, height = 0;
	g_assert_true(logo_png_size(g_bytes_get_data(logo.png, NULL), g_bytes_get_size(logo.png), &width, &height));
	g_assert_cmpuint(width, ==, 3 * LOGO_HEIGHT);
	g_assert_cmpuint(height, ==, LOGO_HEIGHT);
	g_assert_cmpint((int)logo.tone, ==, LOGO_DARK);
	cairo_surface_t *surface = logo_load(&logo, NULL);
	const guint32 *row = (const guint32 *)(const void *)(cairo_image_surface_get_data(surface) + 90 * cairo_image_surface_get_stride(surface));
	g_assert_cmphex(row[100], ==, 0xFF123456U);
	g_assert_cmphex(row[400], ==, 0);
	cairo_surface_destroy(surface);
}

TEST(render_logo__drawing__proportions)
{
	expect_size(SVG "viewBox='0 0 400 100'>" BOX "</svg>", 640, 160);
	expect_size(SVG "width='100%' height='100%' viewBox='0 0 50 100'>" BOX "</svg>", 88, 176);
	expect_size(SVG "width='2cm' height='20mm'>" BOX "</svg>", 176, 176);
	expect_size("\xEF\xBB\xBF<?xml version='1.0'?><!-- a --><!DOCTYPE svg>" SVG "width='9' height='9'>" BOX "</svg>", 176, 176);
	expect_size("\n\t" SVG "width='9' height='9'>" BOX "</svg>\n", 176, 176);
	expect_size(SVG "width='1e9' height='1e9'><rect width='1e9' height='1e9'/></svg>", 176, 176);
	expect_size(SVG "width='100000' height='1'><rect width='100000' height='1'/></svg>", 640, 1);
}

TEST(render_logo__drawing_without_size__refused)
{
	expect_refused(SVG ">" BOX "</svg>", "has no size");
	expect_refused(SVG "width='0' height='0'>" BOX "</svg>", "has no size");
	expect_refused(SVG "width='-5' height='10'>" BOX "</svg>", "has no size");
	expect_refused(SVG "width='nan' height='inf'>" BOX "</svg>", "has no size");
	expect_refused(SVG "viewBox='0 0 0 0'>" BOX "</svg>", "has no size");
}

TEST(render_logo__damaged_drawing__refused)
{
	expect_refused("<", "damaged");
	expect_refused("<html><body>x</body></html>", "damaged");
	expect_refused(SVG "width='9' height='9'>" BOX, "damaged");
	expect_refused(SVG "width='9' height='9'>" BOX "</svg><svg/>", "damaged");
	expect_refused(SVG "width='9' height='9'>\xFF\xFE</svg>", "damaged");
	expect_refused(SVG "width='9' height='9'/>", "transparent");
}

static char *repeated(const char *before, const char *text, int times, const char *after)
{
	GString *out = g_string_new(before);
	for (int i = 0; i < times; i++)
		g_string_append(out, text);
	g_string_append(out, after);
	return g_string_free(out, FALSE);
}

/* Entities that unfold, elements that nest without end: an end is made of it. */
TEST(render_logo__drawing_that_unfolds__refused)
{
	g_autoptr(GString) entities = g_string_new("<!DOCTYPE svg [<!ENTITY a0 'aaaaaaaaaa'>");
	for (int i = 1; i < 12; i++) {
		g_string_append_printf(entities, "<!ENTITY a%d '", i);
		for (int j = 0; j < 10; j++)
			g_string_append_printf(entities, "&a%d;", i - 1);
		g_string_append(entities, "'>");
	}
	g_string_append(entities, "]>" SVG "width='9' height='9'><text>&a11;</text>" BOX "</svg>");
	expect_refused(entities->str, "damaged");
	g_autofree char *nested = repeated(SVG "width='9' height='9'>", "<g>", 5000, BOX "</svg>");
	expect_refused(nested, "damaged");
}

TEST(render_logo__drawing_that_names_itself__is_drawn_without_that)
{
	expect_size(SVG "width='9' height='9'><g id='a'><use xlink:href='#a'/><use xlink:href='#a'/></g>" BOX "</svg>", 176, 176);
	expect_size(SVG "width='9' height='9'><pattern id='p' width='9' height='9'><rect fill='url(#p)' width='9' height='9'/></pattern>"
		    "<rect fill='url(#p)' width='9' height='9'/>" BOX "</svg>", 176, 176);
}

/* A picture beside it stays unread: nothing is seen of it, in whatever way it is named. */
TEST(render_logo__drawing_that_names_files__reads_none)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "beside.svg", NULL);
	g_autofree char *uri = g_filename_to_uri(path, NULL, NULL);
	g_assert_true(g_file_set_contents(path, SVG "width='9' height='9'><rect id='r' width='9' height='9' fill='red'/></svg>", -1, NULL));
	static const char *const forms[] = {
		"<image xlink:href='%s' width='9' height='9'/>", "<image href='%s' width='9' height='9'/>", "<use xlink:href='%s#r'/>",
		"<filter id='f' x='0' y='0' width='1' height='1'><feImage xlink:href='%s'/></filter><rect width='9' height='9' fill='none' filter='url(#f)'/>",
		"<style>@import url('%s');</style>", "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='%s'/>",
		"<rect width='9' height='9' fill='url(%s#r)'/>"};
	const char *const names[] = {path, uri, "beside.svg", "http://127.0.0.1:9/beside.svg"};
	for (size_t i = 0; i < G_N_ELEMENTS(forms) * G_N_ELEMENTS(names); i++) {
		g_auto(GStrv) parts = g_strsplit(forms[i / G_N_ELEMENTS(names)], "%s", 2);
		g_autofree char *text = g_strconcat(SVG "width='9' height='9'>", parts[0], names[i % G_N_ELEMENTS(names)], parts[1], "</svg>", NULL);
		expect_refused(text, "transparent");
	}
	g_autofree char *entity = g_strdup_printf("<!DOCTYPE svg [<!ENTITY x SYSTEM '%s'>]>" SVG "width='9' height='9'>&x;</svg>", uri);
	expect_refused(entity, "logo's SVG is damaged");
}

/* Whatever byte is another one, it is refused with a reason or gives a logo within the limits. */
TEST(render_logo__any_byte_of_a_drawing_changed__no_harm)
{
	const char *text = SVG "width='30' height='10'><g transform='scale(2)'>" BOX "<path d='M0 0 L5 5 Z' stroke='red'/></g></svg>";
	unsigned refused = 0;
	for (size_t i = 0; i < strlen(text); i++) {
		GError *error = NULL;
		autorelease(logo) logo = {0};
		g_autofree char *changed = g_strdup(text);
		changed[i] ^= 0x15;
		if (try_text(changed, &logo, &error)) {
			g_assert_cmpint(logo.width, <=, LOGO_WIDTH);
			g_assert_cmpint(logo.height, <=, LOGO_HEIGHT);
			continue;
		}
		g_assert_nonnull(error);
		g_error_free(error);
		refused++;
	}
	g_assert_cmpuint(refused, >, strlen(text) / 4);
}

TEST(render_logo__large_drawing__refused)
{
	GError *error = NULL;
	autorelease(logo) logo = {0};
	g_autofree char *spaces = g_strnfill(LOGO_FILE_MAX, ' ');
	g_autofree char *text = g_strconcat(SVG "width='9' height='9'>" BOX, spaces, "</svg>", NULL);
	g_assert_false(try_text(text, &logo, &error));
	test_error(&error, ERROR_LIMIT, NULL);
}

#else

TEST(render_logo__drawing_in_a_build_that_takes_none__refused_with_what_to_do)
{
	expect_refused(SVG "width='9' height='9'>" BOX "</svg>", "--with-svg-logo");
	expect_refused("\xEF\xBB\xBF \n<?xml version='1.0'?><svg/>", "rsvg-convert -h 176");
}

#endif
