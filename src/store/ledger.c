// SPDX-License-Identifier: Apache-2.0
// The ledger's writes: occurrences decided, runs added, updated and built.
#include "tidings/store/ledger.h"

#include <glib.h>

#include "key-priv.h"
#include "ledger-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

#define MOVED_FROM 1 /* marks in TABLE_OCCURRENCES what a holiday moved elsewhere */

struct record_job {
	struct decision *decisions;
	size_t n;
	GArray *ids; /* uint64_t, one a run; 0 = was recorded already */
};

static bool run_fits(const struct decision *decision, const struct run *run, GError **error)
{
	static const unsigned decided = 1u << RUN_PLANNED | 1u << RUN_MISSED | 1u << RUN_SKIPPED | 1u << RUN_FAILED;
	return ((decided >> run->state & 1) != 0 && run->task == decision->due.task && run->kind == RUN_SCHEDULED) ||
		error_set(error, ERROR_BUG, "a run of task %u does not fit the occurrence it is recorded for", run->task);
}

/* Whether the occurrence of that key is recorded. What was only missed or skipped, later than now, a clock decided that was ahead. */
static bool is_recorded(struct kv_txn *txn, const struct key *key, int64_t now, bool *ret_recorded, GError **error)
{
	struct kv_bytes value;
	g_autoptr(GError) fault = NULL;
	autorelease(run) known = {0};
	run_init(&known);
	*ret_recorded = kv_has(txn, TABLE_OCCURRENCES, key_bytes(key));
	if (!*ret_recorded || now == 0)
		return true;
	if (!kv_get(txn, TABLE_OCCURRENCES, key_bytes(key), &value, error))
		return false;
	if (ledger_row_get(txn, key_part(value, 0, sizeof(uint64_t)), &known, &fault))
		*ret_recorded = (known.state != RUN_MISSED && known.state != RUN_SKIPPED) || known.started <= now;
	else if (!error_is(fault, ERROR_CORRUPT) && !error_is(fault, ERROR_NOT_FOUND)) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	return true;
}

/* ret_id stays 0 when the occurrence has a run already. */
static bool record_run(struct kv_txn *txn, const struct run *run, int64_t now, uint64_t *ret_id, GError **error)
{
	struct key key = key_u32_u64(run->task, key_from_instant(run->occurrence));
	struct key from = run->moved_from != INSTANT_NONE ? key_u32_u64(run->task, key_from_instant(run->moved_from)) : key;
	int64_t planned = run->state == RUN_PLANNED ? now : 0;
	bool there = false, moved = false;
	if (!is_recorded(txn, &key, planned, &there, error) || !is_recorded(txn, &from, planned, &moved, error))
		return false;
	if (there || moved)
		return true;
	autorelease(run) copy = {0};
	run_copy(&copy, run);
	if (!ledger_row_add(txn, &copy, error))
		return false;
	struct key id = key_u64(copy.id);
	struct key mark = key_u64_u32(copy.id, MOVED_FROM);
	*ret_id = copy.id;
	if (run->moved_from != INSTANT_NONE && !kv_put(txn, TABLE_OCCURRENCES, key_bytes(&from), key_bytes(&mark), error))
		return false;
	return kv_put(txn, TABLE_OCCURRENCES, key_bytes(&key), key_bytes(&id), error);
}

/* An edit or another calendar that leaves the due instant where it was may still change what comes after. */
static bool is_current(struct kv_txn *txn, const struct decision *decision, bool *ret_current, GError **error)
{
	uint64_t calendars = 0;
	struct key due = key_u64_u32(key_from_instant(decision->due.instant), decision->due.task);
	*ret_current = kv_has(txn, TABLE_DUE, key_bytes(&due));
	if (!*ret_current || decision->basis == NULL)
		return true;
	if (!store_meta_get(txn, META_CALENDARS, &calendars, error))
		return false;
	*ret_current = calendars == decision->basis->calendars && store_task_is(txn, decision->due.task, decision->basis->task);
	return true;
}

static bool record_decision(struct kv_txn *txn, struct decision *decision, GArray *ids, GError **error)
{
	if (!is_current(txn, decision, &decision->recorded, error))
		return false;
	int64_t now = decision->basis != NULL ? decision->basis->now : 0;
	for (guint i = 0; i < decision->runs->len; i++) {
		const struct run *run = decision->runs->pdata[i];
		uint64_t id = 0;
		if (!run_fits(decision, run, error) || (decision->recorded && !record_run(txn, run, now, &id, error)))
			return false;
		g_array_append_val(ids, id);
	}
	return !decision->recorded || store_task_advance(txn, decision->due, decision->next_run, error);
}

static bool record_decisions(struct kv_txn *txn, void *data, GError **error)
{
	struct record_job *job = data;
	g_array_set_size(job->ids, 0);
	for (size_t i = 0; i < job->n; i++) {
		if (!record_decision(txn, &job->decisions[i], job->ids, error))
			return false;
	}
	return true;
}

static bool moves_on(const struct decision *decision, GError **error)
{
	return decision->next_run == INSTANT_NONE || decision->next_run > decision->due.instant ||
	       error_set(error, ERROR_BUG, "the next run of task %u is not after the one decided", decision->due.task);
}

