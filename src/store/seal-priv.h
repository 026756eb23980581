/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets at rest: AES-256-GCM under the key of the data directory, which is not in the store. */
#ifndef TIDINGS_STORE_SEAL_PRIV_H
#define TIDINGS_STORE_SEAL_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/kv/kv.h"
#include "tidings/util/secret.h"

/* Makes a random key file (0600) where there is none; one that is there is kept and checked. */
bool seal_key_make(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A change of keys, within one write transaction and after it: make_next puts a new key beside the old one, and from then on secrets are sealed
 * under it and opened under either; settle puts it in the place of the old one, which is gone then (keep), or takes it away again. A next key
 * that is there already is used; settle without one does nothing. */
bool seal_key_make_next(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool seal_key_has_next(const char *path) G_GNUC_WARN_UNUSED_RESULT;
bool seal_key_settle(const char *path, bool keep, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* True when the secret was sealed under the next key. */
bool seal_is_under_next(const char *path, struct kv_bytes sealed) G_GNUC_WARN_UNUSED_RESULT;
/* ERROR_DENIED when somebody else can read or write the file. A missing file is fine: what is sealed then cannot be read. */
bool seal_key_check(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends the sealed secret to out. context is authenticated beside it: opening needs the same. */
bool seal_close(const char *key_path, struct kv_bytes context, const struct secret *secret, GByteArray *out, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
/* ERROR_CORRUPT without a key file, and when it was sealed under another key or in another context, or was changed. */
bool seal_open(const char *key_path, struct kv_bytes context, struct kv_bytes sealed, struct secret *secret, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;

#endif
