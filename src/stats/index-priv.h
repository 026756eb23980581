/* SPDX-License-Identifier: Apache-2.0 */
/* Ids of indicators by the hash of their name, in memory: an open-addressing table of 8 bytes a slot. It gives candidates; only the name
 * tells. Its snapshot in the store (TABLE_INDEX) spares a restart most of the hashing. */
#ifndef TIDINGS_STATS_INDEX_PRIV_H
#define TIDINGS_STATS_INDEX_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/kv/kv.h"
#include "tidings/util/auto.h"

struct index;
/* Empty. Given. */
struct index *index_new(void) G_GNUC_WARN_UNUSED_RESULT;
void index_free(struct index *index);
AUTOPTR_DEFINE(index, index_free)

/* Ids that it holds. */
uint64_t index_count(const struct index *index) G_GNUC_WARN_UNUSED_RESULT;
/* Adds id (below UINT32_MAX), which it does not have. */
void index_add(struct index *index, uint64_t hash, uint32_t id);
/* Has the place of the hash brought near. */
void index_prefetch(const struct index *index, uint64_t hash);
/* The ids that may have the hash, one after the other: *slot is 0 at first. false when there are no more. */
bool index_next(const struct index *index, uint64_t hash, size_t *slot, uint32_t *ret_id) G_GNUC_WARN_UNUSED_RESULT;

/* Replaces the snapshot by what the index holds. */
bool index_save(struct kv_txn *txn, const struct index *index, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds what the snapshot holds, which must be n ids below n. ERROR_CORRUPT. */
bool index_load(struct kv_txn *txn, struct index *index, uint64_t n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
