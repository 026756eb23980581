// SPDX-License-Identifier: Apache-2.0
// Events of one batch: gathered in memory with their names kept once, stored in one transaction.
#include <string.h>

#include "dictionary-priv.h"
#include "incoming-priv.h"
#include "pool-priv.h"
#include "progress-priv.h"
#include "roll-priv.h"
#include "segments-priv.h"
#include "stats-priv.h"
#include "table-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

/* The end of year 9999. */
#define TIME_MAX INT64_C(253402300799)
#define ID_NONE UINT32_MAX

/* What a number of stats_batch_tuple stands for. */
struct kept_tuple {
	enum event_type type;
	enum indicator_kind kind;
	uint32_t id; /* of the tuple, or of an incoming event's tenant; ID_NONE until a commit has found it */
};

/* Names of the last detections, one after the other, that are not in the pool yet: there, they are looked for together. */
#define WAITING_MOST 64
struct waiting {
	GByteArray *names;
	uint32_t lengths[WAITING_MOST];
	size_t n;
};

struct stats_batch {
	struct stats *stats;
	struct pool *tuples, *indicators;
	GArray *kept;       /* struct kept_tuple of each number of the pool of tuples */
	unsigned lost;      /* as the store has it: ids found before are no good when it has changed */
	GArray *detections; /* struct detection; ids are numbers of the pools; the last ones' indicators wait for theirs */
	struct waiting waiting;
	GArray *incoming;   /* struct incoming; the stream is a number of the pool of tuples */
	GByteArray *name;   /* reused */
	int64_t cut;        /* of the store, as of the last commit */
};

struct stats_batch *stats_batch_new(struct stats *stats)
{
	struct stats_batch *batch = g_new0(struct stats_batch, 1);
	batch->stats = stats;
	batch->tuples = pool_new(&stats->key);
	batch->indicators = pool_new(&stats->key);
	batch->kept = g_array_new(FALSE, FALSE, sizeof(struct kept_tuple));
	batch->lost = stats->lost;
	batch->cut = stats->cut;
	batch->detections = g_array_new(FALSE, FALSE, sizeof(struct detection));
	batch->incoming = g_array_new(FALSE, FALSE, sizeof(struct incoming));
	batch->waiting.names = g_byte_array_new();
	batch->name = g_byte_array_new();
	return batch;
}

void stats_batch_free(struct stats_batch *batch)
{
	if (batch == NULL)
		return;
	pool_free(batch->tuples);
	pool_free(batch->indicators);
	g_array_unref(batch->kept);
	g_array_unref(batch->detections);
	g_array_unref(batch->incoming);
	g_byte_array_unref(batch->waiting.names);
	g_byte_array_unref(batch->name);
	g_free(batch);
}

static bool text_fits(const char *name, const char *text, bool empty_allowed, GError **error)
{
	size_t length = text == NULL ? 0 : strlen(text);
	if (length == 0 && !empty_allowed)
		return error_set(error, ERROR_INVALID, "%s is missing", name);
	if (length > DIMENSION_MAX)
		return error_set(error, ERROR_INVALID, "%s is longer than %d bytes", name, DIMENSION_MAX);
	return length == 0 || g_utf8_validate(text, (gssize)length, NULL) || error_set(error, ERROR_INVALID, "%s is not UTF-8", name);
}

static bool dimensions_fit(const struct event *event, GError **error)
{
	if (!text_fits("category", event->category, false, error) || !text_fits("feed", event->feed, true, error) ||
	    !text_fits("supplier", event->supplier, true, error))
		return false;
	return event->kind <= KIND_SHA256 || error_set(error, ERROR_INVALID, "kind of the indicator is unknown");
}

static bool detection_fits(const struct event *event, GError **error)
{
	if (!dimensions_fit(event, error))
		return false;
	size_t length = event->indicator == NULL ? 0 : strlen(event->indicator);
	if (length == 0 || length > INDICATOR_MAX || !g_utf8_validate(event->indicator, (gssize)length, NULL))
		return error_set(error, ERROR_INVALID, "indicator is empty, longer than %d bytes or not UTF-8", INDICATOR_MAX);
	return (event->confidence >= -1 && event->confidence <= 100) || error_set(error, ERROR_INVALID, "confidence is 0 to 100");
}

static bool time_fits(const struct stats_batch *batch, int64_t time, GError **error)
{
	if (time < 0 || time > TIME_MAX)
		return error_set(error, ERROR_INVALID, "time is not between 1970 and 9999");
	return time >= batch->cut || error_set(error, ERROR_INVALID, "time is before the oldest day that is kept");
}

