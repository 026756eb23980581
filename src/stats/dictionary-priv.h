/* SPDX-License-Identifier: Apache-2.0 */
/* Indicators by id: their names in chunks of DICTIONARY_CHUNK ids, appended in order of first sight and never changed.
 *
 * A name is the indicator as bytes: its kind; the text, or, where it is a hash in upper case of the kind's length, the hash's bytes, marked
 * by NAME_BINARY in the kind. A chunk:
 *
 *     n                       32 bits
 *     length of each name     16 bits
 *     start of every 16th     32 bits, from the end of these numbers
 *     the names */
#ifndef TIDINGS_STATS_DICTIONARY_PRIV_H
#define TIDINGS_STATS_DICTIONARY_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/kv/kv.h"
#include "tidings/model/event.h"
#include "tidings/util/auto.h"

#define DICTIONARY_CHUNK 1024
#define NAME_BINARY 0x80
#define NAME_MAX_BYTES (INDICATOR_MAX + 1)

/* Appends the indicator's name; its bytes. text has length bytes. */
uint32_t indicator_append(enum indicator_kind kind, const char *text, size_t length, GByteArray *out);
/* *ret_text is given. ERROR_CORRUPT. */
bool indicator_decode(struct kv_bytes name, enum indicator_kind *ret_kind, char **ret_text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Full chunks that a process has verified once: their checksums are not looked at again. */
struct dictionary_trust {
	GByteArray *chunks; /* a byte each */
};

/* Reads names. Of one transaction, and until that writes. trust may be NULL. Given: dictionary_free. */
struct dictionary;
struct dictionary *dictionary_new(struct kv_txn *txn, uint64_t ids, struct dictionary_trust *trust) G_GNUC_WARN_UNUSED_RESULT;
void dictionary_free(struct dictionary *dictionary);
AUTOPTR_DEFINE(dictionary, dictionary_free)
/* The name of id, borrowed from the transaction. ERROR_CORRUPT. */
bool dictionary_name(struct dictionary *dictionary, uint32_t id, struct kv_bytes *ret_name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stores n names behind the `ids` that there are, with their kinds in array_kinds. */
bool dictionary_append(struct kv_txn *txn, uint64_t ids, const struct kv_bytes *names, size_t n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
