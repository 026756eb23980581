// SPDX-License-Identifier: Apache-2.0
// Text forms of periods.
#include "tidings/model/period.h"

#include "test.h"
#include "tidings/util/error.h"

static const struct field row = {.name = "period"};

static void assert_canon(const char *text, const char *expected)
{
	GError *error = NULL;
	g_autofree char *canon = period_canon(&row, text, &error);
	test_no_error(error);
	g_assert_cmpstr(canon, ==, expected);
	g_autofree char *again = period_canon(&row, canon, &error);
	g_assert_cmpstr(again, ==, expected);
}

TEST(period__from_text__knows_its_words)
{
	for (const struct enum_row *name = period_names; name->text != NULL; name++) {
		struct period_spec spec;
		g_assert_true(period_spec_from_text(name->text, &spec, NULL));
		g_assert_cmpint((int)spec.kind, ==, name->value);
		assert_canon(name->text, name->text);
	}
}

TEST(period__from_text__takes_two_wall_times)
{
	struct period_spec spec;
	g_assert_true(period_spec_from_text("2026-11-01T06:30..2026-12-01", &spec, NULL));
	g_assert_cmpint((int)spec.kind, ==, PERIOD_CUSTOM);
	g_assert_cmpint(spec.from.hour * 60 + spec.from.minute, ==, 390);
	g_assert_cmpint(spec.to.month, ==, 12);
	g_assert_cmpint(spec.to.hour, ==, 0);
}

TEST(period__canon__leaves_midnight_out)
{
	assert_canon("2026-11-01..2026-12-01", "2026-11-01..2026-12-01");
	assert_canon("2026-11-01T00:00 .. 2026-11-02 12:00", "2026-11-01..2026-11-02T12:00");
	assert_canon("2026-11-01T00:00:01..2026-11-02", "2026-11-01T00:00:01..2026-11-02");
}

TEST(period__from_text__refuses)
{
	static const char *const bad[] = {
		"", "last-8d", "Last-7d", "2026-11-01", "..", "2026-11-01..", "..2026-11-01", "2026-11-01..2026-11-01", "2026-11-02..2026-11-01",
		"2026-11-01...2026-11-02", "2026-11-01..2026-11-31", "2026-11-01..2026-11-02..2026-11-03", "custom",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		GError *error = NULL;
		struct period_spec spec = {.kind = PERIOD_SINCE_LAST};
		g_assert_false(period_spec_from_text(bad[i], &spec, &error));
		test_error(&error, ERROR_INVALID, NULL);
		g_assert_cmpint((int)spec.kind, ==, PERIOD_SINCE_LAST);
		g_assert_null(period_canon(&row, bad[i], &error));
		test_error(&error, ERROR_INVALID, "period");
	}
}
