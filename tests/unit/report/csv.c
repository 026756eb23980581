// SPDX-License-Identifier: Apache-2.0
// The CSV form.
#include "tidings/report/report.h"

#include <string.h>

#include "sample.h"
#include "test.h"

static void expect_line(const char *csv, const char *line)
{
	g_autofree char *whole = g_strconcat("\r\n", line, "\r\n", NULL);
	if (strstr(csv, whole) == NULL)
		g_error("no line %s in\n%s", line, csv);
}

TEST(report_to_csv__figures__are_exact)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *csv = report_to_csv(report);
	g_assert_true(g_str_has_prefix(csv, "\xEF\xBB\xBF\"section\",\"rank\",\"item\",\"kind\",\"from\",\"value\",\"previous\"\r\n"));
	expect_line(csv, "\"report\",\"\",\"Monthly board report\",\"task\",\"\",\"\",\"\"");
	expect_line(csv, "\"report\",\"\",\"\",\"period_from\",\"2026-11-09T00:00:00+01:00\",\"\",\"\"");
	expect_line(csv, "\"figures\",\"\",\"incoming_events\",\"\",\"\",\"69148233\",\"69113233\"");
	expect_line(csv, "\"figures\",\"\",\"detections\",\"\",\"\",\"7962\",\"4329\"");
	expect_line(csv, "\"figures\",\"\",\"indicators\",\"\",\"\",\"1284\",\"1342\"");
	expect_line(csv, "\"detections_over_time\",\"\",\"\",\"\",\"2026-11-10T00:00:00+01:00\",\"2542\",\"1321\"");
	expect_line(csv, "\"incoming_events_over_time\",\"\",\"\",\"\",\"2026-11-11T00:00:00+01:00\",\"12148233\",\"12143233\"");
	expect_line(csv, "\"top_default\",\"2\",\"198[.]51[.]100[.]23\",\"ip\",\"\",\"441\",\"\"");
	expect_line(csv, "\"categories\",\"1\",\"Malicious URL\",\"\",\"\",\"2468\",\"0\"");
	expect_line(csv, "\"suppliers\",\"2\",\"AlienVault OTX\",\"\",\"\",\"1054\",\"903\"");
	expect_line(csv, "\"hours\",\"2\",\"Tue\",\"tuesday\",\"\",\"2073\",\"\"");
	expect_line(csv, "\"hours\",\"\",\"Tue\",\"tuesday\",\"03:00\",\"234\",\"\"");
}

TEST(report_to_csv__formulae__are_neutralised)
{
	static const char *const starts[] = {"=", "+", "-", "＝", "＋", "－", "＠"};
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		autorelease(sample) sample = {0};
		sample_init(&sample);
		g_autofree char *name = g_strconcat(starts[i], "cmd|' /C calc'!\"A0\"", NULL);
		sample_category(&sample, name, 3);
		autoptr(report) report = sample_report(&sample);
		g_autofree char *csv = report_to_csv(report);
		g_autofree char *expected = g_strconcat(",\"'", starts[i], "cmd|' /C calc'!\"\"A0\"\"\",", NULL);
		g_assert_nonnull(strstr(csv, expected));
	}
}

TEST(report_to_csv__every_record__has_seven_quoted_fields)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_category(&sample, "a\r\nb,\"c\"", 3);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *csv = report_to_csv(report);
	g_auto(GStrv) lines = g_strsplit(csv, "\r\n", -1);
	for (size_t i = 0; lines[i + 1] != NULL; i++) {
		g_assert_null(strpbrk(lines[i], "\r\n"));
		size_t quotes = 0;
		for (const char *at = lines[i]; *at != '\0'; at++)
			quotes += *at == '"';
		g_assert_cmpuint(quotes % 2, ==, 0);
	}
}
