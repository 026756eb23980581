// SPDX-License-Identifier: Apache-2.0
// The HTML form.
#include "tidings/report/report.h"

#include <string.h>

#include "sample.h"
#include "test.h"

#define PAGE_MOST (100 * 1000)

static void expect(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		g_error("no %s in the page", part);
}

/* Well-formed enough for GLib's strict parser: void elements closed first, the doctype cut off. */
static void expect_well_formed(const char *html)
{
	g_auto(GStrv) parts = g_strsplit(html, "<", -1);
	g_autoptr(GString) xml = g_string_new(NULL);
	for (size_t i = 1; parts[i] != NULL; i++) {
		bool is_void = g_str_has_prefix(parts[i], "meta ") || g_str_has_prefix(parts[i], "img ");
		char *end = strchr(parts[i], '>');
		g_assert_nonnull(end);
		if (g_str_has_prefix(parts[i], "!DOCTYPE"))
			continue;
		g_string_append_c(xml, '<');
		g_string_append_len(xml, parts[i], end - parts[i]);
		g_string_append_printf(xml, "%s%s", is_void ? "/" : "", end);
	}
	gchar *no_entity = NULL;
	while ((no_entity = strstr(xml->str, "&nbsp;")) != NULL)
		memcpy(no_entity, "      ", 6);
	static const GMarkupParser parser = {NULL, NULL, NULL, NULL, NULL};
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
	GError *error = NULL;
	if (!g_markup_parse_context_parse(context, xml->str, (gssize)xml->len, &error) || !g_markup_parse_context_end_parse(context, &error))
		test_no_error(error);
	g_markup_parse_context_free(context);
}

static void expect_harmless(const char *html)
{
	static const char *const banned[] = {"<script", "http:", "https:", "javascript:", "url(", "@import", "<link", "<iframe", "href=", "onload", "<form"};
	g_autofree char *lower = g_ascii_strdown(html, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(banned); i++)
		if (strstr(lower, banned[i]) != NULL)
			g_error("%s in the page", banned[i]);
	g_assert_cmpuint(strlen(html), <, PAGE_MOST);
	g_assert_true(g_utf8_validate(html, -1, NULL));
}

TEST(report_to_html__figures__all_there)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *html = report_to_html(report, "chart@tidings", "logo@tidings");
	static const char *const parts[] = {
		"lang=\"en\"", "9 November 2026 – 15 November 2026 (7 days)", "Europe/Berlin (UTC+01:00)", ">69,148,233<", ">+0.1%<", ">7,962<", ">+83.9%<",
		">1,284<", ">2,468<", ">612<", "198[.]51[.]100[.]23", "776735A8CA96DB15B422879DA599F474", "Botnet C&amp;C", "at most 2,542 (10 November 2026)",
		"12,148,233", "src=\"cid:chart@tidings\"", "prefers-color-scheme:dark",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		expect(html, parts[i]);
	g_assert_true(strstr(html, "cid:") == g_strrstr(html, "cid:"));
	expect_harmless(html);
	expect_well_formed(html);
}

TEST(report_to_html__alone__draws_its_charts)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *html = report_to_html(report, NULL, NULL);
	expect(html, "<svg role=\"img\"");
	expect(html, ">11 Nov<");
	g_assert_null(strstr(html, "cid:"));
	expect_harmless(html);
	expect_well_formed(html);
}

TEST(report_to_html__twice__is_the_same)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) one = sample_report(&sample);
	autoptr(report) two = sample_report(&sample);
	g_autofree char *first = report_to_html(one, NULL, NULL);
	g_autofree char *second = report_to_html(two, NULL, NULL);
	g_assert_cmpstr(first, ==, second);
}

TEST(report_to_html__markup_in_data__is_text)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_indicator(&sample, TOP_DEFAULT, KIND_URL, "http://x.example/\"><script>alert(1)</script><img src=x onload='y'>", 700);
	sample_category(&sample, "<b>\"'&", 5);
	sample.plan.task_name = "<h1>&amp;";
	autoptr(report) report = sample_report(&sample);
	g_autofree char *html = report_to_html(report, "a\"b", "c\"d");
	expect(html, "&lt;script&gt;");
	expect(html, "&lt;b&gt;&quot;&#39;&amp;");
	g_assert_null(strstr(html, "<script"));
	g_assert_null(strstr(html, "src=x onload='y'>"));
	expect_well_formed(html);
}

