/* SPDX-License-Identifier: Apache-2.0 */
/* The open store, and its write transactions. */
#ifndef TIDINGS_STATS_STATS_PRIV_H
#define TIDINGS_STATS_STATS_PRIV_H

#include "state-priv.h"
#include "tidings/kv/kv.h"
#include "tidings/stats/stats.h"
#include "writer-priv.h"

struct stats {
	struct kv *kv; /* tables: table-priv.h */
	struct hash_key key;
	int64_t cut;           /* when it was opened, or by this handle since */
	struct writer *writer; /* NULL until something is written */
	unsigned lost;         /* how often a writer was given up: ids from before may not exist */
	bool writing;          /* the writer may know more than the store */
};

/* Runs fn in a write transaction; the state is written when it returns true. fn may be called again. */
typedef bool (*session_fn)(struct session *session, void *data, GError **error);
bool session_write(struct stats *stats, session_fn fn, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
