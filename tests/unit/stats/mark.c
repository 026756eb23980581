// SPDX-License-Identifier: Apache-2.0
// Indicators that are marked as false positives.
#include "stats-fixture.h"
#include "test.h"

static struct stats_mark mark_of(const char *tenant, const char *indicator)
{
	return (struct stats_mark){(char *)(uintptr_t)tenant, KIND_DOMAIN, (char *)(uintptr_t)indicator, NOON};
}

static void add(struct fixture *f, const char *tenant, const char *indicator)
{
	GError *error = NULL;
	struct stats_mark mark = mark_of(tenant, indicator);
	bool added = stats_mark_add(f->stats, &mark, &error);
	test_no_error(error);
	g_assert_true(added);
}

static void fill(struct fixture *f)
{
	struct event event = fixture_detection(NOON, "a.example");
	fixture_add(f, event);
	event.category = "Other";
	event.supplier = "S";
	event.retroscan = true;
	fixture_add(f, event);
	event.tenant = "North";
	fixture_add(f, event);
	event.indicator = "b.example";
	fixture_add(f, event);
	fixture_add(f, fixture_incoming(NOON, 3));
	fixture_commit(f);
}

TEST(mark__add__leaves_every_figure)
{
	static const int64_t steps[] = {NOON, NOON + 60};
	struct fixture f = {0};
	fixture_init(&f);
	fill(&f);
	add(&f, "General", "a.example");
	struct stats_query query = {.period = {NOON, NOON + 60}, .steps = steps, .n_steps = 1, .top = 10};
	autorelease(stats_result) result = {0};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.detections, ==, 2);
	g_assert_cmpuint(result.indicators, ==, 2);
	g_assert_cmpuint(result.incoming_events, ==, 3);
	g_assert_cmpuint(g_array_index(result.series, struct stats_bin, 0).detections, ==, 2);
	g_autofree char *plain = fixture_top_text(&result, TOP_DEFAULT);
	g_autofree char *retroscan = fixture_top_text(&result, TOP_RETROSCAN);
	g_autofree char *categories = fixture_shares_text(result.categories);
	g_autofree char *suppliers = fixture_shares_text(result.suppliers);
	g_assert_cmpstr(plain, ==, "");
	g_assert_cmpstr(retroscan, ==, "a.example*1 b.example*1");
	g_assert_cmpstr(categories, ==, "Other*2");
	g_assert_cmpstr(suppliers, ==, "S*2");
	fixture_release(&f);
}

TEST(mark__add__counted_when_asked_for)
{
	struct fixture f = {0};
	fixture_init(&f);
	fill(&f);
	add(&f, "General", "a.example");
	struct stats_query query = fixture_everything();
	query.false_positives = true;
	autorelease(stats_result) result = {0};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.detections, ==, 4);
	fixture_release(&f);
}

TEST(mark__add__before_the_first_detection)
{
	struct fixture f = {0};
	fixture_init(&f);
	add(&f, "North", "b.example");
	add(&f, "Nobody", "c.example");
	fill(&f);
	struct stats_query query = fixture_everything();
	autorelease(stats_result) result = {0};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.detections, ==, 3);
	fixture_release(&f);
}

TEST(mark__add__kind_matters)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	fill(&f);
	struct stats_mark mark = mark_of("General", "a.example");
	mark.kind = KIND_URL;
	g_assert_true(stats_mark_add(f.stats, &mark, &error));
	struct stats_query query = fixture_everything();
	autorelease(stats_result) result = {0};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.detections, ==, 4);
	fixture_release(&f);
}

TEST(mark__add__twice)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	struct stats_mark mark = mark_of("General", "a.example");
	add(&f, "General", "a.example");
	g_assert_false(stats_mark_add(f.stats, &mark, &error));
	test_error(&error, ERROR_EXISTS, NULL);
	fixture_release(&f);
}

TEST(mark__add__bad_texts)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	g_autofree char *tenant = g_strnfill(DIMENSION_MAX + 1, 'x');
	g_autofree char *indicator = g_strnfill(INDICATOR_MAX + 1, 'x');
	struct stats_mark marks[] = {
		mark_of(tenant, "a"), mark_of("", "a"), mark_of(NULL, "a"), mark_of("T", indicator), mark_of("T", ""), mark_of("T", NULL),
	};
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		g_assert_false(stats_mark_add(f.stats, &marks[i], &error));
		test_error(&error, ERROR_INVALID, i < 3 ? "tenant" : "indicator");
	}
	fixture_release(&f);
}

TEST(mark__remove__counts_again)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	fill(&f);
	add(&f, "General", "a.example");
	fixture_reopen(&f);
	struct stats_mark mark = mark_of("General", "a.example");
	g_assert_true(stats_mark_remove(f.stats, &mark, &error));
	struct stats_query query = fixture_everything();
	autorelease(stats_result) result = {0};
	fixture_ask(&f, &query, &result);
	g_assert_cmpuint(result.detections, ==, 4);
	g_assert_false(stats_mark_remove(f.stats, &mark, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	fixture_release(&f);
}

TEST(mark__remove__never_seen)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	struct stats_mark mark = mark_of("Nobody", "nothing.example");
	g_assert_false(stats_mark_remove(f.stats, &mark, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	fixture_release(&f);
}

TEST(mark__list__ordered_and_by_tenant)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	add(&f, "North", "b.example");
	add(&f, "General", "c.example");
	add(&f, "General", "a.example");
	g_autoptr(GArray) all = stats_mark_list(f.stats, NULL, &error);
	g_assert_cmpuint(all->len, ==, 3);
	const struct stats_mark *marks = (const struct stats_mark *)(const void *)all->data;
	g_assert_cmpstr(marks[0].indicator, ==, "a.example");
	g_assert_cmpint(marks[0].time, ==, NOON);
	g_assert_cmpint(marks[0].kind, ==, KIND_DOMAIN);
	g_assert_cmpstr(marks[1].indicator, ==, "c.example");
	g_assert_cmpstr(marks[2].tenant, ==, "North");
	g_autoptr(GArray) north = stats_mark_list(f.stats, "North", &error);
	g_assert_cmpuint(north->len, ==, 1);
	g_autoptr(GArray) none = stats_mark_list(f.stats, "Nobody", &error);
	g_assert_cmpuint(none->len, ==, 0);
	fixture_release(&f);
}
