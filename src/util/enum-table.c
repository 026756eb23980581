// SPDX-License-Identifier: Apache-2.0
// Enum <-> text.
#include "tidings/util/enum-table.h"

static const struct enum_row *row_of(const struct enum_row *table, int value)
{
	for (const struct enum_row *row = table; row->text != NULL; row++) {
		if (row->value == value)
			return row;
	}
	return NULL;
}

const char *enum_to_text(const struct enum_row *table, int value)
{
	const struct enum_row *row = row_of(table, value);
	return row != NULL ? row->text : NULL;
}

const char *enum_to_label(const struct enum_row *table, int value)
{
	const struct enum_row *row = row_of(table, value);
	return row != NULL ? row->label : NULL;
}

int enum_from_text(const struct enum_row *table, const char *text)
{
	for (const struct enum_row *row = table; text != NULL && row->text != NULL; row++) {
		if (g_str_equal(row->text, text))
			return row->value;
	}
	return -1;
}

char *enum_choices(const struct enum_row *table)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (const struct enum_row *row = table; row->text != NULL; row++) {
		if (row != table)
			g_string_append(out, row[1].text != NULL ? ", " : " or ");
		g_string_append(out, row->text);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
