/* SPDX-License-Identifier: Apache-2.0 */
/* What collect has in hand: the lines of all connections, on their way into one commit. */
#ifndef TIDINGS_INGEST_COLLECT_PRIV_H
#define TIDINGS_INGEST_COLLECT_PRIV_H

#include "connection-priv.h"
#include "funnel-priv.h"
#include "parser-priv.h"
#include "rejects-priv.h"
#include "tidings/ingest/collect.h"

/* One listener's way of reading lines. */
struct collect_reader {
	struct ingest_options options;
	struct parser *parser;
};

struct collect_batch {
	struct stats *stats;
	const struct collect_options *options;
	struct collect_reader *readers; /* one a listener */
	struct funnel *funnel;
	struct rejects *rejects;
	struct collect_figures figures;
	char *fault;    /* of the last commit; NULL = it was done */
	int64_t since;  /* when the first uncommitted line was taken; 0 = none is. Monotonic microseconds */
	int64_t retry;  /* no commit before, after one that failed */
};

/* ERROR_IO when the directory of rejects cannot be made. */
bool collect_batch_init(struct collect_batch *batch, struct stats *stats, const struct collect_options *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void collect_batch_release(struct collect_batch *batch);
AUTORELEASE_DEFINE(collect_batch, collect_batch_release)

/* Takes the lines that the connection has put together. */
void collect_batch_take(struct collect_batch *batch, struct connection *connection);
/* Commits what was taken, with the progress of the sessions among the connections (array of struct connection *), and makes their
 * acknowledgements due. On failure batch->fault says why, and all stays as it is. */
bool collect_batch_commit(struct collect_batch *batch, const GPtrArray *connections) G_GNUC_WARN_UNUSED_RESULT;
/* What is stored of the connection's session becomes its progress. Everything is committed before. false: that cannot be done. */
bool collect_batch_resume(struct collect_batch *batch, struct connection *connection) G_GNUC_WARN_UNUSED_RESULT;

#endif