TEST(report_to_html__largest__stays_below_the_limit)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	g_autofree char *quotes = g_strnfill(2048, '"');
	g_autoptr(GString) marks = g_string_new("a");
	for (int i = 0; i < 2000; i++)
		g_string_append(marks, "\u0301");
	sample.plan.task_name = sample.plan.login = sample.plan.full_name = quotes;
	for (int i = 0; i < 40; i++) {
		sample_category(&sample, quotes, 5);
		sample_indicator(&sample, TOP_DEFAULT, KIND_URL, quotes, 700);
		sample_indicator(&sample, TOP_RETROSCAN, KIND_URL, marks->str, 700);
		sample_indicator(&sample, TOP_MD5, KIND_MD5, quotes, 700);
		sample_indicator(&sample, TOP_SHA1, KIND_SHA1, quotes, 700);
		sample_indicator(&sample, TOP_SHA256, KIND_SHA256, quotes, 700);
	}
	autoptr(report) report = sample_report(&sample);
	g_autofree char *html = report_to_html(report, "chart@tidings", "logo@tidings");
	g_assert_cmpuint(strlen(html), <, PAGE_MOST);
	expect_well_formed(html);
}

TEST(report_to_html__empty__says_so)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_empty(&sample);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *html = report_to_html(report, "chart@tidings", "logo@tidings");
	g_assert_null(strstr(html, "cid:"));
	expect(html, "No detections in this period.");
	expect(html, "No MD5 hashes were detected in this period.");
	expect_well_formed(html);
}

/* As many bytes as a PNG of the logo may have. */
static struct logo own_logo(size_t length, enum logo_tone tone)
{
	g_autofree char *bytes = g_strnfill(length, 'p');
	return (struct logo){.png = g_bytes_new(bytes, length), .width = 640, .height = 176, .tone = tone, .text = g_strdup("Example \"SOC\"")};
}

TEST(report_to_html__own_logo_in_a_mail__by_its_content_id)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autorelease(logo) logo = own_logo(LOGO_BYTES_MAX, LOGO_LIGHT);
	sample.plan.logo = &logo;
	autoptr(report) report = sample_report(&sample);
	g_autofree char *html = report_to_html(report, "chart@tidings", "logo@tidings");
	expect(html, "<img src=\"cid:logo@tidings\" width=\"160\" height=\"44\" alt=\"Example &quot;SOC&quot;\"");
	expect(html, "cid:chart@tidings");
	g_assert_null(strstr(html, "data:"));
	expect(html, "<td><img src=\"cid:logo@tidings\"");
	expect_harmless(html);
	expect_well_formed(html);
}

TEST(report_to_html__own_logo_alone__is_in_the_page)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autorelease(logo) logo = own_logo(LOGO_BYTES_MAX, LOGO_DARK);
	g_clear_pointer(&logo.text, g_free);
	sample.plan.logo = &logo;
	autoptr(report) report = sample_report(&sample);
	g_autofree char *html = report_to_html(report, NULL, NULL);
	expect(html, "<img src=\"data:image/png;base64,cHBwcHBw");
	expect(html, "alt=\"Logo\"");
	expect(html, "<td bgcolor=\"#FFFFFF\" style=\"background:#FFFFFF;border-radius:4px;padding:6px 8px\"><img src="); /* a white plate */
	expect_harmless(html);
	expect_well_formed(html);
}

TEST(report_to_html__no_room_for_the_logo__shows_the_mark)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autorelease(logo) logo = own_logo(80 * 1000, LOGO_ANY);
	sample.plan.logo = &logo;
	autoptr(report) report = sample_report(&sample);
	g_autofree char *html = report_to_html(report, NULL, NULL);
	g_assert_null(strstr(html, "data:"));
	expect(html, "bgcolor=\"#FFFFFF\" style=\"width:7px");
	expect_harmless(html);
}
