// SPDX-License-Identifier: Apache-2.0
// Events on their way into the store, and how far a batch has come.
#include <string.h>

#include "stats-fixture.h"
#include "test.h"

static uint64_t detections(struct fixture *f)
{
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	fixture_ask(f, &query, &result);
	return result.detections;
}

static void refuse(struct fixture *f, struct event event)
{
	GError *error = NULL;
	g_assert_false(stats_batch_add(f->batch, &event, &error));
	test_error(&error, ERROR_INVALID, NULL);
}

TEST(batch__add__nothing_before_commit)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_add(&f, fixture_detection(NOON, "a.example"));
	g_assert_cmpuint(detections(&f), ==, 0);
	fixture_commit(&f);
	g_assert_cmpuint(detections(&f), ==, 1);
	fixture_commit(&f);
	g_assert_cmpuint(detections(&f), ==, 1);
	fixture_release(&f);
}

TEST(batch__add__copies_the_texts)
{
	struct fixture f = {0};
	fixture_init(&f);
	char name[] = "a.example", tenant[] = "General";
	struct event event = fixture_detection(NOON, name);
	event.tenant = tenant;
	fixture_add(&f, event);
	memset(name, 'x', sizeof(name) - 1);
	memset(tenant, 'y', sizeof(tenant) - 1);
	fixture_commit(&f);
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	char *general[] = {(char *)(uintptr_t)"General", NULL};
	query.tenants = general;
	fixture_ask(&f, &query, &result);
	g_autofree char *top = fixture_top_text(&result, TOP_DEFAULT);
	g_assert_cmpstr(top, ==, "a.example*1");
	fixture_release(&f);
}

/* A detection by its tuple's number. */
static void add_numbered(struct fixture *f, uint32_t tuple, const char *indicator, size_t length)
{
	GError *error = NULL;
	struct stats_detection detection = {.time = NOON, .tuple = tuple, .confidence = -1, .indicator = indicator, .length = length};
	bool added = stats_batch_add_detection(f->batch, &detection, &error);
	test_no_error(error);
	g_assert_true(added);
}

TEST(batch__tuple__counts_as_the_event_does)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	uint32_t tuple = 0, same = 1;
	struct event event = fixture_detection(NOON, "a.example");
	event.retroscan = true;
	g_assert_true(stats_batch_tuple(f.batch, &event, &tuple, &error));
	add_numbered(&f, tuple, "a.example/behind", strlen("a.example"));
	fixture_add(&f, event);
	fixture_commit(&f);
	add_numbered(&f, tuple, "b.example", strlen("b.example"));
	g_assert_true(stats_batch_tuple(f.batch, &event, &same, &error));
	g_assert_cmpuint(tuple, ==, same);
	fixture_commit(&f);
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	fixture_ask(&f, &query, &result);
	g_autofree char *top = fixture_top_text(&result, TOP_RETROSCAN);
	g_assert_cmpstr(top, ==, "a.example*2 b.example*1");
	fixture_release(&f);
}

TEST(batch__tuple__refuses_what_the_event_would)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	uint32_t tuple = 0;
	struct event event = fixture_detection(NOON, "a.example");
	event.category = "";
	g_assert_false(stats_batch_tuple(f.batch, &event, &tuple, &error));
	test_error(&error, ERROR_INVALID, NULL);
	event = fixture_detection(NOON, "a.example");
	g_assert_true(stats_batch_tuple(f.batch, &event, &tuple, &error));
	const struct stats_detection good = {.time = NOON, .tuple = tuple, .confidence = 100, .indicator = "a.example", .length = 9};
	struct stats_detection bad[] = {good, good, good, good, good};
	bad[0].time = -1;
	bad[1].tuple = tuple + 1;
	bad[2].confidence = 101;
	bad[3].length = 0;
	bad[4].length = INDICATOR_MAX + 1;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_false(stats_batch_add_detection(f.batch, &bad[i], &error));
		test_error(&error, ERROR_INVALID, NULL);
	}
	fixture_commit(&f);
	g_assert_cmpuint(detections(&f), ==, 0);
	fixture_release(&f);
}

TEST(batch__add__bounds_of_time)
{
	struct fixture f = {0};
	fixture_init(&f);
	const int64_t last = INT64_C(253402300799);
	fixture_add(&f, fixture_detection(0, "a.example"));
	fixture_add(&f, fixture_detection(last, "a.example"));
	refuse(&f, fixture_detection(-1, "a.example"));
	refuse(&f, fixture_detection(last + 1, "a.example"));
	refuse(&f, fixture_detection(INSTANT_NONE, "a.example"));
	fixture_commit(&f);
	g_assert_cmpuint(detections(&f), ==, 2);
	fixture_release(&f);
}

