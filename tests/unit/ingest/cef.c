// SPDX-License-Identifier: Apache-2.0
// ArcSight CEF.
#include "ingest-fixture.h"
#include "test.h"

#define HEAD "CEF:0|Kaspersky|Kaspersky CyberTrace for ArcSight|2.0|2|CyberTrace Detection Event|8| "
#define BODY "reason=KL_Malicious_URL dst=- src=10.20.8.146 fileHash=- request=http://a.example/ sourceServiceName=Fire wall sproc=- suser=- " \
	"msg=CyberTrace detected KL_Malicious_URL externalId=7 cs5Label=MatchedIndicator "

static void expect(const char *line, const char *expected)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_CEF, line);
	g_autofree char *got = fixture_only_detection(&f);
	g_assert_cmpstr(got, ==, expected);
	fixture_release(&f);
}

static void expect_reject(const char *line, const char *reason)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_CEF, line);
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "1 0 0 0 1");
	g_assert_cmpstr(f.result.first_reason, ==, reason);
	fixture_release(&f);
}

TEST(cef__parse__the_platforms_event)
{
	expect(HEAD BODY "cs5=http://A.example:80/x?id\\=7 cn3Label=Confidence cn3=100 cs6Label=Context cs6=MD5:3AA8 first_seen:11.07.2019 22:11\r\n",
	       "2026-11-22T10:00:00Z tcp General KL_Malicious_URL url http://a.example/x?id=7 ");
}

TEST(cef__parse__other_vendor_and_prefix)
{
	expect("<13>Nov 22 10:00:00 host CEF:0|Kaspersky Lab|Kaspersky CyberTrace for ArcSight|2.0|2|X|8|reason=C cs5=192.0.2.1",
	       "2026-11-22T10:00:00Z tcp General C ip 192.0.2.1 ");
}

TEST(cef__parse__escapes)
{
	expect("CEF:0|Kaspersky|Kaspersky CyberTrace \\| for ArcSight|2\\\\0|2|a\\|b|8|reason=A\\=B\\\\C\\|D cs5=http://a.example/\\\\\\=x",
	       "2026-11-22T10:00:00Z tcp General A=B\\C|D url http://a.example/\\=x ");
}

TEST(cef__parse__equals_inside_a_value)
{
	expect(HEAD "reason=C cs5=http://a.example/?id=7&x=1 cn3=-", "2026-11-22T10:00:00Z tcp General C url http://a.example/?id=7&x=1 ");
}

TEST(cef__parse__the_first_of_a_key_counts)
{
	expect(HEAD "reason=C cs5=a.example cs6=context reason=Fake cs5=b.example", "2026-11-22T10:00:00Z tcp General C domain a.example ");
}

TEST(cef__parse__source_of_the_options)
{
	struct fixture f = {0};
	fixture_init(&f);
	f.options.source = EVENT_API;
	f.options.source_set = true;
	f.options.tenant = "Retail";
	fixture_take(&f, INGEST_CEF, HEAD "reason=C cs5=a.example");
	g_autofree char *got = fixture_only_detection(&f);
	g_assert_cmpstr(got, ==, "2026-11-22T10:00:00Z api Retail C domain a.example ");
	fixture_release(&f);
}

TEST(cef__parse__service_and_finished_events)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_CEF,
		     "CEF:0|Kaspersky|Kaspersky CyberTrace for ArcSight|2.0|1|CyberTrace Service Event|4| reason=KL_ALERT_ServiceStarted msg=-\n"
		     "LookupFinished sent_events=1 total=KL_Malicious_URL:1;\n" HEAD "reason=LookupFinished\n");
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "3 0 2 1 0");
	fixture_release(&f);
}

TEST(cef__parse__rejects)
{
	expect_reject("nothing", "line 1: not a CEF event: it has no \"CEF:\"");
	expect_reject("XCEF:0|a|b|c|d|e|f|", "line 1: not a CEF event: it has no \"CEF:\"");
	expect_reject("CEF:0|Kaspersky|Kaspersky CyberTrace for ArcSight|2.0|2|X", "line 1: the CEF header has fewer than 7 fields");
	expect_reject("CEF:0|Kaspersky|Kaspersky CyberTrace for ArcSight|2.0|2|X\\|8|\\", "line 1: the CEF header has fewer than 7 fields");
	expect_reject("CEF:0|Other|Kaspersky CyberTrace|2.0|2|X|8|reason=C cs5=a.example",
		      "line 1: an event of the vendor \"Other\", not of the platform");
	expect_reject("CEF:0|Kaspersky|Security Center|2.0|2|X|8|", "line 1: an event of the product \"Security Center\", not of the platform");
	expect_reject("CEF:0|Kaspersky|Kaspersky CyberTrace|2.0|3|X|8|", "line 1: unknown kind of event \"3\" in the CEF header");
	expect_reject(HEAD "cs5=a.example", "line 1: category is missing");
	expect_reject(HEAD "reason=C cs5=-", "line 1: indicator is missing");
	expect_reject(HEAD "reason=C cs5=a.example cn3=101", "line 1: confidence \"101\" is not a number from 0 to 100");
}
