// SPDX-License-Identifier: Apache-2.0
// The pages of system management: as they look, what their keys do, and who is refused.
#include "screen-test.h"

#include <string.h>

#include "screens/reporting-priv.h"
#include "tidings/app/account.h"
#include "tidings/app/allow.h"
#include "tidings/app/audit.h"
#include "tidings/app/ssh-key.h"
#include "tidings/app/tenant.h"

#define KEY "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB4QYPDsVjHQFl+p+r2pIbwvNrYyo1ZlJtdjSV9NC0aO anna@example"

static void add_account(struct app *app, const char *login, int role, const char *full_name)
{
	autorelease(account) account = {0};
	GError *error = NULL;
	account_init(&account);
	account.role = role;
	g_assert_true(field_set_text(field_by_name(&account_table, "login"), &account, login, &error));
	g_assert_true(field_set_text(field_by_name(&account_table, "full-name"), &account, full_name, &error));
	g_assert_true(account_add(app, &account, NULL, &error));
	test_no_error(error);
}

static void open_page(struct screen_test *test, const char *language, const char *number)
{
	GError *error = NULL;
	screen_open(test, language, false);
	add_account(test->app, "anna", ROLE_TENANT_MANAGER, "Anna Meier");
	add_account(test->app, "boris", ROLE_ANALYST, "Борис Петров");
	g_assert_true(tenant_add(test->app, "Branch 1", &error));
	test_no_error(error);
	screen_keys(test, "g");
	screen_keys(test, number);
}

TEST(admin__menu__lists_what_the_account_may_open)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, false);
	screen_keys(&test, "g");
	screen_golden(&test, "menu");
	screen_keys(&test, "Down Enter");
	screen_expect(&test, "Run history");
	screen_keys(&test, "g");
	screen_expect(&test, "> 3  Run history");
	screen_keys(&test, "Esc g 2");
	g_assert_cmpuint(test.console.views->len, ==, 1);
}

// A tenant manager has no page of system management, and the use cases behind them refuse as well.
TEST(admin__menu__hides_system_management_from_others)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	screen_open(&test, NULL, false);
	add_account(test.app, "anna", ROLE_TENANT_MANAGER, "");
	console_release(&test.console);
	app_close(test.app);
	struct app_options options = {.dir = test.dir, .as = "anna", .clock.fixed = true};
	g_assert_true(instant_from_text(SCREEN_NOW, &options.clock.at, &error));
	test.app = app_open(&options, &error);
	test_no_error(error);
	console_init(&test.console, test.app, NULL);
	reporting_open(&test.console);
	screen_keys(&test, "g");
	screen_expect(&test, "5  About");
	g_assert_false(screen_has(&test, "Accounts"));
	screen_keys(&test, "6 7 8 5");
	screen_expect(&test, "Mode: Data management");
	g_assert_null(account_list(test.app, &error));
	g_clear_error(&error);
}

TEST(admin__accounts__list)
{
	autorelease(screen_test) test = {0};
	open_page(&test, NULL, "4");
	screen_keys(&test, "Down");
	screen_golden(&test, "accounts");
	screen_keys(&test, "o o");
	screen_expect(&test, "sort: Login");
	screen_keys(&test, "O Home");
	screen_expect(&test, "sort: Login, descending");
	screen_expect(&test, "> [on ]  boris");
	screen_keys(&test, "/");
	screen_type(&test, "МЕЙЕР");
	screen_expect(&test, "Filter");
	screen_keys(&test, "Ctrl+U");
	screen_type(&test, "meier manager");
	screen_keys(&test, "Enter");
	screen_expect(&test, "filter: meier manager");
	screen_expect(&test, "Row 1 of 1");
	screen_keys(&test, "/ Esc");
	screen_expect(&test, "Row 2 of 3");
}

TEST(admin__accounts__one_is_added_and_edited)
{
	autorelease(screen_test) test = {0};
	autorelease(account) account = {0};
	GError *error = NULL;
	open_page(&test, NULL, "4");
	screen_keys(&test, "a");
	screen_golden(&test, "account-new");
	screen_type(&test, "clara");
	screen_keys(&test, "Tab");
	screen_type(&test, "Clara Weiß");
	screen_keys(&test, "Tab Tab Left Tab Space Space Up Space Enter Tab");
	screen_type(&test, "Secret1!");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "the passwords are not the same");
	screen_type(&test, "Secret1!");
	g_assert_false(screen_has(&test, "Secret1!"));
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "The account \"clara\" is added.");
	screen_expect(&test, "> [on ]  clara");
	account_init(&account);
	g_assert_true(account_show(test.app, "clara", &account, &error));
	g_assert_cmpint(account.role, ==, ROLE_TENANT_MANAGER);
	g_assert_cmpstr(account.tenants, ==, "Branch 1");
	screen_keys(&test, "Enter");
	screen_golden(&test, "account-edit");
	screen_keys(&test, "End");
	screen_type(&test, "-Rot");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "The account \"clara\" is saved.");
	screen_expect(&test, "Clara Weiß-Rot");
}

