// SPDX-License-Identifier: Apache-2.0
// The CSV form: one flat table of everything in the report, safe to open in a spreadsheet.
#include "tidings/report/report.h"

#include <string.h>

struct csv_record {
	const char *section;
	guint rank; /* 0 = none */
	const char *item, *kind, *from;
	const uint64_t *value, *previous; /* NULL = none */
};

/* What a spreadsheet takes for a formula, in full width as well. */
static const char *const formula_starts[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

static void put_text(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (size_t i = 0; text != NULL && i < G_N_ELEMENTS(formula_starts); i++)
		if (g_str_has_prefix(text, formula_starts[i]))
			g_string_append_c(out, '\'');
	for (const char *at = text; at != NULL && *at != '\0'; at++) {
		if (*at == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *at);
	}
	g_string_append_c(out, '"');
}

static void put_number(GString *out, const uint64_t *number)
{
	if (number != NULL)
		g_string_append_printf(out, ",\"%" G_GUINT64_FORMAT "\"", *number);
	else
		g_string_append(out, ",\"\"");
}

static void put_record(GString *out, const struct csv_record *record)
{
	put_text(out, record->section);
	uint64_t rank = record->rank;
	put_number(out, rank != 0 ? &rank : NULL);
	const char *const texts[] = {record->item, record->kind, record->from};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_string_append_c(out, ',');
		put_text(out, texts[i]);
	}
	put_number(out, record->value);
	put_number(out, record->previous);
	g_string_append(out, "\r\n");
}

static void put_figures(GString *out, const struct report_block *block)
{
	for (guint i = 0; i < block->figures->len; i++) {
		const struct report_figure *figure = &g_array_index(block->figures, struct report_figure, i);
		put_record(out, &(struct csv_record){block->key, 0, figure->key, NULL, NULL, &figure->value,
			figure->has_previous ? &figure->previous : NULL});
	}
}

static void put_points(GString *out, const struct report_block *block)
{
	for (guint i = 0; i < block->points->len; i++) {
		const struct report_point *point = &g_array_index(block->points, struct report_point, i);
		put_record(out, &(struct csv_record){block->key, 0, NULL, NULL, point->instant, &point->value,
			block->has_previous ? &point->previous : NULL});
	}
}

static void put_rows(GString *out, const struct report_block *block)
{
	for (guint i = 0; i < block->rows->len; i++) {
		const struct report_row *row = &g_array_index(block->rows, struct report_row, i);
		put_record(out, &(struct csv_record){block->key, i + 1, row->name, row->kind, NULL, &row->value,
			row->has_previous ? &row->previous : NULL});
	}
}

static void put_cells(GString *out, const struct report_block *block)
{
	for (guint i = 0; i < block->cells->len; i++) {
		const struct report_row *row = &g_array_index(block->rows, struct report_row, i / block->heads->len);
		put_record(out, &(struct csv_record){block->key, 0, row->name, row->kind, block->heads->pdata[i % block->heads->len],
			&g_array_index(block->cells, uint64_t, i), NULL});
	}
}

/* What the table is about. */
static void put_report(GString *out, const struct report *report)
{
	const struct { const char *kind; struct zoned at; } instants[] = {
		{"period_from", report->from}, {"period_to", report->to}, {"generated", report->generated}};
	put_record(out, &(struct csv_record){.section = "report", .item = report->task_name, .kind = "task"});
	if (report->tlp != TLP_NONE)
		put_record(out, &(struct csv_record){.section = "report", .item = enum_to_label(tlp_names, (int)report->tlp), .kind = "tlp"});
	if (report->document != NULL)
		put_record(out, &(struct csv_record){.section = "report", .item = report->document, .kind = "document"});
	for (size_t i = 0; i < G_N_ELEMENTS(instants); i++) {
		g_autofree char *text = instant_to_text_offset(instants[i].at.instant, instants[i].at.offset);
		put_record(out, &(struct csv_record){.section = "report", .kind = instants[i].kind, .from = text});
	}
}

char *report_to_csv(const struct report *report)
{
	g_autoptr(GString) out = g_string_new("\xEF\xBB\xBF");
	g_string_append(out, "\"section\",\"rank\",\"item\",\"kind\",\"from\",\"value\",\"previous\"\r\n");
	put_report(out, report);
	for (guint i = 0; i < report->sections->len; i++) {
		const struct report_section *section = report->sections->pdata[i];
		for (guint j = 0; j < section->blocks->len; j++) {
			const struct report_block *block = section->blocks->pdata[j];
			put_figures(out, block);
			put_points(out, block);
			put_rows(out, block);
			put_cells(out, block);
		}
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
