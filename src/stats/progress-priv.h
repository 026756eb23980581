/* SPDX-License-Identifier: Apache-2.0 */
/* How far a batch has come, stored in the transaction of each of its parts. */
#ifndef TIDINGS_STATS_PROGRESS_PRIV_H
#define TIDINGS_STATS_PROGRESS_PRIV_H

#include "tidings/kv/kv.h"
#include "tidings/stats/stats.h"

/* Replaces what is known of the batch. */
bool progress_put(struct kv_txn *txn, const uint8_t *identity, const struct stats_progress *progress, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
