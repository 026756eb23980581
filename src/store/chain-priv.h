/* SPDX-License-Identifier: Apache-2.0 */
/* The chain of the ledger: an entry for every version of every row, each with a hash over the one before. */
#ifndef TIDINGS_STORE_CHAIN_PRIV_H
#define TIDINGS_STORE_CHAIN_PRIV_H

#include "store-priv.h"

/* Adds the entry of a row that is stored in the same transaction. */
bool chain_append(struct kv_txn *txn, uint64_t run, struct kv_bytes record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
