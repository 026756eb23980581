// SPDX-License-Identifier: Apache-2.0
// Detections per indicator of one period, and the top lists made of them.
#include "tally-priv.h"

#include <string.h>

#include "dict-priv.h"
#include "tuple-priv.h"

struct count {
	uint32_t id;
	enum indicator_kind kind;
	uint64_t plain, retroscan;
};

struct tally {
	uint64_t n_ids;
	uint32_t *places; /* of an id: 1 + its index in counts; 0 = not seen. The pages of ids that are not seen are never touched */
	GArray *counts;   /* struct count */
};

struct tally *tally_new(uint64_t n_ids)
{
	struct tally *tally = g_new0(struct tally, 1);
	tally->n_ids = n_ids;
	tally->places = g_new0(uint32_t, n_ids + 1);
	tally->counts = g_array_new(FALSE, FALSE, sizeof(struct count));
	return tally;
}

void tally_free(struct tally *tally)
{
	if (tally == NULL)
		return;
	g_free(tally->places);
	g_array_unref(tally->counts);
	g_free(tally);
}

bool tally_add(struct tally *tally, uint32_t id, enum indicator_kind kind, bool retroscan)
{
	if (id >= tally->n_ids)
		return false;
	if (tally->places[id] == 0) {
		struct count fresh = {.id = id, .kind = kind};
		g_array_append_val(tally->counts, fresh);
		tally->places[id] = tally->counts->len;
	}
	struct count *count = &g_array_index(tally->counts, struct count, tally->places[id] - 1);
	*(retroscan ? &count->retroscan : &count->plain) += 1;
	return true;
}

uint64_t tally_indicators(const struct tally *tally)
{
	return tally->counts->len;
}

static uint64_t count_in(const struct count *count, enum stats_top list)
{
	static const enum indicator_kind kinds[TOP_LISTS] = {[TOP_MD5] = KIND_MD5, [TOP_SHA1] = KIND_SHA1, [TOP_SHA256] = KIND_SHA256};
	if (list == TOP_DEFAULT)
		return count->plain;
	if (list == TOP_RETROSCAN)
		return count->retroscan;
	return count->kind == kinds[list] ? count->plain + count->retroscan : 0;
}

struct candidate {
	uint32_t id;
	uint64_t detections;
};

static gint candidate_order(gconstpointer a, gconstpointer b)
{
	const struct candidate *x = a, *y = b;
	return (x->detections < y->detections) - (x->detections > y->detections);
}

/* All that may be among the first n, names aside. */
static GArray *candidates(const struct tally *tally, enum stats_top list, guint n)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct candidate));
	for (guint i = 0; i < tally->counts->len; i++) {
		const struct count *count = &g_array_index(tally->counts, struct count, i);
		struct candidate candidate = {count->id, count_in(count, list)};
		if (candidate.detections > 0)
			g_array_append_val(all, candidate);
	}
	g_array_sort(all, candidate_order);
	guint keep = MIN(n, all->len);
	while (keep > 0 && keep < all->len &&
	       g_array_index(all, struct candidate, keep).detections == g_array_index(all, struct candidate, keep - 1).detections)
		keep++;
	g_array_set_size(all, keep);
	return all;
}

static gint row_order(gconstpointer a, gconstpointer b)
{
	const struct stats_top_row *x = a, *y = b;
	if (x->detections != y->detections)
		return x->detections > y->detections ? -1 : 1;
	int order = strcmp(x->indicator, y->indicator);
	return order != 0 ? order : (int)x->kind - (int)y->kind;
}

static void row_clear(gpointer data)
{
	struct stats_top_row *row = data;
	g_free(row->indicator);
}

bool tally_top(const struct tally *tally, struct kv_txn *txn, enum stats_top list, guint n, GArray *rows, GError **error)
{
	g_autoptr(GArray) found = candidates(tally, list, n);
	g_autoptr(GArray) named = g_array_new(FALSE, TRUE, sizeof(struct stats_top_row));
	g_array_set_clear_func(named, row_clear);
	for (guint i = 0; i < found->len; i++) {
		const struct candidate *candidate = &g_array_index(found, struct candidate, i);
		struct stats_top_row row = {.detections = candidate->detections};
		struct kv_bytes name;
		if (!dict_name(txn, &dict_indicators, candidate->id, &name, error) ||
		    !indicator_decode(name, &row.kind, &row.indicator, error))
			return false;
		g_array_append_val(named, row);
	}
	g_array_sort(named, row_order);
	for (guint i = 0; i < MIN(n, named->len); i++) {
		struct stats_top_row *row = &g_array_index(named, struct stats_top_row, i);
		g_array_append_val(rows, *row);
		row->indicator = NULL;
	}
	return true;
}
