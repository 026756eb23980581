// SPDX-License-Identifier: Apache-2.0
// Random events and questions against the plainest possible count of the same events.
#include <string.h>

#include "stats-fixture.h"
#include "test.h"

#define EVENTS 3000
#define QUESTIONS 30
#define DAY (24 * HOUR)
#define SPAN_MOST (100 * DAY)

static const char *const tenants[] = {"General", "North branch", "Retail", "Lab"};
static const char *const categories[] = {"KL_A", "KL_B", "Abuse", "Zzz"};
static const char *const suppliers[] = {"", "Kaspersky", "OSINT"};

struct world {
	struct fixture f;
	GRand *rand;
	int64_t span;
	GArray *events; /* struct event; the indicator is one of names */
	char *names[40];
	int64_t cut;
	bool marked[G_N_ELEMENTS(tenants)][40][KIND_SHA256 + 1];
};

static int pick(struct world *w, int n)
{
	return g_rand_int_range(w->rand, 0, n);
}

static struct event random_event(struct world *w)
{
	int64_t time = NOON + pick(w, (int)w->span);
	if (pick(w, 5) == 0) {
		struct event event = fixture_incoming(time, (uint64_t)pick(w, 1000));
		event.tenant = tenants[pick(w, G_N_ELEMENTS(tenants))];
		event.source = (enum event_source)pick(w, 2);
		return event;
	}
	struct event event = fixture_detection(time, w->names[pick(w, pick(w, 2) ? 5 : G_N_ELEMENTS(w->names))]);
	event.tenant = tenants[pick(w, G_N_ELEMENTS(tenants))];
	event.source = (enum event_source)pick(w, 2);
	event.category = categories[pick(w, G_N_ELEMENTS(categories))];
	event.supplier = suppliers[pick(w, G_N_ELEMENTS(suppliers))];
	event.kind = (enum indicator_kind)pick(w, KIND_SHA256 + 1);
	event.confidence = pick(w, 102) - 1;
	event.retroscan = pick(w, 8) == 0;
	event.false_positive = pick(w, 12) == 0;
	return event;
}

static void world_init(struct world *w, guint32 seed)
{
	fixture_init_small(&w->f, 100, 3);
	w->span = seed % 2 == 0 ? SPAN_MOST : 20 * HOUR;
	w->rand = g_rand_new_with_seed(seed);
	w->events = g_array_new(FALSE, FALSE, sizeof(struct event));
	for (size_t i = 0; i < G_N_ELEMENTS(w->names); i++)
		w->names[i] = g_strdup_printf("%c%d.example", 'z' - (int)(i % 7), (int)i);
	for (int i = 0; i < EVENTS; i++) {
		struct event event = random_event(w);
		g_array_append_val(w->events, event);
		fixture_add(&w->f, event);
		if (pick(w, 500) == 0)
			fixture_commit(&w->f);
	}
	fixture_commit(&w->f);
}

static void world_release(struct world *w)
{
	fixture_release(&w->f);
	g_rand_free(w->rand);
	g_array_unref(w->events);
	for (size_t i = 0; i < G_N_ELEMENTS(w->names); i++)
		g_free(w->names[i]);
}

static int name_index(const struct world *w, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(w->names); i++) {
		if (w->names[i] == name)
			return (int)i;
	}
	g_assert_not_reached();
}

static int tenant_index(const char *name)
{
	int i = 0;
	while (strcmp(tenants[i], name) != 0)
		i++;
	return i;
}

/* Marks or unmarks something. */
static void change_mark(struct world *w)
{
	GError *error = NULL;
	int tenant = pick(w, G_N_ELEMENTS(tenants)), name = pick(w, 8);
	enum indicator_kind kind = (enum indicator_kind)pick(w, KIND_SHA256 + 1);
	struct stats_mark mark = {g_strdup(tenants[tenant]), kind, g_strdup(w->names[name]), NOON};
	bool *marked = &w->marked[tenant][name][kind];
	bool done = *marked ? stats_mark_remove(w->f.stats, &mark, &error) : stats_mark_add(w->f.stats, &mark, &error);
	test_no_error(error);
	g_assert_true(done);
	*marked = !*marked;
	g_free(mark.tenant);
	g_free(mark.indicator);
}

/* Removes what is older than some day of the span. */
static void cut(struct world *w)
{
	GError *error = NULL;
	struct stats_removed removed = {0};
	const struct stats_retention retention = {.now = NOON + w->span, .days = 1 + pick(w, (int)(w->span / DAY) + 1)};
	bool done = stats_retain(w->f.stats, &retention, &removed, &error);
	test_no_error(error);
	g_assert_true(done);
	w->cut = removed.cut;
}

