// SPDX-License-Identifier: Apache-2.0
// Shares of the detections: by category, supplier and kind of indicator.
#include <string.h>

#include "question-priv.h"

static gint share_order(gconstpointer a, gconstpointer b)
{
	const struct stats_share *x = a, *y = b;
	if (x->detections != y->detections)
		return x->detections > y->detections ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* The sums of each id of a class, appended to shares. */
static bool fill(struct question *question, enum name_class class, const uint64_t *sums, GArray *shares, GError **error)
{
	for (uint64_t id = 0; id < question->state.names[class]; id++) {
		if (sums[id] == 0)
			continue;
		struct stats_share share = {name_get(question->txn, class, (uint32_t)id, error), sums[id]};
		if (share.name == NULL)
			return false;
		g_array_append_val(shares, share);
	}
	g_array_sort(shares, share_order);
	return true;
}

static void fill_kinds(const uint64_t *sums, GArray *shares)
{
	for (const struct enum_row *row = indicator_kind_names; row->text != NULL; row++) {
		struct stats_share share = {NULL, sums[row->value]};
		if (share.detections == 0)
			continue;
		share.name = g_strdup(row->text);
		g_array_append_val(shares, share);
	}
	g_array_sort(shares, share_order);
}

bool shares_fill(struct question *question, GError **error)
{
	const struct state *state = &question->state;
	g_autofree uint64_t *categories = g_new0(uint64_t, state->names[NAME_CATEGORY] + 1);
	g_autofree uint64_t *suppliers = g_new0(uint64_t, state->names[NAME_SUPPLIER] + 1);
	uint64_t kinds[KIND_SHA256 + 1] = {0};
	for (uint64_t id = 0; id < state->profiles; id++) {
		struct profile profile;
		if (question->counts[id] == 0)
			continue;
		if (!profile_at(question->profiles, (uint32_t)id, &profile, error))
			return false;
		categories[MIN(profile.category, state->names[NAME_CATEGORY])] += question->counts[id];
		suppliers[MIN(profile.supplier, state->names[NAME_SUPPLIER])] += question->counts[id];
		kinds[MIN(profile.kind, KIND_SHA256)] += question->counts[id];
		question->result->detections += question->counts[id];
	}
	fill_kinds(kinds, question->result->kinds);
	return fill(question, NAME_CATEGORY, categories, question->result->categories, error) &&
	       fill(question, NAME_SUPPLIER, suppliers, question->result->suppliers, error);
}
