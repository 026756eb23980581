/* SPDX-License-Identifier: Apache-2.0 */
/* The workers of the background process: a small pool that shares one generation of the ledger, so that none takes what another has. */
#ifndef TIDINGS_SENDER_WORKERS_PRIV_H
#define TIDINGS_SENDER_WORKERS_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

#include <systemd/sd-event.h>

#include "tidings/sender/sender.h"

#define WORKERS_MOST 2 /* one builds while the other waits for the server */

struct workers;

struct worker {
	struct workers *pool;
	pid_t pid; /* 0 = none */
	sd_event_source *child, *deadline;
};

/* How one ended, for whoever started it. */
struct worker_end {
	bool worked; /* it did something and ended by itself */
	bool failed; /* it, or a run that it worked on */
};

struct workers {
	struct app *app;
	const struct service_options *options;
	sd_event *event;
	void (*ended)(const struct worker_end *end, void *data);
	void *data;
	int generation;
	bool renewed; /* nothing that was claimed can be left by this generation */
	struct worker worker[WORKERS_MOST];
};

/* The members; workers that still run are left alone. */
void workers_release(struct workers *pool);

/* How many are running. */
int workers_running(const struct workers *pool) G_GNUC_WARN_UNUSED_RESULT;
/* Begins a new generation when none is running and something may be left behind, by an older sender or by a worker that died: only then does
 * the ledger give it to others. */
bool workers_renew(struct workers *pool, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Starts one more, of this generation. ERROR_BUG when all are running. */
bool workers_start(struct workers *pool, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Each finishes the mail in flight and ends; seconds > 0: those that have not by then are killed. */
bool workers_stop(struct workers *pool, int seconds, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
