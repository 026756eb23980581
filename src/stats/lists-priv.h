/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of the roll-ups in their shelves. */
#ifndef TIDINGS_STATS_LISTS_PRIV_H
#define TIDINGS_STATS_LISTS_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "list-priv.h"
#include "shelf-priv.h"
#include "tidings/kv/kv.h"

/* Detections of one indicator in one list. */
struct list_entry {
	uint64_t key; /* list_number in the upper half, id in the lower */
	uint32_t count;
};

/* Puts entries in order of their keys and makes those of one key one. No key is above key_most. The number that is left. */
size_t list_entries_sort(struct list_entry *entries, size_t n, uint64_t key_most);
/* Adds entries, which are sorted, to the lists of the bucket. */
bool lists_add(struct kv_txn *txn, enum shelf_level level, uint64_t bucket, const struct list_entry *entries, size_t n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
