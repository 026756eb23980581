/* SPDX-License-Identifier: Apache-2.0 */
/* Dimensions of detections that were seen before, with the number that the batch gave them: what is checked once is not checked again. */
#ifndef TIDINGS_INGEST_DIMENSIONS_PRIV_H
#define TIDINGS_INGEST_DIMENSIONS_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "slice-priv.h"
#include "tidings/util/auto.h"

enum dimension { DIMENSION_TENANT, DIMENSION_CATEGORY, DIMENSION_FEED, DIMENSION_SUPPLIER, DIMENSIONS };
struct dimension_key {
	struct slice texts[DIMENSIONS]; /* not said is the same as empty */
	uint32_t flags;                 /* everything else that makes a difference */
};

struct dimensions;
/* Given. */
struct dimensions *dimensions_new(void) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void dimensions_free(struct dimensions *dimensions);
AUTOPTR_DEFINE(dimensions, dimensions_free)

/* The number that was kept for the key; false when there is none. */
bool dimensions_find(struct dimensions *dimensions, const struct dimension_key *key, uint32_t *ret_number) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps it (unless far too many are kept already: dimensions_are_many was not asked); the texts are copied. The key was looked for just
 * before, and not found. */
void dimensions_keep(struct dimensions *dimensions, const struct dimension_key *key, uint32_t number);
/* More are kept than any producer has: time to forget them all. */
bool dimensions_are_many(const struct dimensions *dimensions) G_GNUC_WARN_UNUSED_RESULT;

#endif
