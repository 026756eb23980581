/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of detections: the question of "tidings stats" and the dashboard, and ingest. */
#ifndef TIDINGS_APP_STATISTICS_H
#define TIDINGS_APP_STATISTICS_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/statistics.h"

struct statistics_request {
	struct period period;
	const char *tenants;     /* "A, B", "all" or NULL */
	enum source source;
	bool false_positives;
	enum stats_step step;
	const char *zone;        /* steps are aligned in it; NULL = UTC */
	int top;
	bool breakdown;          /* detections by tenant and by weekday and hour of the zone as well */
};

/* The JSON object of "tidings stats --json" (CLI.md). Given. */
struct js *statistics_ask(struct app *app, const struct statistics_request *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same answer as a record; ERROR_DENIED and ERROR_INVALID as there. */
bool statistics_count(struct app *app, const struct statistics_request *request, struct stats_result *ret_result, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;

/* What a period in words ("last-7d", period.h) comes to at an instant in a zone. */
struct statistics_span {
	struct period period;
	struct period before;    /* of equal length, just before: for comparison */
	enum stats_step step;    /* the one that a report uses by itself */
	int offset;              /* of the zone at the period's end, seconds east of UTC */
};
/* "since-last" counts as "last-24h". ERROR_INVALID for an unknown zone or period. */
bool statistics_span(const char *period, const char *zone, int64_t at, struct statistics_span *ret_span, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Path of the file that every commit of events writes to: to be watched, not read. Given. */
char *statistics_change_path(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;

struct ingest_step {
	uint64_t done, total, lines, rejected;
};

struct ingest_request {
	const char *format;      /* auto, cef, kv, json, lookup */
	const char *tenant;      /* NULL = General */
	const char *source;      /* tcp, api or NULL */
	const char *zone;        /* of zone-less times; NULL = UTC */
	bool create_tenants, again;
	/* Called now and then with what was done of how many bytes, and how many lines were taken and rejected: false stops. NULL = never. */
	bool (*step)(void *data, const struct ingest_step *step);
	void *step_data;
};

struct ingest_report {
	uint64_t lines, detections, incoming_events, service_events, rejected;
	char *reject_path, *first_reason; /* NULL when nothing was rejected */
};
/* Frees the members and zeroes; NULL allowed. */
void ingest_report_release(struct ingest_report *report);
AUTORELEASE_DEFINE(ingest_report, ingest_report_release)

/* Takes what fd gives, to its end. name is the file's, for messages. ERROR_EXISTS: the same bytes were taken before.
 * ERROR_BUSY: request->step has stopped it; what was taken is committed, and the same bytes go on behind it. */
bool ingest_run(struct app *app, int fd, const char *name, const struct ingest_request *request, struct ingest_report *ret_report,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What "tidings collect" does and has done; uncommitted: lines that are not durable yet. */
struct collect_state {
	uint64_t connections, accepted, bytes, lines, detections, incoming_events, service_events, rejected, commits, uncommitted;
	const char *fault;       /* why nothing can be committed at present; NULL = it can. Borrowed. */
};
struct collect_request {
	struct ingest_request ingest;   /* again is not looked at */
	const char *const *listen;      /* "ADDRESS:PORT" or "ADDRESS:PORT=TENANT", up to a NULL */
	const int *sockets;             /* that listen already, with the request's tenant; they stay the caller's */
	size_t n_sockets;
	int connections_most, idle_seconds, report_seconds;
	int stop_fd;                    /* readable: come to an end */
	void (*listening)(void *data, const char *name);                 /* once for each socket */
	void (*report)(void *data, const struct collect_state *state);   /* now and then, when something has changed */
	void *data;
};

/* Takes events over TCP until stop_fd is readable; ret_state is set in any case once listening has begun. ERROR_INVALID, ERROR_NET,
 * ERROR_NOT_FOUND (a tenant); ERROR_FULL when the last lines could not be committed. */
bool collect_events(struct app *app, const struct collect_request *request, struct collect_state *ret_state, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
