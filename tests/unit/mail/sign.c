// SPDX-License-Identifier: Apache-2.0
// Signed messages: the same bytes every time, checked, and refused when anything in them was changed.
#include "tidings/mail/sign.h"

#include <string.h>

#include "test.h"
#include "tidings/mail/message.h"
#include "tidings/util/error.h"

/* 2027-01-01; the certificate is valid from November 2026, for ten years. */
#define NOW INT64_C(1798761600)
#define YEAR (INT64_C(31557600))

static const char certificate[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIDYzCCAkugAwIBAgIUBpmAG2MurLzXM9L7QXQeIP+pIIwwDQYJKoZIhvcNAQEL\n"
	"BQAwHzEdMBsGA1UEAwwU0J7RgtGH0ZHRgtGLIFRpZGluZ3MwHhcNMjYxMTI0MTcw\n"
	"NTU5WhcNMzYxMTIxMTcwNTU5WjAfMR0wGwYDVQQDDBTQntGC0YfRkdGC0YsgVGlk\n"
	"aW5nczCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKNC5Mq+f9jY3gI7\n"
	"adB3Z6IQXbaUgFRfljYlhTaoxqJ8ObE5waIfivdqKPHk7Ezce72jHwaxdJEDrfaZ\n"
	"u8gCzlBf/LR5/X87D+W0KvhG+n1YfotALJmG/wAeI5hLWf1PeeAzxrpv8ucJA+vu\n"
	"8RSzBknflVR1TyzHySdzn8HCNokG7aq1b7U/C+m+PV2YfH8u7jID4EsjLs17Q1ab\n"
	"GuqgpCKATWKM7OGXud17GgxdAc9ObhxSV31O2eoiyKyJutIRj1aFbhP3irD94v7z\n"
	"YiPY0Flvsiy8Z+rZ+lxUVVNwPBYJiVG7xRkVlJjlyRR+sMkFIHBAj0Ukm3v8ztuT\n"
	"0SL7V6kCAwEAAaOBljCBkzAdBgNVHQ4EFgQUDdoJTovSCJrSSbbBzdiugbtfznUw\n"
	"HwYDVR0jBBgwFoAUDdoJTovSCJrSSbbBzdiugbtfznUwDwYDVR0TAQH/BAUwAwEB\n"
	"/zAeBgNVHREEFzAVgRNyZXBvcnRzQGV4YW1wbGUuY29tMAsGA1UdDwQEAwIHgDAT\n"
	"BgNVHSUEDDAKBggrBgEFBQcDBDANBgkqhkiG9w0BAQsFAAOCAQEAb/OsSI6t3ner\n"
	"nPx9PYJKvfqjPVfnOhbuGIQEaE7V1puyTfQaRbTyM7iWYz8YCE6ndPIBZq93ZccU\n"
	"av3dX1BqWRVd7sa+qp1qvZgDNyPtWW+KlnfMKbSPUS4OxiZEbCJQjpyrrE/KRo20\n"
	"0ROizAQ/JsqxejmjCdM1FD9m8NqKqJ4Ka9xbQN4ItXnExmfU0ltX8EoNOf62Tqk/\n"
	"NSWr0uclQ+vaLawWti5M2iv0WGuLolGmP+FBQeAsHwFhM/9IaLAVFzCGMqCVwpT2\n"
	"yc44wxvFpok+CUeDubQ5GLaZ4YPwF/H46R2s0SmoPhUWPafwhgzkBjPomfs1gk/U\n"
	"A6tqas6jYw==\n"
	"-----END CERTIFICATE-----\n";

/* Made for these tests; it signs nothing else. */
static const char key[] =
	"-----BEGIN PRIVATE KEY-----\n"
	"MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCjQuTKvn/Y2N4C\n"
	"O2nQd2eiEF22lIBUX5Y2JYU2qMaifDmxOcGiH4r3aijx5OxM3Hu9ox8GsXSRA632\n"
	"mbvIAs5QX/y0ef1/Ow/ltCr4Rvp9WH6LQCyZhv8AHiOYS1n9T3ngM8a6b/LnCQPr\n"
	"7vEUswZJ35VUdU8sx8knc5/BwjaJBu2qtW+1Pwvpvj1dmHx/Lu4yA+BLIy7Ne0NW\n"
	"mxrqoKQigE1ijOzhl7ndexoMXQHPTm4cUld9TtnqIsisibrSEY9WhW4T94qw/eL+\n"
	"82Ij2NBZb7IsvGfq2fpcVFVTcDwWCYlRu8UZFZSY5ckUfrDJBSBwQI9FJJt7/M7b\n"
	"k9Ei+1epAgMBAAECggEAI0o9JucVPxQnrx9VINsCo3k6rJH+iF5uG4+yMy253BsS\n"
	"pHC53pfHY/JGXf1QJ9AcDlKhjQKUUhlTxAOYn+QdYSnSd9eLuHIVnl86z5aWJDya\n"
	"A/MwANK5sbaSFqQpFFSW4WQHv7qdrJuaBaiNY55MDHFgN9Sws9sOq/C2Fn2q6KTm\n"
	"SGeDkb+tqG/C2r2Lp3vQPxcrZO2/hajg7BUmdLCwttV6uZLNI43eeWN8WK8wdqSb\n"
	"naFoZAuAUQ9HgJjImHgaM65q1Ug4RbhOIjGXdL46idMDSqQ77O/RtQ9TLxIvTMnk\n"
	"/kOWQerBM277vDNKAiXIGKS9JLmMB8/JjhcHXTPUhQKBgQDfDsrLFl5EdsE8Ljgj\n"
	"cv/ERtTV/TLwDfN9m6Uj1yc6+npJS0tMKbiAuTjsGpT0cHx/kFVo6DKBgp8EpQDG\n"
	"oIjaGy82lATTFrvnFUb1A04JD3MZRDVn+P3mWOvYaj18hV19EtrCjtVcy8VStOKi\n"
	"xnCxA3TmGu/frMUDn0j0od/krQKBgQC7X1wCF9+OdI6zyVN3DLV5IprZKtQF/1rW\n"
	"SebsvN2jsoIOGe4vYiD+Fu+xsYLIb8Yj6BLQ0feYfzs31f8y4v0kPyADIEdVkDV0\n"
	"UO/Xp6Nx6mKSDnsSVowraufH8IhwejOd5ocdYCZBtbr8SUOjVA/Q4R4oyKVGpLRU\n"
	"MuFgZGgibQKBgCc7i9GyqnvyQ0SZgIhDptbX+oF02mu8mHIkWSR3qE/IVI/lrWXF\n"
	"BM2nRmrItiBUVKF/OnaMOK3s0plXiE5nWAq8s04vNLYIDp6zcFqR7TzMudrc02Pp\n"
	"OIc2Zq0W6p+nOW1RTqbfxole0eMdK6ujqZiI2hvK6xv1YGWls4hLnHy1AoGBALhV\n"
	"VhURG3PwIzuoQp6KODYV3zTqt2+3CcxrI+2e2IVk5iGtTO/8n+yY7/Jmaf16SPmm\n"
	"JGyfQ/AYq0+BDfEn8lYoa/vnU4ZPuubVgT8twtQc/CAoctdVocxM/f1rGy9caU9c\n"
	"LWyu3LQkbvInuY0C9BRQg/Unf8GB4446CBNmdDP5AoGBANSpDjne67iwjnokGNWl\n"
	"8RI2utmAx/VpCVYm/t7CBIPJWbi+yU/ZjFa0AUco13lBSc6RAaUZIEKYv/G7PVLI\n"
	"TrSMRp7QSy2k7mIJ+Dk5nTEQ1aqgPlhP6FXssWUuTvcYHFuhSbBRpQGAOdvJAb3o\n"
	"MNICPF1JBsDvNJPydVvgxdEj\n"
	"-----END PRIVATE KEY-----\n";

static void fill(struct mail_settings *settings, const char *certificate_text, const char *key_text)
{
	GError *error = NULL;
	mail_settings_init(settings);
	g_assert_true(field_set_text(field_by_name(&mail_settings_table, "email"), settings, "reports@example.com", &error));
	g_assert_true(field_set_text(field_by_name(&mail_settings_table, "sign-certificate"), settings, certificate_text, &error));
	secret_set(&settings->sign_key, key_text, strlen(key_text));
}

static void expect_refused(const char *certificate_text, const char *key_text, int64_t now, const char *field)
{
	autorelease(mail_settings) settings = {0};
	GError *error = NULL;
	fill(&settings, certificate_text, key_text);
	g_assert_null(mail_signer(&settings, now, &error));
	test_error(&error, ERROR_INVALID, field);
}

static GBytes *signed_message(const char *key_text, GError **error)
{
	static const char *const to[] = {"soc@example.com", NULL};
	autorelease(secret) secret = {0};
	secret_set(&secret, key_text, strlen(key_text));
	const struct mail_message message = {.from = "reports@example.com", .to = (char *const *)(uintptr_t)to, .subject = "Отчёт", .date = NOW,
					     .message_id = "1.2@example.com", .text = "Hello\n", .html = "<p>Hello</p>",
					     .sign_certificate = certificate, .sign_key = &secret};
	return mail_message_build(&message, error);
}

TEST(mail_signer__certificate__is_told)
{
	autorelease(mail_settings) settings = {0};
	GError *error = NULL;
	fill(&settings, certificate, key);
	g_autofree char *words = mail_signer(&settings, NOW, &error);
	test_no_error(error);
	g_assert_true(g_str_has_prefix(words, "CN=Отчёты Tidings, valid until 2036-"));
	g_assert_null(strstr(words, "soon"));
	g_assert_true(field_set_text(field_by_name(&mail_settings_table, "email"), &settings, "other@example.com", &error));
	g_autofree char *other = mail_signer(&settings, NOW + 10 * YEAR - 60 * 86400, &error);
	g_assert_nonnull(strstr(other, "soon: renew it; it is not for other@example.com"));
}

TEST(mail_signer__key_in_one_line__is_read)
{
	autorelease(mail_settings) settings = {0};
	GError *error = NULL;
	g_auto(GStrv) lines = g_strsplit(key, "\n", -1);
	static const char *const joints[] = {"", " ", "\r\n"};
	for (size_t i = 0; i < G_N_ELEMENTS(joints); i++) {
		g_autofree char *joined = g_strjoinv(joints[i], lines);
		mail_settings_release(&settings);
		fill(&settings, certificate, joined);
		g_autofree char *words = mail_signer(&settings, NOW, &error);
		test_no_error(error);
		g_assert_nonnull(words);
	}
}

TEST(mail_signer__what_cannot_sign__is_refused)
{
	static const char another[] = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n-----END PRIVATE KEY-----\n";
	expect_refused(certificate, another, NOW, "sign-key");
	expect_refused(certificate, "no key", NOW, "sign-key");
	expect_refused(certificate, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", NOW, "sign-key");
	expect_refused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", key, NOW, "sign-certificate");
	expect_refused(certificate, key, NOW - YEAR, "sign-certificate");
	expect_refused(certificate, key, NOW + 11 * YEAR, "sign-certificate");
}

TEST(mail_message_build__signed__gives_the_same_bytes)
{
	GError *error = NULL;
	g_autoptr(GBytes) one = signed_message(key, &error);
	g_autoptr(GBytes) two = signed_message(key, &error);
	test_no_error(error);
	g_assert_true(g_bytes_equal(one, two));
	g_assert_null(signed_message("no key", &error));
	test_error(&error, ERROR_INVALID, "sign-key");
}

static bool is_good(const char *data, gsize length, char **ret_words)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, length);
	return mail_signature_check(bytes, "", ret_words);
}

