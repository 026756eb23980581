/* SPDX-License-Identifier: Apache-2.0 */
/* The first n of many indicators: by detections descending, then by text ascending, then by kind. */
#ifndef TIDINGS_STATS_TOP_PRIV_H
#define TIDINGS_STATS_TOP_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "dictionary-priv.h"

struct top {
	guint n;
	uint64_t least;   /* fewer detections than that cannot be among the first n; UINT64_MAX when n is 0 */
	uint64_t *counts; /* the n largest numbers of detections so far, descending */
	GArray *candidates;
	struct dictionary *dictionary; /* borrowed: looked into when many have equally many detections */
};

/* Empty, for the first n; top_release. */
void top_init(struct top *top, guint n, struct dictionary *dictionary);
void top_release(struct top *top);

/* Considers an indicator with that many detections; each at most once. */
bool top_add(struct top *top, uint32_t id, uint64_t detections, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Appends the first n as struct stats_top_row to rows. */
bool top_finish(struct top *top, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
