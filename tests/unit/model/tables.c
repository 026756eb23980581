// SPDX-License-Identifier: Apache-2.0
// What must hold for every field table and every table of names.
#include <stddef.h>
#include <string.h>

#include "test.h"
#include "tidings/model/access.h"
#include "tidings/model/event.h"
#include "tidings/model/mail-settings.h"
#include "tidings/model/message.h"
#include "tidings/model/period.h"
#include "tidings/model/recurrence.h"
#include "tidings/model/run.h"
#include "tidings/model/settings.h"
#include "tidings/model/statistics.h"
#include "tidings/model/task.h"
#include "tidings/util/secret.h"

static const struct field_table *const tables[] = {&task_table, &mail_settings_table, &account_table, &tenant_table, &settings_table};

static const size_t sizes[] = {
	[FIELD_TEXT] = sizeof(char *), [FIELD_AREA] = sizeof(char *), [FIELD_INT] = sizeof(int), [FIELD_BOOL] = sizeof(bool),
	[FIELD_ENUM] = sizeof(int), [FIELD_FLAGS] = sizeof(uint32_t), [FIELD_SECRET] = sizeof(struct secret),
};
static const size_t alignments[] = {
	[FIELD_TEXT] = _Alignof(char *), [FIELD_AREA] = _Alignof(char *), [FIELD_INT] = _Alignof(int), [FIELD_BOOL] = _Alignof(bool),
	[FIELD_ENUM] = _Alignof(int), [FIELD_FLAGS] = _Alignof(uint32_t), [FIELD_SECRET] = _Alignof(struct secret),
};

static bool is_text(const struct field *row)
{
	return row->type == FIELD_TEXT || row->type == FIELD_AREA || row->type == FIELD_SECRET;
}

static void check_row(const struct field_table *table, const struct field *row)
{
	bool hidden = (row->use & FIELD_HIDDEN) != 0;
	g_assert_cmpuint(row->tag, !=, 0);
	g_assert_true(field_by_tag(table, row->tag) == row);
	g_assert_true(field_by_name(table, row->name) == row);
	g_assert_cmpuint(strspn(row->name, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen(row->name));
	g_assert_nonnull(row->label);
	g_assert_cmpint(row->min, <=, row->max);
	g_assert_true(row->type != FIELD_ENUM || row->choices != NULL);
	g_assert_true((row->type == FIELD_FLAGS) == (row->flags != NULL));
	g_assert_true(row->canon == NULL || row->type == FIELD_TEXT || row->type == FIELD_AREA);
	g_assert_true(!is_text(row) || row->max > 0);
	g_assert_true((row->use & FIELD_REQUIRED) == 0 || !is_text(row) || row->min > 0);
	g_assert_true(hidden || row->help != NULL);
	g_assert_true(hidden || (row->value == NULL) == (row->type == FIELD_BOOL));
	g_assert_false(hidden && (row->use & FIELD_REQUIRED) != 0);
}

TEST(tables__rows__are_sound)
{
	for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
		bool shown = false;
		for (size_t i = 0; i < tables[t]->n_rows; i++) {
			const struct field *row = &tables[t]->rows[i];
			check_row(tables[t], row);
			if ((row->use & FIELD_HIDDEN) != 0)
				continue;
			g_assert_true(shown || row->section != NULL);
			shown = true;
		}
	}
}

TEST(tables__initial__is_valid_and_canonical)
{
	for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
		for (size_t i = 0; i < tables[t]->n_rows; i++) {
			const struct field *row = &tables[t]->rows[i];
			GError *error = NULL;
			g_autofree void *record = g_malloc0(tables[t]->size);
			if (row->initial == NULL)
				continue;
			bool valid = field_set_text(row, record, row->initial, &error);
			test_no_error(error);
			g_assert_true(valid);
			g_autofree char *text = field_get_text(row, record);
			g_assert_cmpstr(text, ==, row->initial);
			fields_release(tables[t], record);
		}
	}
}

