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
/* ERROR_DENIED when somebody else can read or write the file. A missing file is fine: what is sealed then cannot be read. */
bool seal_key_check(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends the sealed secret to out. context is authenticated beside it: opening needs the same. */
bool seal_close(const char *key_path, struct kv_bytes context, const struct secret *secret, GByteArray *out, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
/* ERROR_NOT_FOUND without a key file; ERROR_CORRUPT when it was sealed under another key or in another context, or was changed. */
bool seal_open(const char *key_path, struct kv_bytes context, struct kv_bytes sealed, struct secret *secret, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;

#endif
