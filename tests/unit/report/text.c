// SPDX-License-Identifier: Apache-2.0
// The text form.
#include "tidings/report/report.h"

#include <string.h>

#include "sample.h"
#include "test.h"
#include "tidings/util/safe-text.h"

static void expect(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		g_error("no %s in\n%s", part, text);
}

static void expect_narrow(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i] != NULL; i++)
		if (text_columns(lines[i]) > 76)
			g_error("%d columns: %s", text_columns(lines[i]), lines[i]);
}

TEST(report_to_text__figures__all_there_within_76_columns)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *text = report_to_text(report);
	static const char *const parts[] = {
		"Threat statistics report", "9 November 2026 – 15 November 2026 (7 days)", "Europe/Berlin (UTC+01:00)", "69,148,233", "+0.1%", "7,962",
		"+83.9%", "1,284", "2,542", "12,148,233", "2,468", "612", "198[.]51[.]100[.]23", "776735A8CA96DB15B422879DA599F474",
		"DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "Retroscan",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		expect(text, parts[i]);
	expect_narrow(text);
	g_assert_null(strstr(text, "http://"));
}

TEST(report_to_text__heat__has_a_row_a_weekday_with_its_number)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *text = report_to_text(report);
	expect(text, "\n     00    03    06    09    12    15    18    21\n");
	expect(text, "\nTue      ######    ::");
	expect(text, "2,073\nWed ");
	expect(text, "(Tuesday, 02:00).");
}

TEST(report_to_text__marking__stands_first)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.task.tlp = TLP_AMBER_STRICT;
	autoptr(report) report = sample_report(&sample);
	g_autofree char *text = report_to_text(report);
	g_assert_true(g_str_has_prefix(text, "TLP:AMBER+STRICT\n\nThreat"));
}

TEST(report_to_text__empty__says_so)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_empty(&sample);
	sample.result.first_event = INSTANT_NONE;
	autoptr(report) report = sample_report(&sample);
	g_autofree char *text = report_to_text(report);
	expect(text, "! No events are stored yet.");
	expect(text, "No detections in this period.");
	expect(text, "No SHA256 hashes were detected in this period.");
	expect_narrow(text);
}

TEST(report_to_text__russian_and_long__stays_narrow)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_russian(&sample);
	g_autofree char *path = g_strnfill(2048, 'a');
	g_autofree char *url = g_strconcat("http://x.example/", path, NULL);
	sample_indicator(&sample, TOP_DEFAULT, KIND_URL, url, 700);
	sample_category(&sample, "キーワード、とても長いカテゴリ名、とても長いカテゴリ名", 5);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *text = report_to_text(report);
	expect_narrow(text);
	expect(text, "Отчёт со статистикой угроз");
	expect(text, "69\u00A0148\u00A0233");
	expect(text, "…");
}
