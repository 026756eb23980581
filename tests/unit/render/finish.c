// SPDX-License-Identifier: Apache-2.0
// The finishing pass: what it adds, and what it refuses.
#include "finish-priv.h"

#include <string.h>

#include "sample.h"
#include "test.h"

static void put_object(GString *pdf, GString *table, int number, const char *text)
{
	g_string_append_printf(table, "%010u 00000 n \n", (guint)pdf->len);
	g_string_append_printf(pdf, "%d 0 obj << %s >> endobj\n", number, text);
}

/* A PDF of one page with n figures in its structure. */
static GByteArray *page_with(int figures)
{
	g_autoptr(GString) pdf = g_string_new("%PDF-1.5\n"), table = g_string_new("0000000000 65535 f \n"), kids = g_string_new(NULL);
	for (int i = 0; i < figures; i++)
		g_string_append_printf(kids, " %d 0 R", 5 + i);
	g_autofree char *tree = g_strdup_printf("/Type /StructTreeRoot /K [%s]", kids->str);
	put_object(pdf, table, 1, "/Type /Catalog /Pages 2 0 R /StructTreeRoot 4 0 R");
	put_object(pdf, table, 2, "/Type /Pages /Kids [3 0 R] /Count 1");
	put_object(pdf, table, 3, "/Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]");
	put_object(pdf, table, 4, tree);
	for (int i = 0; i < figures; i++)
		put_object(pdf, table, 5 + i, "/Type /StructElem /S /Figure /P 4 0 R /K 0");
	guint start = (guint)pdf->len;
	g_string_append_printf(pdf, "xref\n0 %d\n%strailer << /Root 1 0 R /Size %d >>\nstartxref\n%u\n%%%%EOF\n", 5 + figures, table->str, 5 + figures, start);
	GByteArray *bytes = g_byte_array_new();
	g_byte_array_append(bytes, (const guint8 *)pdf->str, (guint)pdf->len);
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
