/* SPDX-License-Identifier: Apache-2.0 */
/* A run's row and the places where it stands in the indexes. */
#ifndef TIDINGS_STORE_LEDGER_PRIV_H
#define TIDINGS_STORE_LEDGER_PRIV_H

#include "tidings/store/ledger.h"

#include "store-priv.h"

/* The instant in TABLE_READY of a run that need not wait. */
#define READY_NOW 0

/* Reads a row into a valid run. ERROR_NOT_FOUND, ERROR_CORRUPT. */
bool ledger_row_get(struct kv_txn *txn, uint64_t id, struct run *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Gives a run the next number and stores it with its place in every index. */
bool ledger_row_add(struct kv_txn *txn, struct run *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stores a run in the place of `before`, its row until now. */
bool ledger_row_replace(struct kv_txn *txn, const struct run *before, const struct run *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ledger_update and, with a message, ledger_built within a transaction. */
bool ledger_row_update(struct kv_txn *txn, const struct run *run, GBytes *message, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