TEST(batch__add__refuses_bad_texts)
{
	struct fixture f = {0};
	fixture_init(&f);
	g_autofree char *fits = g_strnfill(DIMENSION_MAX, 'x');
	g_autofree char *too_long = g_strnfill(DIMENSION_MAX + 1, 'x');
	g_autofree char *indicator = g_strnfill(INDICATOR_MAX + 1, 'x');
	const char *const bad[] = {NULL, "", too_long, "\xff"};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		struct event event = fixture_detection(NOON, "a.example");
		event.tenant = bad[i];
		refuse(&f, event);
		event = fixture_detection(NOON, "a.example");
		event.category = bad[i];
		refuse(&f, event);
		event = fixture_detection(NOON, bad[i] == too_long ? indicator : bad[i]);
		refuse(&f, event);
	}
	struct event event = fixture_detection(NOON, "a.example");
	event.feed = too_long;
	refuse(&f, event);
	event.feed = event.supplier = event.category = event.tenant = fits;
	fixture_add(&f, event);
	event.supplier = too_long;
	refuse(&f, event);
	fixture_commit(&f);
	g_assert_cmpuint(detections(&f), ==, 1);
	fixture_release(&f);
}

TEST(batch__add__refuses_bad_numbers)
{
	struct fixture f = {0};
	fixture_init(&f);
	struct event event = fixture_detection(NOON, "a.example");
	event.confidence = 101;
	refuse(&f, event);
	event.confidence = -2;
	refuse(&f, event);
	event.confidence = 100;
	event.kind = KIND_SHA256 + 1;
	refuse(&f, event);
	event.kind = KIND_URL;
	event.source = EVENT_API + 1;
	refuse(&f, event);
	event.source = EVENT_API;
	event.type = EVENT_INCOMING + 1;
	refuse(&f, event);
	fixture_release(&f);
}

TEST(batch__commit__long_names_stay_apart)
{
	struct fixture f = {0};
	fixture_init(&f);
	g_autofree char *first = g_strnfill(INDICATOR_MAX, 'x');
	g_autofree char *second = g_strnfill(INDICATOR_MAX, 'x');
	g_autofree char *edge = g_strnfill(510, 'x');
	second[INDICATOR_MAX - 1] = 'y';
	for (int i = 0; i < 2; i++) {
		fixture_add(&f, fixture_detection(NOON, first));
		fixture_add(&f, fixture_detection(NOON, second));
		fixture_add(&f, fixture_detection(NOON, edge));
		fixture_commit(&f);
	}
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.detections, ==, 6);
	g_assert_cmpuint(result.indicators, ==, 3);
	const struct stats_top_row *rows = (const struct stats_top_row *)(const void *)result.top[TOP_DEFAULT]->data;
	g_assert_cmpstr(rows[1].indicator, ==, first);
	g_assert_cmpstr(rows[2].indicator, ==, second);
	fixture_release(&f);
}

TEST(batch__commit__many_events_of_one_hour)
{
	struct fixture f = {0};
	fixture_init(&f);
	for (int part = 0; part < 3; part++) {
		for (int i = 0; i < 1000; i++)
			fixture_add(&f, fixture_detection(NOON + i, "a.example"));
		fixture_commit(&f);
	}
	fixture_reopen(&f);
	uint64_t checked = 0;
	GError *error = NULL;
	g_assert_true(stats_check(f.stats, &checked, &error));
	g_assert_cmpuint(checked, ==, 3000);
	autorelease(stats_result) result = {0};
	struct stats_query query = {.period = {NOON + 10, NOON + 20}};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.detections, ==, 30);
	fixture_release(&f);
}

TEST(batch__commit__counter_that_would_overflow)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	fixture_add(&f, fixture_incoming(NOON, UINT64_MAX));
	fixture_commit(&f);
	fixture_add(&f, fixture_incoming(NOON, 1));
	fixture_add(&f, fixture_detection(NOON, "a.example"));
	g_assert_false(stats_batch_commit(f.batch, NULL, &error));
	test_error(&error, ERROR_LIMIT, NULL);
	g_assert_cmpuint(detections(&f), ==, 0);
	fixture_reopen(&f);
	fixture_add(&f, fixture_incoming(NOON + HOUR, 1));
	g_assert_false(stats_batch_commit(f.batch, NULL, &error));
	test_error(&error, ERROR_LIMIT, NULL);
	fixture_reopen(&f);
	fixture_add(&f, fixture_incoming(NOON + 24 * HOUR, 1));
	fixture_commit(&f);
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	g_assert_false(stats_query(f.stats, &query, &result, &error));
	test_error(&error, ERROR_LIMIT, NULL);
	fixture_release(&f);
}

