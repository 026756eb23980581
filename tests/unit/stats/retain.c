// SPDX-License-Identifier: Apache-2.0
// Retention: what goes is gone everywhere, what stays is as it was.
#include <string.h>

#include "stats-fixture.h"
#include "test.h"
#include "tidings/util/error.h"

#define DAY (24 * HOUR)
#define MIDNIGHT (NOON - 12 * HOUR)

static struct stats_removed retain(struct fixture *f, const struct stats_retention *retention)
{
	GError *error = NULL;
	struct stats_removed removed = {0};
	bool done = stats_retain(f->stats, retention, &removed, &error);
	test_no_error(error);
	g_assert_true(done);
	return removed;
}

static uint64_t check(struct fixture *f)
{
	GError *error = NULL;
	uint64_t detections = 0;
	bool sound = stats_check(f->stats, &detections, &error);
	test_no_error(error);
	g_assert_true(sound);
	return detections;
}

static uint64_t detections_from(struct fixture *f, int64_t from)
{
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	query.period.from = from;
	fixture_ask(f, &query, &result);
	return result.detections;
}

/* A detection and two incoming events an hour, for so many days from midnight on, in segments of 10. */
static void fill(struct fixture *f, int days)
{
	fixture_init_small(f, 10, 2);
	for (int hour = 0; hour < days * 24; hour++) {
		fixture_add(f, fixture_detection(MIDNIGHT + hour * HOUR, hour % 3 == 0 ? "a.example" : "b.example"));
		fixture_add(f, fixture_incoming(MIDNIGHT + hour * HOUR, 2));
		if (hour % 7 == 0)
			fixture_commit(f);
	}
	fixture_commit(f);
}

TEST(retain__days__takes_whole_days_out_of_every_answer)
{
	autorelease(fixture) f = {0};
	fill(&f, 50);
	const struct stats_retention retention = {.now = MIDNIGHT + 50 * DAY, .days = 9};
	struct stats_removed removed = retain(&f, &retention);
	g_assert_cmpint(removed.cut, ==, MIDNIGHT + 40 * DAY);
	g_assert_cmpuint(removed.detections, ==, 40 * 24);
	for (int i = 0; i < 2; i++) {
		autorelease(stats_result) result = {0};
		struct stats_query query = fixture_everything();
		fixture_ask(&f, &query, &result);
		g_assert_cmpuint(result.detections, ==, 10 * 24);
		g_assert_cmpuint(result.incoming_events, ==, 2 * 10 * 24);
		g_assert_cmpint(result.cut, ==, MIDNIGHT + 40 * DAY);
		g_assert_cmpint(result.first_event, ==, MIDNIGHT + 40 * DAY);
		g_assert_cmpuint(check(&f), ==, 10 * 24);
		fixture_reopen(&f);
	}
	g_assert_cmpuint(detections_from(&f, MIDNIGHT + 45 * DAY), ==, 5 * 24);
}

TEST(retain__nothing_to_remove__changes_nothing)
{
	autorelease(fixture) f = {0};
	fill(&f, 3);
	const struct stats_retention none = {.now = MIDNIGHT + 3 * DAY}, old = {.now = MIDNIGHT + 3 * DAY, .days = 2};
	g_assert_cmpuint(retain(&f, &none).detections, ==, 0);
	g_assert_cmpint(retain(&f, &none).cut, ==, 0);
	g_assert_cmpuint(retain(&f, &old).detections, ==, 0);
	g_assert_cmpuint(detections_from(&f, 0), ==, 3 * 24);
}

TEST(retain__clock_behind__counts_from_it)
{
	autorelease(fixture) f = {0};
	fill(&f, 4);
	const struct stats_retention retention = {.now = MIDNIGHT + 2 * DAY + HOUR, .days = 1};
	g_assert_cmpint(retain(&f, &retention).cut, ==, MIDNIGHT + DAY);
	g_assert_cmpuint(detections_from(&f, 0), ==, 3 * 24);
}

/* Of years, in a machine without a battery: what is kept is counted from the newest event. */
TEST(retain__clock_ahead__removes_no_more_for_it)
{
	autorelease(fixture) f = {0};
	fill(&f, 4);
	const struct stats_retention retention = {.now = MIDNIGHT + 20000 * DAY, .days = 1};
	g_assert_cmpint(retain(&f, &retention).cut, ==, MIDNIGHT + 2 * DAY);
	g_assert_cmpuint(detections_from(&f, 0), ==, 2 * 24);
}

TEST(retain__empty_store__has_nothing_to_remove)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	const struct stats_retention retention = {.now = MIDNIGHT, .days = 1, .bytes = 1};
	g_assert_cmpint(retain(&f, &retention).cut, ==, 0);
}

