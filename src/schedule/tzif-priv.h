/* SPDX-License-Identifier: Apache-2.0 */
/* TZif files (RFC 8536): the history and the future of one zone's offset. */
#ifndef TIDINGS_SCHEDULE_TZIF_PRIV_H
#define TIDINGS_SCHEDULE_TZIF_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "posix-tz-priv.h"
#include "tidings/util/auto.h"

struct tzif {
	int64_t *at;             /* instants of the transitions, ascending */
	uint8_t *to;             /* type that begins there */
	size_t n;
	int *offsets;            /* of the types, in seconds east of UTC; [0] is in force before the first transition */
	size_t n_types;
	bool has_rule;
	struct posix_tz rule;    /* in force from the last transition on */
};

/* Instants from <= t < to with one offset. INT64_MIN and INT64_MAX stand for ever. */
struct tzif_span {
	int64_t from, to;
	int offset;
};

/* False when the bytes are not a TZif file of version 2 or newer without leap seconds, or are broken. */
bool tzif_parse(const uint8_t *data, size_t length, struct tzif *ret_tzif) G_GNUC_WARN_UNUSED_RESULT;
/* NULL allowed. */
void tzif_release(struct tzif *tzif);
AUTORELEASE_DEFINE(tzif, tzif_release)

/* The span that holds the instant. */
struct tzif_span tzif_span(const struct tzif *tzif, int64_t instant) G_GNUC_WARN_UNUSED_RESULT;

#endif
