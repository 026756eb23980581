// SPDX-License-Identifier: Apache-2.0
// Rows of the ledger and their places in the indexes.
#include "ledger-priv.h"

#include <glib.h>

#include "chain-priv.h"
#include "key-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

/* The earliest instant at which something can be done for one of the deliveries that are open. */
static int64_t ready_at(const struct run *run)
{
	int64_t ready = INT64_MAX;
	for (guint i = 0; run->deliveries != NULL && i < run->deliveries->len; i++) {
		const struct delivery *delivery = &g_array_index(run->deliveries, struct delivery, i);
		if (delivery->state == DELIVERY_QUEUED || delivery->state == DELIVERY_DEFERRED)
			ready = MIN(ready, MAX(delivery->next_try, READY_NOW));
	}
	/* Nobody left to send to: a worker is to find that out. */
	return ready == INT64_MAX ? READY_NOW : ready;
}

/* Where a run waits or is being worked on; false when nothing is to be done for it. */
static bool work_place(const struct run *run, enum store_table *ret_table, struct key *ret_key)
{
	switch (run->state) {
	case RUN_PLANNED:
	case RUN_QUEUED:
	case RUN_DEFERRED:
		*ret_table = TABLE_READY;
		*ret_key = key_u64_u64(key_from_instant(ready_at(run)), run->id);
		return true;
	case RUN_BUILDING:
	case RUN_SENDING:
		*ret_table = TABLE_CLAIMED;
		*ret_key = key_u32_u64((uint32_t)run->generation, run->id);
		return true;
	default:
		return false;
	}
}

static bool put_row(struct kv_txn *txn, const struct run *run, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	run_encode(run, bytes);
	struct key key = key_u64(run->id), place;
	enum store_table table;
	return kv_put(txn, TABLE_RUNS, key_bytes(&key), store_array_bytes(bytes), error) &&
		chain_append(txn, &ledger_chain, run->id, store_array_bytes(bytes), error) &&
		(!work_place(run, &table, &place) || kv_put(txn, table, key_bytes(&place), (struct kv_bytes){0}, error));
}

bool ledger_row_get(struct kv_txn *txn, uint64_t id, struct run *run, GError **error)
{
	struct key key = key_u64(id);
	struct kv_bytes value;
	if (!kv_has(txn, TABLE_RUNS, key_bytes(&key)))
		return error_set(error, ERROR_NOT_FOUND, "there is no run %" G_GUINT64_FORMAT, id);
	if (!kv_get(txn, TABLE_RUNS, key_bytes(&key), &value, error) || !run_decode(run, value.data, value.length, error)) {
		g_prefix_error(error, "while reading run %" G_GUINT64_FORMAT ": ", id);
		return false;
	}
	run->id = id;
	return true;
}

bool ledger_row_add(struct kv_txn *txn, struct run *run, GError **error)
{
	if (!store_meta_next(txn, META_RUN, &run->id, error))
		return false;
	struct key key = key_u32_u64(run->task, run->id);
	return kv_put(txn, TABLE_TASK_RUNS, key_bytes(&key), (struct kv_bytes){0}, error) && put_row(txn, run, error);
}

bool ledger_row_replace(struct kv_txn *txn, const struct run *before, const struct run *run, GError **error)
{
	struct key place;
	enum store_table table;
	if (work_place(before, &table, &place) && !kv_delete(txn, table, key_bytes(&place), error))
		return false;
	return put_row(txn, run, error);
}

/* The row may be replaced by who has read it, unless it has been claimed since. */
static bool update_allowed(const struct run *before, const struct run *run, GError **error)
{
	if (before->task != run->task || before->kind != run->kind || before->occurrence != run->occurrence)
		return error_set(error, ERROR_BUG, "run %" G_GUINT64_FORMAT " is another one in the ledger", run->id);
	if (before->generation > run->generation || before->attempts > run->attempts)
		return error_set(error, ERROR_BUSY, "run %" G_GUINT64_FORMAT " has been taken over by another sender", run->id);
	return true;
}

static bool put_message(struct kv_txn *txn, const struct run *before, GBytes *message, GError **error)
{
	if (before->state != RUN_BUILDING && before->state != RUN_SENDING)
		return error_set(error, ERROR_BUSY, "run %" G_GUINT64_FORMAT " is not being built", before->id);
	struct key key = key_u64(before->id);
	struct kv_bytes bytes;
	bytes.data = g_bytes_get_data(message, &bytes.length);
	return kv_put(txn, TABLE_MESSAGES, key_bytes(&key), bytes, error);
}

bool ledger_row_update(struct kv_txn *txn, const struct run *run, GBytes *message, GError **error)
{
	autorelease(run) before = {0};
	run_init(&before);
	return ledger_row_get(txn, run->id, &before, error) && update_allowed(&before, run, error) &&
	       (message == NULL || put_message(txn, &before, message, error)) && ledger_row_replace(txn, &before, run, error);
}
