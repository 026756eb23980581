// SPDX-License-Identifier: Apache-2.0
// Widgets of ranked lists of indicators.
#include "widget-priv.h"

#include <string.h>

#include "tidings/util/safe-text.h"

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

static void list_fill(const struct build *build, const struct list_row *list, struct report_block *block)
{
	const GArray *top = build->result->top[list->list];
	for (guint i = 0; top != NULL && i < top->len; i++) {
		const struct stats_top_row *from = &g_array_index(top, struct stats_top_row, i);
		struct report_row row = row_new(build, from->detections, g_array_index(top, struct stats_top_row, 0).detections);
		bool hash = list->bit == WIDGET_TOP_HASHES;
		row.kind = enum_to_text(indicator_kind_names, from->kind);
		row.name = indicator_text(build, from->kind, from->indicator);
		row.detail = g_strdup(hash ? "" : catalog_text(build->words->catalog, enum_to_label(indicator_kind_names, from->kind)));
		g_array_append_val(block->rows, row);
	}
}

char *indicator_text(const struct build *build, enum indicator_kind kind, const char *indicator)
{
	return build->plan->task->indicators == INDICATORS_ORIGINAL ? safe_text(indicator, -1) : report_defang(kind, indicator);
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