bool ledger_record_each(struct store *store, struct decision *decisions, size_t n, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, TRUE, sizeof(uint64_t));
	struct record_job job = {decisions, n, ids};
	guint at = 0;
	for (size_t i = 0; i < n; i++) {
		if (!moves_on(&decisions[i], error))
			return false;
	}
	if (n > 0 && !store_write(store, record_decisions, &job, error))
		return false;
	for (size_t i = 0; i < n; i++) {
		for (guint k = 0; k < decisions[i].runs->len; k++) {
			struct run *run = decisions[i].runs->pdata[k];
			run->id = g_array_index(ids, uint64_t, at++);
		}
	}
	return true;
}

bool ledger_record(struct store *store, struct due due, const struct ledger_basis *basis, GPtrArray *runs, int64_t next_run, GError **error)
{
	struct decision decision = {.due = due, .basis = basis, .runs = runs, .next_run = next_run};
	return ledger_record_each(store, &decision, 1, error) &&
	       (decision.recorded || error_set(error, ERROR_BUSY, "task %u is not due then any more, or it or its calendar was changed meanwhile", due.task));
}

struct has_job {
	struct due due;
	bool has;
};

static bool find_occurrence(struct kv_txn *txn, void *data, GError **error)
{
	struct has_job *job = data;
	struct key key = key_u32_u64(job->due.task, key_from_instant(job->due.instant));
	(void)error;
	job->has = kv_has(txn, TABLE_OCCURRENCES, key_bytes(&key));
	return true;
}

bool ledger_has(struct store *store, uint32_t task, int64_t instant, bool *ret_has, GError **error)
{
	struct has_job job = {.due = {task, instant}};
	if (!store_read(store, find_occurrence, &job, error))
		return false;
	*ret_has = job.has;
	return true;
}

struct add_job {
	const struct store *store;
	struct run *run;
};

/* Somebody asked for it; a notice (without a task) is nobody's. */
static bool audit_asked(struct kv_txn *txn, const struct store *store, const struct run *run, GError **error)
{
	if (run->task == 0)
		return true;
	g_autofree char *task = g_strdup_printf("%u", run->task);
	g_autofree char *detail = g_strdup_printf("%s, run %" G_GUINT64_FORMAT, run->task_name, run->id);
	const struct audit_subject subject = {.action = run->kind == RUN_TEST ? "test" : "run", .noun = task_table.noun, .subject = task,
					      .detail = detail};
	return store_audit_put(txn, store, &subject, error);
}

static bool add_run(struct kv_txn *txn, void *data, GError **error)
{
	const struct add_job *job = data;
	return ledger_row_add(txn, job->run, error) && audit_asked(txn, job->store, job->run, error);
}

bool ledger_add(struct store *store, struct run *run, GError **error)
{
	if (run->kind == RUN_SCHEDULED)
		return error_set(error, ERROR_BUG, "a scheduled run is recorded with its occurrence");
	autorelease(run) copy = {0};
	run_copy(&copy, run);
	struct add_job job = {store, &copy};
	if (!store_write(store, add_run, &job, error))
		return false;
	run->id = copy.id;
	return true;
}

struct update_job {
	const struct run *run;
	GBytes *message; /* NULL: only the row */
	const struct run *done; /* NULL: only this one */
};

static bool update_run(struct kv_txn *txn, void *data, GError **error)
{
	const struct update_job *job = data;
	return (job->done == NULL || ledger_row_update(txn, job->done, NULL, error)) && ledger_row_update(txn, job->run, job->message, error);
}

bool ledger_update(struct store *store, const struct run *run, GError **error)
{
	struct update_job job = {.run = run};
	return store_write_urgent(store, update_run, &job, error);
}

bool ledger_built(struct store *store, const struct run *run, GBytes *message, const struct run *done, GError **error)
{
	struct update_job job = {.run = run, .message = message, .done = done};
	return store_write(store, update_run, &job, error);
}

struct message_job {
	uint64_t run;
	GBytes *message;
};

static bool get_message(struct kv_txn *txn, void *data, GError **error)
{
	struct message_job *job = data;
	struct key key = key_u64(job->run);
	struct kv_bytes value;
	if (!kv_has(txn, TABLE_MESSAGES, key_bytes(&key)))
		return error_set(error, ERROR_NOT_FOUND, "run %" G_GUINT64_FORMAT " has no message", job->run);
	if (!kv_get(txn, TABLE_MESSAGES, key_bytes(&key), &value, error))
		return false;
	job->message = g_bytes_new(value.data, value.length);
	return true;
}

GBytes *ledger_message(struct store *store, uint64_t run, GError **error)
{
	struct message_job job = {.run = run};
	return store_read(store, get_message, &job, error) ? job.message : NULL;
}

static bool next_generation(struct kv_txn *txn, void *data, GError **error)
{
	return store_meta_next(txn, META_GENERATION, data, error);
}

bool ledger_generation(struct store *store, int *ret_generation, GError **error)
{
	uint64_t generation = 0;
	if (!store_write(store, next_generation, &generation, error))
		return false;
	*ret_generation = (int)generation;
	return true;
}
