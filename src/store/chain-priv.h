/* SPDX-License-Identifier: Apache-2.0 */
/* Chains over rows that only grow: an entry for every version of every row, each with a hash over the one before; the head stands apart. */
#ifndef TIDINGS_STORE_CHAIN_PRIV_H
#define TIDINGS_STORE_CHAIN_PRIV_H

#include "store-priv.h"

struct chain {
	enum store_table rows;    /* id u64 -> record */
	enum store_table entries; /* entry u64 -> id u64, hash of the row, hash of the chain so far */
	const char *head;         /* name in TABLE_META of the newest entry's number and hash */
	const char *cut;          /* the same of the newest entry that was removed from its beginning */
	const char *of, *row;     /* "ledger", "run": for what is said of damage */
	bool once;                /* a row has one version only */
};
extern const struct chain ledger_chain, audit_chain;

/* Adds the entry of a row that is stored in the same transaction. */
bool chain_append(struct kv_txn *txn, const struct chain *chain, uint64_t id, struct kv_bytes record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds the entry of a row that is removed in the same transaction. */
bool chain_bury(struct kv_txn *txn, const struct chain *chain, uint64_t id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes the oldest entries, at most that many, up to the first that stands for a row as it is now; the newest stays. ret_cut: the number of the
 * last that is not there any more, 0 = all are there. */
bool chain_cut(struct kv_txn *txn, const struct chain *chain, size_t most, uint64_t *ret_cut, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What a check has found. */
struct chain_state {
	uint64_t entries, cut; /* how many there ever were, and how many of the first were removed */
	char *head;            /* the last link in hex, given */
};
/* Checks every link and every row, and that the chain ends where the head says. seen: NULL, or a link in hex that must be in the chain.
 * ERROR_CORRUPT, ERROR_NOT_FOUND (seen). */
bool chain_verify(struct store *store, const struct chain *chain, const char *seen, struct chain_state *ret_state, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
/* Writes down the head of a chain that was made before there was one. */
bool chain_adopt(struct kv_txn *txn, const struct chain *chain, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
