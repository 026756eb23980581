// SPDX-License-Identifier: Apache-2.0
// Write transactions of the statistics store: state and writer around what is done.
#include "stats-priv.h"

struct run {
	struct stats *stats;
	session_fn fn;
	void *data;
};

static void give_up(struct stats *stats)
{
	writer_free(stats->writer);
	stats->writer = NULL;
	stats->lost++;
}

static bool run_write(struct kv_txn *txn, void *data, GError **error)
{
	const struct run *run = data;
	struct stats *stats = run->stats;
	struct session session = {.txn = txn};
	if (stats->writing)
		give_up(stats);
	stats->writing = true;
	if (stats->writer == NULL)
		stats->writer = writer_new();
	session.writer = stats->writer;
	return state_read(txn, &session.state, error) && writer_sync(session.writer, txn, &session.state, error) &&
	       run->fn(&session, run->data, error) && state_write(txn, &session.state, error);
}

bool session_write(struct stats *stats, session_fn fn, void *data, GError **error)
{
	struct run run = {stats, fn, data};
	bool done = kv_write(stats->kv, run_write, &run, error);
	if (!done)
		give_up(stats);
	stats->writing = false;
	return done;
}
