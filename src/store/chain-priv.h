/* SPDX-License-Identifier: Apache-2.0 */
/* Chains over rows that only grow: an entry for every version of every row, each with a hash over the one before; the head stands apart. */
#ifndef TIDINGS_STORE_CHAIN_PRIV_H
#define TIDINGS_STORE_CHAIN_PRIV_H

#include "store-priv.h"

struct chain {
	enum store_table rows;    /* id u64 -> record */
	enum store_table entries; /* entry u64 -> id u64, hash of the row, hash of the chain so far */
	const char *head;         /* name in TABLE_META of the newest entry's number and hash */
	const char *of, *row;     /* "ledger", "run": for what is said of damage */
	bool once;                /* a row has one version only */
};
extern const struct chain ledger_chain, audit_chain;

/* Adds the entry of a row that is stored in the same transaction. */
bool chain_append(struct kv_txn *txn, const struct chain *chain, uint64_t id, struct kv_bytes record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Checks every link and every row, and that the chain ends where the head says. ret_entries: how many; ret_head: the last link in hex, given.
 * seen: NULL, or a link in hex that must be in the chain. ERROR_CORRUPT, ERROR_NOT_FOUND (seen). */
bool chain_verify(struct store *store, const struct chain *chain, const char *seen, uint64_t *ret_entries, char **ret_head, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
/* Writes down the head of a chain that was made before there was one. */
bool chain_adopt(struct kv_txn *txn, const struct chain *chain, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
