// SPDX-License-Identifier: Apache-2.0
// Use case: one question about detections.
#include "tidings/app/statistics.h"

#include "app-priv.h"
#include "breakdown-priv.h"
#include "tidings/app/access.h"
#include "tidings/schedule/period.h"

/* A question of a request; what it points to belongs to the asked. */
struct asked {
	struct stats_query query;
	char **tenants;
	GArray *steps;
	struct stats_result result;
};

static void asked_release(struct asked *asked)
{
	g_strfreev(asked->tenants);
	g_clear_pointer(&asked->steps, g_array_unref);
	stats_result_release(&asked->result);
}
AUTORELEASE_DEFINE(asked, asked_release)

static bool ask(struct app *app, const struct statistics_request *request, struct asked *asked, GError **error)
{
	if (!app_require(app, USE_DASHBOARD, true, error))
		return false;
	if (request->period.from >= request->period.to)
		return error_set_field(error, ERROR_INVALID, "to", "the period ends before it begins; --to must be later than --from");
	bool all = false;
	asked->tenants = app_resolve_tenants(app, request->tenants, &all, error);
	if (asked->tenants == NULL)
		return false;
	autoptr(zone) zone = zone_new(request->zone != NULL ? request->zone : "UTC", error);
	if (zone == NULL)
		return false;
	asked->steps = period_steps(request->period, request->step, zone, error);
	struct stats *stats = asked->steps != NULL ? app_stats(app, error) : NULL;
	if (stats == NULL)
		return false;
	struct stats_query *query = &asked->query;
	*query = (struct stats_query){
		.period = request->period, .tenants = all ? NULL : asked->tenants, .source = request->source,
		.false_positives = request->false_positives, .steps = (const int64_t *)(void *)asked->steps->data,
		.n_steps = asked->steps->len - 1, .top = request->top,
	};
	if (!stats_query(stats, query, &asked->result, error))
		return false;
	if (request->breakdown && !(tenants_count(stats, query, asked->tenants, &asked->result, error) &&
				    week_count(stats, query, zone, &asked->result, error)))
		return false;
	query->tenants = asked->tenants;
	return true;
}

struct js *statistics_ask(struct app *app, const struct statistics_request *request, GError **error)
{
	autorelease(asked) asked = {0};
	return ask(app, request, &asked, error) ? stats_answer_to_json(&asked.query, &asked.result) : NULL;
}

bool statistics_count(struct app *app, const struct statistics_request *request, struct stats_result *ret_result, GError **error)
{
	autorelease(asked) asked = {0};
	if (!ask(app, request, &asked, error))
		return false;
	*ret_result = asked.result;
	asked.result = (struct stats_result){0};
	return true;
}

bool statistics_span(const char *period, const char *zone_name, int64_t at, struct statistics_span *ret_span, GError **error)
{
	struct period_spec spec = {0};
	autoptr(zone) zone = zone_new(zone_name, error);
	if (zone == NULL || !period_spec_from_text(period, &spec, error))
		return false;
	struct statistics_span span = {.period = period_resolve(&spec, zone, at, INSTANT_NONE)};
	span.before = period_previous(&spec, zone, span.period);
	span.step = period_step(span.period);
	span.offset = zone_offset(zone, span.period.to);
	*ret_span = span;
	return true;
}

char *statistics_change_path(const struct app *app)
{
	return g_build_filename(app->dir, "stats", "stats.mdb", NULL);
}
