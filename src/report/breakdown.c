// SPDX-License-Identifier: Apache-2.0
// Widget "Breakdown": detections by each dimension that was chosen.
#include "widget-priv.h"

#include <string.h>

#include "defang-priv.h"

#define MOST_NAMES 20 /* rows of a list; the rest is summed in one row */

static const struct list_row {
	uint32_t bit;
	const char *key, *title;
	size_t offset; /* of the shares in struct stats_result */
	bool narrow;
} lists[] = {
	{WIDGET_BY_CATEGORY, "categories", N_("Detections by category"), offsetof(struct stats_result, categories), true},
	{WIDGET_BY_KIND, "kinds", N_("Detections by indicator type"), offsetof(struct stats_result, kinds), true},
	{WIDGET_BY_SUPPLIER, "suppliers", N_("Detections by supplier"), offsetof(struct stats_result, suppliers), false},
	{WIDGET_BY_TENANT, "tenants", N_("Detections by tenant"), offsetof(struct stats_result, tenants), false},
};

static const GArray *shares_of(const struct stats_result *result, const struct list_row *list)
{
	GArray *shares = NULL;
	if (result != NULL)
		memcpy(&shares, (const char *)result + list->offset, sizeof shares);
	return shares;
}

static const struct stats_share *share_at(const GArray *shares, guint i)
{
	return &g_array_index(shares, struct stats_share, i);
}

/* What the names from a place on have together. */
static uint64_t sum_from(const GArray *shares, guint i)
{
	uint64_t sum = 0;
	for (; shares != NULL && i < shares->len; i++)
		sum += share_at(shares, i)->detections;
	return sum;
}

static uint64_t count_of(const GArray *shares, const char *name)
{
	for (guint i = 0; shares != NULL && i < shares->len; i++)
		if (strcmp(share_at(shares, i)->name, name) == 0)
			return share_at(shares, i)->detections;
	return 0;
}

static void set_previous(const struct build *build, uint64_t previous, struct report_row *row)
{
	if (build->previous == NULL)
		return;
	row->has_previous = true;
	row->previous = previous;
	row->change = words_change(build->words, row->value, previous);
	if (row->value != previous)
		row->tone = row->value > previous ? TONE_WORSE : TONE_BETTER;
}

static char *name_of(const struct build *build, const struct list_row *list, const char *name)
{
	int kind = list->bit == WIDGET_BY_KIND ? enum_from_text(indicator_kind_names, name) : -1;
	if (kind >= 0)
		return words_fill(build->words, enum_to_label(indicator_kind_names, kind), NULL);
	return name[0] == '\0' ? words_fill(build->words, N_("(none)"), NULL) : defang_name(name);
}

static void row_add(const struct build *build, const struct list_row *list, const GArray *shares, guint i, struct report_block *block)
{
	const struct stats_share *from = share_at(shares, i);
	struct report_row row = row_new(build, from->detections, share_at(shares, 0)->detections);
	set_previous(build, count_of(shares_of(build->previous, list), from->name), &row);
	row.name = name_of(build, list, from->name);
	row.detail = g_strdup("");
	g_array_append_val(block->rows, row);
}

/* The names that did not fit, in one row. Names of the previous period that are gone count among them. */
static void rest_add(const struct build *build, const struct list_row *list, const GArray *shares, struct report_block *block)
{
	struct report_row row = row_new(build, sum_from(shares, MOST_NAMES), 0);
	uint64_t shown = 0;
	for (guint i = 0; i < block->rows->len; i++)
		shown += g_array_index(block->rows, struct report_row, i).previous;
	set_previous(build, sum_from(shares_of(build->previous, list), 0) - shown, &row);
	row.name = words_count(build->words, "{n} other", "{n} others", shares->len - MOST_NAMES);
	row.detail = g_strdup("");
	g_array_append_val(block->rows, row);
}

static void list_add(const struct build *build, const struct list_row *list, struct report_section *section)
{
	const GArray *shares = shares_of(build->result, list);
	struct report_block *block = section_add(section, BLOCK_BARS, list->key, words_fill(build->words, list->title, NULL));
	block->narrow = list->narrow;
	for (guint i = 0; shares != NULL && i < MIN(shares->len, MOST_NAMES); i++)
		row_add(build, list, shares, i, block);
	if (shares != NULL && shares->len > MOST_NAMES)
		rest_add(build, list, shares, block);
	if (block->rows->len == 0)
		block->text = words_fill(build->words, N_("No detections in this period."), NULL);
}

struct report_row row_new(const struct build *build, uint64_t value, uint64_t longest)
{
	return (struct report_row){
		.number = words_number(build->words, value),
		.share = words_share(build->words, value, build->result->detections),
		.value = value,
		.bar = longest == 0 ? 0 : (double)value / (double)longest,
	};
}

void breakdown_build(const struct build *build, struct report_section *section)
{
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		if (widget_chosen(build, lists[i].bit))
			list_add(build, &lists[i], section);
	if (widget_chosen(build, WIDGET_BY_HOUR))
		week_add(build, section);
}
