// SPDX-License-Identifier: Apache-2.0
// The form of one account: who it is, what it may do, how it signs in.
#include <string.h>

#include "screens/admin-priv.h"
#include "screens/form-page-priv.h"
#include "screens/form-screen-priv.h"
#include "screens/list-page-priv.h"
#include "screens/tenant-items-priv.h"
#include "tidings/app/account.h"
#include "tidings/util/error.h"

#define PASSWORD_MOST 128

// The password, and that it was typed the same way twice.
static bool read_password(const struct form *form, struct secret *password, GError **error)
{
	const char *once = item_text(form_item(form, "password"));
	const char *again = item_text(form_item(form, "password-again"));
	if (strcmp(once, again) != 0)
		return error_set_field(error, ERROR_INVALID, "password-again", "the passwords are not the same");
	secret_set(password, once, strlen(once));
	return true;
}

static bool read_form(struct form_page *page, struct account *account, struct secret *password, GError **error)
{
	fields_copy(&account_table, account, page->opened);
	if (!form_store(&page->form, account, error))
		return false;
	return read_password(&page->form, password, error);
}

static bool save(struct console *console, struct form_page *page, char **ret_done, GError **error)
{
	autorelease(account) account = {0};
	autorelease(secret) password = {0};
	account_init(&account);
	if (!read_form(page, &account, &password, error))
		return false;
	bool added = *page->subject == '\0';
	const struct secret *given = secret_is_empty(&password) ? NULL : &password;
	if (!(added ? account_add(console->app, &account, given, error) : account_edit(console->app, &account, given, error)))
		return false;
	list_page_mark(console, account.login);
	if (!added)
		*ret_done = g_strdup_printf(console_text(console, N_("The account \"%s\" is saved.")), account.login);
	else if (given == NULL)
		*ret_done = g_strdup_printf(console_text(console, N_("The account \"%s\" is added. It has no password: give it an SSH key by k.")),
					    account.login);
	else
		*ret_done = g_strdup_printf(console_text(console, N_("The account \"%s\" is added.")), account.login);
	return true;
}

static char *theirs(struct console *console, struct form_page *page)
{
	autorelease(account) stored = {0};
	autorelease(account) ours = {0};
	autorelease(secret) password = {0};
	g_autoptr(GError) error = NULL;
	if (*page->subject == '\0')
		return NULL;
	account_init(&stored);
	account_init(&ours);
	if (!account_show(console->app, page->subject, &stored, &error))
		return error_is(error, ERROR_NOT_FOUND) ? g_strdup(console_text(console, N_("It was deleted."))) : NULL;
	if (!read_form(page, &ours, &password, &error))
		return NULL;
	return form_screen_changes(console, &account_table, page->opened, &stored, &ours);
}

static const struct form_kind kind = {.save = save, .theirs = theirs, .draft = "account"};

static const struct screen screen = {.name = "account", FORM_PAGE_SCREEN, FORM_PAGE_DRAFTS};

static void add_password(const struct console *console, struct form *form, bool added)
{
	static const struct {
		const char *name, *label;
	} rows[] = {{"password", N_("Password")}, {"password-again", N_("Password again")}};
	form_add(form, ITEM_HEADING, "sign-in", N_("Sign-in"));
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct form_item *item = form_add(form, ITEM_SECRET, rows[i].name, rows[i].label);
		editor_release(&item->editor);
		editor_init(&item->editor, EDITOR_SECRET, PASSWORD_MOST);
	}
	item_set_hint(form_item(form, "password-again"),
		      added ? console_text(console, N_("6 or more: upper, lower, digit, sign"))
			    : console_text(console, N_("empty keeps it        F4 Show/hide")));
}

static void build(struct console *console, struct form_page *page, char *const *tenants)
{
	static const char *const rows[] = {"login", "full-name", "language", "role"};
	struct form *form = &page->form;
	bool added = *page->subject == '\0';
	form_add(form, ITEM_HEADING, "account", field_by_name(&account_table, "login")->section);
	for (size_t i = added ? 0 : 1; i < G_N_ELEMENTS(rows); i++)
		form_add_field(form, field_by_name(&account_table, rows[i]));
	tenant_items_add(form, field_by_name(&account_table, TENANT_ITEMS), tenants);
	add_password(console, form, added);
	form_load(form, &account_table, page->opened);
}

void account_form_open(struct console *console, const char *login)
{
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) tenants = app_tenants(console->app, &error);
	char *title = login == NULL ? g_strdup(console_text(console, N_("Settings > Accounts > Add account")))
				    : g_strdup_printf("%s: %s", console_text(console, N_("Settings > Accounts > Edit account")), login);
	struct form_page *page = form_page_new(console, &kind, login != NULL ? login : "", title);
	struct account *account = form_page_record(page, &account_table);
	if (tenants == NULL || (login != NULL && !account_show(console->app, login, account, &error))) {
		console_say_error(console, error);
		form_page_free(page);
		return;
	}
	build(console, page, tenants);
	form_page_open(console, &screen, page);
}
