// SPDX-License-Identifier: Apache-2.0
// The platform's key=value events.
#include "ingest-fixture.h"
#include "test.h"

static void expect(const char *line, const char *expected)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_KV, line);
	g_autofree char *got = fixture_only_detection(&f);
	g_assert_cmpstr(got, ==, expected);
	fixture_release(&f);
}

static void expect_reject(const char *line, const char *reason)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_KV, line);
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "1 0 0 0 1");
	g_assert_cmpstr(f.result.first_reason, ==, reason);
	fixture_release(&f);
}

TEST(kv_line__parse__three_names_of_the_category)
{
	expect("Nov 21 09:05:41 category=KL_A matchedIndicator=192.0.2.4 url=- src=10.1.1.1 ip=192.0.2.4 md5=-",
	       "2026-11-21T09:05:41Z tcp General KL_A ip 192.0.2.4 ");
	expect("Nov  1 09:05:41 event_name=KL_B source=fire wall matchedIndicator=http://x.example/?a=1 confidence=75",
	       "2026-11-01T09:05:41Z tcp General KL_B url http://x.example/?a=1 ");
	expect("eventName=KL_C matchedIndicator=c912705b4bbb14ec7e78fa8b370532c9 confidence=-",
	       "2026-11-22T10:00:00Z tcp General KL_C md5 C912705B4BBB14EC7E78FA8B370532C9 ");
}

TEST(kv_line__parse__times)
{
	expect("- category=C matchedIndicator=a.example", "2026-11-22T10:00:00Z tcp General C domain a.example ");
	expect("Nov 23 10:00:00 category=C matchedIndicator=a.example", "2026-11-23T10:00:00Z tcp General C domain a.example ");
	expect("Nov 23 10:00:01 category=C matchedIndicator=a.example", "2025-11-23T10:00:01Z tcp General C domain a.example ");
	expect("Dec 31 23:59:60 category=C matchedIndicator=a.example", "2025-12-31T23:59:59Z tcp General C domain a.example ");
	expect("Feb 29 00:00:00 category=C matchedIndicator=a.example", "2024-02-29T00:00:00Z tcp General C domain a.example ");
	expect("2026-11-20T10:00:00+03:00 category=C matchedIndicator=a.example", "2026-11-20T07:00:00Z tcp General C domain a.example ");
	expect("2026-11-20 10:00:00 category=C matchedIndicator=a.example", "2026-11-20T10:00:00Z tcp General C domain a.example ");
}

static int offsets;

/* Two hours east in the year 2025, three since. */
static int offset(void *data, const struct wall *wall)
{
	g_assert_true(data == (&offsets));
	return (wall->year < 2026 ? 2 : 3) * 3600;
}

TEST(kv_line__parse__zone_of_the_options)
{
	struct fixture f = {0};
	fixture_init(&f);
	f.options.zone_offset = offset;
	f.options.zone_data = (&offsets);
	fixture_take(&f, INGEST_KV, "Nov 22 10:00:00 category=C matchedIndicator=a.example\nDec 22 10:00:00 category=C matchedIndicator=a.example");
	autorelease(stats_result) result = {0};
	struct stats_query query = {.period = {INT64_C(1766390400), INT64_C(1766390401)}}; /* 2025-12-22T08:00:00Z */
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.detections, ==, 1);
	autorelease(stats_result) later = {0};
	query.period = (struct period){RECEIVED - 3 * 3600, RECEIVED - 3 * 3600 + 1};
	fixture_ask(&f, &query, &later);
	g_assert_cmpuint(later.detections, ==, 1);
	fixture_release(&f);
}

TEST(kv_line__parse__service_and_finished_events)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_KV,
		     "Apr 16 09:05:41 alert=KL_ALERT_UpdatedFeed feed=Phishing_URL_Data_Feed.json records=200473\n"
		     "Nov 22 09:00:00 LookupFinished sent_events=2 total=KL_Malicious_URL:1;KL_B:1;\n"
		     "LookupFinished\n"
		     "LookupFinished=1 sent_events=0\n"
		     "Nov 22 09:00:00 category=LookupFinished\n");
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "5 0 4 1 0");
	autorelease(stats_result) result = {0};
	struct stats_query query = {.period = {RECEIVED - 3600, RECEIVED}, .source = SOURCE_TCP};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.incoming_events, ==, 2);
	fixture_release(&f);
}

TEST(kv_line__parse__rejects)
{
	expect_reject("x", "line 1: no category=, event_name=, eventName= or alert=");
	expect_reject("Nov 22 10:00:00 url=a", "line 1: no category=, event_name=, eventName= or alert=");
	expect_reject("Nov 22 10:00:00 category=- alert=-", "line 1: no category=, event_name=, eventName= or alert=");
	expect_reject("Nov 22 10:00:00 category=C", "line 1: indicator is missing");
	expect_reject("Nov 31 10:00:00 category=C matchedIndicator=a.example", "line 1: \"Nov 31 10:00:00\" is not a time");
	expect_reject("Nov 22 24:00:00 category=C matchedIndicator=a.example", "line 1: \"Nov 22 24:00:00\" is not a time");
	expect_reject("Nov 22 10:00 category=C matchedIndicator=a.example", "line 1: \"Nov 22 10:00\" is not a time");
	expect_reject("yesterday category=C matchedIndicator=a.example", "line 1: \"yesterday\" is not a time");
	expect_reject("1900-01-01T00:00:00Z category=C matchedIndicator=a.example", "line 1: \"1900-01-01T00:00:00Z\" is not a time");
	expect_reject("2200-01-01T00:00:00Z category=C matchedIndicator=a.example",
		      "line 1: its time is more than a hundred years after it was received");
	expect_reject("category=C matchedIndicator=a.example confidence=high", "line 1: confidence \"high\" is not a number from 0 to 100");
}
