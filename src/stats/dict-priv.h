/* SPDX-License-Identifier: Apache-2.0 */
/* Dictionary in the store: byte strings (names) <-> ids, handed out from 0 in order of first sight and never changed. */
#ifndef TIDINGS_STATS_DICT_PRIV_H
#define TIDINGS_STATS_DICT_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/kv/kv.h"

struct dict {
	unsigned ids, names; /* tables: name -> id, id -> name */
	const char *what;    /* for messages */
};
extern const struct dict dict_tuples, dict_indicators;

/* The id of name; a new one when it was never seen. ERROR_LIMIT when all ids are used. */
bool dict_intern(struct kv_txn *txn, const struct dict *dict, struct kv_bytes name, uint32_t *ret_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The id of name, or *ret_found = false. */
bool dict_find(struct kv_txn *txn, const struct dict *dict, struct kv_bytes name, uint32_t *ret_id, bool *ret_found,
	       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The name of id, borrowed from the transaction; ERROR_CORRUPT when there is none. */
bool dict_name(struct kv_txn *txn, const struct dict *dict, uint32_t id, struct kv_bytes *ret_name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ids handed out: all are below it. */
uint64_t dict_count(struct kv_txn *txn, const struct dict *dict) G_GNUC_WARN_UNUSED_RESULT;

#endif
