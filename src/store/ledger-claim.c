// SPDX-License-Identifier: Apache-2.0
// What is due and what can be worked on, and who has it.
#include "tidings/store/ledger.h"

#include <glib.h>

#include "key-priv.h"
#include "ledger-priv.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

struct first {
	bool found;
	uint64_t first, second; /* the parts of the key */
	size_t first_bytes;
};

static enum kv_step take_first(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)value;
	(void)error;
	struct first *first = data;
	first->found = true;
	first->first = key_part(key, 0, first->first_bytes);
	first->second = key_part(key, first->first_bytes, key.length - MIN(key.length, first->first_bytes));
	return KV_STOP;
}

/* The smallest key of an index whose first part has that many bytes. */
static bool find_first(struct kv_txn *txn, enum store_table table, size_t first_bytes, struct first *ret_first, GError **error)
{
	*ret_first = (struct first){.first_bytes = first_bytes};
	return kv_each(txn, (struct kv_range){.table = table}, take_first, ret_first, error);
}

static bool first_due(struct kv_txn *txn, void *data, GError **error)
{
	int64_t *instant = data;
	struct first first;
	if (!find_first(txn, TABLE_DUE, 8, &first, error))
		return false;
	*instant = first.found ? key_to_instant(first.first) : INSTANT_NONE;
	return true;
}

bool ledger_next_due(struct store *store, int64_t *ret_instant, GError **error)
{
	int64_t instant = INSTANT_NONE;
	if (!store_read(store, first_due, &instant, error))
		return false;
	*ret_instant = instant;
	return true;
}

struct due_list {
	GArray *list;
	int64_t now;
	size_t most;
};

static enum kv_step take_due(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)value;
	(void)error;
	struct due_list *due = data;
	struct due entry = {.instant = key_to_instant(key_part(key, 0, 8)), .task = (uint32_t)key_part(key, 8, 4)};
	if (entry.instant > due->now || due->list->len >= due->most)
		return KV_STOP;
	g_array_append_val(due->list, entry);
	return KV_NEXT;
}

static bool list_due(struct kv_txn *txn, void *data, GError **error)
{
	return kv_each(txn, (struct kv_range){.table = TABLE_DUE}, take_due, data, error);
}

GArray *ledger_due(struct store *store, int64_t now, size_t most, GError **error)
{
	g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct due));
	struct due_list due = {list, now, most};
	return store_read(store, list_due, &due, error) ? g_steal_pointer(&list) : NULL;
}

/* The first run that a generation before this one still has; not found when there is none. */
static bool find_left(struct kv_txn *txn, uint64_t generation, struct first *ret_first, GError **error)
{
	if (!find_first(txn, TABLE_CLAIMED, 4, ret_first, error))
		return false;
	ret_first->found = ret_first->found && ret_first->first < generation;
	return true;
}

static bool first_try(struct kv_txn *txn, void *data, GError **error)
{
	int64_t *instant = data;
	struct first left, ready;
	uint64_t generation = 0;
	if (!store_meta_get(txn, META_GENERATION, &generation, error) || !find_left(txn, generation, &left, error) ||
	    !find_first(txn, TABLE_READY, 8, &ready, error))
		return false;
	if (left.found)
		*instant = READY_NOW;
	else
		*instant = ready.found ? key_to_instant(ready.first) : INSTANT_NONE;
	return true;
}

bool ledger_next_try(struct store *store, int64_t *ret_instant, GError **error)
{
	int64_t instant = INSTANT_NONE;
	if (!store_read(store, first_try, &instant, error))
		return false;
	*ret_instant = instant;
	return true;
}

struct waiting {
	int64_t now;
	size_t most, count;
};

static enum kv_step count_ready(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct waiting *waiting = data;
	(void)value;
	(void)error;
	if (key_to_instant(key_part(key, 0, 8)) > waiting->now)
		return KV_STOP;
	waiting->count++;
	return waiting->count < waiting->most ? KV_NEXT : KV_STOP;
}

static bool count_waiting(struct kv_txn *txn, void *data, GError **error)
{
	return kv_each(txn, (struct kv_range){.table = TABLE_READY}, count_ready, data, error);
}

bool ledger_waiting(struct store *store, int64_t now, size_t most, size_t *ret_count, GError **error)
{
	struct waiting waiting = {now, most, 0};
	if (most > 0 && !store_read(store, count_waiting, &waiting, error))
		return false;
	*ret_count = waiting.count;
	return true;
}

struct claim {
	const struct claim_order *order;
	struct run *run;
	bool found, mended;
};

