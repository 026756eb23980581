/* SPDX-License-Identifier: Apache-2.0 */
/* Sign-ins: what came of a try, the lock-out that follows failures in a row, and their entries in the audit log. */
#ifndef TIDINGS_STORE_SIGN_IN_H
#define TIDINGS_STORE_SIGN_IN_H

#include "tidings/store/store.h"

#define SIGN_IN_FAILURES 5      /* in a row */
#define SIGN_IN_WAIT_SECONDS 60 /* after them */

/* A password that was typed, and what the account's hash said of it. */
struct sign_in_try {
	const char *login;   /* as typed: any bytes */
	const char *hash;    /* of the account, which was verified; NULL = there is no such account, or it has no password */
	bool matched;
	const char *renewed; /* a stronger hash of the password that matched, to be kept instead; NULL = none */
};

/* Decides in one transaction, with an entry in the audit log, and whatever other processes do at the same time: *ret_done is true when the
 * password matched, the account is not disabled and still has this hash, and its login is not locked out. Failures are counted in the store;
 * the fifth in a row locks the login out for 60 s, in which nothing is counted and nobody signs in by it. Unknown logins are counted too,
 * without being kept (256 counters for all of them), so that they behave as known ones. A clock that was set back begins the 60 s again. */
bool store_sign_in(struct store *store, const struct sign_in_try *try, bool *ret_done, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* True while the login is locked out: what is done for a password that matched is not done then. */
bool store_sign_in_is_locked(struct store *store, const char *login, bool *ret_locked, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
