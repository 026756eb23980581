/* SPDX-License-Identifier: Apache-2.0 */
/* Marks of false positives in the store: a set of (tenant, indicator). */
#ifndef TIDINGS_STATS_MARK_PRIV_H
#define TIDINGS_STATS_MARK_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/kv/kv.h"

/* Calls fn for each mark. false when fn returns false (it has set error) or a value is damaged. */
typedef bool (*mark_fn)(uint32_t tenant, uint32_t indicator, int64_t time, void *data, GError **error);
bool marks_each(struct kv_txn *txn, mark_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
