/* SPDX-License-Identifier: Apache-2.0 */
/* Events over TCP -> stats: many connections, one commit for all of them.
 *
 * A connection carries lines; LF ends one, CR is ignored. It may begin with the platform's flags (X-KF-..., put together without anything
 * between them, with or without a line end behind them): X-KF-ReplyBackPING is answered with "PONG", X-KF-ReplyBack together with
 * X-KF-SendFinishedEvent asks for acknowledgements, all others change nothing. A line "X-Tidings-Session=ID" (ID: 1 to 64 letters, digits, - _ .)
 * asks for acknowledgements too, and makes the connection the continuation of every one before with that ID and tenant.
 *
 * An acknowledgement is "LookupFinished lines=N rejected=M": N lines of the connection (of the session) are durable in the store, of which M
 * were rejected. It is sent after each commit, and at the start of a session. A sender with a session that keeps what is not acknowledged, and
 * begins with line N + 1 when it comes again, has every line counted once, whatever is killed in between. Without a session, lines that
 * were sent and not acknowledged may have been counted or not.
 *
 * Nothing is read while a commit is under way or cannot be done (a full disk): the senders wait. */
#ifndef TIDINGS_INGEST_COLLECT_H
#define TIDINGS_INGEST_COLLECT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/ingest/ingest.h"

struct collect_listener {
	int fd;                     /* listens; stays the caller's */
	const char *tenant;         /* of lines that name none; NULL = as in the options */
};

/* Since the start, but for connections and uncommitted. */
struct collect_figures {
	uint64_t connections, accepted; /* now; ever */
	uint64_t bytes, lines, detections, incoming_events, service_events, rejected;
	uint64_t commits;
	uint64_t uncommitted;           /* lines that are taken, and not durable yet */
	const char *fault;              /* why commits fail at present; NULL = they do not. Borrowed until the call returns. */
};

struct collect_options {
	struct ingest_options ingest;             /* format, tenant, source, zone, tenant_known, reject_dir; not lookup */
	const struct collect_listener *listeners;
	size_t n_listeners;
	int stop_fd;                              /* readable: take no more, commit, and return */
	unsigned connections_most;                /* more wait in the listener's queue */
	unsigned idle_seconds;                    /* a connection without a byte for so long is closed */
	int64_t (*now)(void *data);               /* the time of receipt */
	/* Called about once in report_seconds, when anything has changed, and when commits begin to fail. */
	void (*report)(void *data, const struct collect_figures *figures);
	unsigned report_seconds;
	void *data;
};

/* Makes a socket that listens on "ADDRESS:PORT" ("[::1]:514", "127.0.0.1:0"); *ret_name: where it listens, with the port; given.
 * ERROR_INVALID for a text of another form; ERROR_NET. */
bool collect_listen(const char *text, int *ret_fd, char **ret_name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Where a socket listens, given; NULL when it does not. */
char *collect_name(int fd) G_GNUC_WARN_UNUSED_RESULT;

/* Takes events until stop_fd is readable. What was taken by then is committed. ERROR_FULL and others when that cannot be done: then
 * ret_figures->uncommitted lines were not acknowledged. ret_figures is set in any case. */
bool collect_run(struct stats *stats, const struct collect_options *options, struct collect_figures *ret_figures, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
