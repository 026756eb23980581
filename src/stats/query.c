// SPDX-License-Identifier: Apache-2.0
// The one question.
#include "incoming-priv.h"
#include "question-priv.h"
#include "segments-priv.h"
#include "stats-priv.h"
#include "table-priv.h"
#include "tidings/util/error.h"

static bool count_incoming(const struct incoming *cell, void *data, GError **error)
{
	struct question *question = data;
	struct stats_result *result = question->result;
	uint32_t tenant = incoming_tenant(cell->stream);
	int group = incoming_source(cell->stream) == EVENT_API ? GROUP_API : 0;
	if (tenant >= question->n_tenants)
		return table_damaged(error, "counter of incoming events");
	if (!question->groups[group] || (question->tenants != NULL && question->tenants[tenant] == 0))
		return true;
	if (__builtin_add_overflow(result->incoming_events, cell->count, &result->incoming_events))
		return error_set(error, ERROR_LIMIT, "statistics: too many incoming events for one answer");
	struct stats_bin *bin = question_bin(question, cell->time);
	if (bin != NULL)
		bin->incoming_events += cell->count;
	return true;
}

static bool find_first(struct question *question, GError **error)
{
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
	struct scan everything = {.period = question.period, .end = UINT64_MAX, .tail = true, .lists = true, .shares = true, .series = true};
	if (!scan_run(&question, &everything, error) || !incoming_each(txn, question.period, count_incoming, &question, error))
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
