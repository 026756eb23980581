// SPDX-License-Identifier: Apache-2.0
// A statistics store for a test.
#include "stats-fixture.h"

#include "stats-priv.h"

#include "test.h"

static void open_store(struct fixture *f)
{
	GError *error = NULL;
	f->stats = stats_open(f->dir, &error);
	test_no_error(error);
	f->batch = stats_batch_new(f->stats);
}

void fixture_init(struct fixture *f)
{
	GError *error = NULL;
	f->dir = test_dir();
	g_assert_true(stats_create(f->dir, &error));
	open_store(f);
}

struct size {
	unsigned segment_events, roll_segments;
};

static bool size_write(struct session *session, void *data, GError **error)
{
	(void)error;
	const struct size *size = data;
	session->state.segment_events = size->segment_events;
	session->state.roll_segments = size->roll_segments;
	return true;
}

void fixture_init_small(struct fixture *f, unsigned segment_events, unsigned roll_segments)
{
	GError *error = NULL;
	struct size size = {segment_events, roll_segments};
	fixture_init(f);
	g_assert_true(session_write(f->stats, size_write, &size, &error));
}

void fixture_release(struct fixture *f)
{
	stats_batch_free(f->batch);
	stats_close(f->stats);
	g_free(f->dir);
}

void fixture_reopen(struct fixture *f)
{
	stats_batch_free(f->batch);
	stats_close(f->stats);
	open_store(f);
}

struct event fixture_detection(int64_t time, const char *indicator)
{
	return (struct event){
		.time = time,
		.type = EVENT_DETECTION,
		.source = EVENT_TCP,
		.tenant = "General",
		.category = "Abuse",
		.indicator = indicator,
		.kind = KIND_DOMAIN,
		.feed = "",
		.supplier = "",
		.confidence = -1,
	};
}

struct event fixture_incoming(int64_t time, uint64_t count)
{
	return (struct event){.time = time, .type = EVENT_INCOMING, .source = EVENT_TCP, .tenant = "General", .count = count};
}

void fixture_add(struct fixture *f, struct event event)
{
	GError *error = NULL;
	bool added = stats_batch_add(f->batch, &event, &error);
	test_no_error(error);
	g_assert_true(added);
}

void fixture_commit(struct fixture *f)
{
	GError *error = NULL;
	bool done = stats_batch_commit(f->batch, NULL, &error);
	test_no_error(error);
	g_assert_true(done);
}

static char *answer_text(struct fixture *f, const struct stats_query *query, struct stats_result *ret_result)
{
	GError *error = NULL;
	bool done = stats_query(f->stats, query, ret_result, &error);
	test_no_error(error);
	g_assert_true(done);
	struct js *answer = stats_answer_to_json(query, ret_result);
	char *text = js_to_text(answer);
	js_free(answer);
	return text;
}

void fixture_ask(struct fixture *f, const struct stats_query *query, struct stats_result *ret_result)
{
	autorelease(stats_result) scanned = {0};
	struct stats_query scan = *query;
	scan.scan = true;
	g_autofree char *text = answer_text(f, query, ret_result);
	g_autofree char *expected = answer_text(f, &scan, &scanned);
	g_assert_cmpstr(text, ==, expected);
}

struct stats_query fixture_everything(void)
{
	return (struct stats_query){.period = {0, INT64_C(253402300800)}, .source = SOURCE_ALL, .top = 10};
}

char *fixture_top_text(const struct stats_result *result, enum stats_top list)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (guint i = 0; i < result->top[list]->len; i++) {
		const struct stats_top_row *row = &g_array_index(result->top[list], struct stats_top_row, i);
		g_string_append_printf(out, "%s%s*%u", i > 0 ? " " : "", row->indicator, (unsigned)row->detections);
	}
	return g_strdup(out->str);
}

char *fixture_shares_text(const GArray *shares)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (guint i = 0; i < shares->len; i++) {
		const struct stats_share *share = &g_array_index(shares, struct stats_share, i);
		g_string_append_printf(out, "%s%s*%u", i > 0 ? " " : "", share->name, (unsigned)share->detections);
	}
	return g_strdup(out->str);
}
