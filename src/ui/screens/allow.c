// SPDX-License-Identifier: Apache-2.0
// The domains that reports may go to: the list, and the form that adds one.
#include "tidings/app/allow.h"

#include "screens/admin-priv.h"
#include "screens/form-page-priv.h"
#include "screens/list-page-priv.h"

#define DOMAIN_ITEM "domain"

static const struct table_column columns[] = {{N_("Domain"), 20, 1, 0}, {NULL, 0, 0, 0}};

static const enum action_group groups[] = {GROUP_ITEMS, GROUP_TABLE, GROUP_BACK, GROUP_PAGE, GROUP_LIST, GROUP_END};

static bool save(struct console *console, struct form_page *page, char **ret_done, GError **error)
{
	const char *domain = item_text(form_item(&page->form, DOMAIN_ITEM));
	if (!allow_add(console->app, domain, error))
		return false;
	list_page_mark(console, domain);
	*ret_done = g_strdup_printf(console_text(console, N_("Reports may go to \"%s\" now.")), domain);
	return true;
}

static const struct form_kind form_kind = {.save = save, .draft = "domain", .above = N_("Once a domain is listed, reports go to listed ones only.")};

static const struct screen form_screen = {.name = "domain", FORM_PAGE_SCREEN, FORM_PAGE_DRAFTS};

static void open_form(struct console *console)
{
	struct form_page *page =
		form_page_new(console, &form_kind, "", g_strdup(console_text(console, N_("Settings > Allowed domains > Add domain"))));
	struct form_item *item = form_add(&page->form, ITEM_LINE, DOMAIN_ITEM, N_("Domain"));
	item->required = true;
	item_set_hint(item, console_text(console, N_("example.com, or .example.com for all below it")));
	form_page_open(console, &form_screen, page);
}

static GPtrArray *read_rows(struct console *console, const struct list_page *page, GError **error)
{
	(void)page;
	g_auto(GStrv) domains = allow_list(console->app, error);
	if (domains == NULL)
		return NULL;
	GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
	for (char **domain = domains; *domain != NULL; domain++)
		g_ptr_array_add(rows, g_strdup(*domain));
	return rows;
}

static char *cell(const struct console *console, const void *row, int column, enum ui_role *ret_role)
{
	(void)console;
	(void)ret_role;
	return g_strdup(column < 0 ? " " : row);
}

static char *name(const void *row)
{
	return g_strdup(row);
}

static char *lines(const struct console *console, const void *row)
{
	const char *domain = row;
	return g_strdup_printf("%s\n%s", domain,
			       *domain == '.' ? console_text(console, N_("Reports may go to all domains below it."))
					      : console_text(console, N_("Reports may go to this domain, and not to those below it.")));
}

static void act(struct console *console, struct list_page *page, const void *row, enum action action)
{
	if (action == ACT_ITEM_ADD)
		open_form(console);
	else if (row != NULL)
		list_page_ask(console, page, row, action);
}

static char *question(const struct console *console, const void *row, enum action action)
{
	(void)action;
	return g_strdup_printf(console_text(console, N_("Take \"%s\" off the list? Reports are not sent there then, unless the list is empty.")),
			       (const char *)row);
}

static bool confirmed(struct console *console, const struct list_page *page, const void *row, enum action action, GError **error)
{
	(void)page;
	(void)action;
	if (!allow_remove(console->app, row, error))
		return false;
	g_autofree char *done = g_strdup_printf(console_text(console, N_("\"%s\" is off the list.")), (const char *)row);
	console_say(console, UI_MESSAGE, done);
	return true;
}

static char *title(const struct console *console, const void *data)
{
	(void)data;
	return g_strdup(console_text(console, N_("Settings > Allowed domains")));
}

static const struct list_kind kind = {
	.columns = columns, .empty = N_("No domain is listed: reports may go to any."), .read = read_rows,
	.cell = cell, .name = name, .lines = lines, .act = act, .question = question, .confirmed = confirmed,
};

static const struct screen screen = {.name = "allow", .groups = groups, .title = title, LIST_PAGE_SCREEN};

void allow_open(struct console *console)
{
	list_page_open(console, &screen, &kind, "");
}
