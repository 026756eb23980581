// SPDX-License-Identifier: Apache-2.0
// Step 2 of a task: what the report shows.
#include <string.h>

#include "core/form-priv.h"
#include "screens/form-screen-priv.h"
#include "screens/wizard-priv.h"
#include "tidings/model/access.h"
#include "tidings/model/period.h"
#include "tidings/util/error.h"

#define CUSTOM "custom"
#define TENANT "tenant:" /* name of a tenant's item is this with its name */

static bool is_widgets(const char *section)
{
	return strcmp(section, N_("Widgets")) == 0;
}

static bool is_page(const char *section)
{
	return strcmp(section, N_("Page properties")) == 0;
}

// Everything that is not step 1 and not in the right pane, so that a new section shows up by itself.
static bool is_left(const char *section)
{
	const char *first = field_by_name(&task_table, "name")->section;
	const char *recur = field_by_name(&task_table, "start")->section;
	return section != NULL && strcmp(section, first) != 0 && strcmp(section, recur) != 0 && !is_widgets(section) && !is_page(section);
}

static void add_period(struct form *form)
{
	const struct field *row = field_by_name(&task_table, "period");
	struct form_item *kind = form_add(form, ITEM_CHOICE, "period-kind", row->label);
	for (const struct enum_row *period = period_names; period->text != NULL; period++)
		form_add_option(kind, period->text, period->label);
	form_add_option(kind, CUSTOM, N_("From .. to .."));
	form_add_field(form, row)->label = N_("From .. to ..");
}

static void add_tenants(const struct console *console, struct form *form)
{
	g_autoptr(GError) error = NULL;
	if (app_access(console->app, USE_TASK_TENANTS) != ACCESS_FULL) {
		g_autofree char *text = g_strdup_printf(console_text(console, N_("Tenant: %s")), app_tenant(console->app));
		item_set_hint(form_add(form, ITEM_NOTE, "tenants", NULL), text);
		return;
	}
	g_auto(GStrv) names = app_tenants(console->app, &error);
	struct form_item *all = form_add(form, ITEM_CHECK, "tenants", N_("All, new as well"));
	all->under = true;
	all->lead = field_by_name(&task_table, "tenants")->label;
	for (char **name = names; name != NULL && *name != NULL; name++) {
		struct form_item *item = form_add(form, ITEM_CHECK, TENANT, NULL);
		item->under = true;
		form_add_option(item, *name, NULL);
		item->label = g_array_index(item->options, struct item_option, 0).text;
	}
}

// Check boxes of one field, two on a line beside its label.
static void pair_up(struct form *form, const struct field *row)
{
	int n = 0;
	for (guint i = 0; i < form->items->len; i++) {
		struct form_item *item = form->items->pdata[i];
		if (item->field != row)
			continue;
		item->under = n % 2 == 0;
		item->same_line = n % 2 * 9;
		item->lead = n == 0 ? row->label : NULL;
		n++;
	}
}

void contents_build(const struct console *console, struct form *form)
{
	const struct field *source = field_by_name(&task_table, "source");
	form_add(form, ITEM_HEADING, source->section, source->section);
	form_add_field(form, source);
	add_period(form);
	add_tenants(console, form);
	form_screen_add_rows(form, &task_table, is_left);
	pair_up(form, field_by_name(&task_table, "formats"));
	guint left = form->items->len;
	form_screen_add_rows(form, &task_table, is_widgets);
	form_screen_add_rows(form, &task_table, is_page);
	for (guint i = left; i < form->items->len; i++)
		((struct form_item *)form->items->pdata[i])->pane = 1;
}

static bool names_tenant(char *const *names, const char *name)
{
	for (; names != NULL && *names != NULL; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static bool is_tenant(const struct form_item *item)
{
	return g_strcmp0(item->name, TENANT) == 0;
}

static const char *tenant_name(const struct form_item *item)
{
	return g_array_index(item->options, struct item_option, 0).text;
}

void contents_load(struct form *form, const struct task *task)
{
	struct form_item *period = form_item(form, "period-kind");
	item_set_text(period, CUSTOM);
	item_set_text(period, task->period);
	g_auto(GStrv) tenants = tenant_list_parse(task->tenants);
	for (guint i = 0; i < form->items->len; i++) {
		struct form_item *item = form->items->pdata[i];
		if (is_tenant(item))
			item->value = names_tenant(tenants, tenant_name(item));
		else if (item->kind == ITEM_CHECK && g_strcmp0(item->name, "tenants") == 0)
			item->value = tenants == NULL;
	}
	contents_arrange(form);
}

void contents_arrange(struct form *form)
{
	const struct form_item *all = form_item(form, "tenants");
	bool every = all->kind != ITEM_CHECK || all->value != 0;
	for (guint i = 0; i < form->items->len; i++) {
		struct form_item *item = form->items->pdata[i];
		if (is_tenant(item))
			item->hidden = every;
	}
	form_item(form, "period")->hidden = strcmp(item_text(form_item(form, "period-kind")), CUSTOM) != 0;
}

static bool store_tenants(const struct form *form, struct task *task, GError **error)
{
	const struct form_item *all = form_item(form, "tenants");
	if (all->kind != ITEM_CHECK)
		return true;
	g_autoptr(GString) text = g_string_new(all->value != 0 ? "all" : "");
	for (guint i = 0; all->value == 0 && i < form->items->len; i++) {
		const struct form_item *item = form->items->pdata[i];
		if (is_tenant(item) && item->value != 0)
			g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", tenant_name(item));
	}
	if (text->len == 0)
		return error_set_field(error, ERROR_INVALID, "tenants", "choose at least one tenant");
	return field_set_text(field_by_name(&task_table, "tenants"), task, text->str, error);
}

bool contents_store(const struct form *form, struct task *task, GError **error)
{
	const char *kind = item_text(form_item(form, "period-kind"));
	const struct field *period = field_by_name(&task_table, "period");
	if (strcmp(kind, CUSTOM) != 0 && !field_set_text(period, task, kind, error))
		return false;
	return store_tenants(form, task, error);
}
