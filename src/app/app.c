// SPDX-License-Identifier: Apache-2.0
// One data directory, one acting account, one clock.
#include "tidings/app/app.h"

#include <string.h>

#include "app-priv.h"
#include "tidings/store/audit.h"
#include "tidings/util/file.h"

#define NOTE_ADMINISTRATOR "administrator"

/* Everything that can be wrong is found before anything is made. */
bool app_create(const char *dir, const char *administrator, const struct secret *password, GError **error)
{
	autorelease(account) account = {0};
	account_init(&account);
	if (!field_set_text(field_by_name(&account_table, "login"), &account, administrator, error) ||
	    !field_set_text(field_by_name(&account_table, "tenants"), &account, "all", error))
		return false;
	account.role = ROLE_ADMINISTRATOR;
	g_free(account.password);
	account.password = account_hash_password(password, NULL, error);
	if (account.password == NULL || !store_create(dir, error) || !stats_create(dir, error))
		return false;
	autoptr(store) store = store_open(dir, error);
	if (store == NULL)
		return false;
	const struct store_actor actor = {.account = account.login, .via = "command"};
	store_set_actor(store, &actor);
	return store_account_put(store, &account, error) && store_note_put(store, NOTE_ADMINISTRATOR, account.login, error);
}

static bool is_ruling(const struct account *account)
{
	return account->role == ROLE_ADMINISTRATOR && !account->disabled;
}

/* The administrator made by init, or the first other one when that is none any more; the login, given. */
static char *find_administrator(struct app *app, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autofree char *made = store_note_get(app->store, NOTE_ADMINISTRATOR, &failure);
	g_autoptr(GPtrArray) accounts = failure == NULL ? store_accounts(app->store, &failure) : NULL;
	const char *first = NULL;
	for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
		const struct account *account = accounts->pdata[i];
		if (is_ruling(account) && (first == NULL || g_strcmp0(account->login, made) == 0))
			first = account->login;
	}
	if (first == NULL && failure == NULL)
		error_set(&failure, ERROR_CORRUPT, "data directory \"%s\" has no administrator; make a new one with tidings init", app->dir);
	if (failure != NULL)
		g_propagate_error(error, g_steal_pointer(&failure));
	return g_strdup(first);
}

