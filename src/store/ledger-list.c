// SPDX-License-Identifier: Apache-2.0
// The ledger's questions: one run, the newest runs, the last result, the period that comes next.
#include "tidings/store/ledger.h"

#include <glib.h>

#include "key-priv.h"
#include "ledger-priv.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

struct get {
	uint64_t id;
	struct run *run;
};

static bool get_run(struct kv_txn *txn, void *data, GError **error)
{
	const struct get *get = data;
	return ledger_row_get(txn, get->id, get->run, error);
}

bool ledger_get(struct store *store, uint64_t run, struct run *ret_run, GError **error)
{
	struct get get = {run, ret_run};
	return store_read(store, get_run, &get, error);
}

/* A walk over the runs of a task (0 = of all tasks) from the newest down. */
struct walk {
	struct kv_txn *txn;
	uint32_t task;
	bool (*take)(struct run *run, void *data); /* false stops */
	void *data;
};

static enum kv_step visit(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)value;
	(void)error;
	const struct walk *walk = data;
	size_t at = walk->task != 0 ? sizeof(uint32_t) : 0;
	if (walk->task != 0 && key_part(key, 0, sizeof(uint32_t)) != walk->task)
		return KV_STOP;
	uint64_t id = key_part(key, at, sizeof(uint64_t));
	autorelease(run) run = {0};
	run_init(&run);
	/* One damaged row does not hide the others. */
	if (!ledger_row_get(walk->txn, id, &run, NULL)) {
		run.id = id;
		run.task = walk->task;
		run.state = RUN_UNKNOWN;
		g_free(run.reason);
		run.reason = g_strdup(N_("this row of the ledger is damaged; restore the store from a backup"));
	}
	return walk->take(&run, walk->data) ? KV_NEXT : KV_STOP;
}

static bool walk_runs(struct kv_txn *txn, void *data, GError **error)
{
	struct walk *walk = data;
	walk->txn = txn;
	struct key newest = key_u32_u64(walk->task, UINT64_MAX);
	struct kv_range range = {.table = TABLE_RUNS, .backwards = true};
	if (walk->task != 0)
		range = (struct kv_range){TABLE_TASK_RUNS, key_bytes(&newest), true};
	return kv_each(txn, range, visit, walk, error);
}

static void run_free(gpointer data)
{
	run_release(data);
	g_free(data);
}

struct list {
	GPtrArray *runs;
	size_t most;
};

static bool take_one(struct run *run, void *data)
{
	struct list *list = data;
	struct run *copy = g_new0(struct run, 1);
	run_copy(copy, run);
	g_ptr_array_add(list->runs, copy);
	return list->most == 0 || list->runs->len < list->most;
}

GPtrArray *ledger_list(struct store *store, uint32_t task, size_t most, GError **error)
{
	g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func(run_free);
	struct list list = {runs, most};
	struct walk walk = {.task = task, .take = take_one, .data = &list};
	return store_read(store, walk_runs, &walk, error) ? g_steal_pointer(&runs) : NULL;
}

static bool take_final(struct run *run, void *data)
{
	struct run *last = data;
	if (!run_state_is_final(run->state))
		return true;
	run_copy(last, run);
	return false;
}

bool ledger_last(struct store *store, uint32_t task, struct run *ret_run, GError **error)
{
	autorelease(run) last = {0};
	run_init(&last);
	struct walk walk = {.task = task, .take = take_final, .data = &last};
	if (!store_read(store, walk_runs, &walk, error))
		return false;
	if (last.id == 0)
		return error_set(error, ERROR_NOT_FOUND, "task %u has no finished run", task);
	run_copy(ret_run, &last);
	return true;
}

struct last_of {
	struct kv_txn *txn;
	const uint32_t *tasks;
	size_t n;
	struct run_brief *last; /* of the task that is looked at */
	uint32_t task;
};

static enum kv_step visit_brief(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)error;
	struct last_of *of = data;
	if (key_part(key, 0, sizeof(uint32_t)) != of->task)
		return KV_STOP;
	struct run_brief brief = {key_part(key, sizeof(uint32_t), sizeof(uint64_t)), INSTANT_NONE, RUN_UNKNOWN};
	struct key row = key_u64(brief.id);
	/* One damaged row does not hide the others. */
	if (kv_get(of->txn, TABLE_RUNS, key_bytes(&row), &value, NULL) && run_peek(value.data, value.length, &brief) &&
	    !run_state_is_final(brief.state))
		return KV_NEXT;
	*of->last = brief;
	return KV_STOP;
}

static bool read_last_of(struct kv_txn *txn, void *data, GError **error)
{
	struct last_of of = *(const struct last_of *)data;
	of.txn = txn;
	for (size_t i = 0; i < of.n; i++, of.last++) {
		*of.last = (struct run_brief){.occurrence = INSTANT_NONE};
		of.task = of.tasks[i];
		struct key newest = key_u32_u64(of.task, UINT64_MAX);
		if (!kv_each(txn, (struct kv_range){TABLE_TASK_RUNS, key_bytes(&newest), true}, visit_brief, &of, error))
			return false;
	}
	return true;
}

bool ledger_last_of(struct store *store, const uint32_t *tasks, size_t n, struct run_brief *ret_last, GError **error)
{
	struct last_of of = {.tasks = tasks, .n = n, .last = ret_last};
	return store_read(store, read_last_of, &of, error);
}

static bool take_delivered(struct run *run, void *data)
{
	int64_t *since = data;
	if (run->kind != RUN_SCHEDULED || run->state != RUN_DELIVERED)
		return true;
	*since = run->period.to;
	return false;
}

bool ledger_since(struct store *store, uint32_t task, int64_t *ret_instant, GError **error)
{
	int64_t since = INSTANT_NONE;
	struct walk walk = {.task = task, .take = take_delivered, .data = &since};
	if (!store_read(store, walk_runs, &walk, error))
		return false;
	*ret_instant = since;
	return true;
}

struct decided {
	uint32_t task;
	int64_t instant;
};

static enum kv_step take_occurrence(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)error;
	struct decided *decided = data;
	if (value.length != sizeof(uint64_t)) /* a mark: it was moved from there */
		return KV_NEXT;
	if (key_part(key, 0, sizeof(uint32_t)) == decided->task)
		decided->instant = key_to_instant(key_part(key, sizeof(uint32_t), sizeof(uint64_t)));
	return KV_STOP;
}

static bool find_decided(struct kv_txn *txn, void *data, GError **error)
{
	struct decided *decided = data;
	struct key last = key_u32_u64(decided->task, UINT64_MAX);
	return kv_each(txn, (struct kv_range){TABLE_OCCURRENCES, key_bytes(&last), true}, take_occurrence, decided, error);
}

bool ledger_decided(struct store *store, uint32_t task, int64_t *ret_instant, GError **error)
{
	struct decided decided = {task, INSTANT_NONE};
	if (!store_read(store, find_decided, &decided, error))
		return false;
	*ret_instant = decided.instant;
	return true;
}
