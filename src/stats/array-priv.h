/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays in the store: records of one size, numbered from 0, appended and never moved, in chunks of whole records. */
#ifndef TIDINGS_STATS_ARRAY_PRIV_H
#define TIDINGS_STATS_ARRAY_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/kv/kv.h"
#include "tidings/util/auto.h"

struct array {
	unsigned table;
	size_t record;    /* bytes */
	uint64_t chunk;   /* records: a power of two */
	const char *what; /* for messages */
};
extern const struct array array_profiles; /* dimension-priv.h */
extern const struct array array_tuples;
extern const struct array array_kinds;    /* of indicators, a byte each */
extern const struct array array_zones;    /* segments-priv.h */

/* Appends n records to the `count` that there are. */
bool array_append(struct kv_txn *txn, const struct array *array, uint64_t count, struct kv_bytes records, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Replaces the record of an index below count. */
bool array_set(struct kv_txn *txn, const struct array *array, uint64_t index, const uint8_t *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads records: each chunk is looked up and verified once. Of one transaction, and until that writes. Given: array_view_free. */
struct array_view;
struct array_view *array_view_new(struct kv_txn *txn, const struct array *array, uint64_t count) G_GNUC_WARN_UNUSED_RESULT;
void array_view_free(struct array_view *view);
AUTOPTR_DEFINE(array_view, array_view_free)
/* Borrowed. ERROR_CORRUPT, NULL, for an index that is not below count. */
const uint8_t *array_view_at(struct array_view *view, uint64_t index, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
