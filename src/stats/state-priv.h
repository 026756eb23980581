/* SPDX-License-Identifier: Apache-2.0 */
/* What the store says of itself: one record of TABLE_META, read at the start of each transaction. */
#ifndef TIDINGS_STATS_STATE_PRIV_H
#define TIDINGS_STATS_STATE_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "hash-priv.h"
#include "tidings/kv/kv.h"

#define STATS_VERSION 2 /* of the format */

#define STATE_SEGMENT_EVENTS 65536
#define STATE_ROLL_SEGMENTS 4

enum name_class { NAME_TENANT, NAME_CATEGORY, NAME_FEED, NAME_SUPPLIER, NAME_CLASSES };

/* 64-bit words only: stored as they stand here, little-endian; a shorter record of an older version has zeros for the rest. */
struct state {
	uint64_t version;
	struct hash_key key;
	uint64_t detections;              /* events in segments and tail */
	uint64_t names[NAME_CLASSES];     /* ids handed out */
	uint64_t profiles, tuples, indicators;
	uint64_t segments;                /* numbers handed out */
	uint64_t rolled;                  /* segments below it are in the roll-ups */
	uint64_t tail_first, tail_end;    /* numbers of the tail's pieces */
	uint64_t tail_events;
	uint64_t snapshot;                /* ids in the stored index of indicators */
	uint64_t marks;                   /* changes of marks: tells whether a copy in memory is current */
	uint64_t cut;                     /* instant: older events are gone */
	uint64_t segments_first;          /* segments below it are gone */
	uint64_t segment_events;          /* of a full segment: STATE_SEGMENT_EVENTS; fewer in tests */
	uint64_t roll_segments;           /* full segments that are rolled up together: STATE_ROLL_SEGMENTS */
};

/* *ret_state is zero when the store has none yet. ERROR_CORRUPT; ERROR_VERSION. */
bool state_read(struct kv_txn *txn, struct state *ret_state, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool state_write(struct kv_txn *txn, const struct state *state, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
