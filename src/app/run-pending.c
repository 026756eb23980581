// SPDX-License-Identifier: Apache-2.0
// What a worker stores together: the result of one mail with the mark of the next, and the claim of the one after.
#include "run-pending-priv.h"

#include "tidings/util/error.h"
#include "tidings/util/instant.h"

#define QUICK_USEC 50000 /* from the end of one mail to the mark of the next: longer is not waited for */

void run_pending_release(struct run_pending *pending)
{
	run_release(&pending->done);
	run_release(&pending->next);
}

static const struct run *waiting(const struct run_pending *pending)
{
	return pending->done.id != 0 ? &pending->done : NULL;
}

/* What follows is stored: how long did it take? */
static void note_pace(struct run_pending *pending)
{
	if (pending->ended != 0)
		pending->slow = g_get_monotonic_time() - pending->ended > QUICK_USEC;
	pending->ended = 0;
}

bool run_pending_store(struct run_pending *pending, GError **error)
{
	if (pending->done.id != 0 && !ledger_update(pending->store, &pending->done, error))
		return false;
	run_release(&pending->done);
	return true;
}

bool run_pending_claim(struct run_pending *pending, struct claim_order *order, struct run *ret_run, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (pending->next.id != 0) {
		run_copy(ret_run, &pending->next);
		run_release(&pending->next);
		return true;
	}
	order->done = waiting(pending);
	bool claimed = ledger_claim(pending->store, order, ret_run, &failure);
	if (claimed || error_is(failure, ERROR_NOT_FOUND))
		run_release(&pending->done);
	else if (!run_pending_store(pending, error)) /* when it cannot be done together, at least this */
		return false;
	if (!claimed)
		g_propagate_error(error, g_steal_pointer(&failure));
	return claimed;
}

bool run_pending_built(struct run_pending *pending, const struct run *run, GBytes *message, GError **error)
{
	note_pace(pending);
	if (!ledger_built(pending->store, run, message, waiting(pending), error))
		return false;
	run_release(&pending->done);
	return true;
}

bool run_pending_mark(struct run_pending *pending, const struct run *marked, struct claim_order *order, GError **error)
{
	note_pace(pending);
	if (order != NULL && !pending->slow && pending->next.id == 0) {
		g_autoptr(GError) failure = NULL;
		order->done = waiting(pending);
		order->mark = marked;
		bool claimed = ledger_claim(pending->store, order, &pending->next, &failure);
		if (claimed || error_is(failure, ERROR_NOT_FOUND)) {
			run_release(&pending->done);
			return true;
		}
	}
	return run_pending_store(pending, error) && ledger_update(pending->store, marked, error);
}

bool run_pending_end(struct run_pending *pending, const struct run *run, GError **error)
{
	pending->ended = g_get_monotonic_time();
	if (pending->slow || run->state != RUN_DELIVERED)
		return run_pending_store(pending, error) && ledger_update(pending->store, run, error);
	run_copy(&pending->done, run);
	return true;
}

bool run_pending_give_back(struct run_pending *pending, GError **error)
{
	struct run *run = &pending->next;
	if (run->id == 0)
		return true;
	run->state = run->state == RUN_BUILDING ? RUN_PLANNED : RUN_QUEUED;
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = run_delivery(run, i);
		if (delivery->state != DELIVERY_SENDING)
			continue;
		delivery->state = DELIVERY_QUEUED;
		delivery->attempts--;
	}
	bool stored = ledger_update(pending->store, run, error);
	run_release(run);
	return stored;
}
