// SPDX-License-Identifier: Apache-2.0
// Defanged indicators.
#include "tidings/report/report.h"

#include <string.h>

#include "test.h"

static const struct { enum indicator_kind kind; const char *value, *expected; } cases[] = {
	{KIND_URL, "http://a.example/x.exe?y=1.2", "hxxp://a[.]example/x.exe?y=1.2"},
	{KIND_URL, "https://user@a.example:8443/", "hxxps://user[@]a[.]example:8443/"},
	{KIND_URL, "ftp://a.example/f", "fxp://a[.]example/f"},
	{KIND_URL, "ssh://a.example", "ssh[:]//a[.]example"},
	{KIND_URL, "http://[2001:db8::1]:8080/x", "hxxp://[2001[:]db8::1]:8080/x"},
	{KIND_URL, "a.example/path.html", "a[.]example/path.html"},
	{KIND_URL, "a.example?u=http://b.example", "a[.]example?u=http[:]//b.example"},
	{KIND_URL, "http://a.example/WWW.b.example/me@b.example", "hxxp://a[.]example/WWW[.]b.example/me[@]b.example"},
	{KIND_URL, "http://a.example\\b.example", "hxxp://a[.]example\\b.example"},
	{KIND_URL, "http://http://a.example", "hxxp://http[:]//a.example"},
	{KIND_URL, "", ""},
	{KIND_DOMAIN, "http://a.example", "http[:]//a[.]example"},
	{KIND_DOMAIN, "login.bank.example", "login[.]bank[.]example"},
	{KIND_IP, "192.0.2.1", "192[.]0[.]2[.]1"},
	{KIND_IP, "2001:db8::1", "2001[:]db8::1"},
	{KIND_IP, "::ffff:192.0.2.1", "[:]:ffff:192[.]0[.]2[.]1"},
	{KIND_MD5, "776735A8CA96DB15B422879DA599F474", "776735A8CA96DB15B422879DA599F474"},
};

TEST(report_defang__each_kind__cannot_be_opened)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *defanged = report_defang(cases[i].kind, cases[i].value);
		g_assert_cmpstr(defanged, ==, cases[i].expected);
	}
}

TEST(report_defang__hostile__is_safe_text)
{
	const char *hostile = "http://a\x1B[31m.example/\xE2\x80\xAE\xC2\x9B\xFF";
	g_autofree char *defanged = report_defang(KIND_URL, hostile);
	g_assert_true(g_utf8_validate(defanged, -1, NULL));
	for (const char *at = defanged; *at != '\0'; at++)
		g_assert_cmpint((unsigned char)*at, >=, 0x20);
	g_assert_null(strstr(defanged, "\xE2\x80\xAE"));
	g_assert_null(strstr(defanged, "\xC2\x9B"));
}
