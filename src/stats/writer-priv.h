/* SPDX-License-Identifier: Apache-2.0 */
/* What a process that writes keeps in memory between its transactions: names, profiles, tuples and indicators -> ids. */
#ifndef TIDINGS_STATS_WRITER_PRIV_H
#define TIDINGS_STATS_WRITER_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "dimension-priv.h"
#include "marked-priv.h"
#include "pool-priv.h"
#include "state-priv.h"
#include "tidings/kv/kv.h"

/* The dimensions of an event as texts. Of an incoming event only the tenant has an id. */
struct dimensions {
	const char *tenant, *category, *feed, *supplier;
	uint8_t kind, group;
};

struct writer;
/* Knows nothing yet. Given. */
struct writer *writer_new(void) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void writer_free(struct writer *writer);

/* At the start of a write transaction: takes over what other processes have added. When the transaction fails, the writer knows ids that do
 * not exist: it must be freed. */
bool writer_sync(struct writer *writer, struct kv_txn *txn, const struct state *state, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A write transaction, with its state read and the writer up to date. */
struct session {
	struct kv_txn *txn;
	struct writer *writer;
	struct state state;
};

/* Ids, new ones for what was never seen, for which the state is brought up to date. */
bool writer_tenant(struct session *session, const char *name, uint32_t *ret_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool writer_tuple(struct session *session, const struct dimensions *dimensions, uint32_t *ret_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ids of the pool's names: ret_ids has pool_count() members. ERROR_LIMIT when all ids are used. */
bool writer_indicators(struct session *session, const struct pool *pool, uint32_t *ret_ids, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The marks of false positives that there are. */
const struct mark_set *writer_marks(const struct writer *writer) G_GNUC_WARN_UNUSED_RESULT;

#endif
