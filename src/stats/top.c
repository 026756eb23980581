// SPDX-License-Identifier: Apache-2.0
// The first n of many indicators.
#include "top-priv.h"

#include <string.h>

#include "tidings/model/statistics.h"

#define CANDIDATES_LEAST 1024 /* before they are thinned out */

struct candidate {
	uint32_t id;
	uint64_t detections;
};

void top_init(struct top *top, guint n, struct dictionary *dictionary)
{
	GArray *candidates = g_array_new(FALSE, FALSE, sizeof(struct candidate));
	*top = (struct top){n, n == 0 ? UINT64_MAX : 1, g_new0(uint64_t, (gsize)n + 1), candidates, dictionary};
}

void top_release(struct top *top)
{
	g_clear_pointer(&top->counts, g_free);
	g_clear_pointer(&top->candidates, g_array_unref);
}

static struct candidate *candidate_at(const struct top *top, guint i)
{
	return &g_array_index(top->candidates, struct candidate, i);
}

/* Drops those that have fewer detections than n others. */
static void drop_fewer(struct top *top)
{
	guint kept = 0;
	for (guint i = 0; i < top->candidates->len; i++) {
		struct candidate candidate = *candidate_at(top, i);
		*candidate_at(top, kept) = candidate;
		kept += candidate.detections >= top->least;
	}
	g_array_set_size(top->candidates, kept);
}

struct named {
	struct stats_top_row row;
	uint32_t id;
};

static gint named_order(gconstpointer a, gconstpointer b)
{
	const struct stats_top_row *x = &((const struct named *)a)->row, *y = &((const struct named *)b)->row;
	if (x->detections != y->detections)
		return x->detections > y->detections ? -1 : 1;
	int order = strcmp(x->indicator, y->indicator);
	return order != 0 ? order : (int)x->kind - (int)y->kind;
}

static void named_clear(gpointer data)
{
	struct named *named = data;
	g_free(named->row.indicator);
}

/* The first n of the candidates with their texts, in order. NULL with error set. */
static GArray *name_first(const struct top *top, GError **error)
{
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct named));
	g_array_set_clear_func(all, named_clear);
	for (guint i = 0; i < top->candidates->len; i++) {
		const struct candidate *candidate = candidate_at(top, i);
		struct named named = {.row.detections = candidate->detections, .id = candidate->id};
		struct kv_bytes name;
		if (!dictionary_name(top->dictionary, candidate->id, &name, error) ||
		    !indicator_decode(name, &named.row.kind, &named.row.indicator, error))
			return NULL;
		g_array_append_val(all, named);
	}
	g_array_sort(all, named_order);
	if (all->len > top->n)
		g_array_set_size(all, top->n);
	return g_steal_pointer(&all);
}

/* Leaves the first n: so many have equally many detections that their texts are needed. */
static bool drop_later(struct top *top, GError **error)
{
	g_autoptr(GArray) first = name_first(top, error);
	if (first == NULL)
		return false;
	g_array_set_size(top->candidates, 0);
	for (guint i = 0; i < first->len; i++) {
		const struct named *named = &g_array_index(first, struct named, i);
		struct candidate candidate = {named->id, named->row.detections};
		g_array_append_val(top->candidates, candidate);
	}
	return true;
}

/* Puts one among the largest numbers, of which the last goes. */
static void count_in(struct top *top, uint64_t detections)
{
	guint at = top->n - 1;
	for (; at > 0 && top->counts[at - 1] < detections; at--)
		top->counts[at] = top->counts[at - 1];
	top->counts[at] = detections;
	top->least = MAX(1, top->counts[top->n - 1]);
}

bool top_add(struct top *top, uint32_t id, uint64_t detections, GError **error)
{
	if (detections < top->least)
		return true;
	struct candidate candidate = {id, detections};
	g_array_append_val(top->candidates, candidate);
	count_in(top, detections);
	guint most = CANDIDATES_LEAST + 4 * top->n;
	if (top->candidates->len < most)
		return true;
	drop_fewer(top);
	return top->candidates->len < most / 2 || drop_later(top, error);
}

bool top_finish(struct top *top, GArray *rows, GError **error)
{
	if (top->n == 0)
		return true;
	drop_fewer(top);
	g_autoptr(GArray) first = name_first(top, error);
	if (first == NULL)
		return false;
	for (guint i = 0; i < first->len; i++) {
		struct named *named = &g_array_index(first, struct named, i);
		g_array_append_val(rows, named->row);
		named->row.indicator = NULL;
	}
	return true;
}
