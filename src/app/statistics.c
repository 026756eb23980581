// SPDX-License-Identifier: Apache-2.0
// Use case: one question about detections.
#include "tidings/app/statistics.h"

#include "app-priv.h"
#include "breakdown-priv.h"
#include "tidings/app/access.h"
#include "tidings/schedule/period.h"

struct js *statistics_ask(struct app *app, const struct statistics_request *request, GError **error)
{
	if (!app_require(app, USE_DASHBOARD, true, error))
		return NULL;
	if (request->period.from >= request->period.to) {
		error_set_field(error, ERROR_INVALID, "to", "the period ends before it begins; --to must be later than --from");
		return NULL;
	}
	bool all = false;
	g_auto(GStrv) tenants = app_resolve_tenants(app, request->tenants, &all, error);
	if (tenants == NULL)
		return NULL;
	autoptr(zone) zone = zone_new(request->zone != NULL ? request->zone : "UTC", error);
	if (zone == NULL)
		return NULL;
	g_autoptr(GArray) steps = period_steps(request->period, request->step, zone, error);
	struct stats *stats = steps != NULL ? app_stats(app, error) : NULL;
	if (stats == NULL)
		return NULL;
	struct stats_query query = {
		.period = request->period, .tenants = all ? NULL : tenants, .source = request->source,
		.false_positives = request->false_positives, .steps = (const int64_t *)(void *)steps->data,
		.n_steps = steps->len - 1, .top = request->top,
	};
	autorelease(stats_result) result = {0};
	if (!stats_query(stats, &query, &result, error))
		return NULL;
	if (request->breakdown && !(tenants_count(stats, &query, tenants, &result, error) && week_count(stats, &query, zone, &result, error)))
		return NULL;
	query.tenants = tenants;
	return stats_answer_to_json(&query, &result);
}
