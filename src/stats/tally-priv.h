/* SPDX-License-Identifier: Apache-2.0 */
/* Detections per indicator of one question. Ids are counted a range (64 Ki of them) at a time, so that the counters stay in the processor's
 * cache however many indicators there are, and no memory grows with these. */
#ifndef TIDINGS_STATS_TALLY_PRIV_H
#define TIDINGS_STATS_TALLY_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "state-priv.h"
#include "tidings/kv/kv.h"
#include "tidings/model/statistics.h"
#include "tidings/util/auto.h"

#define RANGE_BITS 16
#define RANGE_IDS (1 << RANGE_BITS)

struct tally;
/* For indicator ids below n_ids. Given. */
struct tally *tally_new(uint64_t n_ids) G_GNUC_WARN_UNUSED_RESULT;
void tally_free(struct tally *tally);
AUTOPTR_DEFINE(tally, tally_free)

enum tally_class { TALLY_PLAIN, TALLY_RETROSCAN, TALLY_CLASSES };
/* Counts a detection of each of n ids, which are below n_ids. */
void tally_add(struct tally *tally, enum tally_class class, const uint32_t *ids, size_t n);
/* Takes one of id back that is counted or will be; false (and nothing taken) for an id that is out of range. */
bool tally_take(struct tally *tally, enum tally_class class, uint32_t id) G_GNUC_WARN_UNUSED_RESULT;

/* Counts all that a list holds (list-priv.h), which must stay until the end. */
struct shelf_item;
void tally_list(struct tally *tally, const struct shelf_item *list, bool retroscan);

/* Ends the count: indicators and top lists (at most n rows each) of result. ERROR_LIMIT beyond 2^32 - 1 detections of one indicator. */
bool tally_finish(struct tally *tally, struct kv_txn *txn, guint n, struct stats_result *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
