// SPDX-License-Identifier: Apache-2.0
// Events as JSON objects.
#include "ingest-fixture.h"
#include "test.h"

static void expect(const char *line, const char *expected)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_JSON, line);
	g_autofree char *got = fixture_only_detection(&f);
	g_assert_cmpstr(got, ==, expected);
	fixture_release(&f);
}

static void expect_reject(const char *line, const char *reason)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_JSON, line);
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "1 0 0 0 1");
	g_assert_cmpstr(f.result.first_reason, ==, reason);
	fixture_release(&f);
}

TEST(json__parse__all_members)
{
	expect("{\"time\":\"2026-10-01T00:00:00.5+03:00\",\"type\":\"detection\",\"tenant\":\"North branch\",\"source\":\"api\",\"category\":\"KL_X\","
	       "\"indicator\":\"aa2705b4bbb14ec7e78fa8b370532c9c\",\"kind\":\"md5\",\"feed\":\"F\",\"supplier\":\"S\",\"confidence\":100,"
	       "\"retroscan\":true,\"false_positive\":true,\"unknown\":[1,{}]}",
	       "2026-09-30T21:00:00Z api North branch KL_X md5 AA2705B4BBB14EC7E78FA8B370532C9C S retroscan false-positive");
}

TEST(json__parse__as_little_as_possible)
{
	expect("{\"type\":\"detection\",\"category\":\"C\",\"indicator\":\"A.example\"}", "2026-11-22T10:00:00Z tcp General C domain a.example ");
}

TEST(json__parse__null_is_absent)
{
	expect("{\"type\":\"detection\",\"category\":\"C\",\"indicator\":\"2001:DB8::0:1\",\"time\":null,\"tenant\":null,\"source\":null,\"kind\":null,"
	       "\"feed\":null,\"supplier\":null,\"confidence\":null,\"retroscan\":null,\"false_positive\":null,\"count\":null}",
	       "2026-11-22T10:00:00Z tcp General C ip 2001:db8::1 ");
}

TEST(json__parse__incoming_events)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_JSON,
		     "{\"type\":\"incoming\",\"time\":\"2026-11-01T00:00:00Z\",\"tenant\":\"Retail\",\"source\":\"api\",\"count\":5}\n"
		     "{\"type\":\"incoming\"}\n{\"type\":\"incoming\",\"count\":0}");
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "3 0 6 0 0");
	autorelease(stats_result) result = {0};
	char *retail[] = {(char *)(uintptr_t)"Retail", NULL};
	struct stats_query query = {.period = {0, RECEIVED}, .source = SOURCE_API, .tenants = retail};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.incoming_events, ==, 5);
	fixture_release(&f);
}

TEST(json__parse__rejects)
{
#define D "{\"type\":\"detection\",\"category\":\"C\",\"indicator\":\"a.example\""
	expect_reject("[1]", "line 1: not a JSON object");
	expect_reject("{}", "line 1: \"type\" is missing");
	expect_reject("{\"type\":\"other\"}", "line 1: \"type\" is \"other\", not detection or incoming");
	expect_reject("{\"type\":1}", "line 1: \"type\" is not a text");
	expect_reject("{\"type\":\"detection\",\"indicator\":\"a.example\"}", "line 1: category is missing");
	expect_reject("{\"type\":\"detection\",\"category\":\"\",\"indicator\":\"a.example\"}", "line 1: category is missing");
	expect_reject("{\"type\":\"detection\",\"category\":\"C\"}", "line 1: indicator is missing");
	expect_reject(D ",\"kind\":\"md5\"}", "line 1: \"a.example\" is not of kind md5");
	expect_reject(D ",\"kind\":\"hash\"}", "line 1: \"kind\" is \"hash\", not url, domain, ip, md5, sha1 or sha256");
	expect_reject(D ",\"source\":\"udp\"}", "line 1: \"source\" is \"udp\", not tcp or api");
	expect_reject(D ",\"confidence\":101}", "line 1: \"confidence\" is not an integer from 0 to 100");
	expect_reject(D ",\"confidence\":75.5}", "line 1: \"confidence\" is not an integer from 0 to 100");
	expect_reject(D ",\"retroscan\":1}", "line 1: \"retroscan\" is not true or false");
	expect_reject(D ",\"feed\":[]}", "line 1: \"feed\" is not a text");
	expect_reject(D ",\"tenant\":\"Nobody\"}", "line 1: unknown tenant \"Nobody\"");
	expect_reject("{\"type\":\"incoming\",\"count\":-1}", "line 1: \"count\" is not an integer from 0 to 1000000000000");
#undef D
}

TEST(json__parse__broken_texts)
{
	static const char *const broken[] = {
		"{\"type\":\"detection\"", "{\"type\":\"detection\",\"type\":\"incoming\"}", "{\"type\":\"incoming\"} x", "{\"time\":\"2026-13-01T00:00:00Z\",\"type\":\"incoming\"}",
		"{\"time\":\"1900-01-01T00:00:00Z\",\"type\":\"incoming\"}", "\"text\"", "\xff", "{\"type\":\"incoming\",\"tenant\":\"a\xff\"}",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
		struct fixture f = {0};
		fixture_init(&f);
		fixture_take(&f, INGEST_JSON, broken[i]);
		g_autofree char *counts = fixture_counts(&f);
		g_assert_cmpstr(counts, ==, "1 0 0 0 1");
		fixture_release(&f);
	}
}
