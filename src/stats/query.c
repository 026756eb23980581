// SPDX-License-Identifier: Apache-2.0
// The one question.
#include "incoming-priv.h"
#include "question-priv.h"
#include "rolled-priv.h"
#include "segments-priv.h"
#include "stats-priv.h"
#include "tidings/util/error.h"

static bool find_first(struct question *question, GError **error)
{
	question->result->cut = (int64_t)question->state.cut;
	int64_t segment = INSTANT_NONE, incoming = INSTANT_NONE;
	if (!segments_oldest(question->txn, &question->state, &segment, error) ||
	    !incoming_oldest(question->txn, (int64_t)question->state.cut, &incoming, error))
		return false;
	question->result->first_event = segment == INSTANT_NONE || incoming == INSTANT_NONE ? MAX(segment, incoming) : MIN(segment, incoming);
	return true;
}

struct ask {
	const struct stats_query *query;
	struct stats_result *result;
};

static bool ask_read(struct kv_txn *txn, void *data, GError **error)
{
	const struct ask *ask = data;
	autorelease(question) question = {0};
	if (!question_init(&question, txn, ask->query, ask->result, error))
		return false;
	struct scan fresh = {.period = question.period, .first = question.state.rolled, .end = UINT64_MAX, .tail = true,
			     .counts = true, .series = true};
	if (!rolled_count(&question, error) || !scan_run(&question, &fresh, error))
		return false;
	return scan_marked(&question, error) && tally_finish(question.tally, txn, (guint)MAX(ask->query->top, 0), ask->result, error) &&
	       shares_fill(&question, error) && find_first(&question, error);
}

static bool steps_cover(const struct stats_query *query)
{
	if (query->steps == NULL)
		return true;
	if (query->n_steps == 0 || query->steps[0] != query->period.from || query->steps[query->n_steps] != query->period.to)
		return false;
	for (size_t i = 0; i < query->n_steps; i++) {
		if (query->steps[i] >= query->steps[i + 1])
			return false;
	}
	return true;
}

static void result_start(const struct stats_query *query, struct stats_result *result)
{
	for (enum stats_top list = 0; list < TOP_LISTS; list++)
		result->top[list] = g_array_new(FALSE, FALSE, sizeof(struct stats_top_row));
	result->categories = g_array_new(FALSE, FALSE, sizeof(struct stats_share));
	result->suppliers = g_array_new(FALSE, FALSE, sizeof(struct stats_share));
	result->kinds = g_array_new(FALSE, FALSE, sizeof(struct stats_share));
	result->series = g_array_new(FALSE, FALSE, sizeof(struct stats_bin));
	for (size_t i = 0; query->steps != NULL && i < query->n_steps; i++) {
		struct stats_bin bin = {.from = query->steps[i]};
		g_array_append_val(result->series, bin);
	}
}

bool stats_query(struct stats *stats, const struct stats_query *query, struct stats_result *ret_result, GError **error)
{
	if (query->period.from >= query->period.to)
		return error_set_field(error, ERROR_INVALID, "period", "the period must begin before it ends");
	if (!steps_cover(query))
		return error_set_field(error, ERROR_INVALID, "step", "the steps must cover the period in ascending order");
	autorelease(stats_result) result = {0};
	struct ask ask = {query, &result};
	result_start(query, &result);
	if (!kv_read(stats->kv, ask_read, &ask, error))
		return false;
	*ret_result = result;
	result = (struct stats_result){0};
	return true;
}
