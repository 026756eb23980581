/* SPDX-License-Identifier: Apache-2.0 */
/* SSH public keys as OpenSSH writes them: "TYPE BASE64 [COMMENT]". */
#ifndef TIDINGS_MODEL_SSH_KEY_H
#define TIDINGS_MODEL_SSH_KEY_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/field.h"
#include "tidings/util/auto.h"

struct ssh_key {
	char *type;        /* "ssh-ed25519" ... */
	char *blob;        /* base64 of the key (RFC 4253 6.6) */
	char *comment;     /* "" = none */
	char *fingerprint; /* "SHA256:..." as ssh-keygen -l prints it */
};
/* Frees the members and zeroes; NULL allowed. */
void ssh_key_release(struct ssh_key *key);
AUTORELEASE_DEFINE(ssh_key, ssh_key_release)

/* Takes one line, such as the content of a .pub file. ERROR_INVALID: a private key, options before the key, a type that is not ssh-ed25519,
 * ecdsa-sha2-nistp256/384/521, their sk- forms or ssh-rsa, a blob that is not base64 or says another type. */
bool ssh_key_parse(const char *line, struct ssh_key *ret_key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The keys of an account's field, one a line: GPtrArray of struct ssh_key *, freed with the array. A line that is no key is left out. Given. */
GPtrArray *ssh_key_list(const char *lines) G_GNUC_WARN_UNUSED_RESULT;
/* "TYPE BLOB COMMENT"; given. */
char *ssh_key_line(const struct ssh_key *key) G_GNUC_WARN_UNUSED_RESULT;
/* field_canon_fn: lines of keys, each once. */
char *ssh_keys_canon(const struct field *row, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
