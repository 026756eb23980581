/* SPDX-License-Identifier: Apache-2.0 */
/* One connection of collect: bytes -> flags and lines, and the answers to them. No I/O. */
#ifndef TIDINGS_INGEST_CONNECTION_PRIV_H
#define TIDINGS_INGEST_CONNECTION_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "lines-priv.h"
#include "tidings/stats/stats.h"
#include "tidings/util/auto.h"

struct connection {
	int fd;
	size_t listener;       /* its number */
	GString *bytes;        /* read, and no whole line yet */
	GString *answer;       /* to be sent */
	char *session;         /* ID; NULL = none */
	bool greeted;          /* the flags are read: lines follow */
	bool flagged;          /* the last thing read was a flag: line ends behind it are no lines */
	bool answers;          /* acknowledgements are wanted */
	bool owed;             /* one is due */
	bool skipping;         /* inside a line that was too long, and counted */
	bool ended;            /* the peer sends no more */
	bool watched;          /* by the loop */
	bool finished_event, reply_back; /* the flags */
	int64_t heard;         /* when the last byte came; monotonic microseconds */
	uint8_t identity[STATS_IDENTITY_BYTES]; /* of the session */
	struct stats_progress stored, progress; /* durable, and so far */
};

/* fd is the connection's from now on. Given. */
struct connection *connection_new(int fd, size_t listener) G_GNUC_WARN_UNUSED_RESULT;
/* Closes. NULL is allowed. */
void connection_free(struct connection *connection);

/* Adds what was read. */
void connection_put(struct connection *connection, const char *data, size_t length);
/* Reads the flags at the start of what was put. CONNECTION_SESSION: connection->session was given, which is to be looked up before the next
 * call. CONNECTION_LINES: they are read. CONNECTION_BAD: a session that is no ID. */
enum connection_step { CONNECTION_WAIT, CONNECTION_SESSION, CONNECTION_LINES, CONNECTION_BAD };
enum connection_step connection_greet(struct connection *connection) G_GNUC_WARN_UNUSED_RESULT;
/* The next whole line of what was put, from *at on, which moves behind it (or, with ended, the rest); false when there is none. A line longer than
 * INGEST_LINE_MAX comes as soon as it is, as too long, and its rest is dropped. line->end is not set. */
bool connection_line(struct connection *connection, size_t *at, struct line *ret_line) G_GNUC_WARN_UNUSED_RESULT;
/* Drops what was put up to `at`. */
void connection_drop(struct connection *connection, size_t at);
/* An acknowledgement of what is stored, when one is owed and nothing else waits to be sent. */
void connection_answer(struct connection *connection);

#endif