/* More events, in any order of times, of days that are kept. */
static void add_late(struct world *w)
{
	for (int i = 0; i < EVENTS / 10; i++) {
		struct event event = random_event(w);
		if (event.time < w->cut)
			continue;
		g_array_append_val(w->events, event);
		fixture_add(&w->f, event);
	}
	fixture_commit(&w->f);
}

static void expect_sound(struct world *w)
{
	GError *error = NULL;
	uint64_t detections = 0;
	bool sound = stats_check(w->f.stats, &detections, &error);
	test_no_error(error);
	g_assert_true(sound);
}

static bool is_asked(const struct world *w, const struct stats_query *query, const struct event *event)
{
	static const enum source sources[] = {SOURCE_TCP, SOURCE_API};
	int64_t time = event->type == EVENT_INCOMING ? event->time - event->time % 60 : event->time;
	if (time < query->period.from || time >= query->period.to || time < w->cut)
		return false;
	if (query->source != SOURCE_ALL && query->source != sources[event->source])
		return false;
	if (query->tenants != NULL && !g_strv_contains((const char *const *)query->tenants, event->tenant))
		return false;
	if (event->type == EVENT_INCOMING || query->false_positives)
		return true;
	return !event->false_positive && !w->marked[tenant_index(event->tenant)][name_index(w, event->indicator)][event->kind];
}

/* Counts as lines of text, "00000005 name": sorted they compare with what the store says. */
static void count_into(GHashTable *counts, const char *name)
{
	gpointer count = g_hash_table_lookup(counts, name);
	g_hash_table_insert(counts, g_strdup(name), GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
}

static gint line_order(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *expected_list(GHashTable *counts, guint most)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter iter;
	gpointer name = NULL, count = NULL;
	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &name, &count))
		g_ptr_array_add(lines, g_strdup_printf("%08x %s*%u", G_MAXUINT - GPOINTER_TO_UINT(count), (char *)name, GPOINTER_TO_UINT(count)));
	g_ptr_array_sort(lines, line_order);
	g_autoptr(GString) out = g_string_new(NULL);
	for (guint i = 0; i < MIN(most, lines->len); i++)
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "", (char *)lines->pdata[i] + 9);
	return g_strdup(out->str);
}

typedef bool (*belongs_fn)(const struct event *event);
static bool is_plain(const struct event *event) { return !event->retroscan; }
static bool is_retroscan(const struct event *event) { return event->retroscan; }
static bool is_md5(const struct event *event) { return event->kind == KIND_MD5; }
static bool is_sha1(const struct event *event) { return event->kind == KIND_SHA1; }
static bool is_sha256(const struct event *event) { return event->kind == KIND_SHA256; }
static const belongs_fn belongs[TOP_LISTS] = {is_plain, is_retroscan, is_md5, is_sha1, is_sha256};

struct count {
	uint64_t detections, incoming;
	GHashTable *indicators, *tops[TOP_LISTS], *categories, *suppliers, *kinds;
	struct stats_bin bins[8];
};

static void count_event(struct count *c, const struct stats_query *query, const struct event *event)
{
	int64_t time = event->type == EVENT_INCOMING ? event->time - event->time % 60 : event->time;
	size_t bin = 0;
	while (time >= query->steps[bin + 1])
		bin++;
	if (event->type == EVENT_INCOMING) {
		c->incoming += event->count;
		c->bins[bin].incoming_events += event->count;
		return;
	}
	/* The kind behind the value orders equal values as the store does. */
	g_autofree char *name = g_strdup_printf("%s/%d", event->indicator, (int)event->kind);
	c->detections++;
	c->bins[bin].detections++;
	count_into(c->indicators, name);
	count_into(c->categories, event->category);
	count_into(c->suppliers, event->supplier);
	count_into(c->kinds, enum_to_text(indicator_kind_names, (int)event->kind));
	for (enum stats_top list = 0; list < TOP_LISTS; list++) {
		if (belongs[list](event))
			count_into(c->tops[list], name);
	}
}

static GHashTable *new_counts(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static char *top_text(const GArray *rows)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (guint i = 0; i < rows->len; i++) {
		const struct stats_top_row *row = &g_array_index(rows, struct stats_top_row, i);
		g_string_append_printf(out, "%s%s/%d*%u", i > 0 ? " " : "", row->indicator, (int)row->kind, (unsigned)row->detections);
	}
	return g_strdup(out->str);
}

