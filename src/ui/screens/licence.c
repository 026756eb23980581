// SPDX-License-Identifier: Apache-2.0
// The licence: which one holds, and what it allows.
#include "screens/admin-priv.h"
#include "screens/form-page-priv.h"
#include "tidings/app/upkeep.h"

#define LICENCE_ITEM "licence"

static bool save(struct console *console, struct form_page *page, char **ret_done, GError **error)
{
	const char *licence = item_text(form_item(&page->form, LICENCE_ITEM));
	if (!licence_set(console->app, licence, error))
		return false;
	*ret_done = g_strdup_printf(console_text(console, N_("The licence is %s now.")),
				    console_text(console, enum_to_label(licence_names, enum_from_text(licence_names, licence))));
	return true;
}

// What the chosen one means is said before it is saved.
static void arrange(struct form_page *page)
{
	static const char *const meanings[] = {
		[LICENCE_COMMUNITY] = N_("Reporting is read-only: tasks stay as they are and do not run."),
		[LICENCE_MATCHING_ENGINE] = N_("Reporting is read-only: tasks stay as they are and do not run."),
		[LICENCE_TIP_ENTERPRISE] = N_("Reporting in full: tasks are saved and run.")};
	struct form_item *item = form_item(&page->form, LICENCE_ITEM);
	item_set_hint(item, catalog_text(page->form.catalog, meanings[item->value]));
}

static const struct form_kind kind = {.save = save, .arrange = arrange, .above = N_("What the licence allows holds for everybody at once.")};

static const struct screen screen = {.name = "licence", FORM_PAGE_SCREEN};

void licence_open(struct console *console)
{
	struct form_page *page = form_page_new(console, &kind, "", g_strdup(console_text(console, N_("Settings > Licence"))));
	struct form_item *item = form_add(&page->form, ITEM_RADIO, LICENCE_ITEM, N_("Licence"));
	for (const struct enum_row *row = licence_names; row->text != NULL; row++)
		form_add_option(item, row->text, row->label);
	item_set_text(item, enum_to_text(licence_names, (int)app_licence(console->app)));
	form_page_open(console, &screen, page);
}