static bool read_account(struct app *app, const char *login, struct account *ret_account, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (!store_account_get(app->store, login, ret_account, &failure)) {
		if (error_is(failure, ERROR_NOT_FOUND))
			return error_set(error, ERROR_NOT_FOUND, "no account \"%s\"; see tidings account list", login);
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	return !ret_account->disabled || error_set(error, ERROR_DENIED, "account \"%s\" is disabled", login);
}

/* Disabled ones exist too; ret_disabled may be NULL. */
static bool tenant_exists(struct app *app, const char *name, bool *ret_exists, bool *ret_disabled, GError **error)
{
	g_autoptr(GPtrArray) tenants = store_tenants(app->store, error);
	if (tenants == NULL)
		return false;
	*ret_exists = false;
	for (guint i = 0; i < tenants->len; i++) {
		const struct tenant *tenant = tenants->pdata[i];
		bool same = strcmp(tenant->name, name) == 0;
		*ret_exists = *ret_exists || same;
		if (same && ret_disabled != NULL)
			*ret_disabled = tenant->disabled;
	}
	return true;
}

static bool account_may_see(const struct account *account, const char *tenant)
{
	g_auto(GStrv) names = tenant_list_parse(account->tenants);
	return names == NULL || g_strv_contains((const char *const *)names, tenant);
}

/* System mode is for administrators; everybody else works in one tenant. */
static bool choose_mode(const struct app *app, const struct account *account, enum mode *ret_mode, GError **error)
{
	bool administrator = account->role == ROLE_ADMINISTRATOR;
	int wanted = app->wanted_mode != NULL			    ? enum_from_text(mode_names, app->wanted_mode)
		     : administrator && app->wanted_tenant == NULL ? MODE_SYSTEM
								    : MODE_DATA;
	if (wanted < 0)
		return error_set(error, ERROR_USAGE, "unknown mode \"%s\"; choose system or data", app->wanted_mode);
	if (wanted == MODE_SYSTEM && !administrator)
		return error_set(error, ERROR_DENIED, "system management mode is for administrators; account \"%s\" is %s", account->login,
				 enum_to_text(role_names, account->role));
	if (wanted == MODE_SYSTEM && app->wanted_tenant != NULL)
		return error_set(error, ERROR_USAGE, "--tenant chooses the tenant of data mode; leave it out or add --mode data");
	*ret_mode = (enum mode)wanted;
	return true;
}

static bool check_tenant(struct app *app, const struct account *account, const char *tenant, GError **error)
{
	bool exists = false, disabled = false;
	if (!tenant_exists(app, tenant, &exists, &disabled, error))
		return false;
	if (!exists)
		return error_set(error, ERROR_NOT_FOUND, "no tenant \"%s\"; see tidings tenant list", tenant);
	if (disabled)
		return error_set(error, ERROR_DENIED, "tenant \"%s\" is disabled; choose another one with --tenant", tenant);
	return account_may_see(account, tenant) ||
	       error_set(error, ERROR_DENIED, "account \"%s\" may not work in tenant \"%s\"", account->login, tenant);
}

static bool choose_tenant(struct app *app, const struct account *account, enum mode mode, char **ret_tenant, GError **error)
{
	if (mode == MODE_SYSTEM)
		return true;
	g_auto(GStrv) own = tenant_list_parse(account->tenants);
	const char *tenant = app->wanted_tenant != NULL ? app->wanted_tenant : own != NULL && own[0] != NULL ? own[0] : TENANT_GENERAL;
	if (!check_tenant(app, account, tenant, error))
		return false;
	*ret_tenant = g_strdup(tenant);
	return true;
}

/* The sender works for all: what it changes by itself is nobody's act, and neither is what happens before somebody has signed in. */
void app_sign_changes(struct app *app)
{
	bool nobody = app->is_sender || app->session == SESSION_SIGNED_OUT;
	const struct store_actor actor = {nobody ? NULL : app->account.login, app->address, app->key, app->via, app->clock};
	store_set_actor(app->store, &actor);
}

bool app_begin_session(struct app *app, const char *login, GError **error)
{
	autorelease(account) account = {0};
	g_autofree char *tenant = NULL;
	enum mode mode = MODE_DATA;
	account_init(&account);
	if (!read_account(app, login, &account, error) || !choose_mode(app, &account, &mode, error) ||
	    !choose_tenant(app, &account, mode, &tenant, error) || !store_licence_get(app->store, &app->licence, error))
		return false;
	fields_copy(&account_table, &app->account, &account);
	g_free(app->tenant);
	app->tenant = g_steal_pointer(&tenant);
	app->mode = mode;
	app->session = SESSION_OPEN;
	app_sign_changes(app);
	return true;
}

static bool may_go_on(struct app *app, const struct account *account, GError **error)
{
	if (app->mode == MODE_DATA)
		return check_tenant(app, account, app->tenant, error);
	return account->role == ROLE_ADMINISTRATOR ||
	       error_set(error, ERROR_DENIED, "account \"%s\" is no administrator any more; open the console again", account->login);
}

bool app_follow(struct app *app, GError **error)
{
	autorelease(account) account = {0};
	account_init(&account);
	if (app->session != SESSION_OPEN)
		return error_set(error, ERROR_DENIED, app->session == SESSION_LOCKED ? "the console is locked" : "nobody has signed in; give --account");
	if (!store_licence_get(app->store, &app->licence, error))
		return false;
	if (app->is_sender)
		return true;
	if (!read_account(app, app->account.login, &account, error) || !may_go_on(app, &account, error))
		return false;
	/* Only when something is new: others hold its texts meanwhile. */
	if (!fields_equal(&account_table, &app->account, &account))
		fields_copy(&account_table, &app->account, &account);
	return true;
}

static bool somebody_can_sign_in(struct app *app, bool *ret_can, GError **error)
{
	g_autoptr(GPtrArray) accounts = store_accounts(app->store, error);
	for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
		const struct account *account = accounts->pdata[i];
		*ret_can = *ret_can || (!account->disabled && *account->password != '\0');
	}
	return accounts != NULL;
}

/* A console that asks for no password: it was opened by a key that sshd has checked, or by the operator. A full disk keeps nobody out. */
static bool note_entry(struct app *app, GError **error)
{
	const struct app_act act = {.action = "sign-in", .noun = account_table.noun, .subject = app->account.login,
				    .detail = app->key != NULL ? "by SSH key" : "by the operator"};
	g_autoptr(GError) failure = NULL;
	if (app_audit_begin(app, &act, &failure) || error_is(failure, ERROR_FULL))
		return true;
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

static bool begin(struct app *app, const struct app_options *options, GError **error)
{
	bool asks = false;
	app->session = SESSION_SIGNED_OUT;
	app_sign_changes(app);
	if (options->sign_in && options->as == NULL && !somebody_can_sign_in(app, &asks, error))
		return false;
	if (asks)
		return store_licence_get(app->store, &app->licence, error);
	g_autofree char *login = options->as != NULL ? g_strdup(options->as) : find_administrator(app, error);
	if (login == NULL || !app_begin_session(app, login, error) || (options->sign_in && !note_entry(app, error)))
		return false;
	/* The sender works for all owners; their scope is checked run by run. */
	return options->as != NULL || !app->is_sender || field_set_text(field_by_name(&account_table, "tenants"), &app->account, "all", error);
}

static void free_catalog(gpointer catalog)
{
	catalog_free(catalog);
}

struct app *app_open(const struct app_options *options, GError **error)
{
	autoptr(app) app = g_new0(struct app, 1);
	g_autoptr(GError) failure = NULL;
	app->dir = g_strdup(options->dir);
	app->sender = g_strdup(options->sender);
	app->locale_dir = g_strdup(options->locale_dir);
	app->clock = options->clock;
	app->wanted_mode = g_strdup(options->mode);
	app->wanted_tenant = g_strdup(options->tenant);
	app->address = g_strdup(options->origin.address);
	app->key = g_strdup(options->origin.key);
	app->via = g_strdup(options->origin.via);
	app->is_sender = g_strcmp0(options->origin.via, "sender") == 0;
	app->operations = options->operations;
	app->password_cost = options->password_cost;
	app->zones = zones_new();
	app->catalogs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_catalog);
	account_init(&app->account);
	app->store = store_open(options->dir, &failure);
	if (app->store == NULL || (options->once && !store_once(app->store, &failure)) || (options->key != NULL && !store_use_key(app->store, options->key, &failure)) || !begin(app, options, &failure)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return NULL;
	}
	return g_steal_pointer(&app);
}

