// SPDX-License-Identifier: Apache-2.0
// Times of records: what is remembered changes nothing.
#include "date-priv.h"

#include "ingest-fixture.h"
#include "test.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

TEST(dates__read_instant__as_without_memory)
{
	static const char *const texts[] = {
		"2026-11-22T10:00:00Z", "2026-11-22T23:59:59Z", "2026-11-22T23:59:60Z", "2026-11-22T24:00:00Z", "2026-11-22T10:60:00Z",
		"2026-11-22T10:00:61Z", "2026-11-22 10:00:00Z", "2026-11-22t10:00:00z", "2026-11-22T10:00:00.5Z", "2026-11-22T10:00:00+03:00",
		"2026-11-22T10.00:00Z", "2026-11-22T1a:00:00Z", "2026-11-22T/0:00:00Z", "2026-11-22T10:00:0:Z", "2026-11-23T00:00:00Z",
		"1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-02-29T10:00:00Z", "", "2026-11-22T10:00:00",
		"2026-11-22T10:00:00.000000000000000000000000000000000000000000000000000000000000000001Z", "2026-11-22T10:00:00Zx",
	};
	const struct ingest_options options = {.received = RECEIVED};
	autoptr(dates) dates = dates_new(&options);
	for (size_t i = 0; i < 10 * G_N_ELEMENTS(texts); i++) {
		const char *text = texts[i < G_N_ELEMENTS(texts) ? i : (size_t)g_test_rand_int_range(0, G_N_ELEMENTS(texts))];
		int64_t got = -1, wanted = -1;
		bool good = instant_from_text(text, &wanted, NULL);
		g_assert_true(dates_read_instant(dates, slice_of(text), &got, NULL) == good);
		g_assert_cmpint(got, ==, wanted);
	}
}

TEST(dates__read__remembers_per_time_of_receipt)
{
	struct ingest_options options = {.received = RECEIVED};
	autoptr(dates) dates = dates_new(&options);
	int64_t first = 0, second = 0;
	g_assert_true(dates_read(dates, slice_of("Nov 25 00:00:00"), &first, NULL));
	g_assert_true(dates_read(dates, slice_of("Nov 25 00:00:00"), &second, NULL));
	g_assert_cmpint(first, ==, second);
	options.received += 3 * 24 * 3600;
	g_assert_true(dates_read(dates, slice_of("Nov 25 00:00:00"), &second, NULL));
	g_assert_cmpint(second - first, ==, INT64_C(365) * 24 * 3600);
}

TEST(dates__read__refuses_what_is_long)
{
	const struct ingest_options options = {.received = RECEIVED};
	autoptr(dates) dates = dates_new(&options);
	g_autofree char *text = g_strnfill(100000, '9');
	GError *error = NULL;
	int64_t time = 5;
	g_assert_false(dates_read(dates, slice_of(text), &time, &error));
	test_error(&error, ERROR_INVALID, NULL);
	g_assert_false(dates_read(dates, slice_of(""), &time, &error));
	test_error(&error, ERROR_INVALID, NULL);
	g_assert_cmpint(time, ==, 5);
}
