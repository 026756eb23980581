/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of stats.mdb and small steps over kv that several files take. */
#ifndef TIDINGS_STATS_TABLE_PRIV_H
#define TIDINGS_STATS_TABLE_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tidings/kv/kv.h"

/* In the order of stats_tables. */
enum stats_table {
	TABLE_META,       /* "state", state-priv.h */
	TABLE_NAMES,      /* of tenants, categories, feeds and suppliers, names-priv.h */
	TABLE_PROFILES,   /* arrays, dimension-priv.h */
	TABLE_TUPLES,
	TABLE_INDICATORS, /* values by id, dictionary-priv.h */
	TABLE_KINDS,      /* their kinds: an array of bytes */
	TABLE_INDEX,      /* their ids by hash, index-priv.h */
	TABLE_SEGMENTS,   /* detections, segments-priv.h */
	TABLE_ZONES,
	TABLE_TAIL,
	TABLE_HEADS,      /* roll-ups, head-priv.h */
	TABLE_LISTS,      /* roll-ups, roll-up-priv.h */
	TABLE_INCOMING,   /* counters, incoming-priv.h */
	TABLE_BATCHES,    /* identity -> progress */
	TABLE_MARKS,      /* false positives, mark-priv.h */
	TABLE_MARKED,     /* and their detections, marked-priv.h */
};
extern const char *const stats_tables[];

/* Borrowed memory as kv takes it. */
struct kv_bytes table_bytes(const void *data, size_t length) G_GNUC_WARN_UNUSED_RESULT;
/* What the array holds; valid until it changes. */
struct kv_bytes table_array_bytes(const GByteArray *array) G_GNUC_WARN_UNUSED_RESULT;

/* kv_get for which a missing key is an answer. */
bool table_find(struct kv_txn *txn, unsigned table, struct kv_bytes key, struct kv_bytes *ret_value, bool *ret_found,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes pairs whose key is from `from` on and before `below`, as many as a small transaction bears; adds how many to *dropped. */
bool table_drop(struct kv_txn *txn, unsigned table, struct kv_bytes from, struct kv_bytes below, size_t *dropped,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "statistics: a WHAT is damaged; ...", ERROR_CORRUPT; false. */
bool table_damaged(GError **error, const char *what);

#endif
