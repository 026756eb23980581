// SPDX-License-Identifier: Apache-2.0
// Use cases: take events from a file, a stream, or over TCP.
#include <string.h>
#include <unistd.h>

#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/statistics.h"
#include "tidings/app/tenant.h"
#include "tidings/ingest/collect.h"
#include "tidings/ingest/ingest.h"
#include "tidings/schedule/zone.h"
#include "tidings/util/log.h"

void ingest_report_release(struct ingest_report *report)
{
	g_free(report->reject_path);
	g_free(report->first_reason);
	*report = (struct ingest_report){0};
}

struct known {
	struct app *app;
	GHashTable *names;
	bool create, again; /* again: names may be added meanwhile */
};

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

static bool names_read(struct known *known, GError **error)
{
	g_autoptr(GPtrArray) tenants = tenant_list(known->app, error);
	for (guint i = 0; tenants != NULL && i < tenants->len; i++) {
		const struct tenant *tenant = tenants->pdata[i];
		g_hash_table_insert(known->names, g_strdup(tenant->name), tenant->disabled ? NULL : known); /* a disabled one takes no events */
	}
	return tenants != NULL;
}

static bool tenant_known(void *data, const char *name)
{
	struct known *known = data;
	if (!g_hash_table_contains(known->names, name) && known->again && !names_read(known, NULL))
		return false;
	if (g_hash_table_contains(known->names, name))
		return g_hash_table_lookup(known->names, name) != NULL;
	if (!known->create)
		return false;
	autorelease(tenant) tenant = {0};
	tenant_init(&tenant);
	if (!field_set_text(field_by_name(&tenant_table, "name"), &tenant, name, NULL) || !store_tenant_put(known->app->store, &tenant, NULL))
		return false;
	g_hash_table_insert(known->names, g_strdup(name), known);
	return true;
}

/* What a request's options need as long as they are used. */
struct prepared {
	struct known known;
	struct zone *zone;
	char *rejects;
};

static void prepared_release(struct prepared *prepared)
{
	if (prepared->known.names != NULL)
		g_hash_table_unref(prepared->known.names);
	zone_free(prepared->zone);
	g_free(prepared->rejects);
}
AUTORELEASE_DEFINE(prepared, prepared_release)

static bool tenant_exists(struct known *known, const char *tenant, GError **error)
{
	return tenant_known(known, tenant) ||
	       error_set_field(error, ERROR_NOT_FOUND, "tenant", "no tenant \"%s\", or it is disabled; make it with tidings tenant add, or use --create-tenants", tenant);
}

static bool prepare(struct app *app, const struct ingest_request *request, struct prepared *prepared, struct ingest_options *options, GError **error)
{
	prepared->known = (struct known){app, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), request->create_tenants, false};
	*options = (struct ingest_options){.tenant = request->tenant, .received = app_now(app), .again = request->again};
	if (!app_require(app, USE_INGEST, false, error) || !fill_options(request, options, error) || !names_read(&prepared->known, error) ||
	    !tenant_exists(&prepared->known, request->tenant != NULL ? request->tenant : TENANT_GENERAL, error))
		return false;
	prepared->zone = zone_new(request->zone != NULL ? request->zone : "UTC", error);
	prepared->rejects = g_build_filename(app->dir, "rejects", NULL);
	options->zone_offset = zone_offset_of_wall;
	options->zone_data = prepared->zone;
	options->tenant_known = tenant_known;
	options->tenant_data = &prepared->known;
	options->reject_dir = prepared->rejects;
	return prepared->zone != NULL;
}

static bool step(void *data, uint64_t done, uint64_t total, const struct stats_progress *progress)
{
	const struct ingest_request *request = data;
	const struct ingest_step now = {done, total, progress->lines, progress->rejected};
	return request->step(request->step_data, &now);
}

bool ingest_run(struct app *app, int fd, const char *name, const struct ingest_request *request, struct ingest_report *ret_report, GError **error)
{
	autorelease(prepared) prepared = {.zone = NULL};
	autorelease(ingest_result) result = {0};
	struct ingest_options options = {0};
	bool ready = prepare(app, request, &prepared, &options, error) && retention_follow(app, error);
	struct stats *stats = ready ? app_stats(app, error) : NULL;
	options.name = name;
	options.step = request->step != NULL ? step : NULL;
	options.step_data = (void *)(uintptr_t)request;
	if (stats == NULL || !ingest_fd(stats, fd, &options, &result, error))
		return false;
	*ret_report = (struct ingest_report){
		.lines = result.lines, .detections = result.detections, .incoming_events = result.incoming_events,
		.service_events = result.service_events, .rejected = result.rejected,
		.reject_path = g_steal_pointer(&result.reject_path), .first_reason = g_steal_pointer(&result.first_reason),
	};
	return true;
}