TEST(batch__find__progress_of_the_last_part)
{
	const uint8_t identity[STATS_IDENTITY_BYTES] = {1, 2, 3}, other[STATS_IDENTITY_BYTES] = {1, 2, 4};
	struct stats_part part = {.identity = identity, .after = {.position = 10, .lines = 2, .detections = 1}};
	struct stats_progress last = {UINT64_C(1) << 40, 5, 3, UINT64_C(1) << 33, 1, 2, 77, true}, found = {.position = 99};
	struct fixture f = {0};
	GError *error = NULL;
	bool has = true;
	fixture_init(&f);
	g_assert_true(stats_batch_find(f.stats, identity, &found, &has, &error));
	g_assert_false(has);
	g_assert_cmpuint(found.position, ==, 0);
	g_assert_true(stats_batch_commit(f.batch, &part, &error));
	g_assert_true(stats_batch_find(f.stats, identity, &found, &has, &error));
	g_assert_true(has);
	g_assert_false(found.complete);
	g_assert_cmpuint(found.position, ==, 10);
	part.before = found;
	part.after = last;
	g_assert_true(stats_batch_commit(f.batch, &part, &error));
	fixture_reopen(&f);
	g_assert_true(stats_batch_find(f.stats, identity, &found, &has, &error));
	g_assert_true(found.complete);
	g_assert_cmpuint(found.position, ==, last.position);
	g_assert_cmpuint(found.lines, ==, 5);
	g_assert_cmpuint(found.detections, ==, 3);
	g_assert_cmpuint(found.incoming_events, ==, last.incoming_events);
	g_assert_cmpuint(found.service_events, ==, 1);
	g_assert_cmpuint(found.rejected, ==, 2);
	g_assert_cmpuint(found.reject_bytes, ==, 77);
	g_assert_true(stats_batch_find(f.stats, other, &found, &has, &error));
	g_assert_false(has);
	fixture_release(&f);
}

TEST(batch__commit__failure_keeps_progress)
{
	const uint8_t identity[STATS_IDENTITY_BYTES] = {7};
	struct stats_part part = {.identity = identity, .after = {.position = 1}};
	struct stats_progress found = {0};
	struct fixture f = {0};
	GError *error = NULL;
	bool has = false;
	fixture_init(&f);
	fixture_add(&f, fixture_incoming(NOON, UINT64_MAX));
	g_assert_true(stats_batch_commit(f.batch, &part, &error));
	fixture_add(&f, fixture_incoming(NOON, 1));
	part.before.position = 1;
	part.after.position = 2;
	g_assert_false(stats_batch_commit(f.batch, &part, &error));
	test_error(&error, ERROR_LIMIT, NULL);
	g_assert_true(stats_batch_find(f.stats, identity, &found, &has, &error));
	g_assert_cmpuint(found.position, ==, 1);
	fixture_release(&f);
}

TEST(batch__commit__two_that_take_the_same)
{
	const uint8_t identity[STATS_IDENTITY_BYTES] = {9};
	struct stats_part part = {.identity = identity, .after = {.position = 5, .complete = true}};
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	autoptr(stats_batch) second = stats_batch_new(f.stats);
	struct event event = fixture_detection(NOON, "a.example");
	g_assert_true(stats_batch_add(second, &event, &error));
	fixture_add(&f, event);
	g_assert_true(stats_batch_commit(f.batch, &part, &error));
	g_assert_false(stats_batch_commit(second, &part, &error));
	test_error(&error, ERROR_BUSY, NULL);
	g_assert_cmpuint(detections(&f), ==, 1);
	part.before = part.after;
	g_assert_true(stats_batch_commit(second, &part, &error));
	g_assert_cmpuint(detections(&f), ==, 2);
	fixture_release(&f);
}

static uint64_t position_of(struct fixture *f, const uint8_t *identity)
{
	struct stats_progress progress = {0};
	bool found = false;
	g_assert_true(stats_batch_find(f->stats, identity, &progress, &found, NULL));
	return progress.position;
}

TEST(batch__commit__parts_of_several_batches)
{
	const uint8_t one[STATS_IDENTITY_BYTES] = {1}, two[STATS_IDENTITY_BYTES] = {2};
	struct stats_part second = {.identity = two, .after = {.position = 7}};
	struct stats_part first = {.identity = one, .after = {.position = 5}, .next = &second};
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	fixture_add(&f, fixture_detection(NOON, "a.example"));
	g_assert_true(stats_batch_commit(f.batch, &first, &error));
	g_assert_cmpuint(position_of(&f, one), ==, 5);
	g_assert_cmpuint(position_of(&f, two), ==, 7);
	/* One of them is not as it was: nothing of both is stored. */
	fixture_add(&f, fixture_detection(NOON, "b.example"));
	first.before = first.after;
	first.after.position = 6;
	g_assert_false(stats_batch_commit(f.batch, &first, &error));
	test_error(&error, ERROR_BUSY, NULL);
	g_assert_cmpuint(position_of(&f, one), ==, 5);
	g_assert_cmpuint(detections(&f), ==, 1);
	fixture_release(&f);
}