static bool event_fits(const struct stats_batch *batch, const struct event *event, GError **error)
{
	if (!time_fits(batch, event->time, error))
		return false;
	if (event->type > EVENT_INCOMING || event->source > EVENT_API)
		return error_set(error, ERROR_INVALID, "type or source of the event is unknown");
	if (!text_fits("tenant", event->tenant, false, error))
		return false;
	return event->type == EVENT_INCOMING || detection_fits(event, error);
}

static void put_name(GByteArray *out, const char *name)
{
	g_byte_array_append(out, (const guint8 *)(name == NULL ? "" : name), (guint)(name == NULL ? 1 : strlen(name) + 1));
}

/* Its number in the pool of tuples, where it stands as type, kind, group and four texts, each with its NUL. */
static uint32_t add_tuple(struct stats_batch *batch, const struct event *event)
{
	bool detection = event->type == EVENT_DETECTION;
	struct kept_tuple kept = {event->type, detection ? event->kind : KIND_URL, ID_NONE};
	int group = (event->source == EVENT_API ? GROUP_API : 0) | (detection && event->retroscan ? GROUP_RETROSCAN : 0) |
		    (detection && event->false_positive ? GROUP_FALSE_POSITIVE : 0);
	g_byte_array_set_size(batch->name, 0);
	bytes_put_u8(batch->name, (uint8_t)event->type);
	bytes_put_u8(batch->name, (uint8_t)kept.kind);
	bytes_put_u8(batch->name, (uint8_t)group);
	put_name(batch->name, event->tenant);
	put_name(batch->name, detection ? event->category : NULL);
	put_name(batch->name, detection ? event->feed : NULL);
	put_name(batch->name, detection ? event->supplier : NULL);
	uint32_t number = pool_add(batch->tuples, table_array_bytes(batch->name));
	if (number == batch->kept->len)
		g_array_append_val(batch->kept, kept);
	return number;
}

static struct dimensions dimensions_of(const struct stats_batch *batch, uint32_t number)
{
	const uint8_t *at = pool_at(batch->tuples, number).data;
	struct dimensions dimensions = {.kind = at[1], .group = at[2]};
	dimensions.tenant = (const char *)at + 3;
	dimensions.category = dimensions.tenant + strlen(dimensions.tenant) + 1;
	dimensions.feed = dimensions.category + strlen(dimensions.category) + 1;
	dimensions.supplier = dimensions.feed + strlen(dimensions.feed) + 1;
	return dimensions;
}

bool stats_batch_tuple(struct stats_batch *batch, const struct event *event, uint32_t *ret_tuple, GError **error)
{
	struct event dimensions = *event;
	dimensions.type = EVENT_DETECTION;
	if (event->source > EVENT_API)
		return error_set(error, ERROR_INVALID, "source of the event is unknown");
	if (!text_fits("tenant", event->tenant, false, error) || !dimensions_fit(event, error))
		return false;
	*ret_tuple = add_tuple(batch, &dimensions);
	return true;
}

static void settle(struct stats_batch *batch)
{
	struct waiting *waiting = &batch->waiting;
	struct kv_bytes names[WAITING_MOST];
	uint32_t numbers[WAITING_MOST];
	const uint8_t *at = waiting->names->data;
	for (size_t i = 0; i < waiting->n; at += waiting->lengths[i++])
		names[i] = table_bytes(at, waiting->lengths[i]);
	pool_add_all(batch->indicators, names, waiting->n, numbers);
	for (size_t i = 0; i < waiting->n; i++)
		g_array_index(batch->detections, struct detection, batch->detections->len - waiting->n + i).indicator = numbers[i];
	g_byte_array_set_size(waiting->names, 0);
	waiting->n = 0;
}

bool stats_batch_add_detection(struct stats_batch *batch, const struct stats_detection *detection, GError **error)
{
	if (!time_fits(batch, detection->time, error))
		return false;
	if (detection->length == 0 || detection->length > INDICATOR_MAX || detection->tuple >= batch->kept->len ||
	    detection->confidence < -1 || detection->confidence > 100)
		return error_set(error, ERROR_INVALID, "indicator, confidence or number of the tuple is out of its bounds");
	enum indicator_kind kind = g_array_index(batch->kept, struct kept_tuple, detection->tuple).kind;
	struct detection added = {detection->time, detection->tuple, 0, detection->confidence};
	struct waiting *waiting = &batch->waiting;
	waiting->lengths[waiting->n++] = indicator_append(kind, detection->indicator, detection->length, waiting->names);
	g_array_append_val(batch->detections, added);
	if (waiting->n == WAITING_MOST)
		settle(batch);
	return true;
}

