/* SPDX-License-Identifier: Apache-2.0 */
/* How far a batch has come, stored in the transaction of each of its parts. */
#ifndef TIDINGS_STATS_PROGRESS_PRIV_H
#define TIDINGS_STATS_PROGRESS_PRIV_H

#include "tidings/kv/kv.h"
#include "tidings/stats/stats.h"

/* Replaces what is known of the part's batch, which must be part->before: ERROR_BUSY otherwise. */
bool progress_move(struct kv_txn *txn, const struct stats_part *part, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
