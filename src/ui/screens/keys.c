// SPDX-License-Identifier: Apache-2.0
// The SSH keys of an account: the list, and the form that takes one.
#include "screens/admin-priv.h"
#include "screens/form-page-priv.h"
#include "screens/list-page-priv.h"
#include "tidings/app/ssh-key.h"

#define KEY_ITEM "key"
#define KEY_MOST 8192

enum { COLUMN_COMMENT, COLUMN_TYPE, COLUMN_FINGERPRINT };

static const struct table_column columns[] = {
	[COLUMN_COMMENT] = {N_("Comment"), 16, 2, 0},
	[COLUMN_TYPE] = {N_("Type"), 12, 0, 1},
	[COLUMN_FINGERPRINT] = {N_("Fingerprint"), 24, 3, 0},
	{NULL, 0, 0, 0},
};

static const enum action_group groups[] = {GROUP_ITEMS, GROUP_TABLE, GROUP_BACK, GROUP_PAGE, GROUP_LIST, GROUP_END};

static bool save(struct console *console, struct form_page *page, char **ret_done, GError **error)
{
	g_autofree char *line = g_strstrip(g_strdup(item_text(form_item(&page->form, KEY_ITEM))));
	g_autoptr(GError) fault = NULL;
	if (!account_key_add(console->app, page->subject, line, &fault)) {
		// Whatever is wrong is wrong with the one field there is.
		struct form_item *item = form_item(&page->form, KEY_ITEM);
		g_free(item->error);
		item->error = console_message(console, fault->message);
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	*ret_done = g_strdup_printf(console_text(console, N_("\"%s\" can come in by this key now.")), page->subject);
	return true;
}

static const struct form_kind form_kind = {.save = save, .draft = "key", .above = N_("Paste the line of the public key (from a .pub file).")};

static const struct screen form_screen = {.name = "key", FORM_PAGE_SCREEN, FORM_PAGE_DRAFTS};

static void open_form(struct console *console, const char *login)
{
	char *title = g_strdup_printf("%s: %s", console_text(console, N_("Settings > Accounts > Add SSH key")), login);
	struct form_page *page = form_page_new(console, &form_kind, login, title);
	struct form_item *item = form_add(&page->form, ITEM_AREA, KEY_ITEM, N_("Public key"));
	editor_release(&item->editor);
	editor_init(&item->editor, EDITOR_AREA, KEY_MOST);
	item->rows = 6;
	item->required = true;
	item_set_hint(item, console_text(console, N_("ssh-ed25519 AAAA... name; Ctrl+S saves")));
	form_page_open(console, &form_screen, page);
}

static GPtrArray *read_rows(struct console *console, const struct list_page *page, GError **error)
{
	return account_key_list(console->app, page->subject, error);
}

static char *cell(const struct console *console, const void *row, int column, enum ui_role *ret_role)
{
	(void)ret_role;
	const struct ssh_key *key = row;
	if (column < 0)
		return g_strdup(" ");
	if (column == COLUMN_COMMENT)
		return g_strdup(*key->comment != '\0' ? key->comment : console_text(console, N_("(none)")));
	return g_strdup(column == COLUMN_TYPE ? key->type : key->fingerprint);
}

static char *name(const void *row)
{
	return g_strdup(((const struct ssh_key *)row)->fingerprint);
}

static char *lines(const struct console *console, const void *row)
{
	const struct ssh_key *key = row;
	return g_strdup_printf("%s\n%s\n%s", *key->comment != '\0' ? key->comment : console_text(console, N_("(no comment)")), key->type,
			       key->fingerprint);
}

static void act(struct console *console, struct list_page *page, const void *row, enum action action)
{
	if (action == ACT_ITEM_ADD)
		open_form(console, page->subject);
	else if (row != NULL)
		list_page_ask(console, page, row, action);
}

static char *question(const struct console *console, const void *row, enum action action)
{
	(void)action;
	const struct ssh_key *key = row;
	return g_strdup_printf(console_text(console, N_("Take this key away? Nobody comes in by it then. %s %s")), key->fingerprint, key->comment);
}

static bool confirmed(struct console *console, const struct list_page *page, const void *row, enum action action, GError **error)
{
	(void)action;
	if (!account_key_remove(console->app, page->subject, ((const struct ssh_key *)row)->fingerprint, error))
		return false;
	console_say(console, UI_MESSAGE, console_text(console, N_("The key is taken away.")));
	return true;
}

static char *title(const struct console *console, const void *data)
{
	const struct list_page *page = data;
	return g_strdup_printf("%s: %s", console_text(console, N_("Settings > Accounts > SSH keys")), page->subject);
}

static const struct list_kind kind = {
	.columns = columns, .empty = N_("No SSH key: a adds one."), .read = read_rows, .cell = cell, .name = name,
	.lines = lines, .act = act, .question = question, .confirmed = confirmed,
};

static const struct screen screen = {.name = "keys", .groups = groups, .title = title, LIST_PAGE_SCREEN};

void keys_open(struct console *console, const char *login)
{
	list_page_open(console, &screen, &kind, login);
}
