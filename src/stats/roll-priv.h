/* SPDX-License-Identifier: Apache-2.0 */
/* Rolling up: full segments become part of the roll-ups of their days and months, some at a time (state.roll_segments). Until then a question scans them.
 * Late events simply add to the buckets of their times. */
#ifndef TIDINGS_STATS_ROLL_PRIV_H
#define TIDINGS_STATS_ROLL_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "incoming-priv.h"
#include "state-priv.h"
#include "tidings/kv/kv.h"

#define DAY_SECONDS 86400

/* The month of a day, both since 1970, and the first day of a month; *ret_slot: the day in its month from 0. */
uint64_t month_of_day(uint64_t day, unsigned *ret_slot);
uint64_t month_start(uint64_t month) G_GNUC_WARN_UNUSED_RESULT;

/* Rolls up what is due, and brings the state up to date. */
bool roll_segments(struct kv_txn *txn, struct state *state, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds counters of incoming events at once. */
bool roll_incoming(struct kv_txn *txn, const struct incoming *cells, size_t n_cells, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
