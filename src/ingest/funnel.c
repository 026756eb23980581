// SPDX-License-Identifier: Apache-2.0
// Records on their way into the store.
#include "funnel-priv.h"

#include "dimensions-priv.h"
#include "tidings/util/error.h"

#define FULL_EVENTS (64 * 1024)
#define FULL_TEXT (16 * 1024 * 1024) /* bytes of indicators */
#define FUTURE_MOST (INT64_C(100) * 366 * 24 * 60 * 60)
#define TENANTS_MOST 4096 /* names remembered, known or not */
#define MINUTE_SECONDS 60
#define PENDING_MOST (UINT64_MAX / 4)

/* Incoming events of one minute, tenant and source, as they come one after the other. */
struct pending {
	GString *tenant;
	int64_t minute;
	enum event_source source;
	uint64_t count; /* not in the batch yet */
	bool open;      /* there is such a row in the batch */
};

struct funnel {
	struct stats *stats;
	struct stats_batch *batch;
	struct dimensions *dimensions;
	GHashTable *tenants; /* name -> whether it is known */
	GString *indicator;  /* reused */
	struct pending pending;
	size_t events, text; /* since the last commit */
};

struct funnel *funnel_new(struct stats *stats)
{
	struct funnel *funnel = g_new0(struct funnel, 1);
	funnel->stats = stats;
	funnel->batch = stats_batch_new(stats);
	funnel->dimensions = dimensions_new();
	funnel->tenants = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	funnel->indicator = g_string_new(NULL);
	funnel->pending.tenant = g_string_new(NULL);
	return funnel;
}

void funnel_free(struct funnel *funnel)
{
	if (funnel == NULL)
		return;
	stats_batch_free(funnel->batch);
	dimensions_free(funnel->dimensions);
	g_hash_table_unref(funnel->tenants);
	g_string_free(funnel->indicator, TRUE);
	g_string_free(funnel->pending.tenant, TRUE);
	g_free(funnel);
}

static bool tenant_check(struct funnel *funnel, const struct ingest_options *options, const char *name, GError **error)
{
	gpointer known = NULL;
	if (!g_hash_table_lookup_extended(funnel->tenants, name, NULL, &known)) {
		bool fits = strlen(name) <= DIMENSION_MAX;
		known = GINT_TO_POINTER(fits && (options->tenant_known == NULL || options->tenant_known(options->tenant_data, name)));
		if (g_hash_table_size(funnel->tenants) >= TENANTS_MOST)
			g_hash_table_remove_all(funnel->tenants);
		g_hash_table_insert(funnel->tenants, g_strdup(name), known);
	}
	return known != NULL || record_refuse(error, "unknown tenant ", slice_of(name), "");
}

static struct slice tenant_of(const struct ingest_options *options, const struct record *record)
{
	if (record->tenant.length > 0)
		return record->tenant;
	return slice_of(options->tenant != NULL ? options->tenant : INGEST_TENANT);
}

static enum event_source source_of(const struct ingest_options *options, const struct record *record)
{
	if (record->source >= 0)
		return (enum event_source)record->source;
	return options->source_set ? options->source : EVENT_TCP;
}

static bool time_of(const struct ingest_options *options, const struct record *record, int64_t *ret_time, GError **error)
{
	int64_t time = record->time == INSTANT_NONE ? options->received : record->time;
	if (time > options->received && time - options->received > FUTURE_MOST)
		return error_set(error, ERROR_INVALID, "its time is more than a hundred years after it was received");
	*ret_time = time;
	return true;
}

/* What was counted of the pending row comes to the batch; it was accepted there with its first event. */
static bool pending_flush(struct funnel *funnel, GError **error)
{
	struct pending *pending = &funnel->pending;
	if (pending->count == 0)
		return true;
	struct event event = {.time = pending->minute, .type = EVENT_INCOMING, .source = pending->source, .tenant = pending->tenant->str,
			      .count = pending->count};
	if (!stats_batch_add(funnel->batch, &event, error))
		return false;
	pending->count = 0;
	return true;
}

static bool pending_holds(const struct pending *pending, struct slice tenant, enum event_source source, int64_t minute)
{
	struct slice name = {pending->tenant->str, pending->tenant->len};
	return pending->open && pending->minute == minute && pending->source == source && slice_equal(name, tenant);
}

static bool take_incoming(struct funnel *funnel, const struct ingest_options *options, const struct record *record, GError **error)
{
	struct pending *pending = &funnel->pending;
	struct slice tenant = tenant_of(options, record);
	enum event_source source = source_of(options, record);
	int64_t time = 0;
	if (!time_of(options, record, &time, error))
		return false;
	int64_t minute = time - time % MINUTE_SECONDS;
	if (pending_holds(pending, tenant, source, minute) && pending->count < PENDING_MOST) {
		pending->count += record->count;
		return true;
	}
	g_autofree char *name = g_strndup(tenant.data, tenant.length);
	struct event event = {.time = time, .type = EVENT_INCOMING, .source = source, .tenant = name, .count = record->count};
	if (!tenant_check(funnel, options, name, error) || !pending_flush(funnel, error) || !stats_batch_add(funnel->batch, &event, error))
		return false;
	g_string_assign(pending->tenant, name);
	pending->minute = minute;
	pending->source = source;
	pending->open = true;
	return true;
}

