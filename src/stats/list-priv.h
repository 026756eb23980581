/* SPDX-License-Identifier: Apache-2.0 */
/* Lists: how many detections each indicator has in one group of one bucket. By ranges of 64 Ki ids, so that many lists can be summed a range
 * at a time. For each range that has ids:
 *
 *     distance from the range before (from -1 for the first)   variable numbers
 *     ids with 1 detection, ids with more
 *     bytes of what follows
 *     the first ids, the other ids                             id-set-priv.h
 *     the others' detections - 2: width, then packed; where all bits are ones, the number minus that follows as a variable number */
#ifndef TIDINGS_STATS_LIST_PRIV_H
#define TIDINGS_STATS_LIST_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "id-set-priv.h"
#include "tally-priv.h"
#include "tidings/util/bytes.h"

/* Entries of one range. */
struct list_range {
	size_t n_single, n_multiple;
	uint16_t singles[RANGE_IDS + ID_SET_SLACK], multiples[RANGE_IDS + ID_SET_SLACK];
	uint32_t counts[RANGE_IDS]; /* of the multiples: 2 and up */
};

/* Writes a list, range by range in ascending order. */
struct list_writer {
	GByteArray *out;
	GByteArray *body; /* reused */
	int64_t last;     /* range written last; -1 at first */
};
/* entries of the range: at least one. */
void list_put(struct list_writer *writer, uint32_t range, const struct list_range *entries);
/* A range as its bytes stand in another list. */
void list_copy(struct list_writer *writer, uint32_t range, const uint8_t *head, size_t length);

/* Reads one. The bytes must have BITS_SLACK behind them, which the reader counts as its own. */
struct list_reader {
	struct byte_reader bytes;
	int64_t range;      /* where it stands; RANGE_NONE behind the last, or when the list is damaged (bytes.failed) */
	size_t n_single, n_multiple, length;
	const uint8_t *head; /* of the range, from the numbers of ids on; the body follows */
	size_t head_length;
};
#define RANGE_NONE INT64_MAX
/* At the first range. */
struct list_reader list_reader(const uint8_t *data, size_t length) G_GNUC_WARN_UNUSED_RESULT;
/* The entries of the range where it stands, and on to the next one. false when they are damaged. */
bool list_get(struct list_reader *reader, struct list_range *ret_entries) G_GNUC_WARN_UNUSED_RESULT;
/* On to the next one. */
void list_skip(struct list_reader *reader);

#endif
