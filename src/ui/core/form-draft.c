// SPDX-License-Identifier: Apache-2.0
// Forms: their values as the text of a draft, and back.
#include "core/form-priv.h"

#include <string.h>

// What tells an item from others: flags of one field by their bit.
static char *item_key(const struct form_item *item)
{
	g_autofree char *key = g_strdup_printf("%s/%x", item->name, (unsigned)item->bits);
	return g_strescape(key, NULL);
}

static bool has_value(const struct form_item *item)
{
	return item->kind == ITEM_LINE || item->kind == ITEM_AREA || item->kind == ITEM_CHECK || item->kind == ITEM_RADIO ||
	       item->kind == ITEM_CHOICE || item->kind == ITEM_MULTI;
}

void form_to_draft(const struct form *form, GString *out)
{
	for (guint i = 0; i < form->items->len; i++) {
		const struct form_item *item = form->items->pdata[i];
		if (!has_value(item))
			continue;
		g_autofree char *key = item_key(item);
		g_autofree char *value = g_strescape(item_text(item), NULL);
		g_string_append_printf(out, "%s\t%s\n", key, value);
	}
}

static struct form_item *find(const struct form *form, const char *key)
{
	for (guint i = 0; i < form->items->len; i++) {
		struct form_item *item = form->items->pdata[i];
		g_autofree char *own = has_value(item) ? item_key(item) : NULL;
		if (g_strcmp0(own, key) == 0)
			return item;
	}
	return NULL;
}

void form_from_draft(struct form *form, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		char *tab = strchr(*line, '\t');
		if (tab == NULL)
			continue;
		*tab = '\0';
		struct form_item *item = find(form, *line);
		g_autofree char *raw = g_strcompress(tab + 1);
		g_autofree char *value = g_utf8_make_valid(raw, -1);
		if (item == NULL || strcmp(item_text(item), value) == 0)
			continue;
		item_set_text(item, value);
		form->changed = true;
	}
}
