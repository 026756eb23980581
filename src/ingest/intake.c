// SPDX-License-Identifier: Apache-2.0
// Records of one batch on their way into the store.
#include "intake-priv.h"

#include <string.h>

#include "tidings/util/error.h"
#include "tidings/util/instant.h"
#include "tidings/util/safe-text.h"

#define PART_EVENTS (64 * 1024)
#define PART_TEXT (16 * 1024 * 1024) /* bytes of indicators */
#define FUTURE_MOST (INT64_C(100) * 366 * 24 * 60 * 60)

struct intake {
	const struct ingest_options *options;
	const uint8_t *identity;
	struct stats_batch *batch;
	struct rejects *rejects;
	struct stats_progress stored, progress;
	GHashTable *tenants; /* name -> whether it is known */
	char *first_reason;
	size_t events, text; /* of the part that is being filled */
};

struct intake *intake_new(struct stats *stats, const struct ingest_options *options, const struct input *input,
			  const struct stats_progress *stored)
{
	struct intake *intake = g_new0(struct intake, 1);
	intake->options = options;
	intake->identity = input->identity;
	intake->batch = stats_batch_new(stats);
	intake->stored = *stored;
	if (!stored->complete)
		intake->progress = *stored;
	intake->rejects = rejects_new(options->reject_dir, options->name, input->identity, intake->progress.reject_bytes);
	intake->tenants = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return intake;
}

void intake_free(struct intake *intake)
{
	if (intake == NULL)
		return;
	stats_batch_free(intake->batch);
	rejects_free(intake->rejects);
	g_hash_table_unref(intake->tenants);
	g_free(intake->first_reason);
	g_free(intake);
}

struct stats_progress *intake_progress(struct intake *intake)
{
	return &intake->progress;
}

static bool tenant_check(struct intake *intake, const char *name, GError **error)
{
	const struct ingest_options *options = intake->options;
	gpointer known = NULL;
	if (!g_hash_table_lookup_extended(intake->tenants, name, NULL, &known)) {
		bool fits = strlen(name) <= DIMENSION_MAX;
		known = GINT_TO_POINTER(fits && (options->tenant_known == NULL || options->tenant_known(options->tenant_data, name)));
		g_hash_table_insert(intake->tenants, g_strdup(name), known);
	}
	return known != NULL || record_refuse(error, "unknown tenant ", name, "");
}

static bool time_check(const struct ingest_options *options, int64_t time, GError **error)
{
	if (time > options->received && time - options->received > FUTURE_MOST)
		return error_set(error, ERROR_INVALID, "its time is more than a hundred years after it was received");
	return true;
}

/* What any record has: time, source, tenant. */
static bool event_start(struct intake *intake, const struct record *record, struct event *event, GError **error)
{
	const struct ingest_options *options = intake->options;
	bool tenant_said = record->tenant != NULL && *record->tenant != '\0';
	event->time = record->time == INSTANT_NONE ? options->received : record->time;
	event->source = options->source_set ? options->source : EVENT_TCP;
	if (record->source >= 0)
		event->source = (enum event_source)record->source;
	event->tenant = tenant_said ? record->tenant : options->tenant != NULL ? options->tenant : INGEST_TENANT;
	return time_check(options, event->time, error) && tenant_check(intake, event->tenant, error);
}

static bool take_incoming(struct intake *intake, const struct record *record, struct event *event, GError **error)
{
	event->type = EVENT_INCOMING;
	event->count = record->count;
	if (!stats_batch_add(intake->batch, event, error))
		return false;
	intake->progress.incoming_events += record->count;
	return true;
}

static bool take_detection(struct intake *intake, const struct record *record, struct event *event, GError **error)
{
	if (record->indicator == NULL)
		return error_set(error, ERROR_INVALID, "indicator is missing");
	event->kind = record->kind >= 0 ? (enum indicator_kind)record->kind : indicator_kind_guess(record->indicator);
	g_autofree char *indicator = indicator_normalize(event->kind, record->indicator, error);
	if (indicator == NULL)
		return false;
	event->type = EVENT_DETECTION;
	event->category = record->category;
	event->indicator = indicator;
	event->feed = record->feed;
	event->supplier = record->supplier;
	event->confidence = record->confidence;
	event->retroscan = record->retroscan;
	event->false_positive = record->false_positive;
	if (!stats_batch_add(intake->batch, event, error))
		return false;
	intake->progress.detections++;
	intake->text += strlen(indicator);
	return true;
}

bool intake_take(struct intake *intake, const struct record *record, GError **error)
{
	struct event event = {0};
	if (record->type == RECORD_SERVICE) {
		intake->progress.service_events++;
		return true;
	}
	if (!event_start(intake, record, &event, error))
		return false;
	bool taken = record->type == RECORD_INCOMING ? take_incoming(intake, record, &event, error)
						     : take_detection(intake, record, &event, error);
	intake->events += taken;
	return taken;
}

bool intake_reject(struct intake *intake, const char *what, const GError *reason, const char *text, size_t length,
		   GError **error)
{
	g_autofree char *raw = g_strdup_printf("%s %" G_GUINT64_FORMAT ": %s", what, intake->progress.lines, reason->message);
	g_autofree char *words = safe_text(raw, -1);
	if (intake->progress.rejected++ == 0)
		intake->first_reason = g_strdup(words);
	return rejects_add(intake->rejects, words, text, length, error);
}

static bool commit(struct intake *intake, GError **error)
{
	struct stats_progress *progress = &intake->progress;
	intake->events = 0;
	intake->text = 0;
	if (!rejects_sync(intake->rejects, &progress->reject_bytes, error))
		return false;
	struct stats_part part = {intake->identity, intake->stored, *progress};
	if (!stats_batch_commit(intake->batch, &part, error))
		return false;
	intake->stored = *progress;
	return true;
}

bool intake_breathe(struct intake *intake, GError **error)
{
	bool full = intake->events >= PART_EVENTS || intake->text >= PART_TEXT;
	return !full || commit(intake, error);
}

bool intake_finish(struct intake *intake, struct ingest_result *ret_result, GError **error)
{
	struct stats_progress *progress = &intake->progress;
	bool taken = progress->detections + progress->incoming_events + progress->service_events > 0;
	progress->complete = true;
	if (taken ? !commit(intake, error) : !rejects_sync(intake->rejects, &progress->reject_bytes, error))
		return false;
	if (progress->rejected > 0 && intake->first_reason == NULL)
		intake->first_reason = rejects_first(intake->rejects);
	if (progress->rejected == 0)
		rejects_discard(intake->rejects);
	*ret_result = (struct ingest_result){
		.lines = progress->lines,
		.detections = progress->detections,
		.incoming_events = progress->incoming_events,
		.service_events = progress->service_events,
		.rejected = progress->rejected,
		.reject_path = progress->rejected > 0 ? g_strdup(rejects_path(intake->rejects)) : NULL,
		.first_reason = g_steal_pointer(&intake->first_reason),
	};
	return true;
}
