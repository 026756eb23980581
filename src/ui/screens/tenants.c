// SPDX-License-Identifier: Apache-2.0
// Tenants: the list, and the form of a name.
#include "tidings/app/tenant.h"

#include "screens/admin-priv.h"
#include "screens/form-page-priv.h"
#include "screens/list-page-priv.h"

enum { COLUMN_STATUS, COLUMN_NAME };

static const struct table_column columns[] = {
	[COLUMN_STATUS] = {N_("Status"), 6, 0, 0},
	[COLUMN_NAME] = {N_("Tenant name"), 20, 1, 0},
	{NULL, 0, 0, 0},
};

static const enum action_group groups[] = {GROUP_ITEMS_EDITED, GROUP_ITEMS, GROUP_TABLE, GROUP_BACK, GROUP_PAGE, GROUP_LIST, GROUP_END};

static bool save(struct console *console, struct form_page *page, char **ret_done, GError **error)
{
	autorelease(tenant) tenant = {0};
	tenant_init(&tenant);
	if (!form_store(&page->form, &tenant, error))
		return false;
	bool added = *page->subject == '\0';
	if (!(added ? tenant_add(console->app, tenant.name, error) : tenant_rename(console->app, page->subject, tenant.name, error)))
		return false;
	list_page_mark(console, tenant.name);
	*ret_done = added ? g_strdup_printf(console_text(console, N_("The tenant \"%s\" is added.")), tenant.name)
			  : g_strdup_printf(console_text(console, N_("The tenant \"%s\" is now called \"%s\".")), page->subject, tenant.name);
	return true;
}

static const struct form_kind form_kind = {.save = save, .draft = "tenant"};

static const struct screen form_screen = {.name = "tenant", FORM_PAGE_SCREEN, FORM_PAGE_DRAFTS};

static void open_form(struct console *console, const struct tenant *tenant)
{
	g_autoptr(GError) error = NULL;
	const struct field *row = field_by_name(&tenant_table, "name");
	char *title = tenant == NULL ? g_strdup(console_text(console, N_("Settings > Tenants > Add tenant")))
				     : g_strdup_printf("%s: %s", console_text(console, N_("Settings > Tenants > Rename tenant")), tenant->name);
	struct form_page *page = form_page_new(console, &form_kind, tenant != NULL ? tenant->name : "", title);
	struct tenant *record = form_page_record(page, &tenant_table);
	if (tenant != NULL && !field_set_text(row, record, tenant->name, &error))
		console_say_error(console, error);
	form_add_field(&page->form, row);
	form_load(&page->form, &tenant_table, record);
	form_page_open(console, &form_screen, page);
}

static GPtrArray *read_rows(struct console *console, const struct list_page *page, GError **error)
{
	(void)page;
	return tenant_list(console->app, error);
}

static char *cell(const struct console *console, const void *row, int column, enum ui_role *ret_role)
{
	const struct tenant *tenant = row;
	if (column < 0)
		return g_strdup(" ");
	if (column == COLUMN_NAME)
		return g_strdup(tenant->name);
	*ret_role = tenant->disabled ? UI_OFF : UI_GOOD;
	return g_strdup(tenant->disabled ? console_text(console, N_("[off]")) : console_text(console, N_("[on ]")));
}

static char *name(const void *row)
{
	return g_strdup(((const struct tenant *)row)->name);
}

static char *lines(const struct console *console, const void *row)
{
	const struct tenant *tenant = row;
	const char *about = console_text(console, N_("Events of this tenant are taken, and its reports are sent."));
	if (tenant->disabled)
		about = console_text(console, N_("Disabled: it keeps its data and takes no events; tasks that name it are skipped."));
	else if (g_str_equal(tenant->name, TENANT_GENERAL))
		about = console_text(console, N_("Always there: it cannot be renamed, disabled or deleted."));
	return g_strdup_printf("%s\n%s", tenant->name, about);
}

static void enable(struct console *console, struct list_page *page, const struct tenant *tenant)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *done = g_strdup_printf(console_text(console, N_("The tenant \"%s\" is enabled.")), tenant->name);
	if (tenant_enable(console->app, tenant->name, true, &error))
		console_say(console, UI_GOOD, done);
	else
		console_say_error(console, error);
	list_page_refresh(console, page);
}

static void act(struct console *console, struct list_page *page, const void *row, enum action action)
{
	const struct tenant *tenant = row;
	if (action == ACT_ITEM_ADD)
		open_form(console, NULL);
	else if (tenant == NULL)
		return;
	else if (action == ACT_ITEM_EDIT)
		open_form(console, tenant);
	else if (action == ACT_ITEM_SWITCH && tenant->disabled)
		enable(console, page, tenant);
	else
		list_page_ask(console, page, tenant, action);
}

static char *question(const struct console *console, const void *row, enum action action)
{
	const struct tenant *tenant = row;
	return action == ACT_ITEM_DELETE
		       ? g_strdup_printf(console_text(console, N_("Delete the tenant \"%s\"?")), tenant->name)
		       : g_strdup_printf(console_text(console, N_("Disable the tenant \"%s\"? It takes no events then, and its tasks are skipped.")),
					 tenant->name);
}

static bool confirmed(struct console *console, const struct list_page *page, const void *row, enum action action, GError **error)
{
	(void)page;
	const struct tenant *tenant = row;
	bool deleted = action == ACT_ITEM_DELETE;
	if (!(deleted ? tenant_delete(console->app, tenant->name, error) : tenant_enable(console->app, tenant->name, false, error)))
		return false;
	g_autofree char *done = deleted ? g_strdup_printf(console_text(console, N_("The tenant \"%s\" is deleted.")), tenant->name)
					: g_strdup_printf(console_text(console, N_("The tenant \"%s\" is disabled.")), tenant->name);
	console_say(console, UI_MESSAGE, done);
	return true;
}

static char *title(const struct console *console, const void *data)
{
	(void)data;
	return g_strdup(console_text(console, N_("Settings > Tenants")));
}

static const struct list_kind kind = {
	.columns = columns, .empty = N_("No tenant."), .read = read_rows, .cell = cell, .name = name,
	.lines = lines, .act = act, .question = question, .confirmed = confirmed,
};

static const struct screen screen = {.name = "tenants", .groups = groups, .title = title, LIST_PAGE_SCREEN};

void tenants_open(struct console *console)
{
	list_page_open(console, &screen, &kind, "");
}
