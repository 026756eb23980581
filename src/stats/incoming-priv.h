/* SPDX-License-Identifier: Apache-2.0 */
/* Incoming events in the store: counters per minute, tenant and source, packed per hour. */
#ifndef TIDINGS_STATS_INCOMING_PRIV_H
#define TIDINGS_STATS_INCOMING_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/kv/kv.h"
#include "tidings/model/event.h"
#include "tidings/model/period.h"

#define MINUTE_SECONDS 60
#define HOUR_SECONDS 3600

struct incoming {
	int64_t time;    /* start of a minute */
	uint32_t stream; /* tenant and source */
	uint64_t count;
};

/* The stream of a tenant and source, and back. */
static inline uint32_t incoming_stream(uint32_t tenant, enum event_source source)
{
	return tenant << 1 | source;
}
static inline uint32_t incoming_tenant(uint32_t stream)
{
	return stream >> 1;
}
static inline enum event_source incoming_source(uint32_t stream)
{
	return stream & 1;
}

/* Adds to the counters. cells are in order of hour and stream. ERROR_LIMIT when a counter would overflow. */
bool incoming_add(struct kv_txn *txn, const struct incoming *cells, size_t n_cells, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Calls fn for each counter that is not 0 and whose minute starts in the period. false when fn returns false (it has set error)
 * or a value is damaged. */
typedef bool (*incoming_fn)(const struct incoming *cell, void *data, GError **error);
bool incoming_each(struct kv_txn *txn, struct period period, incoming_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The oldest minute from cut (the start of a day) on with an incoming event; INSTANT_NONE when there is none. */
bool incoming_oldest(struct kv_txn *txn, int64_t cut, int64_t *ret_time, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The start of the newest hour that has a counter; INSTANT_NONE. */
bool incoming_newest(struct kv_txn *txn, int64_t *ret_time, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes the counters of hours below one (since 1970), as many as a small transaction bears; adds how many to *dropped. */
bool incoming_drop(struct kv_txn *txn, uint64_t hour, size_t *dropped, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
