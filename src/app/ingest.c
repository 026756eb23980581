// SPDX-License-Identifier: Apache-2.0
// Use case: take events from a file or a stream.
#include <string.h>

#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/statistics.h"
#include "tidings/ingest/ingest.h"
#include "tidings/schedule/zone.h"

void ingest_report_release(struct ingest_report *report)
{
	g_free(report->reject_path);
	g_free(report->first_reason);
	*report = (struct ingest_report){0};
}

struct known {
	struct app *app;
	GHashTable *names;
	bool create;
};

static bool tenant_known(void *data, const char *name)
{
	struct known *known = data;
	if (g_hash_table_contains(known->names, name))
		return true;
	if (!known->create)
		return false;
	autorelease(tenant) tenant = {0};
	tenant_init(&tenant);
	if (!field_set_text(field_by_name(&tenant_table, "name"), &tenant, name, NULL) || !store_tenant_put(known->app->store, &tenant, NULL))
		return false;
	g_hash_table_add(known->names, g_strdup(name));
	return true;
}

static int zone_offset_of_wall(void *data, const struct wall *wall)
{
	int64_t instant = 0;
	(void)zone_to_instant(data, wall, OVERLAP_FIRST, &instant);
	return (int)(wall_to_seconds(wall) - instant);
}

static bool fill_options(const struct ingest_request *request, struct ingest_options *options, GError **error)
{
	int format = enum_from_text(ingest_format_names, request->format != NULL ? request->format : "auto");
	if (format < 0)
		return error_set_field(error, ERROR_INVALID, "format", "unknown format \"%s\"; choose auto, cef, kv, json or lookup", request->format);
	options->format = (enum ingest_format)format;
	options->source_set = request->source != NULL;
	int source = request->source != NULL ? enum_from_text(event_source_names, request->source) : EVENT_TCP;
	if (source < 0)
		return error_set_field(error, ERROR_INVALID, "source", "unknown source \"%s\"; choose tcp or api", request->source);
	options->source = (enum event_source)source;
	return true;
}

static GHashTable *tenant_names(struct app *app, GError **error)
{
	g_auto(GStrv) names = app_tenants(app, error);
	if (names == NULL)
		return NULL;
	GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (char **name = names; *name != NULL; name++)
		g_hash_table_add(set, g_strdup(*name));
	return set;
}

bool ingest_run(struct app *app, int fd, const char *name, const struct ingest_request *request, struct ingest_report *ret_report, GError **error)
{
	struct ingest_options options = {.tenant = request->tenant, .received = app_now(app), .name = name, .again = request->again};
	if (!app_require(app, USE_INGEST, false, error) || !fill_options(request, &options, error))
		return false;
	g_autoptr(GHashTable) names = tenant_names(app, error);
	if (names == NULL)
		return false;
	struct known known = {app, names, request->create_tenants};
	const char *tenant = request->tenant != NULL ? request->tenant : TENANT_GENERAL;
	if (!tenant_known(&known, tenant))
		return error_set_field(error, ERROR_NOT_FOUND, "tenant", "no tenant \"%s\"; make it with tidings tenant add, or use --create-tenants", tenant);
	autoptr(zone) zone = zone_new(request->zone != NULL ? request->zone : "UTC", error);
	struct stats *stats = zone != NULL ? app_stats(app, error) : NULL;
	if (stats == NULL)
		return false;
	g_autofree char *rejects = g_build_filename(app->dir, "rejects", NULL);
	options.zone_offset = zone_offset_of_wall;
	options.zone_data = zone;
	options.tenant_known = tenant_known;
	options.tenant_data = &known;
	options.reject_dir = rejects;
	autorelease(ingest_result) result = {0};
	if (!ingest_fd(stats, fd, &options, &result, error))
		return false;
	*ret_report = (struct ingest_report){
		.lines = result.lines, .detections = result.detections, .incoming_events = result.incoming_events,
		.service_events = result.service_events, .rejected = result.rejected,
		.reject_path = g_steal_pointer(&result.reject_path), .first_reason = g_steal_pointer(&result.first_reason),
	};
	return true;
}
