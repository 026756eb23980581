/* SPDX-License-Identifier: Apache-2.0 */
/* Detections per indicator of one period, and the top lists made of them. */
#ifndef TIDINGS_STATS_TALLY_PRIV_H
#define TIDINGS_STATS_TALLY_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/kv/kv.h"
#include "tidings/model/statistics.h"
#include "tidings/util/auto.h"

struct tally;
/* For indicator ids below n_ids. Given. */
struct tally *tally_new(uint64_t n_ids) G_GNUC_WARN_UNUSED_RESULT;
void tally_free(struct tally *tally);
AUTOPTR_DEFINE(tally, tally_free)

/* Counts one detection; false (and nothing counted) for an id that is out of range. */
bool tally_add(struct tally *tally, uint32_t id, enum indicator_kind kind, bool retroscan) G_GNUC_WARN_UNUSED_RESULT;
/* Different indicators that were counted. */
uint64_t tally_indicators(const struct tally *tally) G_GNUC_WARN_UNUSED_RESULT;
/* Appends at most n struct stats_top_row of that list to rows. */
bool tally_top(const struct tally *tally, struct kv_txn *txn, enum stats_top list, guint n, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
