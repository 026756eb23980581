// SPDX-License-Identifier: Apache-2.0
// Sentences from translated pieces: filling in, picking a word, joining a list.
#include "phrase-priv.h"

#include <string.h>

char *phrase_fill(const char *text, const char *name, const char *value)
{
	g_autofree char *mark = g_strdup_printf("{%s}", name);
	g_autoptr(GString) out = g_string_new(text);
	g_string_replace(out, mark, value, 0);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *phrase_fill_number(const char *text, const char *name, int value)
{
	g_autofree char *digits = g_strdup_printf("%d", value);
	return phrase_fill(text, name, digits);
}

char *phrase_word(const struct catalog *catalog, const char *list, int i)
{
	g_auto(GStrv) words = g_strsplit(catalog_text(catalog, list), ",", -1);
	return g_strdup(i < (int)g_strv_length(words) ? words[i] : "?");
}

char *phrase_month(const struct catalog *catalog, int month)
{
	static const char *const names = N_("January February March April May June July August September October November December");
	g_auto(GStrv) months = g_strsplit(catalog_text(catalog, names), " ", -1);
	return g_strdup(month <= (int)g_strv_length(months) ? months[month - 1] : "?");
}

char *phrase_join(const struct catalog *catalog, const GPtrArray *items)
{
	g_autoptr(GString) out = g_string_new("");
	for (guint i = 0; i < items->len; i++) {
		const char *between = i == 0 ? "" : i + 1 < items->len ? ", " : catalog_text(catalog, " and ");
		g_string_append(out, between);
		g_string_append(out, items->pdata[i]);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
