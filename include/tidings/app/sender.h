/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases about the background process: is it there, start it, stop it. */
#ifndef TIDINGS_APP_SENDER_H
#define TIDINGS_APP_SENDER_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

struct sender_status {
	bool running;
	int pid;            /* 0 when not running */
	int64_t next;       /* when the next report is due; INSTANT_NONE */
	int failed_today;   /* runs of the last 24 hours that failed, in whole or in part, or are unknown */
	int waiting;        /* runs under way: planned, being built or sent, deferred */
	int64_t delivered;  /* when the newest run that is delivered began; INSTANT_NONE */
};

/* Whether one runs for the data directory, and what is next and went wrong. ERROR_IO. */
bool sender_status(struct app *app, struct sender_status *ret_status, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Since when and why the mail server cannot be used until a person mends it (a refused login, a certificate, missing STARTTLS, settings):
 * "INSTANT: words", given; NULL = nothing is wrong, or error set. */
char *sender_alert(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes what status and alert say, and how many runs are in which state, to DIR/tidings.prom in Prometheus' text format: whole or not at all,
 * readable for all (node_exporter's textfile collector). */
bool sender_write_metrics(struct app *app, const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Starts tidings-sender in the background and waits (at most 5 s) until it holds its lock; fine when one is running already. */
bool sender_start(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* SIGTERM and waits (at most 30 s) until the lock is free; fine when none is running. */
bool sender_stop(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Runs tidings-sender in the foreground, in this process's place: does not return on success. metrics: a directory as above, or NULL. */
bool sender_exec(struct app *app, bool until_idle, const char *metrics, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
