// SPDX-License-Identifier: Apache-2.0
// Block of detections by weekday and hour.
#include "widget-priv.h"

#include <string.h>

#define DAYS N_("Mon Tue Wed Thu Fri Sat Sun")
#define DAYS_LONG N_("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

static const char *const keys[WEEK_DAYS] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

static char **days_of(const struct build *build, const char *msgid)
{
	char **days = g_strsplit(catalog_text(build->words->catalog, msgid), " ", -1);
	if (g_strv_length(days) == WEEK_DAYS)
		return days;
	g_strfreev(days);
	return g_strsplit(msgid, " ", -1);
}

static void day_add(const struct build *build, guint day, char *take_name, struct report_block *block)
{
	uint64_t total = 0;
	for (guint hour = 0; hour < DAY_HOURS; hour++) {
		uint64_t cell = build->result->week[day * DAY_HOURS + hour];
		total += cell;
		g_array_append_val(block->cells, cell);
	}
	struct report_row row = row_new(build, total, 0);
	row.kind = keys[day];
	row.name = take_name;
	row.detail = g_strdup("");
	g_array_append_val(block->rows, row);
}

static char *facts(const struct build *build, const struct report_block *block)
{
	guint most = 0;
	for (guint i = 1; i < block->cells->len; i++)
		if (g_array_index(block->cells, uint64_t, i) > g_array_index(block->cells, uint64_t, most))
			most = i;
	g_auto(GStrv) days = days_of(build, DAYS_LONG);
	g_autofree char *total = words_number(build->words, build->result->detections);
	g_autofree char *count = words_number(build->words, g_array_index(block->cells, uint64_t, most));
	return words_fill(build->words, N_("Detections by weekday and hour: {total} in all, at most {most} in an hour of the week ({day}, {hour})."),
		"total", total, "most", count, "day", days[most / DAY_HOURS], "hour", block->heads->pdata[most % DAY_HOURS], NULL);
}

void week_add(const struct build *build, struct report_section *section)
{
	struct report_block *block = section_add(section, BLOCK_HEAT, "hours", words_fill(build->words, N_("Detections by weekday and hour"), NULL));
	if (build->result->week == NULL || build->result->detections == 0) {
		block->text = words_fill(build->words, N_("No detections in this period."), NULL);
		return;
	}
	for (int hour = 0; hour < DAY_HOURS; hour++)
		g_ptr_array_add(block->heads, g_strdup_printf("%02d:00", hour));
	g_auto(GStrv) days = days_of(build, DAYS);
	for (guint day = 0; day < WEEK_DAYS; day++)
		day_add(build, day, g_strdup(days[day]), block);
	block->text = facts(build, block);
}

int report_heat_level(const struct report_block *block, guint row, guint column)
{
	uint64_t most = 0, value = g_array_index(block->cells, uint64_t, row * block->heads->len + column);
	for (guint i = 0; i < block->cells->len; i++)
		most = MAX(most, g_array_index(block->cells, uint64_t, i));
	if (value == 0)
		return 0;
	return 1 + (int)((unsigned __int128)(value - 1) * (HEAT_LEVELS - 1) / most);
}
