// SPDX-License-Identifier: Apache-2.0
// Texts from outside: safe text, every row of the tables, instants, periods and indicators. What is accepted is canonical.
#include <glib.h>
#include <string.h>

#include "fuzz.h"
#include "tidings/model/access.h"
#include "tidings/model/event.h"
#include "tidings/model/mail-settings.h"
#include "tidings/model/task.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"
#include "tidings/util/safe-text.h"

static void try_safe_text(const uint8_t *data, size_t size)
{
	g_autofree char *safe = safe_text((const char *)data, (gssize)size);
	g_autofree char *again = safe_text(safe, -1);
	g_assert_true(g_utf8_validate(safe, -1, NULL));
	g_assert_cmpstr(safe, ==, again);
	for (int columns = 0; columns < 12; columns += 3) {
		g_autofree char *clip = text_clip(safe, columns);
		g_assert_cmpint(text_columns(clip), <=, columns);
		g_assert_true(g_utf8_validate(clip, -1, NULL));
	}
}

static void try_row(const struct field_table *table, const struct field *row, const char *text)
{
	g_autofree void *record = g_malloc0(table->size);
	g_autoptr(GError) error = NULL;
	fields_init(table, record);
	if (field_set_text(row, record, text, &error)) {
		g_autofree char *canon = field_get_text(row, record);
		g_assert_true(row->type == FIELD_SECRET || field_set_text(row, record, canon, NULL));
		g_autofree char *again = field_get_text(row, record);
		g_assert_cmpstr(canon, ==, again);
	} else {
		g_assert_cmpstr(error_field(error), ==, row->name);
		g_assert_true(g_utf8_validate(error->message, -1, NULL));
	}
	fields_release(table, record);
}

static void try_rows(const char *text)
{
	static const struct field_table *const tables[] = {&task_table, &mail_settings_table, &account_table, &tenant_table};
	for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
		for (size_t i = 0; i < tables[t]->n_rows; i++)
			try_row(tables[t], &tables[t]->rows[i], text);
	}
}

static void try_instant(const char *text)
{
	int64_t instant = 0;
	if (!instant_from_text(text, &instant, NULL))
		return;
	g_assert_true(instant >= 0 && instant <= INSTANT_LAST);
	g_autofree char *canon = instant_to_text(instant);
	int64_t again = -1;
	g_assert_true(instant_from_text(canon, &again, NULL) && again == instant);
}

static void try_indicator(const char *text)
{
	enum indicator_kind kind = indicator_kind_guess(text);
	g_autofree char *value = indicator_normalize(kind, text, NULL);
	if (value == NULL)
		return;
	g_assert_cmpuint(strlen(value), <=, INDICATOR_MAX);
	g_autofree char *again = indicator_normalize(kind, value, NULL);
	g_assert_cmpstr(value, ==, again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup(size > 0 ? (const char *)data : "", size);
	try_safe_text(data, size);
	try_rows(text);
	try_instant(text);
	try_indicator(text);
	return 0;
}
