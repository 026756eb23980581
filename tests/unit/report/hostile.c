// SPDX-License-Identifier: Apache-2.0
// Random bytes as data: every form stays well made, whatever comes.
#include <string.h>

#include "sample.h"
#include "test.h"
#include "tidings/report/report.h"

#define ROUNDS 60

/* Pieces that mean something to some sink, and bytes that are no text. */
static const char *const pieces[] = {
	"http://", "https://", "www.", ".", "@", "://", "<", ">", "&", "\"", "'", "=", "+", "-", ",", "\r\n", "\t", "\x1B[31m", "\x7F", "\xC2\x9B", "\xE2\x80\xAE",
	"\xEF\xBB\xBF", "\xFF", "\xC3", "\xF3\xB0\x80\x80", "\xE6\xBC\xA2", "\xD0\x90", "a", "{n}", "{name}", "{share}", "%s", "%n", "\\", "\\u{41}", "'';--", "<!--",
	"]]>", "/", "?", "#", ":", "[", "]", " ", "\xCC\x81",
};

static char *random_text(GRand *random)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = g_rand_int_range(random, 0, 40); i > 0; i--)
		g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void fill(struct sample *sample, GRand *random)
{
	for (int i = 0; i < 5; i++) {
		g_autofree char *url = random_text(random);
		g_autofree char *domain = random_text(random);
		g_autofree char *ip = random_text(random);
		g_autofree char *category = random_text(random);
		sample_indicator(sample, TOP_DEFAULT, KIND_URL, url, 700);
		sample_indicator(sample, TOP_DEFAULT, KIND_DOMAIN, domain, 700);
		sample_indicator(sample, TOP_RETROSCAN, KIND_IP, ip, 700);
		sample_category(sample, category, g_rand_int(random));
	}
}

static bool is_plain(const char *text)
{
	for (const char *at = text; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
		gunichar character = g_utf8_get_char(at);
		if ((character < 0x20 && character != '\n') || (character >= 0x7F && character < 0xA0) || (character >= 0x202A && character <= 0x202E))
			return false;
	}
	return true;
}

static void check_text(const struct report *report)
{
	g_autofree char *text = report_to_text(report);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_true(is_plain(text));
	g_assert_null(strstr(text, "http://"));
	g_assert_null(strstr(text, "https://"));
}

/* RFC 4180: seven quoted fields a record, quotes doubled; nothing begins like a formula. */
static void check_csv(const struct report *report)
{
	g_autofree char *csv = report_to_csv(report);
	g_assert_true(g_utf8_validate(csv, -1, NULL));
	const char *at = csv + 3;
	while (*at != '\0') {
		for (int field = 0; field < 7; field++) {
			g_assert_cmpint(*at, ==, '"');
			g_assert_null(at[1] == '\0' ? at : strchr("=+-@", at[1]));
			for (at++; *at != '"' || at[1] == '"'; at += *at == '"' ? 2 : 1)
				g_assert_cmpint(*at, !=, '\0');
			at++;
			g_assert_cmpint(*at, ==, field < 6 ? ',' : '\r');
			at++;
		}
		g_assert_cmpint(*at++, ==, '\n');
	}
}

static void check_html(const struct report *report)
{
	g_autofree char *html = report_to_html(report, "chart@tidings", "logo@tidings");
	g_assert_true(g_utf8_validate(html, -1, NULL));
	g_assert_cmpuint(strlen(html), <, 100000);
	g_assert_true(is_plain(html));
	g_assert_null(strstr(html, "<!--"));
	g_assert_null(strstr(html, "http://"));
}

static void check_json(const struct report *report)
{
	g_autofree char *text = report_to_json(report);
	GError *error = NULL;
	autoptr(js) json = js_parse(text, strlen(text), &error);
	test_no_error(error);
	g_assert_true(js_is_object(js_get(json, "statistics")));
}

TEST(report__random_bytes__every_form_is_well_made)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(20261116);
	for (int i = 0; i < ROUNDS; i++) {
		autorelease(sample) sample = {0};
		sample_init(&sample);
		fill(&sample, random);
		g_autofree char *name = random_text(random);
		sample.plan.task_name = sample.plan.login = sample.plan.full_name = name;
		autoptr(report) report = sample_report(&sample);
		check_text(report);
		check_csv(report);
		check_html(report);
		check_json(report);
	}
}
