// SPDX-License-Identifier: Apache-2.0
// Zone files and their last rule: broken ones are refused, each form of date is understood.
#include "tzif-priv.h"

#include <string.h>

#include "test.h"
#include "tidings/util/auto.h"
#include "tidings/util/file.h"
#include "tidings/util/instant.h"
#include "zone-priv.h"

static char *read_zone(const char *name, size_t *ret_length)
{
	GError *error = NULL;
	char *data = NULL;
	g_autofree char *path = g_build_filename(ZONEINFO, name, NULL);
	g_assert_true(file_read(path, 65536, &data, ret_length, &error));
	return data;
}

TEST(tzif__parse__refuses_every_cut_file)
{
	size_t length;
	g_autofree char *data = read_zone("Europe/Berlin", &length);
	for (size_t n = 0; n < length; n++) {
		autorelease(tzif) tzif = {.at = NULL};
		g_autofree uint8_t *cut = g_memdup2(data, n);
		g_assert_false(tzif_parse(cut, n, &tzif));
	}
}

TEST(tzif__parse__survives_every_changed_byte)
{
	size_t length;
	g_autofree char *data = read_zone("Africa/Cairo", &length);
	for (size_t i = 0; i < length; i++)
		for (int bit = 0; bit < 8; bit += 3) {
			autorelease(tzif) tzif = {.at = NULL};
			data[i] ^= (char)(1 << bit);
			if (tzif_parse((const uint8_t *)data, length, &tzif))
				g_assert_cmpint(tzif_span(&tzif, 1795000000).offset, <=, 26 * 3600);
			data[i] ^= (char)(1 << bit);
		}
}

TEST(tzif__parse__refuses_leap_seconds)
{
	size_t length;
	g_autofree char *data = read_zone("right/UTC", &length);
	struct tzif tzif;
	g_assert_false(tzif_parse((const uint8_t *)data, length, &tzif));
}

TEST(tzif__span__covers_all_time)
{
	size_t length;
	g_autofree char *data = read_zone("America/St_Johns", &length);
	autorelease(tzif) tzif = {.at = NULL};
	g_assert_true(tzif_parse((const uint8_t *)data, length, &tzif));
	struct tzif_span span = tzif_span(&tzif, -100000000000);
	g_assert_cmpint(span.from, ==, INT64_MIN);
	for (int i = 0; i < 2000; i++) {
		struct tzif_span next = tzif_span(&tzif, span.to);
		g_assert_cmpint(next.from, ==, span.to);
		g_assert_cmpint(next.to, >, next.from);
		span = next;
	}
}

static void changes(const char *text, int year, const char *first, bool first_is_dst, const char *second)
{
	struct posix_tz tz;
	struct posix_change change[2];
	g_assert_true(posix_tz_parse(text, &tz));
	posix_tz_changes(&tz, year, change);
	g_autofree char *a = instant_to_text(change[0].at);
	g_autofree char *b = instant_to_text(change[1].at);
	g_assert_cmpstr(a, ==, first);
	g_assert_cmpstr(b, ==, second);
	g_assert_cmpint(change[0].dst, ==, first_is_dst);
}

TEST(posix_tz__changes__of_each_form)
{
	changes("CET-1CEST,M3.5.0,M10.5.0/3", 2026, "2026-03-29T01:00:00Z", true, "2026-10-25T01:00:00Z");
	changes("NZST-12NZDT,M9.5.0,M4.1.0/3", 2026, "2026-04-04T14:00:00Z", false, "2026-09-26T14:00:00Z");
	changes("IST-1GMT0,M10.5.0,M3.5.0/1", 2045, "2045-03-26T01:00:00Z", false, "2045-10-29T01:00:00Z");
	changes("EET-2EEST,M3.4.4/50,M10.4.4/50", 2026, "2026-03-28T00:00:00Z", true, "2026-10-23T23:00:00Z");
	changes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026, "2026-03-29T01:00:00Z", true, "2026-10-25T01:00:00Z");
	changes("AAA0BBB-1,J60/0,J300/0", 2028, "2028-03-01T00:00:00Z", true, "2028-10-26T23:00:00Z");
	changes("AAA0BBB-1,59/0,300/0", 2028, "2028-02-29T00:00:00Z", true, "2028-10-26T23:00:00Z");
	changes("AAA0BBB-1:30:15,J1/0,J365/0", 2027, "2027-01-01T00:00:00Z", true, "2027-12-30T22:29:45Z");
}

TEST(posix_tz__parse__refuses_what_is_none)
{
	static const char *const texts[] = {"", "A", "AB1", "ABC", "ABC999", "CET-1CEST", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,", "CET-1CEST,M13.5.0,M10.5.0",
					    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0x", "CET-1CEST,J0,J1", "CET-1CEST,366,1",
					    "<CET-1", "CET-1:60", "CET-1CEST,M3.5.0/168,M10.5.0"};
	struct posix_tz tz;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_assert_false(posix_tz_parse(texts[i], &tz));
}