/* Dimensions that were not seen before: checked, and numbered by the batch. */
static bool number_dimensions(struct funnel *funnel, const struct ingest_options *options, const struct dimension_key *key,
			      struct event *event, uint32_t *ret_tuple, GError **error)
{
	g_autofree char *tenant = g_strndup(key->texts[DIMENSION_TENANT].data, key->texts[DIMENSION_TENANT].length);
	g_autofree char *category = g_strndup(key->texts[DIMENSION_CATEGORY].data, key->texts[DIMENSION_CATEGORY].length);
	g_autofree char *feed = g_strndup(key->texts[DIMENSION_FEED].data, key->texts[DIMENSION_FEED].length);
	g_autofree char *supplier = g_strndup(key->texts[DIMENSION_SUPPLIER].data, key->texts[DIMENSION_SUPPLIER].length);
	event->tenant = tenant;
	event->category = category;
	event->feed = feed;
	event->supplier = supplier;
	if (!tenant_check(funnel, options, tenant, error) || !stats_batch_tuple(funnel->batch, event, ret_tuple, error))
		return false;
	dimensions_keep(funnel->dimensions, key, *ret_tuple);
	return true;
}

/* Its kind and its normalised value, in funnel->indicator. */
static bool take_indicator(struct funnel *funnel, const struct record *record, enum indicator_kind *ret_kind, GError **error)
{
	GString *indicator = funnel->indicator;
	g_string_truncate(indicator, 0);
	g_string_append_len(indicator, record->indicator.data, (gssize)record->indicator.length);
	enum indicator_kind kind = record->kind >= 0 ? (enum indicator_kind)record->kind : indicator_kind_guess(indicator->str);
	*ret_kind = kind;
	if (indicator_normalize_in_place(kind, indicator->str, indicator->len))
		return true;
	g_autofree char *normal = indicator_normalize(kind, indicator->str, error);
	if (normal == NULL)
		return false;
	g_string_assign(indicator, normal);
	return true;
}

static bool take_detection(struct funnel *funnel, const struct ingest_options *options, const struct record *record, GError **error)
{
	struct event event = {.source = source_of(options, record), .retroscan = record->retroscan, .false_positive = record->false_positive};
	struct stats_detection detection = {.confidence = record->confidence};
	if (!time_of(options, record, &detection.time, error))
		return false;
	if (record->indicator.data == NULL)
		return error_set(error, ERROR_INVALID, "indicator is missing");
	if (!take_indicator(funnel, record, &event.kind, error))
		return false;
	const struct dimension_key key = {
		{tenant_of(options, record), record->category, record->feed, record->supplier},
		(uint32_t)event.kind << 4 | (uint32_t)event.source << 2 | (event.retroscan ? 2U : 0U) | (event.false_positive ? 1U : 0U),
	};
	if (!dimensions_find(funnel->dimensions, &key, &detection.tuple) &&
	    !number_dimensions(funnel, options, &key, &event, &detection.tuple, error))
		return false;
	detection.indicator = funnel->indicator->str;
	detection.length = funnel->indicator->len;
	funnel->text += detection.length;
	return stats_batch_add_detection(funnel->batch, &detection, error);
}

bool funnel_take(struct funnel *funnel, const struct ingest_options *options, const struct record *record, struct stats_progress *progress,
		 GError **error)
{
	switch (record->type) {
	case RECORD_SERVICE:
		progress->service_events++;
		return true;
	case RECORD_INCOMING:
		if (!take_incoming(funnel, options, record, error))
			return false;
		progress->incoming_events += record->count;
		break;
	default:
		if (!take_detection(funnel, options, record, error))
			return false;
		progress->detections++;
	}
	funnel->events++;
	return true;
}

bool funnel_take_line(struct funnel *funnel, struct parser *parser, const struct line *line, struct stats_progress *progress, GError **error)
{
	struct text_line text = {.text = {line->text, line->length}};
	struct record record = RECORD_EMPTY;
	if (line->too_long)
		return error_set(error, ERROR_INVALID, "longer than %d bytes", INGEST_LINE_MAX);
	text.marks = slice_marks(text.text);
	/* A NUL is a control character. */
	if ((text.marks & (MARK_HIGH | MARK_CONTROL)) != 0 && !g_utf8_validate_len(line->text, line->length, NULL))
		return error_set(error, ERROR_INVALID, "not UTF-8");
	return parser_read(parser, &text, &record, error) && funnel_take(funnel, parser->options, &record, progress, error);
}

bool funnel_is_full(const struct funnel *funnel)
{
	return funnel->events >= FULL_EVENTS || funnel->text >= FULL_TEXT;
}

/* A tenant that is unknown now may be added. */
static gboolean is_unknown(gpointer name, gpointer known, gpointer data)
{
	(void)name;
	(void)data;
	return known == NULL;
}

bool funnel_commit(struct funnel *funnel, const struct stats_part *part, GError **error)
{
	if (!pending_flush(funnel, error) || !stats_batch_commit(funnel->batch, part, error))
		return false;
	funnel->events = 0;
	funnel->text = 0;
	funnel->pending.open = false;
	g_hash_table_foreach_remove(funnel->tenants, is_unknown, NULL);
	if (dimensions_are_many(funnel->dimensions)) {
		dimensions_free(funnel->dimensions);
		funnel->dimensions = dimensions_new();
		stats_batch_free(funnel->batch);
		funnel->batch = stats_batch_new(funnel->stats);
	}
	return true;
}
