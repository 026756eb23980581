// SPDX-License-Identifier: Apache-2.0
// What a report breaks detections down by beside the question's own answer: tenants, and weekday and hour of the zone's clock.
#include "breakdown-priv.h"

#include <string.h>

#include "tidings/schedule/period.h"

#define PART_SECONDS ((int64_t)366 * 86400) /* hours of it are fewer than a series may have steps */

static void add_hours(const struct zone *zone, const GArray *series, uint64_t *week)
{
	for (guint i = 0; i < series->len; i++) {
		const struct stats_bin *bin = &g_array_index(series, struct stats_bin, i);
		int64_t wall = bin->from + zone_offset(zone, bin->from);
		int64_t hour = wall / 3600 - (wall % 3600 < 0);
		/* 1970-01-01 was a Thursday. */
		int64_t slot = (hour + 3 * DAY_HOURS) % (WEEK_DAYS * DAY_HOURS);
		week[slot < 0 ? slot + WEEK_DAYS * DAY_HOURS : slot] += bin->detections;
	}
}

static bool add_part(struct stats *stats, const struct stats_query *query, const struct zone *zone, uint64_t *week, uint64_t *left,
		     GError **error)
{
	autorelease(stats_result) result = {0};
	g_autoptr(GArray) steps = period_steps(query->period, STEP_HOUR, zone, error);
	if (steps == NULL)
		return false;
	struct stats_query hours = *query;
	hours.steps = (const int64_t *)(void *)steps->data;
	hours.n_steps = steps->len - 1;
	hours.top = 0;
	if (!stats_query(stats, &hours, &result, error))
		return false;
	add_hours(zone, result.series, week);
	*left -= MIN(*left, result.detections);
	return true;
}

bool week_count(struct stats *stats, const struct stats_query *query, const struct zone *zone, struct stats_result *result, GError **error)
{
	g_autofree uint64_t *week = g_new0(uint64_t, WEEK_DAYS * DAY_HOURS);
	struct stats_query part = *query;
	uint64_t left = result->detections;
	for (int64_t from = MAX(query->period.from, result->first_event); left > 0 && from < query->period.to; from = part.period.to) {
		part.period = (struct period){from, MIN(from + PART_SECONDS, query->period.to)};
		if (!add_part(stats, &part, zone, week, &left, error))
			return false;
	}
	g_free(result->week);
	result->week = g_steal_pointer(&week);
	return true;
}

static gint share_order(gconstpointer a, gconstpointer b)
{
	const struct stats_share *x = a, *y = b;
	if (x->detections != y->detections)
		return x->detections > y->detections ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void share_clear(void *data)
{
	g_free(((struct stats_share *)data)->name);
}

bool tenants_count(struct stats *stats, const struct stats_query *query, char *const *names, struct stats_result *result, GError **error)
{
	g_autoptr(GArray) shares = g_array_new(FALSE, FALSE, sizeof(struct stats_share));
	g_array_set_clear_func(shares, share_clear);
	uint64_t left = result->detections;
	for (size_t i = 0; names[i] != NULL && left > 0; i++) {
		autorelease(stats_result) one = {0};
		char *const only[] = {names[i], NULL};
		struct stats_query part = *query;
		part.tenants = only;
		part.steps = NULL;
		part.n_steps = 0;
		part.top = 0;
		if (!stats_query(stats, &part, &one, error))
			return false;
		struct stats_share share = {NULL, one.detections};
		if (share.detections == 0)
			continue;
		share.name = g_strdup(names[i]);
		g_array_append_val(shares, share);
		left -= MIN(left, share.detections);
	}
	g_array_sort(shares, share_order);
	g_array_set_clear_func(shares, NULL);
	result->tenants = g_steal_pointer(&shares);
	return true;
}
