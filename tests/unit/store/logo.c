// SPDX-License-Identifier: Apache-2.0
// The installation's own logo in the store, and in the audit log.
#include "tidings/store/store.h"

#include <string.h>

#include "store-fixture.h"
#include "test.h"
#include "tidings/store/audit.h"
#include "tidings/util/instant.h"

static void put(struct fixture *f, uint8_t height)
{
	GError *error = NULL;
	uint8_t bytes[40] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 7, 0, 0, 0, height};
	autorelease(logo) logo = {.png = g_bytes_new(bytes, sizeof bytes), .width = 7, .height = height, .tone = LOGO_DARK, .text = g_strdup("Sign")};
	g_assert_true(store_logo_put(f->store, &logo, &error));
	test_no_error(error);
}

static GPtrArray *entries(struct fixture *f)
{
	const struct audit_query query = {.noun = "logo", .since = INSTANT_NONE, .most = 10};
	return store_audit_list(f->store, &query, NULL);
}

TEST(store_logo__before_the_first__is_empty)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	autorelease(logo) logo = {0};
	fixture_init(&f);
	g_assert_true(store_logo_get(f.store, &logo, &error));
	test_no_error(error);
	g_assert_null(logo.png);
	g_assert_false(store_logo_delete(f.store, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(store_logo__put__stays_and_is_told_of_once)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	autorelease(logo) logo = {0};
	fixture_init(&f);
	put(&f, 5);
	put(&f, 5); /* says the same */
	put(&f, 6);
	g_assert_true(store_logo_get(f.store, &logo, &error));
	test_no_error(error);
	g_assert_cmpint(logo.height, ==, 6);
	g_assert_cmpstr(logo.text, ==, "Sign");
	g_assert_cmpint((int)logo.tone, ==, LOGO_DARK);
	g_autoptr(GPtrArray) log = entries(&f);
	g_assert_cmpuint(log->len, ==, 2);
	const struct audit *newest = log->pdata[0];
	g_assert_cmpstr(newest->action, ==, "edit");
	g_assert_nonnull(strstr(newest->detail, "7 x 6 pixels, 40 bytes, SHA-256 "));
}

TEST(store_logo__delete__is_gone_and_audited)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	autorelease(logo) logo = {0};
	fixture_init(&f);
	put(&f, 5);
	g_assert_true(store_logo_delete(f.store, &error));
	test_no_error(error);
	g_assert_true(store_logo_get(f.store, &logo, &error));
	g_assert_null(logo.png);
	g_autoptr(GPtrArray) log = entries(&f);
	g_assert_cmpuint(log->len, ==, 2);
	g_assert_cmpstr(((const struct audit *)log->pdata[0])->action, ==, "delete");
}
