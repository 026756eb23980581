// SPDX-License-Identifier: Apache-2.0
// Widgets of ranked lists: top indicators, hashes, shares by category.
#include "widget-priv.h"

#include <string.h>

#include "defang-priv.h"

#define MOST_NAMES 20 /* rows of a breakdown; the rest is summed in one row */

static const struct list_row {
	uint32_t bit;
	const char *section;
	enum stats_top list;
	const char *key, *title, *empty;
} lists[] = {
	{WIDGET_TOP_DEFAULT, "top", TOP_DEFAULT, "top_default", N_("Default"), N_("No detections in this period.")},
	{WIDGET_TOP_RETROSCAN, "top", TOP_RETROSCAN, "top_retroscan", N_("Retroscan"), N_("No retroscan detections in this period.")},
	{WIDGET_TOP_HASHES, "hashes", TOP_MD5, "top_md5", "MD5", N_("No MD5 hashes were detected in this period.")},
	{WIDGET_TOP_HASHES, "hashes", TOP_SHA1, "top_sha1", "SHA1", N_("No SHA1 hashes were detected in this period.")},
	{WIDGET_TOP_HASHES, "hashes", TOP_SHA256, "top_sha256", "SHA256", N_("No SHA256 hashes were detected in this period.")},
};

static struct report_row row_new(const struct build *build, uint64_t value, uint64_t longest)
{
	return (struct report_row){
		.number = words_number(build->words, value),
		.share = words_share(build->words, value, build->result->detections),
		.value = value,
		.bar = longest == 0 ? 0 : (double)value / (double)longest,
	};
}

static void list_fill(const struct build *build, const struct list_row *list, struct report_block *block)
{
	const GArray *top = build->result->top[list->list];
	for (guint i = 0; top != NULL && i < top->len; i++) {
		const struct stats_top_row *from = &g_array_index(top, struct stats_top_row, i);
		struct report_row row = row_new(build, from->detections, g_array_index(top, struct stats_top_row, 0).detections);
		bool hash = list->bit == WIDGET_TOP_HASHES;
		row.kind = enum_to_text(indicator_kind_names, from->kind);
		row.name = report_defang(from->kind, from->indicator);
		row.detail = g_strdup(hash ? "" : catalog_text(build->words->catalog, enum_to_label(indicator_kind_names, from->kind)));
		g_array_append_val(block->rows, row);
	}
}

static char *name_of(const struct build *build, const char *name)
{
	return name[0] == '\0' ? words_fill(build->words, N_("(none)"), NULL) : defang_name(name);
}

/* The names that did not fit, in one row. */
static void rest_add(const struct build *build, const GArray *shares, struct report_block *block)
{
	uint64_t rest = 0;
	for (guint i = MOST_NAMES; i < shares->len; i++)
		rest += g_array_index(shares, struct stats_share, i).detections;
	struct report_row row = row_new(build, rest, 0);
	row.name = words_count(build->words, "{n} other", "{n} others", shares->len - MOST_NAMES);
	row.detail = g_strdup("");
	g_array_append_val(block->rows, row);
}

static void shares_fill(const struct build *build, const GArray *shares, struct report_block *block)
{
	for (guint i = 0; shares != NULL && i < MIN(shares->len, MOST_NAMES); i++) {
		const struct stats_share *from = &g_array_index(shares, struct stats_share, i);
		struct report_row row = row_new(build, from->detections, g_array_index(shares, struct stats_share, 0).detections);
		row.name = name_of(build, from->name);
		row.detail = g_strdup("");
		g_array_append_val(block->rows, row);
	}
	if (shares != NULL && shares->len > MOST_NAMES)
		rest_add(build, shares, block);
}

void breakdown_build(const struct build *build, struct report_section *section)
{
	char *title = words_fill(build->words, N_("Detections by category"), NULL);
	struct report_block *block = section_add(section, BLOCK_BARS, "categories", title);
	shares_fill(build, build->result->categories, block);
	if (block->rows->len == 0)
		block->text = words_fill(build->words, N_("No detections in this period."), NULL);
}

void top_build(const struct build *build, struct report_section *section)
{
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		const struct list_row *list = &lists[i];
		if (strcmp(list->section, section->key) != 0 || !widget_chosen(build, list->bit))
			continue;
		struct report_block *block = section_add(section, BLOCK_TABLE, list->key, words_fill(build->words, list->title, NULL));
		block->monospace = true;
		list_fill(build, list, block);
		if (block->rows->len == 0)
			block->text = words_fill(build->words, list->empty, NULL);
	}
}
