/* SPDX-License-Identifier: Apache-2.0 */
/* Period texts -> intervals of instants, and the steps of a series, in a zone. */
#ifndef TIDINGS_SCHEDULE_PERIOD_H
#define TIDINGS_SCHEDULE_PERIOD_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/period.h"
#include "tidings/model/statistics.h"
#include "tidings/schedule/zone.h"

/* The interval of spec for a report scheduled at `scheduled`. since: end of the last delivered report's period for
 * PERIOD_SINCE_LAST, or INSTANT_NONE. Gaps shift, overlaps take the first. */
struct period period_resolve(const struct period_spec *spec, const struct zone *zone, int64_t scheduled, int64_t since) G_GNUC_WARN_UNUSED_RESULT;

/* The period of equal length just before, for comparison: the calendar unit before for PERIOD_PREV_*, else the same number of seconds. */
struct period period_previous(const struct period_spec *spec, const struct zone *zone, struct period period) G_GNUC_WARN_UNUSED_RESULT;

/* Bounds of the steps that cover the period, aligned to the zone's hours, days or weeks (Monday), the first and last clipped:
 * int64_t values, ascending, first = from, last = to. ERROR_LIMIT when there would be more than 10,000. Given. */
GArray *period_steps(struct period period, enum stats_step step, const struct zone *zone, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The step a report uses by itself: hours up to 48 hours, days up to 93 days, else weeks. */
enum stats_step period_step(struct period period) G_GNUC_WARN_UNUSED_RESULT;

#endif
