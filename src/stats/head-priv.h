/* SPDX-License-Identifier: Apache-2.0 */
/* Heads: what a roll-up says of a tenant in one bucket besides its lists. Detections by profile, and the series of detections and incoming
 * events: by quarter of an hour in a day, by UTC day in a month. As bytes:
 *
 *     profiles: number, then for each its distance from the one before, and its detections
 *     for each series: number of its slots up to the last that is not 0, then their counts        (all variable numbers) */
#ifndef TIDINGS_STATS_HEAD_PRIV_H
#define TIDINGS_STATS_HEAD_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "dimension-priv.h"
#include "shelf-priv.h"
#include "tidings/kv/kv.h"

#define SLOT_SECONDS 900
#define HEAD_SLOTS 96 /* of a day; a month has one for each of its days */

/* Detections by source and whether false positive, then incoming events by source. */
enum { SERIES_INCOMING = 4, SERIES = 6 };
static inline int series_of_group(int group)
{
	return ((group & GROUP_API) != 0 ? 1 : 0) | ((group & GROUP_FALSE_POSITIVE) != 0 ? 2 : 0);
}

struct head_profile {
	uint32_t profile;
	uint64_t detections;
};
struct head {
	uint32_t tenant;
	GArray *profiles; /* struct head_profile, ascending */
	uint64_t series[SERIES][HEAD_SLOTS];
};
/* Without detections. Given: head_free. */
struct head *head_new(uint32_t tenant) G_GNUC_WARN_UNUSED_RESULT;
void head_free(struct head *head);
/* Adds to a profile. */
void head_count(struct head *head, uint32_t profile, uint64_t detections);
/* Adds what the bytes say. ERROR_CORRUPT; ERROR_LIMIT when a slot would overflow. */
bool head_add(struct head *head, const struct shelf_item *item, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds heads (struct head *, one a tenant) to those of the bucket. They are in any order. */
bool heads_add(struct kv_txn *txn, enum shelf_level level, uint64_t bucket, GPtrArray *heads, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
