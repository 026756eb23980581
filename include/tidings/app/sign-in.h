/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of a console's session: signing in by password, and the lock of a console that nobody uses.
 *
 * A console is opened with app_options.sign_in. Whoever can read the data directory holds everything, so this guards a terminal, not the
 * files: while some account that is not disabled has a password, the app is opened for nobody (SESSION_SIGNED_OUT, app_account() is an empty
 * record), every use case is refused, and session_sign_in() is what can be done. While no account has a password nobody could sign in, and
 * the app is opened for the administrator made by init, as for a command. With app_options.as (console --account, console --as) no sign-in
 * is asked for. */
#ifndef TIDINGS_APP_SIGN_IN_H
#define TIDINGS_APP_SIGN_IN_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/util/secret.h"

enum session {
	SESSION_OPEN,
	SESSION_SIGNED_OUT, /* nobody has signed in yet */
	SESSION_LOCKED,     /* app_account() is who may unlock it */
};
/* Of the app as it is now. */
enum session app_session(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;

/* Signs in: afterwards the session is open, app_account() (with its language), app_mode() and app_tenant() are the account's; mode and tenant
 * are as the options of app_open() asked. Takes as long as a verification (some tenths of a second, on a busy machine some seconds) whatever
 * comes of it: there are two at a time for all processes. ERROR_DENIED, field password, with one and the same sentence for a wrong
 * password, an unknown login, a disabled account, one without a password, and a login that is locked out: after five failures in a row, for
 * 60 seconds. Other errors: ERROR_DENIED and ERROR_NOT_FOUND without a field (the password was right; the mode or tenant of the options is
 * not for this account), ERROR_BUSY (others sign in all the time), and those of the store. The session stays as it was on errors.
 * Sign-ins, failures and lock-outs are in the audit log. The caller wipes the password. */
bool session_sign_in(struct app *app, const char *login, const struct secret *password, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What becomes of a console that nobody uses. */
enum idle_act {
	IDLE_NOTHING, /* the setting is 0, or there is no password to come back with: the operator's own terminal */
	IDLE_LOCK,    /* session_lock(); the lock screen asks for the password of app_account() */
	IDLE_END,     /* the account has no password and came by an SSH key: keep the drafts and end; it comes back by the key */
};
/* After *ret_seconds without a key; reads the setting and the account as they are now. */
enum idle_act session_idle(struct app *app, int *ret_seconds) G_GNUC_WARN_UNUSED_RESULT;
/* Locks an open session: every use case is refused until it is unlocked. */
void session_lock(struct app *app);
/* Nobody is there any more: as before a sign-in. */
void session_sign_out(struct app *app);
/* The same account signs in again; errors are those of session_sign_in(), also when the account was disabled or deleted meanwhile. */
bool session_unlock(struct app *app, const struct secret *password, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Checks a password without opening a session: counted, locked out and noted as by session_sign_in(), and for whoever may use the data
 * directory. */
bool sign_in_check(struct app *app, const char *login, const struct secret *password, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
