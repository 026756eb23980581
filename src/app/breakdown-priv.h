/* SPDX-License-Identifier: Apache-2.0 */
/* What a report breaks detections down by beside the question's own answer. */
#ifndef TIDINGS_APP_BREAKDOWN_PRIV_H
#define TIDINGS_APP_BREAKDOWN_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/schedule/zone.h"
#include "tidings/stats/stats.h"

/* Fills result->week; result is the query's answer otherwise. Its steps and top lists are not looked at. An hour that a clock change cuts or repeats counts
 * where the clock stands when it begins. On failure result is as before. */
bool week_count(struct stats *stats, const struct stats_query *query, const struct zone *zone, struct stats_result *result,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Fills result->tenants with the detections of each of these tenants (NULL-terminated) that has any; result is the query's answer otherwise
 * and has no tenants. On failure it is as before. */
bool tenants_count(struct stats *stats, const struct stats_query *query, char *const *names, struct stats_result *result,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
