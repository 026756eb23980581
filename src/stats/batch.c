// SPDX-License-Identifier: Apache-2.0
// Events of one batch: gathered in memory with their names kept once, stored in one transaction.
#include <string.h>

#include "dict-priv.h"
#include "incoming-priv.h"
#include "pool-priv.h"
#include "progress-priv.h"
#include "row-priv.h"
#include "stats-priv.h"
#include "table-priv.h"
#include "tidings/util/error.h"
#include "tuple-priv.h"

/* The end of year 9999. */
#define TIME_MAX INT64_C(253402300799)

struct stats_batch {
	struct stats *stats;
	struct pool *tuples, *indicators;
	GByteArray *kinds; /* of the tuples: enum indicator_kind */
	GArray *rows;     /* struct row; ids are numbers of the pools */
	GArray *incoming; /* struct incoming, likewise */
	GByteArray *name; /* reused */
};

struct stats_batch *stats_batch_new(struct stats *stats)
{
	struct stats_batch *batch = g_new0(struct stats_batch, 1);
	batch->stats = stats;
	batch->tuples = pool_new();
	batch->indicators = pool_new();
	batch->kinds = g_byte_array_new();
	batch->rows = g_array_new(FALSE, FALSE, sizeof(struct row));
	batch->incoming = g_array_new(FALSE, FALSE, sizeof(struct incoming));
	batch->name = g_byte_array_new();
	return batch;
}

