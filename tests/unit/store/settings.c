// SPDX-License-Identifier: Apache-2.0
// The settings of the installation in the store.
#include "tidings/store/store.h"

#include <glib.h>

#include "store-fixture.h"
#include "test.h"
#include "tidings/store/audit.h"

static void expect(struct fixture *f, int events_days, int lock_minutes)
{
	GError *error = NULL;
	autorelease(settings) settings = {0};
	settings_init(&settings);
	bool ok = store_settings_get(f->store, &settings, &error);
	test_no_error(error);
	g_assert_true(ok);
	g_assert_cmpint(settings.events_days, ==, events_days);
	g_assert_cmpint(settings.lock_minutes, ==, lock_minutes);
}

static size_t audit_entries(struct fixture *f)
{
	GError *error = NULL;
	const struct audit_query query = {.since = INSTANT_NONE, .noun = "settings", .most = 10};
	g_autoptr(GPtrArray) entries = store_audit_list(f->store, &query, &error);
	test_no_error(error);
	return entries->len;
}

TEST(settings__get__before_the_first_save)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	expect(&f, 0, 5);
}

TEST(settings__put__stays_and_is_told_of_once)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	for (int i = 0; i < 2; i++) {
		GError *error = NULL;
		autorelease(settings) settings = {0};
		settings_init(&settings);
		settings.events_days = 400;
		settings.lock_minutes = 0;
		bool ok = store_settings_put(f.store, &settings, &error);
		test_no_error(error);
		g_assert_true(ok);
		expect(&f, 400, 0);
		g_assert_cmpuint(audit_entries(&f), ==, 1);
	}
}

TEST(settings__put__out_of_range_changes_nothing)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(settings) settings = {0};
	settings_init(&settings);
	settings.events_days = -1;
	g_assert_false(store_settings_put(f.store, &settings, &error));
	test_error(&error, ERROR_INVALID, "events-days");
	expect(&f, 0, 5);
}
