// SPDX-License-Identifier: Apache-2.0
// account add, edit, disable, enable, delete, list, verify; preferences.
#include "cli-priv.h"
#include "tidings/app/account.h"
#include "tidings/app/sign-in.h"

typedef bool (*account_save_fn)(struct app *app, const struct account *account, const struct secret *password, GError **error);

/* The login is the operand: the option of the field table would be a second way to say it. */
static bool save(struct cli *cli, struct account *account, account_save_fn fn, GError **error)
{
	autorelease(secret) password = {0};
	const char *file = cli_option(cli, "password-file");
	if (cli_option(cli, "login") != NULL)
		return error_set(error, ERROR_USAGE, "a login cannot be changed; leave out --login");
	if (!cli_set_fields(cli, account, error) || (file != NULL && !cli_read_secret(file, &password, error)))
		return false;
	return fn(cli->app, account, file != NULL ? &password : NULL, error);
}

bool command_account_add(struct cli *cli, GError **error)
{
	autorelease(account) account = {0};
	account_init(&account);
	if (cli_option(cli, "role") == NULL)
		return error_set(error, ERROR_USAGE, "tidings account add needs --role; see tidings account add --help");
	return field_set_text(field_by_name(&account_table, "login"), &account, cli_operand(cli, 0), error) &&
	       save(cli, &account, account_add, error);
}

bool command_account_edit(struct cli *cli, GError **error)
{
	autorelease(account) account = {0};
	return account_show(cli->app, cli_operand(cli, 0), &account, error) && save(cli, &account, account_edit, error);
}

bool command_account_disable(struct cli *cli, GError **error)
{
	return account_enable(cli->app, cli_operand(cli, 0), false, error);
}

bool command_account_enable(struct cli *cli, GError **error)
{
	return account_enable(cli->app, cli_operand(cli, 0), true, error);
}

bool command_account_delete(struct cli *cli, GError **error)
{
	return account_delete(cli->app, cli_operand(cli, 0), error);
}

bool command_account_list(struct cli *cli, GError **error)
{
	g_autoptr(GPtrArray) accounts = account_list(cli->app, error);
	for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
		const struct account *account = accounts->pdata[i];
		if (!cli_switch(cli, "json")) {
			print_line("%-20s  %-14s  %s%s", account->login, enum_to_text(role_names, account->role), account->tenants,
				   account->disabled ? "  disabled" : "");
			continue;
		}
		autoptr(js) line = js_object();
		js_set_text(line, "login", account->login);
		js_set_text(line, "full_name", account->full_name);
		js_set_text(line, "role", enum_to_text(role_names, account->role));
		js_set_text(line, "tenants", account->tenants);
		fields_to_json(&preferences_table, account, line);
		js_set_bool(line, "disabled", account->disabled);
		print_json(line);
	}
	return accounts != NULL;
}

bool command_account_verify(struct cli *cli, GError **error)
{
	autorelease(secret) password = {0};
	const char *file = cli_option(cli, "password-file");
	if (file == NULL)
		return error_set(error, ERROR_USAGE, "tidings account verify needs --password-file");
	return cli_read_secret(file, &password, error) && sign_in_check(cli->app, cli_operand(cli, 0), &password, error);
}

bool command_preferences_set(struct cli *cli, GError **error)
{
	autorelease(account) account = {0};
	account_init(&account);
	fields_copy(&account_table, &account, app_account(cli->app));
	return cli_set_fields(cli, &account, error) && account_prefer(cli->app, &account, error);
}

bool command_preferences_show(struct cli *cli, GError **error)
{
	(void)error;
	if (!cli_switch(cli, "json")) {
		print_record(&preferences_table, app_account(cli->app));
		return true;
	}
	autoptr(js) object = js_object();
	fields_to_json(&preferences_table, app_account(cli->app), object);
	print_json(object);
	return true;
}
