// SPDX-License-Identifier: Apache-2.0
// The JSON form.
#include "tidings/report/report.h"

#include <string.h>

#include "sample.h"
#include "test.h"

TEST(report_to_json__statistics__are_those_of_the_question)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	g_autofree char *text = report_to_json(report);
	g_autofree char *again = report_to_json(report);
	g_assert_cmpstr(text, ==, again);
	GError *error = NULL;
	autoptr(js) json = js_parse(text, strlen(text), &error);
	test_no_error(error);
	autoptr(js) answer = stats_answer_to_json(&sample.query, &sample.result);
	g_autofree char *expected = js_to_text(answer);
	g_autofree char *got = js_to_text(js_get(json, "statistics"));
	g_assert_cmpstr(got, ==, expected);
	g_assert_nonnull(strstr(got, "\"http://update-microsoft-security.example/"));
	g_assert_cmpstr(text + strlen(text) - 2, ==, "}\n");
	g_assert_true(strchr(text, '\n') == text + strlen(text) - 1);
}

TEST(report_to_json__plan__says_what_was_asked)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	char *tenants[] = {(char *)(uintptr_t)"General", NULL};
	sample.plan.tenants = tenants;
	autoptr(report) report = sample_report(&sample);
	g_autofree char *text = report_to_json(report);
	autoptr(js) json = js_parse(text, strlen(text), NULL);
	const struct js *plan = js_get(json, "plan");
	g_assert_cmpstr(js_get_text(plan, "task"), ==, "Monthly board report");
	g_assert_cmpstr(js_get_text(js_get(plan, "period"), "name"), ==, "last-7d");
	g_assert_cmpstr(js_get_text(js_get(plan, "period"), "from"), ==, "2026-11-08T23:00:00Z");
	g_assert_cmpstr(js_get_text(js_get(plan, "period"), "to"), ==, "2026-11-15T23:00:00Z");
	g_assert_cmpstr(js_get_text(plan, "zone"), ==, "Europe/Berlin");
	g_assert_cmpstr(js_text(js_at(js_get(plan, "tenants"), 0)), ==, "General");
	g_assert_cmpstr(js_get_text(plan, "source"), ==, "all");
	g_assert_false(js_get_bool(plan, "false_positives", true));
	g_assert_cmpstr(js_get_text(plan, "language"), ==, "en");
	g_assert_cmpstr(js_get_text(plan, "widgets"), ==, "overview:incoming,detections,indicators;top:default,retroscan,hashes;by:category,kind,supplier,tenant,hour");
}