bool stats_batch_add(struct stats_batch *batch, const struct event *event, GError **error)
{
	if (!event_fits(batch, event, error))
		return false;
	uint32_t tuple = add_tuple(batch, event);
	if (event->type == EVENT_INCOMING) {
		struct incoming cell = {event->time - event->time % MINUTE_SECONDS, tuple, event->count};
		g_array_append_val(batch->incoming, cell);
		return true;
	}
	struct stats_detection detection = {event->time, tuple, event->confidence, event->indicator, strlen(event->indicator)};
	return stats_batch_add_detection(batch, &detection, error);
}

static void batch_clear(struct stats_batch *batch)
{
	pool_clear(batch->indicators);
	g_array_set_size(batch->detections, 0);
	g_array_set_size(batch->incoming, 0);
}

struct commit {
	struct stats_batch *batch;
	const struct stats_part *part;
};

/* The id behind a number of the pool of tuples. */
static bool find_tuple(struct session *session, struct stats_batch *batch, uint32_t number, uint32_t *ret_id, GError **error)
{
	struct kept_tuple *kept = &g_array_index(batch->kept, struct kept_tuple, number);
	if (kept->id == ID_NONE) {
		struct dimensions dimensions = dimensions_of(batch, number);
		bool incoming = kept->type == EVENT_INCOMING;
		if (!(incoming ? writer_tenant(session, dimensions.tenant, &kept->id, error) :
				 writer_tuple(session, &dimensions, &kept->id, error)))
			return false;
	}
	*ret_id = kept->id;
	return true;
}

static bool add_detections(struct session *session, struct stats_batch *batch, GError **error)
{
	guint n = batch->detections->len;
	g_autofree uint32_t *indicators = g_new(uint32_t, (gsize)pool_count(batch->indicators) + 1);
	g_autofree struct detection *detections = g_memdup2(batch->detections->data, (gsize)n * sizeof(struct detection));
	for (guint i = 0; i < n; i++) {
		if (!find_tuple(session, batch, detections[i].tuple, &detections[i].tuple, error))
			return false;
	}
	if (!writer_indicators(session, batch->indicators, indicators, error))
		return false;
	for (guint i = 0; i < n; i++)
		detections[i].indicator = indicators[detections[i].indicator];
	detections_sort(detections, n);
	return marked_add(session->txn, &session->state, writer_marks(session->writer), detections, n, error) &&
	       segments_append(session->txn, &session->state, detections, n, error) && roll_segments(session->txn, &session->state, error);
}

static gint incoming_order(gconstpointer a, gconstpointer b)
{
	const struct incoming *x = a, *y = b;
	int64_t p = x->time / HOUR_SECONDS, q = y->time / HOUR_SECONDS;
	if (p != q)
		return p < q ? -1 : 1;
	return (x->stream > y->stream) - (x->stream < y->stream);
}

static bool add_incoming(struct session *session, struct stats_batch *batch, GError **error)
{
	g_autoptr(GArray) cells = g_array_copy(batch->incoming);
	for (guint i = 0; i < cells->len; i++) {
		struct incoming *cell = &g_array_index(cells, struct incoming, i);
		uint32_t number = cell->stream;
		bool api = (dimensions_of(batch, number).group & GROUP_API) != 0;
		if (!find_tuple(session, batch, number, &cell->stream, error))
			return false;
		cell->stream = incoming_stream(cell->stream, api ? EVENT_API : EVENT_TCP);
	}
	g_array_sort(cells, incoming_order);
	const struct incoming *all = (const struct incoming *)(const void *)cells->data;
	return incoming_add(session->txn, all, cells->len, error) && roll_incoming(session->txn, all, cells->len, error);
}

/* Ids from before a transaction that failed may not exist. */
static void forget_lost(struct stats_batch *batch)
{
	if (batch->lost == batch->stats->lost)
		return;
	for (guint i = 0; i < batch->kept->len; i++)
		g_array_index(batch->kept, struct kept_tuple, i).id = ID_NONE;
	batch->lost = batch->stats->lost;
}

static bool commit_write(struct session *session, void *data, GError **error)
{
	const struct commit *commit = data;
	forget_lost(commit->batch);
	commit->batch->cut = (int64_t)session->state.cut;
	if (commit->batch->detections->len > 0 && !add_detections(session, commit->batch, error))
		return false;
	if (!add_incoming(session, commit->batch, error))
		return false;
	for (const struct stats_part *part = commit->part; part != NULL; part = part->next) {
		if (!progress_move(session->txn, part, error))
			return false;
	}
	return true;
}

bool stats_batch_commit(struct stats_batch *batch, const struct stats_part *part, GError **error)
{
	struct commit commit = {batch, part};
	settle(batch);
	if (!session_write(batch->stats, commit_write, &commit, error))
		return false;
	batch_clear(batch);
	return true;
}
