// SPDX-License-Identifier: Apache-2.0
// The text form: at most 76 columns, every number beside its bar.
#include "tidings/report/report.h"

#include <string.h>

#include "tidings/util/safe-text.h"

#define WIDTH 76
#define BAR 30
#define NAME_MOST 300 /* columns of an indicator; longer ones are cut here and whole in the CSV */
#define STEPS_MOST 100
#define BESIDE 25 /* columns before a name */
#define BELOW 5
#define HEAT_NAME 5

static void pad(GString *out, const char *text, int columns, bool right)
{
	int left = columns - text_columns(text);
	if (!right)
		g_string_append(out, text);
	for (int i = 0; i < left; i++)
		g_string_append_c(out, ' ');
	if (right)
		g_string_append(out, text);
}

/* Bytes of text that fit into columns: up to the last blank when there is one, else as many graphemes as fit (one at least). */
static size_t line_length(const char *text, int columns)
{
	size_t at = 0, blank = 0;
	while (text[at] != '\0') {
		size_t step = text_grapheme(text + at);
		g_autofree char *piece = g_strndup(text + at, step);
		columns -= text_columns(piece);
		if (columns < 0 && at > 0)
			return blank > 0 ? blank : at;
		if (text[at] == ' ')
			blank = at;
		at += step;
	}
	return at;
}

/* The text in lines of WIDTH; lines after the first begin with indent blanks, the first is written where out stands (at indent). */
static void wrap(GString *out, const char *text, int indent)
{
	for (bool first = true; *text != '\0' || first; first = false) {
		if (!first)
			pad(out, "", indent, false);
		size_t length = line_length(text, WIDTH - indent);
		g_string_append_len(out, text, (gssize)length);
		g_string_append_c(out, '\n');
		text += length;
		text += strspn(text, " ");
	}
}

static void heading(GString *out, const char *title, char line)
{
	g_autofree char *clipped = text_clip(title, WIDTH);
	g_string_append_printf(out, "%s\n", clipped);
	for (int i = text_columns(clipped); i > 0; i--)
		g_string_append_c(out, line);
	g_string_append_c(out, '\n');
}

static void bar(GString *out, double share)
{
	int filled = (int)(share * BAR + 0.5);
	for (int i = 0; i < BAR; i++)
		g_string_append_c(out, i < filled || (i == 0 && share > 0) ? '#' : '.');
}

static void put_facts(GString *out, const GArray *facts)
{
	int widest = 0;
	for (guint i = 0; i < facts->len; i++)
		widest = MAX(widest, text_columns(g_array_index(facts, struct report_fact, i).label));
	for (guint i = 0; i < facts->len; i++) {
		const struct report_fact *fact = &g_array_index(facts, struct report_fact, i);
		pad(out, fact->label, widest + 2, false);
		wrap(out, fact->value, widest + 2);
	}
}

static void put_lines(GString *out, const GPtrArray *lines, const char *mark)
{
	for (guint i = 0; i < lines->len; i++) {
		g_string_append(out, mark);
		wrap(out, lines->pdata[i], 2);
	}
}

static void put_figures(GString *out, const struct report_block *block)
{
	for (guint i = 0; i < block->figures->len; i++) {
		const struct report_figure *figure = &g_array_index(block->figures, struct report_figure, i);
		g_autofree char *note = g_strjoin(" ", figure->change, figure->note, NULL);
		pad(out, figure->label, 24, false);
		pad(out, figure->number, 18, true);
		g_string_append(out, "  ");
		wrap(out, g_strchug(note), 44);
	}
}

static void put_points(GString *out, const struct report_block *block)
{
	uint64_t most = 1;
	int widest = 0;
	for (guint i = 0; i < block->points->len; i++) {
		const struct report_point *point = &g_array_index(block->points, struct report_point, i);
		most = MAX(most, point->value);
		widest = MAX(widest, text_columns(point->label));
	}
	for (guint i = 0; i < block->points->len && block->points->len <= STEPS_MOST; i++) {
		const struct report_point *point = &g_array_index(block->points, struct report_point, i);
		pad(out, point->label, MIN(widest, 14), false);
		g_string_append_c(out, ' ');
		bar(out, (double)point->value / (double)most);
		pad(out, point->number, 16, true);
		g_string_append_c(out, '\n');
	}
	if (block->points->len > 0)
		wrap(out, block->text, 0);
}

