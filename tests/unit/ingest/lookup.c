// SPDX-License-Identifier: Apache-2.0
// Answers of the platform's REST lookup.
#include <string.h>

#include "ingest-fixture.h"
#include "test.h"

#define MATCH "{\"object\":\"a.example\",\"result\":\"match\",\"categories\":[{\"category\":\"C\",\"detected_indicator\":\"http://A.example\",\"context\":{}}]}"
#define CLEAN "{\"object\":\"b.example\",\"result\":\"no match\",\"categories\":[]}"

TEST(lookup__take__one_match)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_LOOKUP, "[" MATCH "]");
	g_autofree char *got = fixture_only_detection(&f);
	g_assert_cmpstr(got, ==, "2026-11-22T10:00:00Z api General C url http://a.example ");
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "1 1 1 0 0");
	fixture_release(&f);
}

TEST(lookup__take__every_object_is_an_incoming_event)
{
	struct fixture f = {0};
	fixture_init(&f);
	f.options.source_set = true; /* does not matter: a lookup is a lookup */
	fixture_take(&f, INGEST_AUTO, "\n [" CLEAN ",\n" MATCH "," CLEAN ",{\"object\":\"c.example\"}]\n");
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "4 1 4 0 0");
	autorelease(stats_result) result = {0};
	struct stats_query query = {.period = {RECEIVED, RECEIVED + 1}, .source = SOURCE_API};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.incoming_events, ==, 4);
	fixture_release(&f);
}

TEST(lookup__take__several_categories_and_a_bad_one)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_LOOKUP,
		     "[1,{\"object\":\"a.example\",\"categories\":[{\"category\":\"C\",\"detected_indicator\":\"a.example\"},{\"category\":\"\"},"
		     "{\"category\":\"D\"}]}]");
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "2 2 1 0 2");
	g_autofree char *rejects = fixture_rejects(&f);
	g_assert_cmpstr(rejects, ==, "# object 1: not an answer of the lookup: it has no \"object\"\n1\n# object 2: category is missing\n{\"category\":\"\"}\n");
	fixture_release(&f);
}

TEST(lookup__take__not_an_array)
{
	static const char *const wrong[] = {"{}", ("[" MATCH), "", "\n", "\xff"};
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		struct fixture f = {0};
		fixture_init(&f);
		fixture_take(&f, INGEST_LOOKUP, wrong[i]);
		g_assert_cmpuint(f.result.detections + f.result.incoming_events, ==, 0);
		g_assert_cmpuint(f.result.rejected, ==, *wrong[i] != '\0');
		fixture_release(&f);
	}
}

TEST(lookup__take__byte_order_mark)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_AUTO, "\xef\xbb\xbf[" CLEAN "]");
	g_assert_cmpuint(f.result.incoming_events, ==, 1);
	fixture_release(&f);
}
