/* SPDX-License-Identifier: Apache-2.0 */
/* Detections in the store: chunks of rows per UTC hour, so that a period reads its own hours only and a late event finds its place. */
#ifndef TIDINGS_STATS_ROW_PRIV_H
#define TIDINGS_STATS_ROW_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/kv/kv.h"
#include "tidings/model/period.h"

#define HOUR_SECONDS 3600

struct row {
	int64_t time;
	uint32_t tuple, indicator; /* ids of the dictionaries */
	int confidence;            /* -1 = none said */
};

/* Adds rows, which are in order of time. */
bool rows_add(struct kv_txn *txn, const struct row *rows, size_t n_rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Calls fn for each row of the period: hours in order, rows of an hour in any order. false when fn returns false (it has set
 * error) or a chunk is damaged. */
typedef bool (*row_fn)(const struct row *row, void *data, GError **error);
bool rows_each(struct kv_txn *txn, struct period period, row_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Time of the oldest row; INSTANT_NONE when there is none. */
bool rows_oldest(struct kv_txn *txn, int64_t *ret_time, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
