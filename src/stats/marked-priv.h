/* SPDX-License-Identifier: Apache-2.0 */
/* The detections of marked indicators, by day: a question takes them off what segments and roll-ups say. They are found when the mark is set
 * and added to as events come. */
#ifndef TIDINGS_STATS_MARKED_PRIV_H
#define TIDINGS_STATS_MARKED_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "segments-priv.h"
#include "state-priv.h"
#include "tidings/kv/kv.h"
#include "tidings/model/period.h"

/* Sets of (tenant, indicator) in memory. */
struct mark_set;
struct mark_set *mark_set_new(void) G_GNUC_WARN_UNUSED_RESULT;
void mark_set_free(struct mark_set *set);
void mark_set_add(struct mark_set *set, uint32_t tenant, uint32_t indicator);

/* Adds those of the detections (in order of time) that are in the set. */
bool marked_add(struct kv_txn *txn, const struct state *state, const struct mark_set *set, const struct detection *detections, size_t n,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Finds the detections of one pair in all that is stored, and adds them. */
bool marked_find(struct kv_txn *txn, const struct state *state, uint32_t tenant, uint32_t indicator, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Forgets those of one pair. */
bool marked_forget(struct kv_txn *txn, uint32_t tenant, uint32_t indicator, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Calls fn for each of the period. false when fn returns false (it has set error) or a value is damaged. */
typedef bool (*marked_fn)(const struct detection *detection, void *data, GError **error);
bool marked_each(struct kv_txn *txn, struct period period, marked_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes what happened on days below one (since 1970), as many as a small transaction bears; adds how many to *dropped. */
bool marked_drop(struct kv_txn *txn, uint64_t day, size_t *dropped, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