static void put_bars(GString *out, const struct report_block *block)
{
	for (guint i = 0; i < block->rows->len; i++) {
		const struct report_row *row = &g_array_index(block->rows, struct report_row, i);
		g_autofree char *name = text_clip(row->name, 20);
		pad(out, name, 21, false);
		bar(out, row->bar);
		pad(out, row->number, 15, true);
		pad(out, row->share, 9, true);
		g_string_append_c(out, '\n');
	}
}

/* A name that would be broken beside its numbers, such as a SHA-256, stands below them. */
static void put_table(GString *out, const struct report_block *block)
{
	for (guint i = 0; i < block->rows->len; i++) {
		const struct report_row *row = &g_array_index(block->rows, struct report_row, i);
		g_autofree char *name = text_clip(row->name, NAME_MOST);
		g_autofree char *full = g_strjoin("", name, row->detail[0] != '\0' ? "  " : "", row->detail, NULL);
		bool below = text_columns(full) > WIDTH - BESIDE;
		g_string_append_printf(out, "%3u", i + 1);
		pad(out, row->number, 12, true);
		pad(out, row->share, 8, true);
		g_string_append(out, below ? "\n" : "  ");
		pad(out, "", below ? BELOW : 0, false);
		wrap(out, full, below ? BELOW : BESIDE);
	}
}

/* Two characters an hour, darker with more; the number of the whole row beside it. */
static void put_heat(GString *out, const struct report_block *block)
{
	static const char shades[HEAT_LEVELS + 1] = " .:+*#";
	pad(out, "", HEAT_NAME, false);
	for (guint i = 0; i < block->heads->len; i += 3) {
		g_autofree char *hour = g_strndup(block->heads->pdata[i], 2);
		pad(out, hour, i + 3 < block->heads->len ? 6 : 0, false);
	}
	g_string_append_c(out, '\n');
	for (guint i = 0; i < block->rows->len; i++) {
		const struct report_row *row = &g_array_index(block->rows, struct report_row, i);
		pad(out, row->name, HEAT_NAME, false);
		for (guint j = 0; j < block->heads->len; j++) {
			char shade = shades[report_heat_level(block, i, j)];
			g_string_append_printf(out, "%c%c", shade, shade);
		}
		pad(out, row->number, 18, true);
		g_string_append_c(out, '\n');
	}
	if (block->rows->len > 0)
		wrap(out, block->text, 0);
}

static void put_block(GString *out, const struct report_block *block)
{
	static void (*const puts[])(GString *, const struct report_block *) = {
		[BLOCK_FIGURES] = put_figures, [BLOCK_CHART] = put_points, [BLOCK_BARS] = put_bars, [BLOCK_TABLE] = put_table, [BLOCK_HEAT] = put_heat,
	};
	if (block->title != NULL)
		g_string_append_printf(out, "\n%s\n", block->title);
	put_lines(out, block->lines, "* ");
	if (puts[block->kind] != NULL)
		puts[block->kind](out, block);
	if (block->text != NULL && block->points->len + block->rows->len == 0)
		wrap(out, block->text, 0);
}

static void put_message(GString *out, const char *message)
{
	if (*message == '\0')
		return;
	g_auto(GStrv) lines = g_strsplit(message, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		wrap(out, *line, 0);
	g_string_append_c(out, '\n');
}

char *report_to_text(const struct report *report)
{
	g_autoptr(GString) out = g_string_new(NULL);
	put_message(out, report->message);
	if (report->tlp != TLP_NONE)
		g_string_append_printf(out, "%s\n\n", enum_to_label(tlp_names, (int)report->tlp));
	heading(out, report->title, '=');
	put_facts(out, report->facts);
	if (report->notes->len > 0)
		g_string_append_c(out, '\n');
	put_lines(out, report->notes, "! ");
	for (guint i = 0; i < report->sections->len; i++) {
		const struct report_section *section = report->sections->pdata[i];
		g_string_append_c(out, '\n');
		heading(out, section->title, '-');
		if (section->note != NULL)
			wrap(out, section->note, 0);
		for (guint j = 0; j < section->blocks->len; j++)
			put_block(out, section->blocks->pdata[j]);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
