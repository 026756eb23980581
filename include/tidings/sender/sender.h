/* SPDX-License-Identifier: Apache-2.0 */
/* The background process and its workers: what main of tidings-sender calls. */
#ifndef TIDINGS_SENDER_SENDER_H
#define TIDINGS_SENDER_SENDER_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

/* mail and render, as app asks for them. */
extern const struct app_operations sender_operations;

/* Exit codes of a worker beside 0. */
enum sender_exit {
	SENDER_IDLE = 10,   /* there was nothing that could be claimed */
	SENDER_FAILED = 11, /* a run failed; every other code: the worker did */
};

struct service_options {
	const char *program; /* path of this program, started again for each worker */
	bool until_idle;     /* do all that is due, then return */
	bool notify;         /* tell systemd (READY, STATUS, WATCHDOG) */
	int begin_seconds;   /* a worker begins nothing new after so long */
	int job_seconds;     /* what one report may take a worker; one that does not end by itself then is killed a little later */
	int stop_seconds;    /* a worker that is still there so long after the service was told to stop is killed */
	const char *metrics; /* directory of the file for Prometheus (app/sender.h), written before each sleep; NULL = none */
	int pause_seconds;   /* after several workers in a row that died or had nothing to do, or without room on the disk */
};

/* Takes the lock of the data directory (ERROR_BUSY: another sender is running), then plans what is due and starts workers until SIGTERM, SIGINT or,
 * with until_idle, until nothing is due. Sleeps without waking while nothing is due. ret_failed: a run failed. */
bool service_run(struct app *app, const struct service_options *options, bool *ret_failed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