void app_close(struct app *app)
{
	if (app == NULL)
		return;
	stats_close(app->stats);
	store_close(app->store);
	account_release(&app->account);
	g_hash_table_unref(app->catalogs);
	g_clear_pointer(&app->calendars, g_hash_table_unref);
	zones_free(app->zones);
	g_free(app->tenant);
	g_free(app->wanted_mode);
	g_free(app->wanted_tenant);
	g_free(app->address);
	g_free(app->key);
	g_free(app->via);
	g_free(app->locale_dir);
	g_free(app->sender);
	g_free(app->dir);
	g_free(app);
}

struct stats *app_stats(struct app *app, GError **error)
{
	if (app->stats == NULL)
		app->stats = stats_open(app->dir, error);
	return app->stats;
}

int64_t app_now(const struct app *app)
{
	return clock_now(&app->clock);
}

bool app_clock_is_fixed(const struct app *app)
{
	return app->clock.fixed;
}

const char *app_dir(const struct app *app)
{
	return app->dir;
}

const struct account *app_account(const struct app *app)
{
	return &app->account;
}

enum licence app_licence(const struct app *app)
{
	return app->licence;
}

enum mode app_mode(const struct app *app)
{
	return app->mode;
}

const char *app_tenant(const struct app *app)
{
	return app->tenant;
}

char **app_tenants(struct app *app, GError **error)
{
	g_autoptr(GPtrArray) tenants = store_tenants(app->store, error);
	if (tenants == NULL)
		return NULL;
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < tenants->len; i++) {
		const struct tenant *tenant = tenants->pdata[i];
		bool seen = app->mode == MODE_SYSTEM ? account_may_see(&app->account, tenant->name) : strcmp(tenant->name, app->tenant) == 0;
		if (seen)
			g_ptr_array_add(names, g_strdup(tenant->name));
	}
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

bool app_sees_task(const struct app *app, const struct task *task)
{
	return app->mode == MODE_SYSTEM || strcmp(task->tenants, app->tenant) == 0;
}

char **app_resolve_tenants(struct app *app, const char *text, bool *ret_all, GError **error)
{
	g_auto(GStrv) seen = app_tenants(app, error);
	if (seen == NULL)
		return NULL;
	g_auto(GStrv) asked = text != NULL ? tenant_list_parse(text) : NULL;
	if (asked == NULL) {
		*ret_all = app->mode == MODE_SYSTEM && strcmp(app->account.tenants, "all") == 0;
		return g_steal_pointer(&seen);
	}
	for (char **name = asked; *name != NULL; name++) {
		if (g_strv_contains((const char *const *)seen, *name))
			continue;
		bool exists = false;
		if (!tenant_exists(app, *name, &exists, NULL, error))
			return NULL;
		if (exists)
			error_set_field(error, ERROR_DENIED, "tenants", "account \"%s\" may not see tenant \"%s\" here", app->account.login, *name);
		else
			error_set_field(error, ERROR_NOT_FOUND, "tenants", "no tenant \"%s\"; see tidings tenant list", *name);
		return NULL;
	}
	*ret_all = false;
	return g_steal_pointer(&asked);
}

const struct catalog *app_catalog(struct app *app, const char *language)
{
	if (language == NULL || strcmp(language, "en") == 0)
		return NULL;
	if (!g_hash_table_contains(app->catalogs, language))
		g_hash_table_insert(app->catalogs, g_strdup(language),
				    app->locale_dir != NULL ? catalog_open(app->locale_dir, language, NULL) : NULL);
	return g_hash_table_lookup(app->catalogs, language);
}

bool app_is_remote(const struct app *app)
{
	return app->key != NULL;
}

const char *app_change_path(const struct app *app)
{
	return store_change_path(app->store);
}
