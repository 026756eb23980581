// SPDX-License-Identifier: Apache-2.0
// The finishing pass: what it adds, and what it refuses.
#include "finish-priv.h"

#include <cairo-pdf.h>
#include <string.h>

#include "sample.h"
#include "test.h"

static cairo_status_t take(void *data, const unsigned char *bytes, unsigned length)
{
	g_byte_array_append(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

/* A PDF of one page with n figures and a row of a table. */
static GByteArray *page_with(int figures)
{
	GByteArray *bytes = g_byte_array_new();
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, bytes, 100, 100);
	cairo_t *cr = cairo_create(surface);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-11-16T06:00:00Z");
	for (int i = 0; i < figures; i++) {
		cairo_tag_begin(cr, "Figure", NULL);
		cairo_rectangle(cr, 10 * i, 10, 5, 5);
		cairo_fill(cr);
		cairo_tag_end(cr, "Figure");
	}
	cairo_tag_begin(cr, "P", NULL);
	cairo_rectangle(cr, 10, 50, 5, 5);
	cairo_fill(cr);
	cairo_tag_end(cr, "P");
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	cairo_surface_destroy(surface);
	return bytes;
}

struct desk {
	struct sample sample;
	struct report *report;
	GPtrArray *alternatives;
};

static void desk_init(struct desk *desk, int alternatives)
{
	sample_init(&desk->sample);
	desk->report = sample_report(&desk->sample);
	desk->alternatives = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < alternatives; i++)
		g_ptr_array_add(desk->alternatives, g_strdup("what it shows"));
}

static void desk_release(struct desk *desk)
{
	report_free(desk->report);
	sample_release(&desk->sample);
	g_ptr_array_unref(desk->alternatives);
}
AUTORELEASE_DEFINE(desk, desk_release)

TEST(finish_pdf__good__is_packed_and_the_same_twice)
{
	autorelease(desk) desk = {0};
	desk_init(&desk, 2);
	g_autoptr(GByteArray) pdf = page_with(2);
	GError *error = NULL;
	g_autoptr(GBytes) one = finish_pdf(pdf, desk.report, desk.alternatives, 1, &error);
	test_no_error(error);
	g_autoptr(GBytes) two = finish_pdf(pdf, desk.report, desk.alternatives, 1, &error);
	test_no_error(error);
	g_assert_true(g_bytes_equal(one, two));
	g_assert_nonnull(memmem(g_bytes_get_data(one, NULL), g_bytes_get_size(one), "/ObjStm", 7));
	g_assert_nonnull(memmem(g_bytes_get_data(one, NULL), g_bytes_get_size(one), "xmpmeta", 7));
}

TEST(finish_pdf__page_missing__is_refused)
{
	autorelease(desk) desk = {0};
	desk_init(&desk, 0);
	g_autoptr(GByteArray) pdf = page_with(0);
	GError *error = NULL;
	g_assert_null(finish_pdf(pdf, desk.report, desk.alternatives, 2, &error));
	g_assert_nonnull(strstr(error->message, "1 pages instead of 2"));
	test_error(&error, ERROR_BUG, NULL);
}

TEST(finish_pdf__figure_without_its_text__is_refused)
{
	for (int given = 0; given <= 2; given += 2) {
		autorelease(desk) desk = {0};
		desk_init(&desk, given);
		g_autoptr(GByteArray) pdf = page_with(1);
		GError *error = NULL;
		g_assert_null(finish_pdf(pdf, desk.report, desk.alternatives, 1, &error));
		test_error(&error, ERROR_BUG, NULL);
	}
}

TEST(finish_pdf__broken__is_refused)
{
	autorelease(desk) desk = {0};
	desk_init(&desk, 1);
	g_autoptr(GByteArray) garbage = g_byte_array_new();
	g_byte_array_append(garbage, (const guint8 *)"%PDF-1.5 and no more", 20);
	GError *error = NULL;
	g_assert_null(finish_pdf(garbage, desk.report, desk.alternatives, 1, &error));
	test_error(&error, ERROR_BUG, NULL);
}
