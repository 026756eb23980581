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

#define INGEST_LINE_MAX (1 << 20)               /* bytes; a longer line is a reject */
#define INGEST_COUNT_MAX INT64_C(1000000000000) /* incoming events that one record may claim */
#define INGEST_TENANT "General"                 /* of records that name none, unless the options do */

struct ingest_options {
	enum ingest_format format;
	const char *tenant;            /* of records that name none; NULL = "General" */
	enum event_source source;      /* of records that name none (cef, kv: tcp) */
	bool source_set;
	int64_t received;              /* time of records that carry none */
	int (*zone_offset)(void *data, const struct wall *wall); /* seconds east of UTC at a zone-less wall time; NULL = UTC */
	void *zone_data;
	/* Is there such a tenant? May make it (--create-tenants). false: the line is a reject. Asked once a name; NULL = any is known. */
	bool (*tenant_known)(void *data, const char *name);
	void *tenant_data;
	const char *reject_dir;        /* rejected lines are kept here; made when it is not there */
	const char *name;              /* of the source, for the reject file and messages */
	bool again;                    /* take a batch that was taken before */
	/* Called now and then with how many of the input's bytes are done: false stops. NULL = never. */
	bool (*step)(void *data, uint64_t done, uint64_t total, const struct stats_progress *progress);
	void *step_data;
};

struct ingest_result {
	uint64_t lines, detections, incoming_events, service_events, rejected;
	char *reject_path;   /* NULL when nothing was rejected */
	char *first_reason;  /* "line 3: ..." of the first reject */
};
/* Frees the members and zeroes; NULL allowed. */
void ingest_result_release(struct ingest_result *result);
AUTORELEASE_DEFINE(ingest_result, ingest_result_release)

/* Reads fd from its position to its end and stores everything as one batch, named by the digest of the bytes. What is no regular file is
 * first copied to an unlinked file in reject_dir, so that it is known before anything is taken. ERROR_EXISTS when the same bytes were
 * taken before (unless again).
 * What is compressed by gzip or Zstandard is taken for what it expands to: the same batch either way; ERROR_INVALID when it is damaged.
 * The events are committed in parts of at most 64 Ki, each with the batch's progress in the same transaction. When ingest is interrupted
 * (a signal, a crash, ERROR_IO, ERROR_FULL), the parts before stay counted, and giving the same bytes again goes on behind the last of
 * them: nothing is counted twice or lost, and the result is that of the whole batch. A batch of which nothing was taken is not
 * remembered: it can be given again, with another format for example. A rejected line is kept with its line number and reason in a
 * comment above it; such a file can be corrected and given to ingest, which skips lines that begin with "#". ERROR_BUSY when another
 * process takes the same bytes at the same time, and when options->step has stopped it: what was taken by then is committed, the message says
 * how much that is, and giving the same bytes again goes on behind it. */
bool ingest_fd(struct stats *stats, int fd, const struct ingest_options *options, struct ingest_result *ret_result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
