// SPDX-License-Identifier: Apache-2.0
// The one question: a scan of the period's rows, with counters per indicator, per tuple and per step.
#include <string.h>

#include "dict-priv.h"
#include "incoming-priv.h"
#include "mark-priv.h"
#include "row-priv.h"
#include "stats-priv.h"
#include "table-priv.h"
#include "tally-priv.h"
#include "tidings/util/error.h"
#include "tuple-priv.h"

/* What the question makes of a tuple. */
struct lens {
	struct tuple tuple;
	bool counts;
	uint64_t marked_tenant; /* id of the tenant's own tuple in marks; NO_TENANT when the tenant has none */
	uint64_t detections;
};
#define NO_TENANT UINT64_MAX

struct scan {
	const struct stats_query *query;
	struct kv_txn *txn;
	GArray *lenses;    /* struct lens of each tuple id */
	GHashTable *marks; /* uint64_t: tenant in the upper half, indicator in the lower */
	struct tally *tally;
	size_t step;       /* of the event before: mostly the same */
	struct stats_result *result;
};

static void lens_clear(gpointer data)
{
	struct lens *lens = data;
	tuple_release(&lens->tuple);
}

static bool tenant_asked(const struct stats_query *query, const char *tenant)
{
	return query->tenants == NULL || g_strv_contains((const gchar *const *)query->tenants, tenant);
}

static bool tuple_asked(const struct stats_query *query, const struct tuple *tuple)
{
	static const enum source sources[] = {[EVENT_TCP] = SOURCE_TCP, [EVENT_API] = SOURCE_API};
	if (query->source != SOURCE_ALL && query->source != sources[tuple->source])
		return false;
	if (tuple->false_positive && !query->false_positives)
		return false;
	return tenant_asked(query, tuple->tenant);
}

static bool load_lenses(struct scan *scan, GError **error)
{
	uint64_t n = dict_count(scan->txn, &dict_tuples);
	for (uint64_t id = 0; id < n; id++) {
		struct kv_bytes name;
		struct lens lens = {.marked_tenant = NO_TENANT};
		if (!dict_name(scan->txn, &dict_tuples, (uint32_t)id, &name, error) || !tuple_decode(name, &lens.tuple, error))
			return false;
		lens.counts = tuple_asked(scan->query, &lens.tuple);
		g_array_append_val(scan->lenses, lens);
	}
	return true;
}

static bool load_mark(uint32_t tenant, uint32_t indicator, int64_t time, void *data, GError **error)
{
	(void)time;
	struct scan *scan = data;
	if (tenant >= scan->lenses->len)
		return table_damaged(error, "false positive");
	uint64_t mark = (uint64_t)tenant << 32 | indicator;
	g_hash_table_add(scan->marks, g_memdup2(&mark, sizeof(mark)));
	return true;
}

/* Tells each tuple the id that its tenant has in the marks. */
static void spread_tenants(struct scan *scan)
{
	g_autoptr(GHashTable) tenants = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	GHashTableIter iter;
	gpointer key = NULL;
	g_hash_table_iter_init(&iter, scan->marks);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		uint64_t tenant = *(const uint64_t *)key >> 32;
		char *name = g_array_index(scan->lenses, struct lens, tenant).tuple.tenant;
		if (!g_hash_table_contains(tenants, name))
			g_hash_table_insert(tenants, name, g_memdup2(&tenant, sizeof(tenant)));
	}
	for (guint i = 0; i < scan->lenses->len; i++) {
		struct lens *lens = &g_array_index(scan->lenses, struct lens, i);
		const uint64_t *tenant = g_hash_table_lookup(tenants, lens->tuple.tenant);
		lens->marked_tenant = tenant == NULL ? NO_TENANT : *tenant;
	}
}

static bool load_marks(struct scan *scan, GError **error)
{
	if (scan->query->false_positives)
		return true;
	if (!marks_each(scan->txn, load_mark, scan, error))
		return false;
	spread_tenants(scan);
	return true;
}

static bool is_marked(const struct scan *scan, const struct lens *lens, uint32_t indicator)
{
	uint64_t mark = lens->marked_tenant << 32 | indicator;
	return lens->marked_tenant != NO_TENANT && g_hash_table_contains(scan->marks, &mark);
}

/* The bin of a time that lies in the period; NULL without a series. */
static struct stats_bin *bin_at(struct scan *scan, int64_t time)
{
	const struct stats_query *query = scan->query;
	if (query->steps == NULL)
		return NULL;
	if (time < query->steps[scan->step] || time >= query->steps[scan->step + 1]) {
		size_t low = 0, high = query->n_steps;
		while (high - low > 1) {
			size_t middle = low + (high - low) / 2;
			*(time < query->steps[middle] ? &high : &low) = middle;
		}
		scan->step = low;
	}
	return &g_array_index(scan->result->series, struct stats_bin, scan->step);
}

