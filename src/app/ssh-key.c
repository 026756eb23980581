// SPDX-License-Identifier: Apache-2.0
// Use cases of SSH keys: add, remove, list, and whose key it is.
#include "tidings/app/ssh-key.h"

#include <string.h>

#include "app-priv.h"
#include "tidings/app/access.h"

static bool load(struct app *app, const char *login, struct account *ret_account, GError **error)
{
	account_init(ret_account);
	return app_require(app, USE_ADMINISTER, false, error) && store_account_get(app->store, login, ret_account, error);
}

static bool has_key(const struct account *account, const struct ssh_key *wanted)
{
	g_autoptr(GPtrArray) keys = ssh_key_list(account->ssh_keys);
	for (guint i = 0; i < keys->len; i++)
		if (strcmp(((const struct ssh_key *)keys->pdata[i])->blob, wanted->blob) == 0)
			return true;
	return false;
}

static bool is_free(struct app *app, const struct ssh_key *key, GError **error)
{
	g_autoptr(GPtrArray) accounts = store_accounts(app->store, error);
	for (guint i = 0; accounts != NULL && i < accounts->len; i++)
		if (has_key(accounts->pdata[i], key))
			return error_set(error, ERROR_EXISTS, "the account \"%s\" has this key already", ((struct account *)accounts->pdata[i])->login);
	return accounts != NULL;
}

static bool save(struct app *app, struct account *account, const char *lines, GError **error)
{
	return field_set_text(field_by_name(&account_table, "ssh-keys"), account, lines, error) && store_account_put(app->store, account, error);
}

bool account_key_add(struct app *app, const char *login, const char *line, GError **error)
{
	autorelease(account) account = {0};
	autorelease(ssh_key) key = {0};
	if (!load(app, login, &account, error) || !ssh_key_parse(line, &key, error) || !is_free(app, &key, error))
		return false;
	g_autofree char *fresh = ssh_key_line(&key);
	g_autofree char *lines = g_strjoin("\n", account.ssh_keys, fresh, NULL);
	return save(app, &account, lines, error);
}

static bool is_meant(const struct ssh_key *key, const char *which)
{
	return strcmp(key->fingerprint, which) == 0 || strcmp(key->comment, which) == 0;
}

bool account_key_remove(struct app *app, const char *login, const char *which, GError **error)
{
	autorelease(account) account = {0};
	if (!load(app, login, &account, error))
		return false;
	g_autoptr(GPtrArray) keys = ssh_key_list(account.ssh_keys);
	g_autoptr(GString) left = g_string_new(NULL);
	int n = 0;
	for (guint i = 0; i < keys->len; i++) {
		g_autofree char *line = ssh_key_line(keys->pdata[i]);
		if (is_meant(keys->pdata[i], which))
			n++;
		else
			g_string_append_printf(left, "%s\n", line);
	}
	if (n == 0)
		return error_set(error, ERROR_NOT_FOUND, "the account \"%s\" has no key \"%s\"; see tidings account key list %s", login, which, login);
	if (n > 1)
		return error_set(error, ERROR_INVALID, "%d keys of \"%s\" are called \"%s\"; give the fingerprint", n, login, which);
	return save(app, &account, left->str, error);
}

GPtrArray *account_key_list(struct app *app, const char *login, GError **error)
{
	autorelease(account) account = {0};
	return load(app, login, &account, error) ? ssh_key_list(account.ssh_keys) : NULL;
}

char *ssh_key_login(const char *dir, const struct ssh_key *key, GError **error)
{
	autoptr(store) store = store_open(dir, error);
	g_autoptr(GPtrArray) accounts = store != NULL ? store_accounts(store, error) : NULL;
	for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
		const struct account *account = accounts->pdata[i];
		if (!account->disabled && has_key(account, key))
			return g_strdup(account->login);
	}
	return NULL;
}