// Every byte of the struct belongs to a row, to `unknown`, or is padding before the next member.
TEST(tables__members__are_all_covered)
{
	for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
		const struct field_table *table = tables[t];
		g_autofree size_t *alignment = g_new0(size_t, table->size + 1); // of the member that begins here
		g_autofree bool *covered = g_new0(bool, table->size);
		alignment[table->unknown_offset] = _Alignof(void *);
		memset(covered + table->unknown_offset, 1, sizeof(void *));
		for (size_t i = 0; i < table->n_rows; i++) {
			const struct field *row = &table->rows[i];
			for (size_t j = 0; j < sizes[row->type]; j++) {
				g_assert_false(covered[row->offset + j]);
				covered[row->offset + j] = true;
			}
			alignment[row->offset] = alignments[row->type];
		}
		alignment[table->size] = _Alignof(void *);
		for (size_t at = 0, gap = 0; at <= table->size; at++) {
			if (at < table->size && !covered[at]) {
				gap++;
				continue;
			}
			g_assert_true(gap == 0 || gap < alignment[at]);
			gap = 0;
		}
	}
}

static void check_names(const struct enum_row *names, int first, int n)
{
	int count = 0;
	for (const struct enum_row *row = names; row->text != NULL; row++, count++) {
		g_assert_nonnull(row->label);
		g_assert_cmpint(enum_from_text(names, row->text), ==, row->value);
		g_assert_cmpstr(enum_to_text(names, row->value), ==, row->text);
	}
	g_assert_cmpint(count, ==, n);
	for (int value = first; value < first + n; value++)
		g_assert_nonnull(enum_to_text(names, value));
}

TEST(tables__names__cover_every_value)
{
	check_names(source_names, 0, SOURCE_API + 1);
	check_names(gap_names, 0, GAP_SKIP + 1);
	check_names(overlap_names, 0, OVERLAP_SECOND + 1);
	check_names(field_by_name(&task_table, "missed")->choices, 0, MISSED_ALL + 1);
	check_names(field_by_name(&task_table, "unknown")->choices, 0, UNKNOWN_HOLD + 1);
	check_names(language_names, 0, 2);
	check_names(mail_connection_names, 0, MAIL_STARTTLS + 1);
	check_names(role_names, 0, ROLE_ANALYST + 1);
	check_names(licence_names, 0, LICENCE_TIP_ENTERPRISE + 1);
	check_names(mode_names, 0, MODE_DATA + 1);
	check_names(event_source_names, 0, EVENT_API + 1);
	check_names(indicator_kind_names, 0, KIND_SHA256 + 1);
	check_names(mail_stage_names, 0, STAGE_TEST_MESSAGE + 1);
	check_names(period_names, 0, PERIOD_SINCE_LAST + 1);
	check_names(recur_names, 0, RECUR_CUSTOM + 1);
	check_names(run_kind_names, 0, RUN_TEST + 1);
	check_names(run_state_names, 0, RUN_UNKNOWN + 1);
	check_names(delivery_state_names, 0, DELIVERY_UNKNOWN + 1);
	check_names(stats_step_names, 0, STEP_WEEK + 1);
	check_names(stats_top_names, 0, TOP_SHA256 + 1);
}

static void check_flags(const struct flag_row *flags)
{
	uint32_t seen = 0;
	for (const struct flag_row *row = flags; row->bit != 0; row++) {
		g_assert_cmpuint(row->bit & (row->bit - 1), ==, 0);
		g_assert_cmpuint(seen & row->bit, ==, 0);
		seen |= row->bit;
		g_assert_nonnull(row->name);
		g_assert_nonnull(row->label);
		g_assert_true((row->group == NULL) == (row->group_label == NULL));
	}
	for (uint32_t value = 0; value <= seen; value++) {
		uint32_t back = 0;
		g_autofree char *text = flags_to_text(flags, value);
		g_assert_true(flags_from_text(flags, text, &back, NULL));
		g_assert_cmpuint(back, ==, value);
	}
}

TEST(tables__flags__go_both_ways)
{
	check_flags(widget_flags);
	check_flags(format_flags);
}
