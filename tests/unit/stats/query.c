// SPDX-License-Identifier: Apache-2.0
// The one question.
#include "stats-fixture.h"

#include "test.h"

TEST(query__answer__empty_store)
{
	struct fixture f = {0};
	fixture_init(&f);
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.detections, ==, 0);
	g_assert_cmpuint(result.indicators, ==, 0);
	g_assert_cmpuint(result.incoming_events, ==, 0);
	g_assert_cmpuint(result.categories->len, ==, 0);
	g_assert_cmpuint(result.top[TOP_DEFAULT]->len, ==, 0);
	g_assert_cmpint(result.first_event, ==, INSTANT_NONE);
	fixture_release(&f);
}

TEST(query__refuse__period_not_ascending)
{
	struct fixture f = {0};
	fixture_init(&f);
	autorelease(stats_result) result = {0};
	GError *error = NULL;
	struct stats_query query = {.period = {NOON, NOON}};
	g_assert_false(stats_query(f.stats, &query, &result, &error));
	test_error(&error, ERROR_INVALID, "period");
	query.period.to = NOON - 1;
	g_assert_false(stats_query(f.stats, &query, &result, &error));
	test_error(&error, ERROR_INVALID, "period");
	g_assert_null(result.categories);
	fixture_release(&f);
}

TEST(query__refuse__steps_that_do_not_cover)
{
	static const int64_t wrong[][4] = {
		{NOON + 1, NOON + 2, NOON + 3, NOON + 9},
		{NOON, NOON + 2, NOON + 3, NOON + 8},
		{NOON, NOON + 3, NOON + 3, NOON + 9},
		{NOON, NOON + 4, NOON + 3, NOON + 9},
	};
	struct fixture f = {0};
	fixture_init(&f);
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		autorelease(stats_result) result = {0};
		GError *error = NULL;
		struct stats_query query = {.period = {NOON, NOON + 9}, .steps = wrong[i], .n_steps = 3};
		g_assert_false(stats_query(f.stats, &query, &result, &error));
		test_error(&error, ERROR_INVALID, "step");
	}
	fixture_release(&f);
}

TEST(query__count__period_is_half_open)
{
	struct fixture f = {0};
	fixture_init(&f);
	for (int64_t time = NOON - 1; time <= NOON + 2; time++)
		fixture_add(&f, fixture_detection(time, "a.example"));
	fixture_commit(&f);
	autorelease(stats_result) result = {0};
	struct stats_query query = {.period = {NOON, NOON + 2}};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.detections, ==, 2);
	g_assert_cmpint(result.first_event, ==, NOON - 1);
	fixture_release(&f);
}

TEST(query__count__minutes_of_incoming_events)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_add(&f, fixture_incoming(NOON + 59, 5));
	fixture_add(&f, fixture_incoming(NOON + 60, 7));
	fixture_add(&f, fixture_incoming(NOON + 60, 1));
	fixture_commit(&f);
	autorelease(stats_result) first = {0}, second = {0};
	struct stats_query query = {.period = {NOON, NOON + 60}};
	fixture_ask(&f, &query, &first);
	g_assert_cmpuint(first.incoming_events, ==, 5);
	g_assert_cmpint(first.first_event, ==, NOON);
	query.period = (struct period){NOON + 60, NOON + 61};
	fixture_ask(&f, &query, &second);
	g_assert_cmpuint(second.incoming_events, ==, 8);
	fixture_release(&f);
}

TEST(query__count__indicators_by_kind_and_value)
{
	struct fixture f = {0};
	fixture_init(&f);
	struct event url = fixture_detection(NOON, "a.example");
	url.kind = KIND_URL;
	fixture_add(&f, url);
	fixture_add(&f, fixture_detection(NOON, "a.example"));
	fixture_add(&f, fixture_detection(NOON, "a.example"));
	fixture_commit(&f);
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.indicators, ==, 2);
	g_autofree char *top = fixture_top_text(&result, TOP_DEFAULT);
	g_assert_cmpstr(top, ==, "a.example*2 a.example*1");
	fixture_release(&f);
}

TEST(query__order__top_by_count_then_bytes)
{
	static const char *const names[] = {"b.example", "a.example", "c.example", "Z.example", "c.example", "\xc3\xa9.example"};
	struct fixture f = {0};
	fixture_init(&f);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		fixture_add(&f, fixture_detection(NOON, names[i]));
	fixture_commit(&f);
	struct stats_query query = fixture_everything();
	autorelease(stats_result) all = {0}, three = {0}, none = {0};
	fixture_ask(&f, &query, &all);
	g_autofree char *all_text = fixture_top_text(&all, TOP_DEFAULT);
	g_assert_cmpstr(all_text, ==, "c.example*2 Z.example*1 a.example*1 b.example*1 \xc3\xa9.example*1");
	query.top = 3;
	fixture_ask(&f, &query, &three);
	g_autofree char *three_text = fixture_top_text(&three, TOP_DEFAULT);
	g_assert_cmpstr(three_text, ==, "c.example*2 Z.example*1 a.example*1");
	query.top = 0;
	fixture_ask(&f, &query, &none);
	g_assert_cmpuint(none.top[TOP_DEFAULT]->len, ==, 0);
	fixture_release(&f);
}

