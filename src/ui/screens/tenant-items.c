// SPDX-License-Identifier: Apache-2.0
// A choice of tenants in a form.
#include "screens/tenant-items-priv.h"

#include <string.h>

#include "tidings/model/access.h"
#include "tidings/util/error.h"

#define TENANT "tenant:" /* name of every item that is one tenant */

static bool is_tenant(const struct form_item *item)
{
	return g_strcmp0(item->name, TENANT) == 0;
}

static const char *tenant_name(const struct form_item *item)
{
	return g_array_index(item->options, struct item_option, 0).text;
}

static void add(struct form *form, const char *name)
{
	struct form_item *item = form_add(form, ITEM_CHECK, TENANT, NULL);
	item->under = true;
	form_add_option(item, name, NULL);
	item->label = tenant_name(item);
}

void tenant_items_add(struct form *form, const char *lead, char *const *names)
{
	struct form_item *all = form_add(form, ITEM_CHECK, TENANT_ITEMS, N_("All, new as well"));
	all->under = true;
	all->lead = lead;
	for (; names != NULL && *names != NULL; names++)
		add(form, *names);
}

static struct form_item *find(const struct form *form, const char *name)
{
	for (guint i = 0; i < form->items->len; i++) {
		struct form_item *item = form->items->pdata[i];
		if (is_tenant(item) && strcmp(tenant_name(item), name) == 0)
			return item;
	}
	return NULL;
}

void tenant_items_load(struct form *form, const char *text)
{
	g_auto(GStrv) names = tenant_list_parse(text);
	form_item(form, TENANT_ITEMS)->value = names == NULL;
	for (guint i = 0; i < form->items->len; i++) {
		struct form_item *item = form->items->pdata[i];
		if (is_tenant(item))
			item->value = 0;
	}
	for (char **name = names; name != NULL && *name != NULL; name++) {
		struct form_item *item = find(form, *name);
		if (item != NULL)
			item->value = 1;
	}
}

void tenant_items_arrange(struct form *form)
{
	bool every = form_item(form, TENANT_ITEMS)->value != 0;
	for (guint i = 0; i < form->items->len; i++) {
		struct form_item *item = form->items->pdata[i];
		if (is_tenant(item))
			item->hidden = every;
	}
}

char *tenant_items_text(const struct form *form, GError **error)
{
	if (form_item(form, TENANT_ITEMS)->value != 0)
		return g_strdup("all");
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < form->items->len; i++) {
		const struct form_item *item = form->items->pdata[i];
		if (is_tenant(item) && item->value != 0)
			g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", tenant_name(item));
	}
	if (text->len > 0)
		return g_string_free(g_steal_pointer(&text), FALSE);
	error_set_field(error, ERROR_INVALID, TENANT_ITEMS, "choose at least one tenant");
	return NULL;
}
