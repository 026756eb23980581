/* SPDX-License-Identifier: Apache-2.0 */
/* What the layer itself asks of a zone: wall-clock seconds instead of struct wall, and the span of one offset. */
#ifndef TIDINGS_SCHEDULE_ZONE_PRIV_H
#define TIDINGS_SCHEDULE_ZONE_PRIV_H

#include "tidings/schedule/zone.h"

#include "tzif-priv.h"

#define ZONEINFO "/usr/share/zoneinfo"
#define OFFSET_MOST (26 * 3600) /* no offset from UTC is larger (RFC 8536) */

/* The span that holds the instant. */
struct tzif_span zone_span(const struct zone *zone, int64_t instant) G_GNUC_WARN_UNUSED_RESULT;

/* zone_to_instant() of seconds since 1970-01-01T00:00:00 on the wall clock. */
enum wall_fit zone_seconds_to_instant(const struct zone *zone, int64_t seconds, enum overlap_policy overlap, int64_t *ret_instant);

#endif
