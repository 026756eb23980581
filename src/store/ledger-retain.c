// SPDX-License-Identifier: Apache-2.0
// Runs that are not kept any longer: their rows go, the chain says so, and its beginning goes when no row needs it.
#include "tidings/store/ledger.h"

#include <glib.h>

#include "chain-priv.h"
#include "key-priv.h"
#include "ledger-priv.h"
#include "tidings/util/instant.h"

struct sweep {
	const struct ledger_retention *retention;
	uint64_t from, last; /* rows: where to begin, and the last one that was looked at */
	size_t looked;
	GArray *old;         /* uint64_t */
};

static bool is_old(const struct run *run, int64_t before)
{
	return run_state_is_final(run->state) && MAX(run->occurrence, run->started) < before;
}

/* A damaged row stays, to be seen. */
static enum kv_step take_old(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct sweep *sweep = data;
	autorelease(run) run = {0};
	(void)error;
	run_init(&run);
	sweep->last = key_part(key, 0, sizeof(uint64_t));
	if (run_decode(&run, value.data, value.length, NULL) && is_old(&run, sweep->retention->before))
		g_array_append_val(sweep->old, sweep->last);
	return ++sweep->looked < sweep->retention->most ? KV_NEXT : KV_STOP;
}

struct newer {
	uint64_t run;
	const struct run *than;
	bool base;            /* it was delivered on schedule: what comes since the last report begins there */
	bool last, delivered; /* there is a newer run in a final state, and a newer one that was delivered on schedule */
	struct kv_txn *txn;
};

static enum kv_step take_newer(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct newer *newer = data;
	autorelease(run) run = {0};
	uint64_t id = key_part(key, sizeof(uint32_t), sizeof(uint64_t));
	(void)value;
	(void)error;
	run_init(&run);
	if (key_part(key, 0, sizeof(uint32_t)) != newer->than->task || id <= newer->run)
		return KV_STOP;
	if (ledger_row_get(newer->txn, id, &run, NULL) && run_state_is_final(run.state)) {
		newer->last = true;
		newer->delivered = newer->delivered || (run.kind == RUN_SCHEDULED && run.state == RUN_DELIVERED);
	}
	return newer->last && (newer->delivered || !newer->base) ? KV_STOP : KV_NEXT;
}

/* What a task goes on from stays: its last run, its last delivered one, and its latest occurrence. */
static bool is_needed(struct kv_txn *txn, uint64_t id, const struct run *run, bool *ret_needed, GError **error)
{
	struct key task = key_u32(run->task), newest = key_u32_u64(run->task, UINT64_MAX);
	struct newer newer = {.run = id, .than = run, .txn = txn, .base = run->kind == RUN_SCHEDULED && run->state == RUN_DELIVERED};
	*ret_needed = false;
	if (!kv_has(txn, TABLE_TASKS, key_bytes(&task)))
		return true;
	if (!kv_each(txn, (struct kv_range){TABLE_TASK_RUNS, key_bytes(&newest), true}, take_newer, &newer, error))
		return false;
	*ret_needed = !newer.last || (newer.base && !newer.delivered);
	return true;
}

/* A later row may stand for the occurrence. */
static bool drop_occurrence(struct kv_txn *txn, const struct key *key, uint64_t id, GError **error)
{
	struct kv_bytes value;
	if (!kv_has(txn, TABLE_OCCURRENCES, key_bytes(key)))
		return true;
	if (!kv_get(txn, TABLE_OCCURRENCES, key_bytes(key), &value, error))
		return false;
	return key_part(value, 0, sizeof(uint64_t)) != id || kv_delete(txn, TABLE_OCCURRENCES, key_bytes(key), error);
}

static bool drop_row(struct kv_txn *txn, uint64_t id, const struct run *run, GError **error)
{
	struct key row = key_u64(id), place = key_u32_u64(run->task, id);
	const int64_t instants[] = {run->occurrence, run->moved_from};
	for (size_t i = 0; run->kind == RUN_SCHEDULED && i < G_N_ELEMENTS(instants); i++) {
		struct key occurrence = key_u32_u64(run->task, key_from_instant(instants[i]));
		if (instants[i] != INSTANT_NONE && !drop_occurrence(txn, &occurrence, id, error))
			return false;
	}
	return kv_delete(txn, TABLE_MESSAGES, key_bytes(&row), error) && kv_delete(txn, TABLE_TASK_RUNS, key_bytes(&place), error) &&
	       kv_delete(txn, TABLE_RUNS, key_bytes(&row), error) && chain_bury(txn, &ledger_chain, id, error);
}

struct retain {
	const struct store *store;
	const struct ledger_retention *retention;
	struct ledger_retained *result;
};

static bool remove_old(struct kv_txn *txn, struct retain *retain, const struct sweep *sweep, GError **error)
{
	for (guint i = 0; i < sweep->old->len; i++) {
		autorelease(run) run = {0};
		uint64_t id = g_array_index(sweep->old, uint64_t, i);
		bool needed = false;
		run_init(&run);
		if (!ledger_row_get(txn, id, &run, error) || !is_needed(txn, id, &run, &needed, error))
			return false;
		if (needed)
			continue;
		if (!drop_row(txn, id, &run, error))
			return false;
		retain->result->removed++;
	}
	return true;
}

static bool tell(struct kv_txn *txn, const struct retain *retain, GError **error)
{
	if (retain->result->removed == 0)
		return true;
	g_autofree char *before = instant_to_text(retain->retention->before);
	g_autofree char *detail = NULL;
	detail = g_strdup_printf("%" G_GUINT64_FORMAT " from before %s; the chain begins after entry %" G_GUINT64_FORMAT, retain->result->removed, before,
				 retain->result->cut);
	const struct audit_subject subject = {.action = "delete", .noun = "runs", .detail = detail};
	return store_audit_put(txn, retain->store, &subject, error);
}

static bool retain_some(struct kv_txn *txn, void *data, GError **error)
{
	struct retain *retain = data;
	g_autoptr(GArray) old = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	struct sweep sweep = {.retention = retain->retention, .old = old};
	struct key from = key_u64(retain->retention->from);
	*retain->result = (struct ledger_retained){.next = 0};
	if (!kv_each(txn, (struct kv_range){TABLE_RUNS, key_bytes(&from), false}, take_old, &sweep, error) ||
	    !remove_old(txn, retain, &sweep, error) || !chain_cut(txn, &ledger_chain, 4 * retain->retention->most, &retain->result->cut, error))
		return false;
	retain->result->next = sweep.looked < retain->retention->most ? 0 : sweep.last + 1;
	return tell(txn, retain, error);
}

bool ledger_retain(struct store *store, const struct ledger_retention *retention, struct ledger_retained *ret_result, GError **error)
{
	struct ledger_retained result = {0};
	struct retain retain = {store, retention, &result};
	if (!store_write_urgent(store, retain_some, &retain, error))
		return false;
	*ret_result = result;
	return true;
}