TEST(retain__cut__never_goes_back)
{
	autorelease(fixture) f = {0};
	fill(&f, 4);
	const struct stats_retention one = {.now = MIDNIGHT + 4 * DAY, .days = 1}, two = {.now = MIDNIGHT + 4 * DAY, .days = 2};
	(void)!retain(&f, &one).cut;
	g_assert_cmpint(retain(&f, &two).cut, ==, MIDNIGHT + 2 * DAY);
}

TEST(retain__event_before_the_cut__is_refused)
{
	autorelease(fixture) f = {0};
	fill(&f, 3);
	const struct stats_retention one = {.now = MIDNIGHT + 3 * DAY, .days = 1};
	(void)!retain(&f, &one).cut;
	fixture_reopen(&f);
	GError *error = NULL;
	struct event late = fixture_detection(MIDNIGHT + DAY - 1, "late.example");
	g_assert_false(stats_batch_add(f.batch, &late, &error));
	test_error(&error, ERROR_INVALID, NULL);
	fixture_add(&f, fixture_detection(MIDNIGHT + DAY, "late.example"));
	fixture_commit(&f);
	g_assert_cmpuint(detections_from(&f, 0), ==, 49);
	(void)!check(&f);
}

/* One event far in the future keeps its segment, but not the old events beside it. */
TEST(retain__segment_across_the_cut__is_packed_anew)
{
	autorelease(fixture) f = {0};
	fixture_init_small(&f, 10, 2);
	for (int i = 0; i < 9; i++)
		fixture_add(&f, fixture_detection(MIDNIGHT + i, "a.example"));
	fixture_add(&f, fixture_detection(MIDNIGHT + 300 * DAY, "b.example"));
	fixture_commit(&f);
	const struct stats_retention retention = {.now = MIDNIGHT + 300 * DAY, .days = 299};
	g_assert_cmpuint(retain(&f, &retention).detections, ==, 9);
	g_assert_cmpuint(check(&f), ==, 1);
	g_assert_cmpuint(detections_from(&f, 0), ==, 1);
}

static bool once(void *data)
{
	int *left = data;
	return (*left)-- <= 0;
}

/* Stopped after any number of steps, the answers are right at once and the next call takes the rest. */
TEST(retain__stopped__is_taken_up)
{
	for (int steps = 0; steps < 12; steps++) {
		autorelease(fixture) f = {0};
		int left = steps;
		fill(&f, 30);
		struct stats_retention retention = {.now = MIDNIGHT + 30 * DAY, .days = 1, .stop = once, .data = &left};
		struct stats_removed first = retain(&f, &retention);
		g_assert_cmpuint(detections_from(&f, 0), ==, 48);
		fixture_reopen(&f);
		(void)!check(&f);
		retention.stop = NULL;
		g_assert_cmpuint(first.detections + retain(&f, &retention).detections, ==, 28 * 24);
		g_assert_cmpuint(check(&f), ==, 48);
	}
}

TEST(retain__false_positive__stays_marked)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	fill(&f, 10);
	const struct stats_mark mark = {(char *)(uintptr_t)"General", KIND_DOMAIN, (char *)(uintptr_t)"a.example", NOON};
	bool marked = stats_mark_add(f.stats, &mark, &error);
	test_no_error(error);
	g_assert_true(marked);
	const struct stats_retention retention = {.now = MIDNIGHT + 10 * DAY, .days = 1};
	(void)!retain(&f, &retention).cut;
	g_assert_cmpuint(detections_from(&f, 0), ==, 32);
	(void)!check(&f);
	g_assert_true(stats_mark_remove(f.stats, &mark, &error));
	g_assert_cmpuint(detections_from(&f, 0), ==, 48);
}

TEST(retain__bytes__takes_the_oldest_days)
{
	autorelease(fixture) f = {0};
	fixture_init_small(&f, 100, 2);
	for (int day = 0; day < 20; day++) {
		for (int i = 0; i < 1000; i++)
			fixture_add(&f, fixture_detection(MIDNIGHT + day * DAY + i * 80, i % 2 == 0 ? "a.example" : "b.example"));
		fixture_commit(&f);
	}
	struct stats_retention retention = {.now = MIDNIGHT + 19 * DAY, .bytes = 1 << 30};
	struct stats_removed removed = {0};
	g_assert_cmpuint(retain(&f, &retention).detections, ==, 0);
	for (; removed.cut == 0; retention.bytes -= retention.bytes / 8)
		removed = retain(&f, &retention);
	g_assert_cmpint(removed.cut, <, MIDNIGHT + 19 * DAY);
	g_assert_cmpint(removed.cut % DAY, ==, 0);
	g_assert_cmpuint(detections_from(&f, 0), ==, 20000 - removed.detections);
	retention.bytes = 1;
	g_assert_cmpint(retain(&f, &retention).cut, ==, MIDNIGHT + 19 * DAY);
	g_assert_cmpuint(detections_from(&f, 0), ==, 1000);
}