static bool count_row(const struct row *row, void *data, GError **error)
{
	struct scan *scan = data;
	if (row->tuple >= scan->lenses->len)
		return table_damaged(error, "detection");
	struct lens *lens = &g_array_index(scan->lenses, struct lens, row->tuple);
	if (!lens->counts || is_marked(scan, lens, row->indicator))
		return true;
	if (!tally_add(scan->tally, row->indicator, lens->tuple.kind, lens->tuple.retroscan))
		return table_damaged(error, "detection");
	lens->detections++;
	struct stats_bin *bin = bin_at(scan, row->time);
	if (bin != NULL)
		bin->detections++;
	return true;
}

static bool count_incoming(const struct incoming *cell, void *data, GError **error)
{
	struct scan *scan = data;
	if (cell->tuple >= scan->lenses->len)
		return table_damaged(error, "counter of incoming events");
	if (!g_array_index(scan->lenses, struct lens, cell->tuple).counts)
		return true;
	if (__builtin_add_overflow(scan->result->incoming_events, cell->count, &scan->result->incoming_events))
		return error_set(error, ERROR_LIMIT, "statistics: too many incoming events for one answer");
	struct stats_bin *bin = bin_at(scan, cell->time);
	if (bin != NULL)
		bin->incoming_events += cell->count;
	return true;
}

static gint share_order(gconstpointer a, gconstpointer b)
{
	const struct stats_share *x = a, *y = b;
	if (x->detections != y->detections)
		return x->detections > y->detections ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void add_share(GHashTable *places, GArray *shares, char *name, uint64_t detections)
{
	gpointer place = NULL;
	if (g_hash_table_lookup_extended(places, name, NULL, &place)) {
		g_array_index(shares, struct stats_share, GPOINTER_TO_UINT(place)).detections += detections;
		return;
	}
	struct stats_share share = {g_strdup(name), detections};
	g_hash_table_insert(places, name, GUINT_TO_POINTER(shares->len));
	g_array_append_val(shares, share);
}

static void sum_tuples(const struct scan *scan)
{
	struct stats_result *result = scan->result;
	g_autoptr(GHashTable) categories = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) suppliers = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < scan->lenses->len; i++) {
		const struct lens *lens = &g_array_index(scan->lenses, struct lens, i);
		if (lens->detections == 0)
			continue;
		result->detections += lens->detections;
		add_share(categories, result->categories, lens->tuple.category, lens->detections);
		add_share(suppliers, result->suppliers, lens->tuple.supplier, lens->detections);
	}
	g_array_sort(result->categories, share_order);
	g_array_sort(result->suppliers, share_order);
}

static bool fill_tops(const struct scan *scan, GError **error)
{
	guint n = (guint)MAX(scan->query->top, 0);
	for (enum stats_top list = 0; list < TOP_LISTS; list++) {
		if (!tally_top(scan->tally, scan->txn, list, n, scan->result->top[list], error))
			return false;
	}
	return true;
}

static bool find_first(struct kv_txn *txn, int64_t *ret_time, GError **error)
{
	int64_t row = INSTANT_NONE, incoming = INSTANT_NONE;
	if (!rows_oldest(txn, &row, error) || !incoming_oldest(txn, &incoming, error))
		return false;
	*ret_time = row == INSTANT_NONE || incoming == INSTANT_NONE ? MAX(row, incoming) : MIN(row, incoming);
	return true;
}

static bool scan_run(struct scan *scan, GError **error)
{
	if (!load_lenses(scan, error) || !load_marks(scan, error))
		return false;
	if (!rows_each(scan->txn, scan->query->period, count_row, scan, error) ||
	    !incoming_each(scan->txn, scan->query->period, count_incoming, scan, error))
		return false;
	scan->result->indicators = tally_indicators(scan->tally);
	sum_tuples(scan);
	return fill_tops(scan, error) && find_first(scan->txn, &scan->result->first_event, error);
}

struct ask {
	const struct stats_query *query;
	struct stats_result *result;
};

static bool ask_read(struct kv_txn *txn, void *data, GError **error)
{
	const struct ask *ask = data;
	g_autoptr(GArray) lenses = g_array_new(FALSE, FALSE, sizeof(struct lens));
	g_array_set_clear_func(lenses, lens_clear);
	g_autoptr(GHashTable) marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	autoptr(tally) tally = tally_new(dict_count(txn, &dict_indicators));
	struct scan scan = {.query = ask->query, .txn = txn, .lenses = lenses, .marks = marks, .tally = tally, .result = ask->result};
	return scan_run(&scan, error);
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
