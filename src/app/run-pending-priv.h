/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker stores together: while mails follow each other quickly there is one commit for each. The result of one rides with the mark of
 * the next before its end of data, and with that mark the run after it is claimed. A crash then leaves one run a worker whose result is not
 * known, as without this; and no result waits longer than a mail takes that goes quickly. */
#ifndef TIDINGS_APP_RUN_PENDING_PRIV_H
#define TIDINGS_APP_RUN_PENDING_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/store/ledger.h"

/* Zeroed with store and slow set: nothing is pending, and nothing is yet known to go quickly. */
struct run_pending {
	struct store *store;
	struct run done; /* delivered; its result is not stored yet. id 0 = none */
	struct run next; /* claimed ahead. id 0 = none */
	gint64 ended;    /* monotonic, when the last result was known; 0 = something was stored since */
	bool slow;       /* results are stored at once, and nothing is claimed ahead */
};
void run_pending_release(struct run_pending *pending);

/* The next run: the one claimed ahead, else by order, whose done is set here. ERROR_NOT_FOUND. */
bool run_pending_claim(struct run_pending *pending, struct claim_order *order, struct run *ret_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As ledger_built. */
bool run_pending_built(struct run_pending *pending, const struct run *run, GBytes *message, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The mark before the end of data, durable when this returns true. order: how to claim the next run, its done and mark are set here;
 * NULL = none. */
bool run_pending_mark(struct run_pending *pending, const struct run *marked, struct claim_order *order, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A run has ended as far as it goes now: stored, now or with the next mark. */
bool run_pending_end(struct run_pending *pending, const struct run *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The result that waits is stored now. */
bool run_pending_store(struct run_pending *pending, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was claimed ahead goes back to those that wait; its try is not counted. */
bool run_pending_give_back(struct run_pending *pending, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
