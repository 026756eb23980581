// SPDX-License-Identifier: Apache-2.0
// Accounts: the list, and what is done to the marked one.
#include "screens/admin-priv.h"
#include "screens/list-page-priv.h"
#include "tidings/app/account.h"
#include "tidings/model/ssh-key.h"

enum { COLUMN_STATUS, COLUMN_LOGIN, COLUMN_ROLE, COLUMN_TENANTS, COLUMN_NAME, COLUMN_LANGUAGE };

static const struct table_column columns[] = {
	[COLUMN_STATUS] = {N_("Status"), 6, 0, 0},
	[COLUMN_LOGIN] = {N_("Login"), 16, 2, 0},
	[COLUMN_ROLE] = {N_("Role"), 18, 0, 0},
	[COLUMN_TENANTS] = {N_("Tenants"), 12, 2, 1},
	[COLUMN_NAME] = {N_("Full name"), 14, 2, 2},
	[COLUMN_LANGUAGE] = {N_("Language"), 8, 0, 3},
	{NULL, 0, 0, 0},
};

static const enum action_group groups[] = {GROUP_ITEMS_EDITED, GROUP_ITEMS, GROUP_ACCOUNTS, GROUP_TABLE, GROUP_BACK, GROUP_PAGE, GROUP_LIST,
					   GROUP_END};

static GPtrArray *read_rows(struct console *console, const struct list_page *page, GError **error)
{
	(void)page;
	return account_list(console->app, error);
}

static const char *tenants_shown(const struct console *console, const struct account *account)
{
	return g_str_equal(account->tenants, "all") ? console_text(console, N_("all")) : account->tenants;
}

static char *cell(const struct console *console, const void *row, int column, enum ui_role *ret_role)
{
	const struct account *account = row;
	switch (column) {
	case -1:
		return g_strdup(" ");
	case COLUMN_STATUS:
		*ret_role = account->disabled ? UI_OFF : UI_GOOD;
		return g_strdup(account->disabled ? console_text(console, N_("[off]")) : console_text(console, N_("[on ]")));
	case COLUMN_LOGIN:
		return g_strdup(account->login);
	case COLUMN_ROLE:
		return g_strdup(console_text(console, enum_to_label(role_names, account->role)));
	case COLUMN_TENANTS:
		return g_strdup(tenants_shown(console, account));
	case COLUMN_NAME:
		return g_strdup(account->full_name);
	default:
		return g_strdup(account->language);
	}
}

static char *name(const void *row)
{
	return g_strdup(((const struct account *)row)->login);
}

static const char *role_means(const struct account *account)
{
	static const char *const meanings[] = {
		[ROLE_ADMINISTRATOR] = N_("reporting for all tenants, and the whole installation"),
		[ROLE_TENANT_MANAGER] = N_("reporting, history and dashboard of its tenants"),
		[ROLE_ANALYST] = N_("the dashboard of its tenants; no reporting")};
	return meanings[account->role];
}

static char *lines(const struct console *console, const void *row)
{
	const struct account *account = row;
	g_autoptr(GPtrArray) keys = ssh_key_list(account->ssh_keys);
	g_autofree char *tenants = g_strdup_printf(console_text(console, N_("Tenants: %s")), tenants_shown(console, account));
	g_autofree char *held = g_strdup_printf(console_text(console, N_("SSH keys: %u")), keys->len);
	return g_strdup_printf("%s   %s\n%s: %s\n%s\n%s%s%s", account->login, account->full_name,
			       console_text(console, enum_to_label(role_names, account->role)), console_text(console, role_means(account)), tenants,
			       held, account->disabled ? ".  " : "",
			       account->disabled ? console_text(console, N_("Disabled: it cannot sign in, and its tasks do not run.")) : "");
}

static void enable(struct console *console, struct list_page *page, const struct account *account)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *done = g_strdup_printf(console_text(console, N_("The account \"%s\" is enabled.")), account->login);
	if (account_enable(console->app, account->login, true, &error))
		console_say(console, UI_GOOD, done);
	else
		console_say_error(console, error);
	list_page_refresh(console, page);
}

static void act(struct console *console, struct list_page *page, const void *row, enum action action)
{
	const struct account *account = row;
	if (action == ACT_ITEM_ADD)
		account_form_open(console, NULL);
	else if (account == NULL)
		return;
	else if (action == ACT_ITEM_EDIT)
		account_form_open(console, account->login);
	else if (action == ACT_ACCOUNT_KEYS)
		keys_open(console, account->login);
	else if (action == ACT_ITEM_SWITCH && account->disabled)
		enable(console, page, account);
	else
		list_page_ask(console, page, account, action);
}

static char *question(const struct console *console, const void *row, enum action action)
{
	const struct account *account = row;
	return action == ACT_ITEM_DELETE
		       ? g_strdup_printf(console_text(console, N_("Delete the account \"%s\" with its SSH keys?")), account->login)
		       : g_strdup_printf(console_text(console, N_("Disable the account \"%s\"? It cannot sign in then, and its tasks do not run.")),
					 account->login);
}

static bool confirmed(struct console *console, const struct list_page *page, const void *row, enum action action, GError **error)
{
	(void)page;
	const struct account *account = row;
	bool deleted = action == ACT_ITEM_DELETE;
	if (!(deleted ? account_delete(console->app, account->login, error) : account_enable(console->app, account->login, false, error)))
		return false;
	g_autofree char *done = deleted ? g_strdup_printf(console_text(console, N_("The account \"%s\" is deleted.")), account->login)
					: g_strdup_printf(console_text(console, N_("The account \"%s\" is disabled.")), account->login);
	console_say(console, UI_MESSAGE, done);
	return true;
}

static char *title(const struct console *console, const void *data)
{
	(void)data;
	return g_strdup(console_text(console, N_("Settings > Accounts")));
}

static const struct list_kind kind = {
	.columns = columns, .empty = N_("No account."), .read = read_rows, .cell = cell, .name = name,
	.lines = lines, .act = act, .question = question, .confirmed = confirmed,
};

static const struct screen screen = {.name = "accounts", .groups = groups, .title = title, LIST_PAGE_SCREEN};

void accounts_open(struct console *console)
{
	list_page_open(console, &screen, &kind, "");
}
