// SPDX-License-Identifier: Apache-2.0
// Use cases of a session: signing in by password, and the lock of a console that nobody uses.
#include "tidings/app/sign-in.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "app-priv.h"
#include "tidings/store/password.h"
#include "tidings/store/sign-in.h"
#include "tidings/util/file.h"

#define SLOTS 2
#define SLOT_TRIES 3000
#define SLOT_PAUSE_MS 10

/* A verification takes 64 MiB: however many processes ask, few run at once. The descriptor holds the slot until it is closed. */
static bool take_slot(struct app *app, int *ret_fd, GError **error)
{
	for (unsigned i = 0; i < SLOT_TRIES; i++) {
		g_autoptr(GError) failure = NULL;
		g_autofree char *name = g_strdup_printf("verify-%u.lock", i % SLOTS);
		g_autofree char *path = g_build_filename(app->dir, name, NULL);
		if (file_lock(path, ret_fd, &failure))
			return true;
		if (!error_is(failure, ERROR_BUSY)) {
			g_propagate_error(error, g_steal_pointer(&failure));
			return false;
		}
		if (i % SLOTS == SLOTS - 1)
			(void)poll(NULL, 0, SLOT_PAUSE_MS);
	}
	return error_set(error, ERROR_BUSY, "too many passwords are being checked; try again");
}

bool app_verify_password(struct app *app, const char *hash, const struct secret *password, bool *ret_matches, GError **error)
{
	int slot = -1;
	if (!take_slot(app, &slot, error))
		return false;
	*ret_matches = password_matches(hash, password);
	close(slot);
	return true;
}

static const struct account *find_account(const GPtrArray *accounts, const char *login)
{
	for (guint i = 0; i < accounts->len; i++) {
		const struct account *account = accounts->pdata[i];
		if (strcmp(account->login, login) == 0)
			return account;
	}
	return NULL;
}

/* What is verified where there is no hash: another account's, always the same one for a login, so that the time tells nothing even when
 * some hashes are older and cheaper than others. Given. */
static char *stand_in(const struct app *app, const GPtrArray *accounts, const char *login)
{
	g_autoptr(GPtrArray) hashes = g_ptr_array_new();
	for (guint i = 0; i < accounts->len; i++) {
		const struct account *account = accounts->pdata[i];
		if (*account->password != '\0')
			g_ptr_array_add(hashes, account->password);
	}
	return hashes->len > 0 ? g_strdup(hashes->pdata[g_str_hash(login) % hashes->len]) : password_stand_in(app->password_cost);
}

/* Hashing again costs as much as verifying: in a slot too. NULL = it stays as it is. */
static char *renew(struct app *app, const struct account *account, const struct secret *password)
{
	int slot = -1;
	if (account->disabled || !password_is_weak(account->password, app->password_cost) || !take_slot(app, &slot, NULL))
		return NULL;
	char *hash = password_hash(password, app->password_cost, NULL);
	close(slot);
	return hash;
}

bool sign_in_check(struct app *app, const char *login, const struct secret *password, GError **error)
{
	g_autoptr(GPtrArray) accounts = store_accounts(app->store, error);
	if (accounts == NULL)
		return false;
	const struct account *account = find_account(accounts, login);
	bool usable = account != NULL && *account->password != '\0';
	g_autofree char *hash = usable ? g_strdup(account->password) : stand_in(app, accounts, login);
	bool matches = false, done = false, locked = false;
	if (!app_verify_password(app, hash, password, &matches, error) || !store_sign_in_is_locked(app->store, login, &locked, error))
		return false;
	/* Not while locked out: the time that it takes would tell that the password is right. */
	g_autofree char *renewed = usable && matches && !locked ? renew(app, account, password) : NULL;
	const struct sign_in_try try = {.login = login, .hash = usable ? hash : NULL, .matched = usable && matches, .renewed = renewed};
	return store_sign_in(app->store, &try, &done, error) &&
	       (done || error_set_field(error, ERROR_DENIED, "password",
					"wrong login or password, or locked for %d s after five failures", SIGN_IN_WAIT_SECONDS));
}

enum session app_session(const struct app *app)
{
	return app->session;
}

bool session_sign_in(struct app *app, const char *login, const struct secret *password, GError **error)
{
	return sign_in_check(app, login, password, error) && app_begin_session(app, login, error);
}

void session_lock(struct app *app)
{
	if (app->session == SESSION_OPEN)
		app->session = SESSION_LOCKED;
}

void session_sign_out(struct app *app)
{
	app->session = SESSION_SIGNED_OUT;
	account_release(&app->account);
	account_init(&app->account);
	app_sign_changes(app);
}

bool session_unlock(struct app *app, const struct secret *password, GError **error)
{
	g_autofree char *login = g_strdup(app->account.login);
	return session_sign_in(app, login, password, error);
}

enum idle_act session_idle(struct app *app, int *ret_seconds)
{
	autorelease(settings) settings = {0};
	autorelease(account) account = {0};
	settings_init(&settings);
	account_init(&account);
	*ret_seconds = 0;
	if (app->session != SESSION_OPEN || !store_settings_get(app->store, &settings, NULL) || settings.lock_minutes == 0)
		return IDLE_NOTHING;
	bool found = store_account_get(app->store, app->account.login, &account, NULL);
	*ret_seconds = settings.lock_minutes * 60;
	if (found && *account.password != '\0')
		return IDLE_LOCK;
	return app->key != NULL ? IDLE_END : IDLE_NOTHING;
}
