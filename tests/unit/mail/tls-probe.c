// SPDX-License-Identifier: Apache-2.0
// Trusted certificates: files, folders, and what is none. Handshakes: tests/mail/stages.py.
#include "tls-probe-priv.h"

#include <string.h>

#include <glib/gstdio.h>

#include "test.h"

/* Self-signed, for a hundred years; its key was thrown away. */
static const char pem[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBfzCCASWgAwIBAgIUPR8b8o1wyUxcP95ElvH6liMKg20wCgYIKoZIzj0EAwIw\n"
	"FDESMBAGA1UEAwwJVW5pdCB0ZXN0MCAXDTI2MTEyNDA4MzgwM1oYDzIxMjYxMDMx\n"
	"MDgzODAzWjAUMRIwEAYDVQQDDAlVbml0IHRlc3QwWTATBgcqhkjOPQIBBggqhkjO\n"
	"PQMBBwNCAAT2A9bsCiWofMsi4hZzdgmyMxOc41xtHrSYOpD7KgzFzKe6CME4kbPB\n"
	"xFKcG9t3LSIO2kjZMyik0fmXvSAHiJbDo1MwUTAdBgNVHQ4EFgQUaIYJpudf/20K\n"
	"WCbnyc691uX3AIgwHwYDVR0jBBgwFoAUaIYJpudf/20KWCbnyc691uX3AIgwDwYD\n"
	"VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiB3pcql4LvtmuRFhrfLdDmy\n"
	"vjvbBJbduQz4T3YuJaNglAIhAI/ZGrgD4fwR9kYSNlhr0F/lIUN86oQTeMKpoDCq\n"
	"+v+N\n"
	"-----END CERTIFICATE-----\n";

static char *write_file(const char *dir, const char *name, const char *text)
{
	char *path = g_build_filename(dir, name, NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	return path;
}

TEST(tls__check_ca__none_is_the_system_s_store)
{
	GError *error = NULL;
	g_assert_true(tls_check_ca("", &error));
	g_assert_true(tls_check_ca(NULL, &error));
	test_no_error(error);
}

TEST(tls__check_ca__a_pem_file)
{
	GError *error = NULL;
	g_autofree char *dir = test_dir(), *path = write_file(dir, "ca.pem", pem);
	g_assert_true(tls_check_ca(path, &error));
	test_no_error(error);
}

TEST(tls__check_ca__a_der_file)
{
	GError *error = NULL;
	g_auto(GStrv) lines = g_strsplit(pem, "\n", -1);
	GString *body = g_string_new(NULL);
	for (int i = 1; lines[i] != NULL && lines[i][0] != '-'; i++)
		g_string_append(body, lines[i]);
	gsize length = 0;
	g_autofree guchar *der = g_base64_decode(body->str, &length);
	g_autofree char *dir = test_dir(), *path = g_build_filename(dir, "ca.der", NULL);
	g_assert_true(g_file_set_contents(path, (const char *)der, (gssize)length, NULL));
	g_assert_true(tls_check_ca(path, &error));
	test_no_error(error);
	g_string_free(body, TRUE);
}

TEST(tls__check_ca__a_folder_without_hash_links)
{
	GError *error = NULL;
	g_autofree char *dir = test_dir(), *path = write_file(dir, "any name", pem), *note = write_file(dir, "README", "no certificate");
	g_assert_true(tls_check_ca(dir, &error));
	test_no_error(error);
	g_assert_cmpint(g_remove(path), ==, 0);
	g_assert_false(tls_check_ca(dir, &error));
	g_assert_nonnull(note);
	test_error(&error, ERROR_INVALID, "ca");
}

TEST(tls__check_ca__what_is_not_there)
{
	GError *error = NULL;
	g_autofree char *dir = test_dir(), *path = g_build_filename(dir, "none", NULL);
	g_assert_false(tls_check_ca(path, &error));
	test_error(&error, ERROR_NOT_FOUND, "ca");
}

TEST(tls__check_ca__a_file_without_a_certificate)
{
	GError *error = NULL;
	g_autofree char *dir = test_dir(), *path = write_file(dir, "ca.pem", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
	g_assert_false(tls_check_ca(path, &error));
	test_error(&error, ERROR_INVALID, "ca");
}

TEST(tls__session__none_is_not_verified)
{
	g_assert_false(tls_session_is_verified(NULL));
}

TEST(tls__write__nothing_before_the_certificate_is_verified)
{
	GError *error = NULL;
	autoptr(tls_probe) probe = tls_probe_new(-1, "mail.example.org", "", &error);
	test_no_error(error);
	g_assert_false(tls_probe_write(probe, "AUTH", 4, g_get_monotonic_time(), &error));
	test_error(&error, ERROR_BUG, NULL);
}
