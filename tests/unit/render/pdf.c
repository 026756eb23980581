// SPDX-License-Identifier: Apache-2.0
// The PDF as bytes; what is in it is read by forms.py.
#include "tidings/render/render.h"

#include <string.h>

#include "sample.h"
#include "test.h"

static GBytes *pdf_of(const struct sample *sample)
{
	GError *error = NULL;
	autoptr(report) report = sample_report(sample);
	GBytes *pdf = render_pdf(report, &error);
	test_no_error(error);
	return pdf;
}

TEST(render_pdf__twice__the_same_bytes)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	g_autoptr(GBytes) one = pdf_of(&sample);
	g_autoptr(GBytes) two = pdf_of(&sample);
	g_assert_cmpmem(g_bytes_get_data(one, NULL), 5, "%PDF-", 5);
	g_assert_true(g_bytes_equal(one, two));
	g_assert_cmpuint(g_bytes_get_size(one), <, 300 * 1000);
}

TEST(render_pdf__later__other_bytes)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	g_autoptr(GBytes) one = pdf_of(&sample);
	sample.plan.generated.instant += 60;
	g_autoptr(GBytes) two = pdf_of(&sample);
	g_assert_false(g_bytes_equal(one, two));
}

TEST(render_pdf__every_choice_of_widgets__can_be_drawn)
{
	for (uint32_t widgets = 1; widgets <= WIDGET_BY_CATEGORY; widgets <<= 1) {
		autorelease(sample) sample = {0};
		sample_init(&sample);
		sample.task.widgets = widgets;
		sample.task.title_page = widgets == WIDGET_DETECTIONS;
		g_autoptr(GBytes) pdf = pdf_of(&sample);
		g_assert_nonnull(pdf);
	}
}

TEST(render_pdf__one_step_and_many__can_be_drawn)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	g_array_set_size(sample.result.series, 1);
	g_autoptr(GBytes) one = pdf_of(&sample);
	struct stats_bin bin = {.from = sample.bounds[1], .detections = UINT64_MAX / 4, .incoming_events = 1};
	for (int i = 0; i < 2000; i++)
		g_array_append_val(sample.result.series, bin);
	g_autoptr(GBytes) many = pdf_of(&sample);
	g_assert_nonnull(one);
	g_assert_nonnull(many);
}
