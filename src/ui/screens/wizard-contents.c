// SPDX-License-Identifier: Apache-2.0
// Step 2 of a task: what the report shows.
#include <string.h>

#include "core/form-priv.h"
#include "screens/form-screen-priv.h"
#include "screens/period-items-priv.h"
#include "screens/tenant-items-priv.h"
#include "screens/wizard-priv.h"

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

static void add_tenants(const struct console *console, struct form *form)
{
	g_autoptr(GError) error = NULL;
	if (app_access(console->app, USE_TASK_TENANTS) != ACCESS_FULL) {
		g_autofree char *text = g_strdup_printf(console_text(console, N_("Tenant: %s")), app_tenant(console->app));
		item_set_hint(form_add(form, ITEM_NOTE, TENANT_ITEMS, NULL), text);
		return;
	}
	g_auto(GStrv) names = app_tenants(console->app, &error);
	tenant_items_add(form, field_by_name(&task_table, TENANT_ITEMS), names);
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
	period_items_add(form, true);
	add_tenants(console, form);
	form_screen_add_rows(form, &task_table, is_left);
	pair_up(form, field_by_name(&task_table, "formats"));
	guint left = form->items->len;
	form_screen_add_rows(form, &task_table, is_widgets);
	form_screen_add_rows(form, &task_table, is_page);
	for (guint i = left; i < form->items->len; i++)
		((struct form_item *)form->items->pdata[i])->pane = 1;
}

void contents_load(struct form *form, const struct task *task)
{
	period_items_load(form, task->period);
	contents_arrange(form);
}

void contents_arrange(struct form *form)
{
	period_items_arrange(form);
}

bool contents_store(const struct form *form, struct task *task, GError **error)
{
	return period_items_store(form, task, error);
}