void stats_batch_free(struct stats_batch *batch)
{
	if (batch == NULL)
		return;
	pool_free(batch->tuples);
	pool_free(batch->indicators);
	g_byte_array_unref(batch->kinds);
	g_array_unref(batch->rows);
	g_array_unref(batch->incoming);
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

static bool time_fits(int64_t time, GError **error)
{
	return (time >= 0 && time <= TIME_MAX) || error_set(error, ERROR_INVALID, "time is not between 1970 and 9999");
}

static bool event_fits(const struct event *event, GError **error)
{
	if (!time_fits(event->time, error))
		return false;
	if (event->type > EVENT_INCOMING || event->source > EVENT_API)
		return error_set(error, ERROR_INVALID, "type or source of the event is unknown");
	if (!text_fits("tenant", event->tenant, false, error))
		return false;
	return event->type == EVENT_INCOMING || detection_fits(event, error);
}

/* Its number in the pool of tuples. */
static uint32_t add_tuple(struct stats_batch *batch, const struct event *event)
{
	tuple_encode(event, batch->name);
	uint32_t tuple = pool_add(batch->tuples, table_array_bytes(batch->name));
	uint8_t kind = (uint8_t)event->kind;
	if (tuple == batch->kinds->len)
		g_byte_array_append(batch->kinds, &kind, 1);
	return tuple;
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

bool stats_batch_add_detection(struct stats_batch *batch, const struct stats_detection *detection, GError **error)
{
	if (!time_fits(detection->time, error))
		return false;
	if (detection->length == 0 || detection->length > INDICATOR_MAX || detection->tuple >= batch->kinds->len ||
	    detection->confidence < -1 || detection->confidence > 100)
		return error_set(error, ERROR_INVALID, "indicator, confidence or number of the tuple is out of its bounds");
	g_byte_array_set_size(batch->name, 0);
	g_byte_array_append(batch->name, batch->kinds->data + detection->tuple, 1);
	g_byte_array_append(batch->name, (const guint8 *)detection->indicator, (guint)detection->length);
	struct row row = {detection->time, detection->tuple, pool_add(batch->indicators, table_array_bytes(batch->name)), detection->confidence};
	g_array_append_val(batch->rows, row);
	return true;
}

bool stats_batch_add(struct stats_batch *batch, const struct event *event, GError **error)
{
	if (!event_fits(event, error))
		return false;
	uint32_t tuple = add_tuple(batch, event);
	if (event->type == EVENT_INCOMING) {
		struct incoming cell = {event->time - event->time % MINUTE_SECONDS, tuple, event->count};
		g_array_append_val(batch->incoming, cell);
		return true;
	}
	indicator_encode(event->kind, event->indicator, batch->name);
	struct row row = {event->time, tuple, pool_add(batch->indicators, table_array_bytes(batch->name)), event->confidence};
	g_array_append_val(batch->rows, row);
	return true;
}

static void batch_clear(struct stats_batch *batch)
{
	pool_clear(batch->indicators); /* the tuples keep their numbers */
	g_array_set_size(batch->rows, 0);
	g_array_set_size(batch->incoming, 0);
}

struct commit {
	struct stats_batch *batch;
	const struct stats_part *part;
};

/* The store's id of each number of the pool; NULL with error set. */
static uint32_t *intern_all(struct kv_txn *txn, const struct dict *dict, const struct pool *pool, GError **error)
{
	uint32_t n = pool_count(pool);
	g_autofree uint32_t *ids = g_new(uint32_t, (gsize)n + 1);
	for (uint32_t i = 0; i < n; i++) {
		if (!dict_intern(txn, dict, pool_at(pool, i), &ids[i], error))
			return NULL;
	}
	return g_steal_pointer(&ids);
}

static gint row_order(gconstpointer a, gconstpointer b)
{
	const struct row *x = a, *y = b;
	return (x->time > y->time) - (x->time < y->time);
}

static bool add_rows(struct kv_txn *txn, const struct stats_batch *batch, const uint32_t *tuples, GError **error)
{
	g_autofree uint32_t *indicators = intern_all(txn, &dict_indicators, batch->indicators, error);
	if (indicators == NULL)
		return false;
	g_autoptr(GArray) rows = g_array_copy(batch->rows);
	for (guint i = 0; i < rows->len; i++) {
		struct row *row = &g_array_index(rows, struct row, i);
		row->tuple = tuples[row->tuple];
		row->indicator = indicators[row->indicator];
	}
	g_array_sort(rows, row_order);
	return rows_add(txn, (const struct row *)(const void *)rows->data, rows->len, error);
}

static gint incoming_order(gconstpointer a, gconstpointer b)
{
	const struct incoming *x = a, *y = b;
	int64_t p = x->time / HOUR_SECONDS, q = y->time / HOUR_SECONDS;
	if (p != q)
		return p < q ? -1 : 1;
	return (x->tuple > y->tuple) - (x->tuple < y->tuple);
}

static bool add_incoming(struct kv_txn *txn, const struct stats_batch *batch, const uint32_t *tuples, GError **error)
{
	g_autoptr(GArray) cells = g_array_copy(batch->incoming);
	for (guint i = 0; i < cells->len; i++) {
		struct incoming *cell = &g_array_index(cells, struct incoming, i);
		cell->tuple = tuples[cell->tuple];
	}
	g_array_sort(cells, incoming_order);
	return incoming_add(txn, (const struct incoming *)(const void *)cells->data, cells->len, error);
}

static bool commit_write(struct kv_txn *txn, void *data, GError **error)
{
	const struct commit *commit = data;
	const struct stats_batch *batch = commit->batch;
	uint64_t detections = 0;
	if (!table_number(txn, "detections", &detections, error))
		return false;
	g_autofree uint32_t *tuples = intern_all(txn, &dict_tuples, batch->tuples, error);
	if (tuples == NULL || !add_rows(txn, batch, tuples, error) || !add_incoming(txn, batch, tuples, error))
		return false;
	for (const struct stats_part *part = commit->part; part != NULL; part = part->next) {
		if (!progress_move(txn, part, error))
			return false;
	}
	return table_set_number(txn, "detections", detections + batch->rows->len, error) &&
	       table_set_number(txn, "version", STATS_VERSION, error);
}

bool stats_batch_commit(struct stats_batch *batch, const struct stats_part *part, GError **error)
{
	struct commit commit = {batch, part};
	if (!kv_write(batch->stats->kv, commit_write, &commit, error))
		return false;
	batch_clear(batch);
	return true;
}