/* Sockets of a request, and what is known of them. */
struct sockets {
	GArray *listeners;  /* struct collect_listener */
	GPtrArray *tenants; /* their texts */
	size_t n_foreign;   /* the first are the caller's */
};

static void sockets_release(struct sockets *sockets)
{
	for (guint i = (guint)sockets->n_foreign; i < sockets->listeners->len; i++)
		close(g_array_index(sockets->listeners, struct collect_listener, i).fd);
	g_array_unref(sockets->listeners);
	g_ptr_array_unref(sockets->tenants);
}
AUTORELEASE_DEFINE(sockets, sockets_release)

static void add_socket(struct sockets *sockets, const struct collect_request *request, int fd, const char *tenant, const char *name)
{
	struct collect_listener listener = {fd, tenant};
	g_array_append_val(sockets->listeners, listener);
	if (request->listening != NULL)
		request->listening(request->data, name);
}

static bool listen_on(struct sockets *sockets, const struct collect_request *request, struct known *known, const char *text, GError **error)
{
	const char *equals = strchr(text, '=');
	g_autofree char *address = equals != NULL ? g_strndup(text, (gsize)(equals - text)) : g_strdup(text);
	g_autofree char *name = NULL;
	char *tenant = equals != NULL ? g_strdup(equals + 1) : NULL;
	int fd = -1;
	if (tenant != NULL)
		g_ptr_array_add(sockets->tenants, tenant);
	if ((tenant != NULL && !tenant_exists(known, tenant, error)) || !collect_listen(address, &fd, &name, error))
		return false;
	add_socket(sockets, request, fd, tenant, name);
	return true;
}

static bool open_sockets(struct sockets *sockets, const struct collect_request *request, struct known *known, GError **error)
{
	for (size_t i = 0; i < request->n_sockets; i++) {
		g_autofree char *name = collect_name(request->sockets[i]);
		if (name == NULL)
			return error_set(error, ERROR_NET, "what was handed over as file descriptor %d does not listen", request->sockets[i]);
		sockets->n_foreign++;
		add_socket(sockets, request, request->sockets[i], NULL, name);
	}
	for (size_t i = 0; request->listen != NULL && request->listen[i] != NULL; i++) {
		if (!listen_on(sockets, request, known, request->listen[i], error))
			return false;
	}
	return sockets->listeners->len > 0 || error_set(error, ERROR_USAGE, "nothing to listen on: give --listen ADDRESS:PORT");
}

struct reporting {
	struct app *app;
	const struct collect_request *request;
};

static int64_t now(void *data)
{
	const struct reporting *reporting = data;
	return app_now(reporting->app);
}

static struct collect_state state_of(const struct collect_figures *f)
{
	return (struct collect_state){
		.connections = f->connections, .accepted = f->accepted, .bytes = f->bytes, .lines = f->lines, .detections = f->detections,
		.incoming_events = f->incoming_events, .service_events = f->service_events, .rejected = f->rejected, .commits = f->commits,
		.uncommitted = f->uncommitted, .fault = f->fault,
	};
}

static void report(void *data, const struct collect_figures *figures)
{
	const struct reporting *reporting = data;
	struct collect_state state = state_of(figures);
	g_autoptr(GError) failure = NULL;
	if (!retention_follow(reporting->app, &failure)) /* tried again at the next report */
		log_line(LOG_LEVEL_WARNING, "old events are not removed: %s", failure->message);
	if (reporting->request->report != NULL)
		reporting->request->report(reporting->request->data, &state);
}

bool collect_events(struct app *app, const struct collect_request *request, struct collect_state *ret_state, GError **error)
{
	autorelease(prepared) prepared = {.zone = NULL};
	autorelease(sockets) sockets = {g_array_new(FALSE, FALSE, sizeof(struct collect_listener)), g_ptr_array_new_with_free_func(g_free), 0};
	struct reporting reporting = {app, request};
	struct collect_figures figures = {0};
	struct collect_options options = {
		.stop_fd = request->stop_fd, .connections_most = (unsigned)request->connections_most, .idle_seconds = (unsigned)request->idle_seconds,
		.now = now, .report = report, .report_seconds = (unsigned)request->report_seconds, .data = &reporting,
	};
	struct stats *stats = prepare(app, &request->ingest, &prepared, &options.ingest, error) ? app_stats(app, error) : NULL;
	if (stats == NULL)
		return false;
	if (options.ingest.format == INGEST_LOOKUP)
		return error_set_field(error, ERROR_INVALID, "format", "answers of the lookup are no lines; choose auto, cef, kv or json");
	prepared.known.again = true;
	options.ingest.name = "collect";
	if (!open_sockets(&sockets, request, &prepared.known, error))
		return false;
	options.listeners = (const struct collect_listener *)(const void *)sockets.listeners->data;
	options.n_listeners = sockets.listeners->len;
	bool done = collect_run(stats, &options, &figures, error);
	*ret_state = state_of(&figures);
	return done;
}