TEST(mail_signature_check__message__names_the_signer)
{
	GError *error = NULL;
	g_autoptr(GBytes) message = signed_message(key, &error);
	test_no_error(error);
	gsize length = 0;
	const char *data = g_bytes_get_data(message, &length);
	g_autofree char *words = NULL, *again = NULL;
	g_assert_true(is_good(data, length, &words));
	g_assert_true(g_str_has_prefix(words, "signed by CN=Отчёты Tidings, whose certificate is not trusted here: "));
	g_autofree char *text = g_strndup(data, length);
	g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
	g_autofree char *unix_lines = g_strjoinv("\n", lines);
	g_assert_true(is_good(unix_lines, strlen(unix_lines), &again));
}

TEST(mail_signature_check__changed_content__is_refused)
{
	GError *error = NULL;
	g_autoptr(GBytes) message = signed_message(key, &error);
	test_no_error(error);
	gsize length = 0;
	const char *data = g_bytes_get_data(message, &length);
	const char *first = strstr(data, "\r\n\r\n--signed-"), *second = g_strrstr_len(data, (gssize)length, "\r\n--signed-");
	g_assert_true(first != NULL && second != NULL);
	const char *begin = strstr(first + 4, "\r\n") + 2, *end = strstr(begin, "\r\n--signed-");
	for (const char *at = begin; at < end; at += 7) {
		g_autofree char *copy = g_memdup2(data, length);
		g_autofree char *words = NULL;
		copy[at - data] ^= 1;
		g_assert_false(is_good(copy, length, &words));
		g_assert_nonnull(words);
	}
}

TEST(mail_signature_check__other_bytes__are_refused)
{
	static const char *const others[] = {"", "Content-Type: multipart/signed\r\n\r\n", "Content-Type: multipart/signed; boundary=a\r\n\r\n--a\r\nx\r\n--a\r\n\r\nAAAA\r\n--a--\r\n",
					     "Content-Type: multipart/signed; boundary=\"\"\r\n\r\n--\r\n--\r\n--\r\n"};
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *words = NULL;
		g_assert_false(is_good(others[i], strlen(others[i]), &words));
		g_assert_nonnull(words);
	}
}
