// SPDX-License-Identifier: Apache-2.0
// Tables: rows sorted by a column, and those that a filter lets through.
#include "core/table-priv.h"

#include <string.h>

struct keyed {
	guint row;
	const char *key;
};

void table_release(struct table *table)
{
	g_clear_pointer(&table->order, g_array_unref);
	g_clear_pointer(&table->filter, g_free);
}

char *table_fold(const char *text)
{
	const char *at = text;
	while ((unsigned char)(*at - 1) < 0x7f)
		at++;
	return *at == '\0' ? g_ascii_strdown(text, at - text) : g_utf8_strdown(text, -1);
}

static bool has_words(char *const *words, const char *text)
{
	for (; *words != NULL; words++)
		if (strstr(text, *words) == NULL)
			return false;
	return true;
}

static void filter(struct table *table, guint n, table_key_fn key, const void *data)
{
	g_autofree char *folded = table->filter != NULL ? table_fold(table->filter) : NULL;
	g_auto(GStrv) words = g_strsplit_set(folded != NULL ? folded : "", " \t", -1);
	for (guint row = 0; row < n; row++) {
		g_autofree char *text = folded != NULL ? key(data, row, -1) : NULL;
		if (text == NULL || has_words(words, text))
			g_array_append_val(table->order, row);
	}
}

// Equal rows keep the order in which the data come.
static int compare(gconstpointer first, gconstpointer second)
{
	const struct keyed *a = first;
	const struct keyed *b = second;
	int order = strcmp(a->key, b->key);
	return order != 0 ? order : a->row < b->row ? -1 : a->row > b->row;
}

static int compare_down(gconstpointer first, gconstpointer second)
{
	const struct keyed *a = first;
	const struct keyed *b = second;
	int order = strcmp(b->key, a->key);
	return order != 0 ? order : a->row < b->row ? -1 : a->row > b->row;
}

static void sort(struct table *table, table_key_fn key, const void *data)
{
	guint n = table->order->len;
	g_autofree struct keyed *rows = g_new(struct keyed, n);
	g_autoptr(GPtrArray) keys = g_ptr_array_new_full(n, g_free);
	for (guint i = 0; i < n; i++) {
		guint row = g_array_index(table->order, guint, i);
		char *text = key(data, row, table->sort - 1);
		g_ptr_array_add(keys, text);
		rows[i] = (struct keyed){row, text};
	}
	if (n > 0)
		qsort(rows, n, sizeof *rows, table->descending ? compare_down : compare);
	for (guint i = 0; i < n; i++)
		g_array_index(table->order, guint, i) = rows[i].row;
}

void table_arrange(struct table *table, guint n, guint marked, table_key_fn key, const void *data)
{
	g_clear_pointer(&table->order, g_array_unref);
	if (table->sort == 0 && table->filter == NULL) {
		table->row = marked < n ? marked : table->row;
		table_fit(table, n, table->shown);
		return;
	}
	table->order = g_array_sized_new(FALSE, FALSE, sizeof(guint), n);
	filter(table, n, key, data);
	if (table->sort > 0)
		sort(table, key, data);
	for (guint i = 0; i < table->order->len; i++)
		if (g_array_index(table->order, guint, i) == marked)
			table->row = i;
	table_fit(table, table->order->len, table->shown);
}

bool table_sort_act(struct table *table, enum action action)
{
	if (action == ACT_SORT_REVERSE)
		table->descending = !table->descending;
	if (action != ACT_SORT)
		return action == ACT_SORT_REVERSE;
	do {
		table->sort = table->columns[table->sort].title != NULL ? table->sort + 1 : 0;
	} while (table->sort > 0 && (table->left_out & 1u << (table->sort - 1)) != 0);
	return true;
}

char *table_standing(const struct table *table, const struct catalog *catalog)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (table->sort > 0) {
		const char *column = catalog_text(catalog, table->columns[table->sort - 1].title);
		if (table->descending)
			g_string_append_printf(text, catalog_text(catalog, N_("sort: %s, descending")), column);
		else
			g_string_append_printf(text, catalog_text(catalog, N_("sort: %s")), column);
	}
	if (table->filter != NULL) {
		g_string_append(text, text->len > 0 ? "   " : "");
		g_string_append_printf(text, catalog_text(catalog, N_("filter: %s")), table->filter);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}
