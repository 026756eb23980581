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

/* A detection as the lists see it: its list (list_number) in the upper half, its indicator in the lower. */
static inline uint64_t list_key(uint32_t number, uint32_t indicator)
{
	return (uint64_t)number << 32 | indicator;
}

/* Puts n keys in order of the bits from low up to high, and leaves those that are alike there as they are. The result is `keys` or `spare`,
 * the other holds anything. */
uint64_t *list_keys_sort(uint64_t *keys, uint64_t *spare, size_t n, unsigned low, unsigned high);
/* Adds detections, in order of their keys, to the lists of the bucket. */
bool lists_add(struct kv_txn *txn, enum shelf_level level, uint64_t bucket, const uint64_t *keys, size_t n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