TEST(query__list__tops_by_retroscan_and_hash)
{
	struct fixture f = {0};
	fixture_init(&f);
	struct event hash = fixture_detection(NOON, "AA");
	hash.kind = KIND_MD5;
	fixture_add(&f, hash);
	hash.retroscan = true;
	fixture_add(&f, hash);
	hash.kind = KIND_SHA1;
	hash.indicator = "BB";
	fixture_add(&f, hash);
	hash.kind = KIND_SHA256;
	hash.indicator = "CC";
	hash.retroscan = false;
	fixture_add(&f, hash);
	fixture_commit(&f);
	static const char *const expected[TOP_LISTS] = {"AA*1 CC*1", "AA*1 BB*1", "AA*2", "BB*1", "CC*1"};
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	fixture_ask(&f, &query, &result);
	for (enum stats_top list = 0; list < TOP_LISTS; list++) {
		g_autofree char *text = fixture_top_text(&result, list);
		g_assert_cmpstr(text, ==, expected[list]);
	}
	fixture_release(&f);
}

TEST(query__share__categories_and_suppliers)
{
	static const char *const categories[] = {"B", "A", "C", "C"};
	static const char *const suppliers[] = {"", "S", "S", "R"};
	struct fixture f = {0};
	fixture_init(&f);
	for (size_t i = 0; i < G_N_ELEMENTS(categories); i++) {
		struct event event = fixture_detection(NOON, "a.example");
		event.category = categories[i];
		event.supplier = suppliers[i];
		fixture_add(&f, event);
	}
	fixture_commit(&f);
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	fixture_ask(&f, &query, &result);
	g_autofree char *by_category = fixture_shares_text(result.categories);
	g_autofree char *by_supplier = fixture_shares_text(result.suppliers);
	g_assert_cmpstr(by_category, ==, "C*2 A*1 B*1");
	g_assert_cmpstr(by_supplier, ==, "S*2 *1 R*1");
	fixture_release(&f);
}

TEST(query__filter__tenants_and_source)
{
	char *north[] = {(char *)(uintptr_t)"North", (char *)(uintptr_t)"Nowhere", NULL};
	struct fixture f = {0};
	fixture_init(&f);
	struct event event = fixture_detection(NOON, "a.example"), incoming = fixture_incoming(NOON, 10);
	fixture_add(&f, event);
	fixture_add(&f, incoming);
	event.tenant = incoming.tenant = "North";
	fixture_add(&f, event);
	fixture_add(&f, incoming);
	event.source = incoming.source = EVENT_API;
	incoming.count = 4;
	fixture_add(&f, event);
	fixture_add(&f, incoming);
	fixture_commit(&f);
	struct stats_query query = fixture_everything();
	autorelease(stats_result) tenants = {0}, api = {0}, tcp = {0};
	query.tenants = north;
	fixture_ask(&f, &query, &tenants);
	g_assert_cmpuint(tenants.detections, ==, 2);
	g_assert_cmpuint(tenants.incoming_events, ==, 14);
	query.source = SOURCE_API;
	fixture_ask(&f, &query, &api);
	g_assert_cmpuint(api.detections, ==, 1);
	g_assert_cmpuint(api.incoming_events, ==, 4);
	query.tenants = NULL;
	query.source = SOURCE_TCP;
	fixture_ask(&f, &query, &tcp);
	g_assert_cmpuint(tcp.detections, ==, 2);
	g_assert_cmpuint(tcp.incoming_events, ==, 20);
	fixture_release(&f);
}

TEST(query__filter__false_positives_of_the_record)
{
	struct fixture f = {0};
	fixture_init(&f);
	struct event event = fixture_detection(NOON, "a.example");
	fixture_add(&f, event);
	event.false_positive = true;
	fixture_add(&f, event);
	event.indicator = "b.example";
	fixture_add(&f, event);
	fixture_commit(&f);
	struct stats_query query = fixture_everything();
	autorelease(stats_result) without = {0}, with = {0};
	fixture_ask(&f, &query, &without);
	g_assert_cmpuint(without.detections, ==, 1);
	g_assert_cmpuint(without.indicators, ==, 1);
	query.false_positives = true;
	fixture_ask(&f, &query, &with);
	g_assert_cmpuint(with.detections, ==, 3);
	g_assert_cmpuint(with.indicators, ==, 2);
	fixture_release(&f);
}

TEST(query__series__bins_by_the_steps)
{
	static const int64_t steps[] = {NOON - 10, NOON, NOON + 1, NOON + 7200, NOON + 7300};
	static const uint64_t detections[] = {1, 2, 1, 0}, incoming[] = {0, 3, 0, 9};
	struct fixture f = {0};
	fixture_init(&f);
	fixture_add(&f, fixture_detection(NOON + 7199, "a.example"));
	fixture_add(&f, fixture_detection(NOON - 10, "a.example"));
	fixture_add(&f, fixture_detection(NOON, "a.example"));
	fixture_add(&f, fixture_detection(NOON, "a.example"));
	fixture_add(&f, fixture_incoming(NOON, 3));
	fixture_add(&f, fixture_incoming(NOON + 7200, 9));
	fixture_commit(&f);
	autorelease(stats_result) result = {0};
	struct stats_query query = {.period = {NOON - 10, NOON + 7300}, .steps = steps, .n_steps = 4};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.series->len, ==, 4);
	for (guint i = 0; i < 4; i++) {
		const struct stats_bin *bin = &g_array_index(result.series, struct stats_bin, i);
		g_assert_cmpint(bin->from, ==, steps[i]);
		g_assert_cmpuint(bin->detections, ==, detections[i]);
		g_assert_cmpuint(bin->incoming_events, ==, incoming[i]);
	}
	fixture_release(&f);
}
