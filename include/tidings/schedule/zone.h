/* SPDX-License-Identifier: Apache-2.0 */
/* IANA time zones from the system's tzdata: wall <-> instant with SCHEDULE.md's policies. The files are read by the
 * layer itself: GTimeZone has no negative daylight saving after the last transition (Europe/Dublin from 2038). */
#ifndef TIDINGS_SCHEDULE_ZONE_H
#define TIDINGS_SCHEDULE_ZONE_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/recurrence.h"
#include "tidings/util/auto.h"
#include "tidings/util/instant.h"

struct zone;

/* The zone of that IANA name ("Europe/Moscow", "UTC"); POSIX strings, offsets and file names are refused: ERROR_INVALID (field "zone").
 * Given: zone_free. */
struct zone *zone_new(const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void zone_free(struct zone *zone);
AUTOPTR_DEFINE(zone, zone_free)

/* Zones that are read once and shared: for whoever works on many tasks. */
struct zones;
struct zones *zones_new(void) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. Ends every zone it has given. */
void zones_free(struct zones *zones);
AUTOPTR_DEFINE(zones, zones_free)
/* As zone_new(), borrowed from zones. */
const struct zone *zones_get(struct zones *zones, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The IANA name it was made from. Borrowed. */
const char *zone_name(const struct zone *zone) G_GNUC_WARN_UNUSED_RESULT;

/* Seconds east of UTC in force at the instant. */
int zone_offset(const struct zone *zone, int64_t instant) G_GNUC_WARN_UNUSED_RESULT;

/* What the wall time is in the zone, and its instant: in a gap the offset before the gap is used (RFC 5545 3.3.5) whatever the policy
 * (whether to skip is the caller's decision); in an overlap the first or second by policy. */
enum wall_fit zone_to_instant(const struct zone *zone, const struct wall *wall, enum overlap_policy overlap, int64_t *ret_instant);
struct wall zone_to_wall(const struct zone *zone, int64_t instant) G_GNUC_WARN_UNUSED_RESULT;

/* Names of zone1970.tab and zone.tab, and UTC, sorted, given (g_strfreev): for drop-downs and completion. */
char **zone_names(void) G_GNUC_WARN_UNUSED_RESULT;

/* Version of the system's tzdata ("2026f"), given; "unknown" when it cannot be told. */
char *zone_data_version(void) G_GNUC_WARN_UNUSED_RESULT;

#endif
