/* SPDX-License-Identifier: Apache-2.0 */
/* A segment: up to 64 Ki detections in order of time, as columns.
 *
 *     n, first time                       variable numbers
 *     tuples: number, then for each       ids ascending, each as its distance from the one before; how many detections have it
 *     codes: 0, width, n numbers          index into the tuples, packed
 *     indicators: base, width, n numbers  id - base, packed
 *     confidences: base, width, n numbers confidence + 1 - base, packed: of no width when all are alike
 *     times: for each SEGMENT_BLOCK       seconds from the block before to this one's first, width, and each event's distance from the one
 *                                         before, packed
 *     BITS_SLACK zeros */
#ifndef TIDINGS_STATS_SEGMENT_PRIV_H
#define TIDINGS_STATS_SEGMENT_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "bits-priv.h"
#include "tidings/kv/kv.h"
#include "tidings/model/period.h"
#include "tidings/util/auto.h"

#define SEGMENT_MOST 65536 /* events */
#define SEGMENT_BLOCK 1024 /* events whose times are packed together */
#define SEGMENT_BLOCKS (SEGMENT_MOST / SEGMENT_BLOCK)

struct detection {
	int64_t time;
	uint32_t tuple, indicator; /* ids */
	int confidence;            /* -1 = none said */
};

/* Puts them in order of time. Quick when few are not. */
void detections_sort(struct detection *detections, size_t n);

struct segment_column {
	const uint8_t *packed;
	unsigned width;
	uint32_t base;
};

/* An open segment borrows the value. */
struct segment {
	size_t n;
	struct segment_column indicators, codes, confidences;
	size_t n_tuples;
	uint32_t *tuples; /* id of each code */
	uint32_t *counts; /* detections of each code */
	struct {
		int64_t first;
		const uint8_t *packed;
		unsigned width;
	} blocks[SEGMENT_BLOCKS];
};

/* Replaces out by a segment of 1 to SEGMENT_MOST detections in order of time. */
void segment_encode(const struct detection *detections, size_t n, GByteArray *out);
/* ERROR_CORRUPT. segment must be empty. Whatever the bytes are, what reads of an open segment stays inside them. */
bool segment_open(struct kv_bytes value, struct segment *ret_segment, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void segment_release(struct segment *segment);
AUTORELEASE_DEFINE(segment, segment_release)

/* The events of the period: from *ret_first up to *ret_end. */
void segment_find(const struct segment *segment, struct period period, size_t *ret_first, size_t *ret_end);
/* The times of a block's events; how many these are. */
size_t segment_times(const struct segment *segment, size_t block, int64_t ret_times[static SEGMENT_BLOCK]);
/* The numbers of a column for a block's events; the largest of them. */
uint32_t segment_numbers(const struct segment *segment, const struct segment_column *column, size_t block, uint32_t ret_numbers[static SEGMENT_BLOCK]);
/* The number i of a column. Codes can be out of range in a damaged segment. */
static inline uint32_t segment_get(const struct segment_column *column, size_t i)
{
	return column->base + (uint32_t)bits_get(column->packed, i, column->width);
}

/* Appends all events of the segment to detections (struct detection). */
bool segment_decode(const struct segment *segment, GArray *detections, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
