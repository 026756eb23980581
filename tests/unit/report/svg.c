// SPDX-License-Identifier: Apache-2.0
// Charts as inline SVG.
#include "svg-priv.h"

#include <string.h>

#include "sample.h"
#include "test.h"

static char *drawn(const struct report_block *block)
{
	GString *out = g_string_new(NULL);
	svg_put(out, block);
	return g_string_free(out, FALSE);
}

static const struct report_block *incoming(const struct report *report)
{
	const struct report_section *section = report->sections->pdata[0];
	return section->blocks->pdata[section->blocks->len - 1];
}

static size_t count(const char *text, const char *part)
{
	size_t found = 0;
	for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		found++;
	return found;
}

TEST(svg_put__columns__one_a_step_with_the_period_before)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *svg = drawn(report_chart(report));
	g_assert_cmpuint(count(svg, "V180z"), ==, SAMPLE_STEPS);
	g_assert_cmpuint(count(svg, "#C8690A"), ==, 1);
	g_assert_nonnull(strstr(svg, "<title>Detections over time: 7,962 in all, at most 2,542 (10 November 2026).</title>"));
	g_assert_nonnull(strstr(svg, "V34.3h")); /* 2,542 of 3,000 on 172 units above 180 */
}

TEST(svg_put__area__is_one_line)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *svg = drawn(incoming(report));
	g_assert_cmpuint(count(svg, "V180z"), ==, 0);
	g_assert_cmpuint(count(svg, "class=\"line\""), ==, 1);
	g_assert_cmpuint(count(svg, "#C8690A"), ==, 0);
}

TEST(svg_put__many_steps__stays_small_and_labels_stay_few)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	struct stats_bin bin = {.from = sample.bounds[1], .detections = 5, .incoming_events = 1};
	for (int i = 0; i < 10000; i++)
		g_array_append_val(sample.result.series, bin);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *svg = drawn(report_chart(report));
	g_assert_cmpuint(strlen(svg), <, 40000);
	g_assert_cmpuint(count(svg, "text-anchor=\"middle\""), <=, 8);
	g_autofree char *html = report_to_html(report, NULL, NULL);
	g_assert_cmpuint(strlen(html), <, 100000);
}

TEST(svg_put__russian__has_its_numbers)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_russian(&sample);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *svg = drawn(incoming(report));
	g_assert_nonnull(strstr(svg, ">10\u00A0млн<"));
	g_assert_nonnull(strstr(svg, ">11 нояб.<"));
}
