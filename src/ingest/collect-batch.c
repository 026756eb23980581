// SPDX-License-Identifier: Apache-2.0
// The lines of all connections of collect, on their way into one commit.
#include "collect-priv.h"

#include <sys/stat.h>

#include "tidings/kv/digest.h"
#include "tidings/util/file.h"
#include "tidings/util/safe-text.h"

#define REJECT_TEXT_MOST 4096              /* bytes of a rejected line that are kept */
#define REJECT_FILE_MOST (16 * 1024 * 1024) /* bytes; then the file begins anew, and the one before is kept */
#define RETRY_MICROSECONDS G_USEC_PER_SEC

bool collect_batch_init(struct collect_batch *batch, struct stats *stats, const struct collect_options *options, GError **error)
{
	static const uint8_t nobody[STATS_IDENTITY_BYTES] = {0};
	if (!file_make_private_dir(options->ingest.reject_dir, error))
		return false;
	batch->stats = stats;
	batch->options = options;
	batch->funnel = funnel_new(stats);
	batch->rejects = rejects_new(options->ingest.reject_dir, options->ingest.name, nobody, 0);
	rejects_append(batch->rejects);
	batch->readers = g_new0(struct collect_reader, options->n_listeners);
	for (size_t i = 0; i < options->n_listeners; i++) {
		struct collect_reader *reader = &batch->readers[i];
		reader->options = options->ingest;
		if (options->listeners[i].tenant != NULL)
			reader->options.tenant = options->listeners[i].tenant;
		reader->parser = parser_new(&reader->options);
	}
	return true;
}

void collect_batch_release(struct collect_batch *batch)
{
	if (batch == NULL || batch->options == NULL)
		return;
	for (size_t i = 0; i < batch->options->n_listeners; i++)
		parser_free(batch->readers[i].parser);
	g_free(batch->readers);
	funnel_free(batch->funnel);
	rejects_free(batch->rejects);
	g_free(batch->fault);
}

/* What cannot be written now is written with the next commit. */
static void reject(struct collect_batch *batch, struct connection *connection, const GError *reason, const struct line *line)
{
	g_autofree char *raw = g_strdup_printf("line %" G_GUINT64_FORMAT ": %s", connection->progress.lines, reason->message);
	g_autofree char *words = safe_text(raw, -1);
	connection->progress.rejected++;
	batch->figures.rejected++;
	g_autoptr(GError) error = NULL;
	if (!rejects_add(batch->rejects, words, line->text, MIN(line->length, REJECT_TEXT_MOST), &error))
		g_clear_error(&error);
}

static void take_line(struct collect_batch *batch, struct connection *connection, const struct line *line)
{
	struct collect_reader *reader = &batch->readers[connection->listener];
	struct stats_progress *progress = &connection->progress;
	const struct stats_progress before = *progress;
	g_autoptr(GError) reason = NULL;
	progress->lines++;
	batch->figures.lines++;
	batch->figures.uncommitted++;
	if (batch->since == 0)
		batch->since = g_get_monotonic_time();
	if (!line_is_silent(line) && !funnel_take_line(batch->funnel, reader->parser, line, progress, &reason))
		reject(batch, connection, reason, line);
	batch->figures.detections += progress->detections - before.detections;
	batch->figures.incoming_events += progress->incoming_events - before.incoming_events;
	batch->figures.service_events += progress->service_events - before.service_events;
}

void collect_batch_take(struct collect_batch *batch, struct connection *connection)
{
	struct line line;
	size_t at = 0, from = 0;
	batch->readers[connection->listener].options.received = batch->options->now(batch->options->data);
	/* The end of a session's last line is not known before its LF. */
	bool ended = connection->ended;
	connection->ended = ended && connection->session == NULL;
	while (connection_line(connection, &at, &line)) {
		take_line(batch, connection, &line);
		connection->progress.position += at - from;
		from = at;
	}
	connection->ended = ended;
	connection_drop(connection, at);
}

/* The progress of each session that has come on. */
static GArray *parts_of(const GPtrArray *connections)
{
	GArray *parts = g_array_new(FALSE, TRUE, sizeof(struct stats_part));
	for (guint i = 0; i < connections->len; i++) {
		const struct connection *connection = connections->pdata[i];
		struct stats_part part = {.identity = connection->identity, .before = connection->stored, .after = connection->progress};
		if (connection->session != NULL && connection->progress.lines != connection->stored.lines)
			g_array_append_val(parts, part);
	}
	for (guint i = 1; i < parts->len; i++)
		g_array_index(parts, struct stats_part, i - 1).next = &g_array_index(parts, struct stats_part, i);
	return parts;
}

static bool commit(struct collect_batch *batch, const GPtrArray *connections, GError **error)
{
	g_autoptr(GArray) parts = parts_of(connections);
	uint64_t bytes = 0;
	if (!rejects_sync(batch->rejects, &bytes, error) || (bytes > REJECT_FILE_MOST && !rejects_rotate(batch->rejects, error)))
		return false;
	return funnel_commit(batch->funnel, parts->len > 0 ? &g_array_index(parts, struct stats_part, 0) : NULL, error);
}

bool collect_batch_commit(struct collect_batch *batch, const GPtrArray *connections)
{
	g_autoptr(GError) error = NULL;
	if (batch->since == 0)
		return true;
	bool done = commit(batch, connections, &error);
	g_free(batch->fault);
	batch->fault = done ? NULL : safe_text(error->message, -1);
	batch->retry = done ? 0 : g_get_monotonic_time() + RETRY_MICROSECONDS;
	if (!done)
		return false;
	batch->since = 0;
	batch->figures.commits++;
	batch->figures.uncommitted = 0;
	for (guint i = 0; i < connections->len; i++) {
		struct connection *connection = connections->pdata[i];
		connection->owed |= connection->answers && connection->progress.lines != connection->stored.lines;
		connection->stored = connection->progress;
	}
	return true;
}

/* No digest of a file looks like it: the bytes behind its length are zero. */
static void session_identity(const char *tenant, const char *session, uint8_t ret_identity[static STATS_IDENTITY_BYTES])
{
	static const char mark[8] = "session";
	autoptr(kv_digest) digest = kv_digest_new();
	kv_digest_update(digest, tenant, strlen(tenant) + 1);
	kv_digest_update(digest, session, strlen(session));
	kv_digest_get(digest, ret_identity);
	memcpy(ret_identity + STATS_IDENTITY_BYTES - sizeof(mark), mark, sizeof(mark));
}

bool collect_batch_resume(struct collect_batch *batch, struct connection *connection)
{
	const char *tenant = batch->readers[connection->listener].options.tenant;
	bool found = false;
	session_identity(tenant != NULL ? tenant : INGEST_TENANT, connection->session, connection->identity);
	if (!stats_batch_find(batch->stats, connection->identity, &connection->stored, &found, NULL))
		return false;
	connection->progress = connection->stored;
	connection->owed = true;
	return true;
}