TEST(admin__accounts__faults_are_shown_where_they_are)
{
	autorelease(screen_test) test = {0};
	open_page(&test, NULL, "4");
	screen_keys(&test, "a");
	screen_type(&test, "anna");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "!");
	g_assert_cmpstr(console_top(&test.console)->screen->name, ==, "account");
	screen_keys(&test, "Ctrl+U Ctrl+S");
	screen_expect(&test, "> Login *");
	screen_type(&test, "dora");
	screen_keys(&test, "Tab Tab Tab Tab Space Space Enter Ctrl+S");
	screen_expect(&test, "choose at least one");
	screen_keys(&test, "Space Space Enter Tab");
	screen_type(&test, "short");
	screen_keys(&test, "Tab");
	screen_type(&test, "short");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "> Password");
	screen_expect(&test, "! ");
}

TEST(admin__accounts__oneself_cannot_be_disabled_or_deleted)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	open_page(&test, NULL, "4");
	screen_keys(&test, "Space");
	screen_expect(&test, "Disable the account \"admin\"?");
	screen_keys(&test, "Right Enter");
	screen_expect(&test, "! ");
	screen_keys(&test, "d Right Enter");
	screen_expect(&test, "! ");
	screen_expect(&test, "Row 1 of 3");
	screen_keys(&test, "Down Space Enter");
	autorelease(account) account = {0};
	account_init(&account);
	g_assert_true(account_show(test.app, "anna", &account, &error));
	g_assert_false(account.disabled);
	screen_keys(&test, "Space Right Enter");
	screen_expect(&test, "The account \"anna\" is disabled.");
	screen_expect(&test, "Disabled: it cannot sign in");
	screen_keys(&test, "Space");
	screen_expect(&test, "The account \"anna\" is enabled.");
	screen_keys(&test, "Del Right Enter");
	screen_expect(&test, "The account \"anna\" is deleted.");
	screen_expect(&test, "of 2");
}

TEST(admin__accounts__what_somebody_else_saved_is_shown_and_not_lost)
{
	autorelease(screen_test) test = {0};
	autorelease(account) account = {0};
	GError *error = NULL;
	open_page(&test, NULL, "4");
	screen_keys(&test, "Down Enter End");
	screen_type(&test, " mine");
	account_init(&account);
	g_assert_true(account_show(test.app, "anna", &account, &error));
	g_assert_true(field_set_text(field_by_name(&account_table, "full-name"), &account, "Theirs", &error));
	g_assert_true(account_edit(test.app, &account, NULL, &error));
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "theirs \"Theirs\", yours \"Anna Meier");
	screen_keys(&test, "Esc");
	screen_expect(&test, "Anna Meier mine");
	screen_keys(&test, "Ctrl+S Right Enter");
	screen_expect(&test, "The account \"anna\" is saved.");
	screen_expect(&test, "Anna Meier mine");
}

TEST(admin__keys__are_added_and_taken_away)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	open_page(&test, NULL, "4");
	screen_keys(&test, "Down k");
	screen_expect(&test, "No SSH key: a adds one.");
	screen_keys(&test, "a");
	screen_type(&test, "no key");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "Fields to correct: 1");
	screen_keys(&test, "Ctrl+U");
	screen_paste(&test, KEY "\n");
	screen_golden(&test, "key-new");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "\"anna\" can come in by this key now.");
	screen_golden(&test, "keys");
	g_autoptr(GPtrArray) keys = account_key_list(test.app, "anna", &error);
	g_assert_cmpuint(keys->len, ==, 1);
	screen_keys(&test, "d Enter d Right Enter");
	screen_expect(&test, "The key is taken away.");
	screen_keys(&test, "Esc");
	screen_expect(&test, "SSH keys: 0");
}

TEST(admin__tenants__are_added_renamed_switched_and_deleted)
{
	autorelease(screen_test) test = {0};
	open_page(&test, NULL, "5");
	screen_golden(&test, "tenants");
	screen_keys(&test, "a");
	screen_type(&test, "Филиал 2");
	screen_golden(&test, "tenant-new");
	screen_keys(&test, "Enter");
	screen_expect(&test, "The tenant \"Филиал 2\" is added.");
	screen_keys(&test, "Enter End");
	screen_type(&test, "2");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "The tenant \"Филиал 2\" is now called \"Филиал 22\".");
	screen_expect(&test, "> [on ]  Филиал 22");
	screen_keys(&test, "Space Right Enter");
	screen_expect(&test, "> [off]  Филиал 22");
	screen_keys(&test, "Space");
	screen_expect(&test, "> [on ]  Филиал 22");
	screen_keys(&test, "d Right Enter");
	screen_expect(&test, "The tenant \"Филиал 22\" is deleted.");
	screen_keys(&test, "/");
	screen_type(&test, "general");
	screen_keys(&test, "Enter d Right Enter");
	screen_expect(&test, "! ");
	screen_expect(&test, "> [on ]  General");
}

