// SPDX-License-Identifier: Apache-2.0
// Sections, blocks and facts of a document: made and freed.
#include "block-priv.h"

static void fact_clear(void *data)
{
	struct report_fact *fact = data;
	g_free(fact->label);
	g_free(fact->value);
}

static void figure_clear(void *data)
{
	struct report_figure *figure = data;
	g_free(figure->label);
	g_free(figure->number);
	g_free(figure->change);
	g_free(figure->note);
	if (figure->trend != NULL)
		g_array_unref(figure->trend);
}

static void point_clear(void *data)
{
	struct report_point *point = data;
	g_free(point->label);
	g_free(point->name);
	g_free(point->number);
	g_free(point->instant);
}

static void row_clear(void *data)
{
	struct report_row *row = data;
	g_free(row->name);
	g_free(row->detail);
	g_free(row->number);
	g_free(row->share);
	g_free(row->change);
}

static GArray *array_of(guint size, GDestroyNotify clear)
{
	GArray *array = g_array_new(FALSE, TRUE, size);
	g_array_set_clear_func(array, clear);
	return array;
}

static void block_free(void *data)
{
	struct report_block *block = data;
	g_free(block->title);
	g_free(block->text);
	g_ptr_array_unref(block->lines);
	g_array_unref(block->figures);
	g_array_unref(block->points);
	g_array_unref(block->rows);
	g_array_unref(block->cells);
	g_ptr_array_unref(block->heads);
	g_free(block);
}

static void section_free(void *data)
{
	struct report_section *section = data;
	g_free(section->title);
	g_free(section->note);
	g_ptr_array_unref(section->blocks);
	g_free(section);
}

GPtrArray *sections_new(void)
{
	return g_ptr_array_new_with_free_func(section_free);
}

struct report_section *section_new(struct report *report, const char *key, char *take_title, char *take_note)
{
	struct report_section *section = g_new0(struct report_section, 1);
	section->key = key;
	section->title = take_title;
	section->note = take_note;
	section->words = &report->words;
	section->blocks = g_ptr_array_new_with_free_func(block_free);
	g_ptr_array_add(report->sections, section);
	return section;
}

struct report_block *section_add(struct report_section *section, enum report_block_kind kind, const char *key, char *take_title)
{
	struct report_block *block = g_new0(struct report_block, 1);
	block->kind = kind;
	block->key = key;
	block->title = take_title;
	block->words = section->words;
	block->lines = g_ptr_array_new_with_free_func(g_free);
	block->figures = array_of(sizeof(struct report_figure), figure_clear);
	block->points = array_of(sizeof(struct report_point), point_clear);
	block->rows = array_of(sizeof(struct report_row), row_clear);
	block->cells = g_array_new(FALSE, TRUE, sizeof(uint64_t));
	block->heads = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(section->blocks, block);
	return block;
}

GArray *facts_new(void)
{
	return array_of(sizeof(struct report_fact), fact_clear);
}

void facts_add(GArray *facts, char *take_label, char *take_value)
{
	struct report_fact fact = {take_label, take_value};
	g_array_append_val(facts, fact);
}
