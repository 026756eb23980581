// SPDX-License-Identifier: Apache-2.0
// Use cases of accounts: list, add, edit, disable, delete.
#include "tidings/app/account.h"

#include <string.h>

#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/store/password.h"

#define PASSWORD_MIN 6
#define PASSWORD_MAX 128

enum { HAS_UPPER = 1, HAS_LOWER = 2, HAS_DIGIT = 4, HAS_OTHER = 8, HAS_ALL = 15 };

static unsigned kinds_of(const char *text)
{
	unsigned kinds = 0;
	for (; *text != '\0'; text += g_utf8_skip[(guchar)*text]) {
		gunichar c = g_utf8_get_char(text);
		kinds |= g_unichar_isupper(c) ? HAS_UPPER : g_unichar_islower(c) ? HAS_LOWER : g_unichar_isdigit(c) ? HAS_DIGIT : HAS_OTHER;
	}
	return kinds;
}

static bool check_password(const struct secret *password, GError **error)
{
	const char *text = secret_text(password);
	if (strlen(text) != password->length || !g_utf8_validate(text, -1, NULL))
		return error_set_field(error, ERROR_INVALID, "password", "the password must be valid UTF-8 text");
	glong length = g_utf8_strlen(text, -1);
	if (length < PASSWORD_MIN || length > PASSWORD_MAX)
		return error_set_field(error, ERROR_INVALID, "password", "a password has %d to %d characters", PASSWORD_MIN, PASSWORD_MAX);
	return kinds_of(text) == HAS_ALL ||
	       error_set_field(error, ERROR_INVALID, "password",
			       "a password needs an upper-case letter, a lower-case letter, a digit and another character");
}

char *account_hash_password(const struct secret *password, const struct password_cost *cost, GError **error)
{
	if (password == NULL)
		return g_strdup("");
	return check_password(password, error) ? password_hash(password, cost, error) : NULL;
}

static void hide_password(struct account *account)
{
	g_free(account->password);
	account->password = g_strdup("");
}

GPtrArray *account_list(struct app *app, GError **error)
{
	GPtrArray *accounts = app_require(app, USE_ADMINISTER, false, error) ? store_accounts(app->store, error) : NULL;
	for (guint i = 0; accounts != NULL && i < accounts->len; i++)
		hide_password(accounts->pdata[i]);
	return accounts;
}

static bool load(struct app *app, const char *login, struct account *ret_account, GError **error)
{
	account_release(ret_account);
	account_init(ret_account);
	return app_require(app, USE_ADMINISTER, false, error) && store_account_get(app->store, login, ret_account, error);
}

bool account_show(struct app *app, const char *login, struct account *ret_account, GError **error)
{
	if (!load(app, login, ret_account, error))
		return false;
	hide_password(ret_account);
	return true;
}

/* Tenants are named as they exist, so that a slip of the pen does not give an account of nothing. */
static bool check(struct app *app, const struct account *account, GError **error)
{
	bool all = false;
	if (!fields_check(&account_table, account, error))
		return false;
	g_auto(GStrv) names = app_resolve_tenants(app, account->tenants, &all, error);
	return names != NULL;
}

static bool is_new(struct app *app, const char *login, GError **error)
{
	autorelease(account) there = {0};
	g_autoptr(GError) failure = NULL;
	account_init(&there);
	if (store_account_get(app->store, login, &there, &failure))
		return error_set_field(error, ERROR_EXISTS, "login", "there is an account \"%s\" already", login);
	if (error_is(failure, ERROR_NOT_FOUND))
		return true;
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

bool account_add(struct app *app, const struct account *account, const struct secret *password, GError **error)
{
	autorelease(account) whole = {0};
	account_init(&whole);
	if (!app_require(app, USE_ADMINISTER, false, error) || !check(app, account, error) || !is_new(app, account->login, error))
		return false;
	fields_copy(&account_table, &whole, account);
	g_free(whole.password);
	whole.password = account_hash_password(password, app->password_cost, error);
	return whole.password != NULL && store_account_put(app->store, &whole, error);
}

static bool is_self(const struct app *app, const char *login)
{
	return strcmp(app->account.login, login) == 0;
}

static bool change_password(struct app *app, struct account *account, const struct secret *password, GError **error)
{
	if (password == NULL)
		return true;
	bool same = false;
	if (!app_verify_password(app, account->password, password, &same, error))
		return false;
	if (same)
		return error_set_field(error, ERROR_INVALID, "password", "the new password is the current one; choose another");
	char *hash = account_hash_password(password, app->password_cost, error);
	if (hash == NULL)
		return false;
	g_free(account->password);
	account->password = hash;
	return true;
}

bool account_edit(struct app *app, const struct account *account, const struct secret *password, GError **error)
{
	autorelease(account) stored = {0}, whole = {0};
	account_init(&whole);
	if (!load(app, account->login, &stored, error) || !check(app, account, error))
		return false;
	if (is_self(app, account->login) && account->role != stored.role)
		return error_set_field(error, ERROR_DENIED, "role", "nobody changes the own role; another administrator can");
	fields_copy(&account_table, &whole, account);
	whole.disabled = stored.disabled;
	g_free(whole.password);
	whole.password = g_strdup(stored.password);
	return change_password(app, &whole, password, error) && store_account_put(app->store, &whole, error);
}

static bool set_preferences(struct account *account, const struct account *wanted, GError **error)
{
	for (size_t i = 0; i < preferences_table.n_rows; i++) {
		const struct field *row = &preferences_table.rows[i];
		g_autofree char *text = field_get_text(row, wanted);
		if (!field_set_text(row, account, text, error))
			return false;
	}
	return true;
}

bool account_prefer(struct app *app, const struct account *wanted, GError **error)
{
	autorelease(account) stored = {0};
	account_init(&stored);
	return app_require(app, USE_OWN, false, error) && store_account_get(app->store, app->account.login, &stored, error) &&
	       set_preferences(&stored, wanted, error) && store_account_put(app->store, &stored, error) &&
	       set_preferences(&app->account, wanted, error);
}

bool account_enable(struct app *app, const char *login, bool enabled, GError **error)
{
	autorelease(account) account = {0};
	if (!load(app, login, &account, error))
		return false;
	if (!enabled && is_self(app, login))
		return error_set(error, ERROR_DENIED, "nobody disables the own account; another administrator can");
	if (account.disabled == !enabled)
		return true;
	account.disabled = !enabled;
	return store_account_put(app->store, &account, error);
}

struct owned {
	const char *login;
	unsigned tasks;
};

static bool count_owned(const struct task *task, int64_t next_run, void *data, GError **error)
{
	struct owned *owned = data;
	(void)next_run;
	(void)error;
	owned->tasks += strcmp(task->owner, owned->login) == 0;
	return true;
}

bool account_delete(struct app *app, const char *login, GError **error)
{
	autorelease(account) account = {0};
	struct owned owned = {login, 0};
	if (!load(app, login, &account, error))
		return false;
	if (is_self(app, login))
		return error_set(error, ERROR_DENIED, "nobody deletes the own account; another administrator can");
	if (!store_task_each(app->store, count_owned, &owned, error))
		return false;
	if (owned.tasks > 0)
		return error_set(error, ERROR_DENIED, "account \"%s\" owns %u reporting task%s; delete them, or disable the account", login, owned.tasks,
				 owned.tasks == 1 ? "" : "s");
	return store_account_delete(app->store, login, error);
}