TEST(admin__allow__domains_are_added_and_removed)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	open_page(&test, NULL, "6");
	screen_expect(&test, "No domain is listed: reports may go to any.");
	screen_keys(&test, "a");
	screen_golden(&test, "domain-new");
	screen_type(&test, "no domain");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "!");
	screen_keys(&test, "Ctrl+U");
	screen_type(&test, ".Example.com");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "Reports may go to all domains below it.");
	screen_golden(&test, "allow");
	g_auto(GStrv) domains = allow_list(test.app, &error);
	g_assert_cmpuint(g_strv_length(domains), ==, 1);
	screen_keys(&test, "d Right Enter");
	screen_expect(&test, "\".example.com\" is off the list.");
}

TEST(admin__licence__is_changed_and_holds_at_once)
{
	autorelease(screen_test) test = {0};
	open_page(&test, NULL, "7");
	screen_golden(&test, "licence");
	screen_keys(&test, "Left Left");
	screen_expect(&test, "Reporting is read-only");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "The licence is Community Edition now.");
	g_assert_cmpint(app_licence(test.app), ==, LICENCE_COMMUNITY);
	screen_keys(&test, "a");
	screen_expect(&test, "read-only under the licence");
}

TEST(admin__audit__entries_and_verification)
{
	autorelease(screen_test) test = {0};
	open_page(&test, NULL, "8");
	screen_keys(&test, "/");
	screen_type(&test, "branch");
	screen_golden(&test, "audit");
	screen_keys(&test, "Esc");
	screen_keys(&test, "v");
	screen_expect(&test, "The log is whole: entries ");
	screen_keys(&test, "Down Enter");
	screen_golden(&test, "audit-entry");
	screen_keys(&test, "Esc /");
	screen_type(&test, "anna");
	screen_keys(&test, "Enter");
	screen_expect(&test, "Row 1 of 1");
}

TEST(admin__about__says_who_and_where)
{
	autorelease(screen_test) test = {0};
	open_page(&test, NULL, "0");
	screen_expect(&test, "Tidings " PACKAGE_VERSION);
	screen_expect(&test, "Licence: TIP Enterprise");
	screen_expect(&test, test.dir);
	screen_keys(&test, "Esc");
	g_assert_cmpuint(test.console.views->len, ==, 1);
}

TEST(admin__russian__pages)
{
	autorelease(screen_test) test = {0};
	open_page(&test, "ru", "4");
	screen_golden(&test, "ru-accounts");
	screen_keys(&test, "a");
	screen_golden(&test, "ru-account-new");
	screen_keys(&test, "Esc g");
	screen_golden(&test, "ru-menu");
	screen_keys(&test, "8 /");
	screen_type(&test, "branch");
	screen_keys(&test, "Enter");
	screen_golden(&test, "ru-audit");
}

// What is marked in the open list shows at once, Esc goes back; what is saved is the account's.
TEST(preferences__theme__is_seen_while_it_is_chosen)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	g_autofree struct theme *high = g_new0(struct theme, 1);
	g_autofree struct theme *plain = g_new0(struct theme, 1);
	g_assert_true(theme_read(high, "high-contrast", shipped_text(shipped_themes, "high-contrast"), &error));
	g_assert_true(theme_read(plain, "default", shipped_text(shipped_themes, "default"), &error));
	screen_open(&test, NULL, true);
	screen_keys(&test, "g 9");
	screen_golden(&test, "preferences");
	screen_keys(&test, "Down Space Down");
	g_assert_cmpmem(&test.console.theme, sizeof *high, high, sizeof *high);
	screen_keys(&test, "Esc");
	g_assert_cmpmem(&test.console.theme, sizeof *plain, plain, sizeof *plain);
	screen_keys(&test, "Space Down Enter Ctrl+S");
	screen_expect(&test, "Saved.");
	g_assert_cmpmem(&test.console.theme, sizeof *high, high, sizeof *high);
	g_assert_cmpstr(app_account(test.app)->theme, ==, "high-contrast");
}

TEST(preferences__keys__are_in_force_while_they_are_chosen)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "g 9 Up Up Up");
	screen_keys(&test, "Right");
	screen_expect(&test, "Up, k");
	screen_keys(&test, "F6");
	screen_expect(&test, "All keys");
	screen_keys(&test, "Esc Esc Right Enter");
	screen_expect(&test, "System management");
	g_assert_cmpstr(app_account(test.app)->keys, ==, "default");
	screen_keys(&test, "g 9 Up Up Up Right Ctrl+S j k j");
	screen_expect_marked(&test, "Weekly SOC summary");
}

TEST(preferences__language__changes_while_the_console_runs)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, "ru", true);
	screen_keys(&test, "g 9 Right");
	screen_expect(&test, "Мои настройки");
	screen_golden(&test, "ru-preferences");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "Сохранено");
	g_assert_cmpstr(app_account(test.app)->language, ==, "ru");
}
