/* SPDX-License-Identifier: Apache-2.0 */
/* One attempt at a run's deliveries: whose turn it is, what the transport sees of them, and what its result means. Pure. */
#ifndef TIDINGS_APP_ATTEMPT_PRIV_H
#define TIDINGS_APP_ATTEMPT_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/run.h"
#include "tidings/model/task.h"

#define RETRY_FIRST (5 * 60)        /* seconds until the second attempt */
#define RETRY_LONGEST (66 * 60)     /* no wait is longer: an hour and its spread */

/* By what an attempt is judged. */
struct attempt_rule {
	enum unknown_policy policy;
	int64_t now;
	int64_t expire_after; /* seconds after which a delivery is given up */
};

/* True when the run that was just claimed was left behind by a worker. */
bool attempt_was_left(const struct run *run) G_GNUC_WARN_UNUSED_RESULT;
/* For a run that was just claimed: what a worker left behind is tried again at once the first time; from the second attempt on by the retry
 * schedule, for it may be this run that ends the workers. */
void attempt_take_over(struct run *run, const struct attempt_rule *rule);
/* Those whose turn it is at `now` become sending, among them, by the policy, what an older sender left unknown. tried: each counts one
 * attempt more. How many. */
guint attempt_begin(struct run *run, const struct attempt_rule *rule, bool tried) G_GNUC_WARN_UNUSED_RESULT;
/* How many are being sent. */
guint attempt_sending(const struct run *run) G_GNUC_WARN_UNUSED_RESULT;
/* For whom a message is: the number of one delivery, or all that are being sent. */
#define ATTEMPT_ALL G_MAXUINT
/* A copy for the transport, which takes every open recipient: those whose turn it is not, or who are not meant, look accepted there. */
void attempt_show(const struct run *run, guint whom, struct run *ret_view);
/* Takes over from the view what became of those who were shown in it as being sent. */
void attempt_merge(struct run *run, guint whom, const struct run *view);
/* The reason of those that are being sent. */
void attempt_explain(struct run *run, const char *reason);
/* The next try of all that are being sent or have no reply, and the run's state and reason. tried: as told to attempt_begin. */
void attempt_settle(struct run *run, const struct attempt_rule *rule, bool tried);
/* Ends all that is open without another try. */
void attempt_cancel(struct run *run, const char *reason);
/* When the n-th attempt at the delivery is to be followed by another one. */
int64_t attempt_next(const struct run *run, const struct delivery *delivery, int n, int64_t now) G_GNUC_WARN_UNUSED_RESULT;
/* The first reason among the deliveries that were not accepted; borrowed, "" when there is none. */
const char *attempt_reason(const struct run *run) G_GNUC_WARN_UNUSED_RESULT;

#endif