static void compare_lists(const struct stats_query *query, const struct stats_result *result, const struct count *c)
{
	for (enum stats_top list = 0; list < TOP_LISTS; list++) {
		g_autofree char *expected = expected_list(c->tops[list], (guint)query->top);
		g_autofree char *got = top_text(result->top[list]);
		g_assert_cmpstr(got, ==, expected);
	}
	const struct { GHashTable *expected; const GArray *got; } shares[] = {
		{c->categories, result->categories}, {c->suppliers, result->suppliers}, {c->kinds, result->kinds},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(shares); i++) {
		g_autofree char *expected = expected_list(shares[i].expected, G_MAXUINT);
		g_autofree char *got = fixture_shares_text(shares[i].got);
		g_assert_cmpstr(got, ==, expected);
	}
}

static void compare(const struct stats_query *query, const struct stats_result *result, const struct count *c)
{
	g_assert_cmpuint(result->detections, ==, c->detections);
	g_assert_cmpuint(result->incoming_events, ==, c->incoming);
	g_assert_cmpuint(result->indicators, ==, g_hash_table_size(c->indicators));
	compare_lists(query, result, c);
	for (guint i = 0; i < query->n_steps; i++) {
		const struct stats_bin *bin = &g_array_index(result->series, struct stats_bin, i);
		g_assert_cmpuint(bin->detections, ==, c->bins[i].detections);
		g_assert_cmpuint(bin->incoming_events, ==, c->bins[i].incoming_events);
	}
}

static void ask_both(struct world *w, const struct stats_query *query)
{
	struct count c = {.indicators = new_counts(), .categories = new_counts(), .suppliers = new_counts(),
			  .kinds = new_counts()};
	for (enum stats_top list = 0; list < TOP_LISTS; list++)
		c.tops[list] = new_counts();
	for (guint i = 0; i < w->events->len; i++) {
		const struct event *event = &g_array_index(w->events, struct event, i);
		if (is_asked(w, query, event))
			count_event(&c, query, event);
	}
	autorelease(stats_result) result = {0};
	fixture_ask(&w->f, query, &result);
	compare(query, &result, &c);
	g_hash_table_unref(c.indicators);
	g_hash_table_unref(c.categories);
	g_hash_table_unref(c.suppliers);
	g_hash_table_unref(c.kinds);
	for (enum stats_top list = 0; list < TOP_LISTS; list++)
		g_hash_table_unref(c.tops[list]);
}

/* Bounds of steps: any seconds, quarters of an hour or days. */
static void random_steps(struct world *w, int64_t *steps, size_t n)
{
	const int64_t units[] = {1, HOUR / 4, DAY};
	int64_t unit = units[pick(w, G_N_ELEMENTS(units))];
	int64_t most = pick(w, 2) ? w->span / 5 : 90;
	steps[0] = NOON - HOUR + pick(w, 3) * pick(w, (int)(w->span / 3));
	steps[0] -= steps[0] % unit;
	for (size_t i = 1; i <= n; i++)
		steps[i] = steps[i - 1] + (1 + pick(w, (int)(most / unit + 1))) * unit;
}

static void random_question(struct world *w)
{
	int64_t steps[8];
	size_t n = 1 + (size_t)pick(w, 7);
	random_steps(w, steps, n);
	char *some[] = {(char *)(uintptr_t)tenants[pick(w, 4)], (char *)(uintptr_t)tenants[pick(w, 4)], NULL};
	struct stats_query query = {
		.period = {steps[0], steps[n]},
		.tenants = pick(w, 2) ? some : NULL,
		.source = (enum source)pick(w, 3),
		.false_positives = pick(w, 3) == 0,
		.steps = steps,
		.n_steps = n,
		.top = pick(w, 12),
	};
	ask_both(w, &query);
}

TEST(oracle__agree__random_events_and_questions)
{
	for (guint32 seed = 1; seed <= 4; seed++) {
		struct world *w = g_new0(struct world, 1);
		world_init(w, seed);
		for (int i = 0; i < QUESTIONS; i++) {
			random_question(w);
			change_mark(w);
			if (i % 10 == 9) {
				cut(w);
				add_late(w);
			}
		}
		fixture_reopen(&w->f);
		random_question(w);
		expect_sound(w);
		world_release(w);
		g_free(w);
	}
}
