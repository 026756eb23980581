/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of runs: history for people; planning and working for the sender. */
#ifndef TIDINGS_APP_RUN_H
#define TIDINGS_APP_RUN_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

/* Which runs are asked for; zeroed = all. */
struct run_filter {
	uint32_t task;         /* 0 = of all tasks */
	size_t most;           /* the newest so many; 0 = all */
	unsigned states;       /* bits 1u << enum run_state; 0 = all */
	unsigned kinds;        /* bits 1u << enum run_kind; 0 = all */
	int64_t since, until;  /* their occurrence is in [since, until); 0 = no bound */
};
/* Newest first: GPtrArray of struct run *, freed with the array. Given. */
GPtrArray *run_find(struct app *app, const struct run_filter *filter, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same by task (0 = all) and number (0 = all). */
GPtrArray *run_list(struct app *app, uint32_t task, size_t most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One run. ERROR_NOT_FOUND. */
bool run_show(struct app *app, uint64_t id, struct run *ret_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sends a run's report again to those who did not surely get it: failed, expired, unknown. Its number, or that of a manual run for the same
 * period when its report was never built. ERROR_BUSY while it is under way; ERROR_INVALID when everybody has it, or it was not run. */
bool run_resend(struct app *app, uint64_t id, uint64_t *ret_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sender: records every occurrence that is due now (each missed one gets its row, by the task's policy) and advances the next runs.
 * The number recorded. One task that cannot be planned is switched off with a ledger row that says why, and stops no other. */
bool run_plan_due(struct app *app, int *ret_recorded, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sender: when to wake next: the earliest due occurrence or next try; INSTANT_NONE = nothing will be due by itself; <= now: work waits. */
bool run_next_wake(struct app *app, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sender: when the next occurrence is due, whatever waits for a worker; INSTANT_NONE. */
bool run_next_due(struct app *app, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sender: how many runs wait for a worker now, counted up to `most`. */
bool run_waiting(struct app *app, size_t most, size_t *ret_count, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A new sender generation (store/ledger.h). */
bool run_generation(struct app *app, int *ret_generation, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct run_limits {
	int generation;       /* of this worker */
	int seconds;          /* no new run is begun after so long */
	bool (*stop)(void);   /* no new run is begun when it says true */
	int job_seconds;      /* what one message may take to be sent (and, at most three minutes, to be built) */
	void (*deadline)(int seconds); /* NULL, or: from now on the job may take so long, 0 = there is none; its end ends the worker */
};

/* Worker: claims runs one after the other, builds and delivers them until none is left or a limit is reached, keeping one connection. After
 * a fault of the server or the settings the rest is deferred without a try. Needs operations. */
struct run_outcome {
	int worked; /* runs that were claimed */
	int failed; /* those of them that failed, in whole or in part, or whose result is unknown */
};
bool run_work(struct app *app, const struct run_limits *limits, struct run_outcome *ret_outcome, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
