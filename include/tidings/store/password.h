/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords of accounts as Argon2id hashes in PHC format. */
#ifndef TIDINGS_STORE_PASSWORD_H
#define TIDINGS_STORE_PASSWORD_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/access.h"
#include "tidings/util/secret.h"

/* The hash of a password under a salt of its own; cost NULL = 64 MiB, 3 passes. Given. */
char *password_hash(const struct secret *password, const struct password_cost *cost, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* True when the hash is of that password; compared in constant time. False for "" and for what is no hash of ours, or one that would
 * cost more than 1 GiB or 64 passes. */
bool password_matches(const char *hash, const struct secret *password) G_GNUC_WARN_UNUSED_RESULT;
/* True for a hash of ours that costs less memory or fewer passes than cost (NULL = 64 MiB, 3 passes): it is to be made anew. */
bool password_is_weak(const char *hash, const struct password_cost *cost) G_GNUC_WARN_UNUSED_RESULT;
/* A hash of that cost which no password is known to match, for verifications that take their time and fail. Given. */
char *password_stand_in(const struct password_cost *cost) G_GNUC_WARN_UNUSED_RESULT;

#endif
