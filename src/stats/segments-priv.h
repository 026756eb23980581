/* SPDX-License-Identifier: Apache-2.0 */
/* All detections of the store: segments, numbered in the order in which they were filled, and the tail, whose pieces (small segments)
 * become a segment once there are enough. A segment's zone, the times of its first and last event, is kept apart so that a question reads
 * only the segments that it concerns. */
#ifndef TIDINGS_STATS_SEGMENTS_PRIV_H
#define TIDINGS_STATS_SEGMENTS_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "segment-priv.h"
#include "state-priv.h"
#include "tidings/kv/kv.h"

/* Stores detections, which are in order of time, and brings segments, tail and detections of the state up to date. */
bool segments_append(struct kv_txn *txn, struct state *state, const struct detection *detections, size_t n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Calls fn for segments that have events of the period: those from number first up to end, in order of their numbers. false when fn
 * returns false (it has set error) or a value is damaged. fn may write. */
typedef bool (*segment_fn)(const struct segment *segment, void *data, GError **error);
struct segment_walk {
	struct period period;
	uint64_t first, end;
	segment_fn fn;
	void *data;
};
bool segments_each(struct kv_txn *txn, const struct state *state, const struct segment_walk *walk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for the pieces of the tail. */
bool tail_each(struct kv_txn *txn, const struct state *state, const struct segment_walk *walk, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Time of the oldest event that is not before the cut; INSTANT_NONE when there is none. */
bool segments_oldest(struct kv_txn *txn, const struct state *state, int64_t *ret_time, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Time of the newest event; INSTANT_NONE when there is none. */
bool segments_newest(struct kv_txn *txn, const struct state *state, int64_t *ret_time, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Frees the room of detections before the cut in a few segments: removes those that have no others, packs the rest of others, and of
 * the tail, anew. Adds to *dropped how many it has changed; 0: nothing is left to do. */
bool segments_drop(struct kv_txn *txn, struct state *state, size_t *dropped, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How many are stored: numbers handed out, less those that are gone. */
bool segments_count(struct kv_txn *txn, const struct state *state, uint64_t *ret_count, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
