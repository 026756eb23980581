// SPDX-License-Identifier: Apache-2.0
// The chart of the mail as a PNG.
#include "tidings/render/render.h"

#include <string.h>

#include "sample.h"
#include "test.h"

static guint32 be32(const guint8 *at)
{
	return (guint32)at[0] << 24 | (guint32)at[1] << 16 | (guint32)at[2] << 8 | at[3];
}

TEST(render_chart_png__chart__has_its_size_and_is_the_same_twice)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	GError *error = NULL;
	g_autoptr(GBytes) png = render_chart_png(report_chart(report), &error);
	test_no_error(error);
	g_autoptr(GBytes) again = render_chart_png(report_chart(report), &error);
	test_no_error(error);
	g_assert_true(g_bytes_equal(png, again));
	const guint8 *data = g_bytes_get_data(png, NULL);
	g_assert_cmpmem(data, 8, "\x89PNG\r\n\x1A\n", 8);
	g_assert_cmpuint(be32(data + 16), ==, 2 * 568);
	g_assert_cmpuint(be32(data + 20), ==, 2 * 210);
	g_assert_cmpuint(data[25], ==, 3); /* a palette */
	g_assert_cmpuint(g_bytes_get_size(png), <, 40 * 1000);
}

TEST(render_chart_png__no_chart__is_refused)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_empty(&sample);
	autoptr(report) report = sample_report(&sample);
	const struct report_section *section = report->sections->pdata[0];
	GError *error = NULL;
	for (guint i = 0; i < section->blocks->len; i++) {
		g_assert_null(render_chart_png(section->blocks->pdata[i], &error));
		test_error(&error, ERROR_BUG, NULL);
	}
}

/* So that a leak checker sees only what is ours. */
__attribute__((destructor)) static void shut_down(void)
{
	render_shutdown();
}