/* What a sender that is gone was about to send it has not sent; what it had sent to the end may have arrived. */
static void leave_deliveries(struct run *run, bool building)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = run_delivery(run, i);
		bool sent = delivery->state == DELIVERY_DOT;
		bool open = delivery->state == DELIVERY_QUEUED || delivery->state == DELIVERY_DEFERRED;
		if (!sent && delivery->state != DELIVERY_SENDING && !(building && open))
			continue;
		delivery->state = sent ? DELIVERY_UNKNOWN : DELIVERY_DEFERRED;
		delivery->next_try = INSTANT_NONE;
		g_free(delivery->text);
		delivery->text = g_strdup(sent ? N_("the sender stopped before the server's reply was stored")
					       : N_("the sender stopped before the message was sent"));
	}
}

static void take_run(const struct claim *claim, struct run *run)
{
	bool left = run->state == RUN_BUILDING || run->state == RUN_SENDING;
	bool build = run->state == RUN_PLANNED || run->state == RUN_BUILDING;
	if (left)
		leave_deliveries(run, build);
	if (left || !build)
		run->attempts++;
	run->state = build ? RUN_BUILDING : RUN_SENDING;
	run->generation = claim->order->generation;
	if (run->started == INSTANT_NONE)
		run->started = claim->order->now;
	if (!left && !build && claim->order->begin != NULL)
		claim->order->begin(run, claim->order->data);
}

/* The next index entry to work on, by its table and key. What was left behind may be what ends workers: it is not taken beside another one. */
static bool find_work(struct kv_txn *txn, const struct claim *claim, enum store_table *ret_table, struct first *ret_first,
	GError **error)
{
	*ret_table = TABLE_CLAIMED;
	if (!find_left(txn, (uint64_t)claim->order->generation, ret_first, error))
		return false;
	if (ret_first->found) {
		ret_first->found = claim->order->mark == NULL;
		return true;
	}
	*ret_table = TABLE_READY;
	if (!find_first(txn, TABLE_READY, 8, ret_first, error))
		return false;
	ret_first->found = ret_first->found && key_to_instant(ret_first->first) <= claim->order->now;
	return true;
}

/* An entry whose row is damaged must not stop the others: it goes, the row stays and is shown as damaged. */
static bool drop_entry(struct kv_txn *txn, enum store_table table, const struct first *first, GError **error)
{
	struct key key = table == TABLE_READY ? key_u64_u64(first->first, first->second)
					      : key_u32_u64((uint32_t)first->first, first->second);
	return kv_delete(txn, table, key_bytes(&key), error);
}

static bool stands_at(const struct run *run, enum store_table table)
{
	bool claimed = run->state == RUN_BUILDING || run->state == RUN_SENDING;
	return table == TABLE_CLAIMED ? claimed : !claimed && !run_state_is_final(run->state);
}

static bool fence(struct kv_txn *txn, const struct claim *claim, GError **error)
{
	uint64_t newest = 0;
	if (!store_meta_get(txn, META_GENERATION, &newest, error))
		return false;
	int generation = claim->order->generation;
	bool stale = generation < 0 || (uint64_t)generation < newest;
	return !stale || error_set(error, ERROR_BUSY, "a newer sender has taken over");
}

/* Takes the run of an entry. An entry without a sound row is dropped and nothing is taken. */
static bool claim_entry(struct kv_txn *txn, struct claim *claim, enum store_table table, const struct first *first,
	GError **error)
{
	g_autoptr(GError) fault = NULL;
	autorelease(run) before = {0};
	run_init(&before);
	bool sound = ledger_row_get(txn, first->second, &before, &fault);
	if (!sound && !error_is(fault, ERROR_CORRUPT) && !error_is(fault, ERROR_NOT_FOUND)) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	if (!sound || !stands_at(&before, table)) {
		claim->mended = true;
		return drop_entry(txn, table, first, error);
	}
	run_copy(claim->run, &before);
	take_run(claim, claim->run);
	claim->found = true;
	return ledger_row_replace(txn, &before, claim->run, error);
}

static bool claim_run(struct kv_txn *txn, void *data, GError **error)
{
	struct claim *claim = data;
	const struct run *const stored[] = {claim->order->done, claim->order->mark};
	bool stores = claim->order->done != NULL || claim->order->mark != NULL;
	claim->found = claim->mended = false;
	if (!fence(txn, claim, error))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(stored); i++)
		if (stored[i] != NULL && !ledger_row_update(txn, stored[i], NULL, error))
			return false;
	while (!claim->found) {
		enum store_table table;
		struct first first;
		if (!find_work(txn, claim, &table, &first, error))
			return false;
		if (!first.found)
			return claim->mended || stores || error_set(error, ERROR_NOT_FOUND, "there is nothing to do");
		if (!claim_entry(txn, claim, table, &first, error))
			return false;
	}
	return true;
}

bool ledger_claim(struct store *store, const struct claim_order *order, struct run *ret_run, GError **error)
{
	autorelease(run) run = {0};
	run_init(&run);
	struct claim claim = {.order = order, .run = &run};
	if (!store_write(store, claim_run, &claim, error))
		return false;
	if (!claim.found)
		return error_set(error, ERROR_NOT_FOUND, "there is nothing to do");
	run_copy(ret_run, &run);
	return true;
}
