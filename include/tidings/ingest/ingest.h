/* SPDX-License-Identifier: Apache-2.0 */
/* Lines, files and answers of the platform -> events -> stats. A bad line is counted, kept and explained, and never stops the rest. */
#ifndef TIDINGS_INGEST_INGEST_H
#define TIDINGS_INGEST_INGEST_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/stats/stats.h"
#include "tidings/util/enum-table.h"

enum ingest_format { INGEST_AUTO, INGEST_CEF, INGEST_KV, INGEST_JSON, INGEST_LOOKUP };
extern const struct enum_row ingest_format_names[];

#define INGEST_LINE_MAX (1 << 20) /* bytes; a longer line is a reject */

struct ingest_options {
	enum ingest_format format;
	const char *tenant;            /* of records that name none; NULL = "General" */
	enum event_source source;      /* of records that name none (cef, kv: tcp) */
	bool source_set;
	int64_t received;              /* time of records that carry none */
	int (*zone_offset)(void *data, const struct wall *wall); /* offset for a zone-less wall time; NULL = UTC */
	void *zone_data;
	/* Is there such a tenant? May make it (--create-tenants). false: the line is a reject. */
	bool (*tenant_known)(void *data, const char *name);
	void *tenant_data;
	const char *reject_dir;        /* rejected lines are kept here */
	const char *name;              /* of the source, for the reject file and messages */
	bool again;                    /* take a batch that was taken before */
};

struct ingest_result {
	uint64_t lines, detections, incoming_events, service_events, rejected;
	char *reject_path;   /* NULL when nothing was rejected */
	char *first_reason;  /* "line 3: ..." of the first reject */
};
/* Frees the members and zeroes; NULL allowed. */
void ingest_result_release(struct ingest_result *result);
AUTORELEASE_DEFINE(ingest_result, ingest_result_release)

/* Reads fd to its end and stores everything as one batch. ERROR_EXISTS when the same bytes were taken before (unless again); ERROR_IO,
 * ERROR_FULL: nothing of the batch was taken. */
bool ingest_fd(struct stats *stats, int fd, const struct ingest_options *options, struct ingest_result *ret_result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
