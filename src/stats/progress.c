// SPDX-License-Identifier: Apache-2.0
// How far a batch has come <-> the table of batches.
#include "progress-priv.h"

#include "stats-priv.h"
#include "table-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

static bool progress_decode(struct kv_bytes value, struct stats_progress *ret_progress, GError **error)
{
	struct byte_reader reader = byte_reader(value.data, value.length);
	struct stats_progress progress = {.complete = byte_reader_u8(&reader) != 0};
	progress.position = byte_reader_u64(&reader);
	progress.lines = byte_reader_u64(&reader);
	progress.detections = byte_reader_u64(&reader);
	progress.incoming_events = byte_reader_u64(&reader);
	progress.service_events = byte_reader_u64(&reader);
	progress.rejected = byte_reader_u64(&reader);
	progress.reject_bytes = byte_reader_u64(&reader);
	if (reader.failed)
		return table_damaged(error, "batch's progress");
	*ret_progress = progress;
	return true;
}

static bool progress_get(struct kv_txn *txn, const uint8_t *identity, struct stats_progress *ret_progress, bool *ret_found,
			 GError **error)
{
	struct kv_bytes value;
	if (!table_find(txn, TABLE_BATCHES, table_bytes(identity, STATS_IDENTITY_BYTES), &value, ret_found, error))
		return false;
	return !*ret_found || progress_decode(value, ret_progress, error);
}

static bool progress_put(struct kv_txn *txn, const uint8_t *identity, const struct stats_progress *progress, GError **error)
{
	g_autoptr(GByteArray) value = g_byte_array_new();
	bytes_put_u8(value, progress->complete);
	bytes_put_u64(value, progress->position);
	bytes_put_u64(value, progress->lines);
	bytes_put_u64(value, progress->detections);
	bytes_put_u64(value, progress->incoming_events);
	bytes_put_u64(value, progress->service_events);
	bytes_put_u64(value, progress->rejected);
	bytes_put_u64(value, progress->reject_bytes);
	return kv_put(txn, TABLE_BATCHES, table_bytes(identity, STATS_IDENTITY_BYTES), table_array_bytes(value), error);
}

bool progress_move(struct kv_txn *txn, const struct stats_part *part, GError **error)
{
	struct stats_progress stored = {0};
	bool found = false;
	if (!progress_get(txn, part->identity, &stored, &found, error))
		return false;
	if (stored.position != part->before.position || stored.complete != part->before.complete)
		return error_set(error, ERROR_BUSY, "the same events are being taken by another process; try again when it has ended");
	return progress_put(txn, part->identity, &part->after, error);
}

struct search {
	const uint8_t *identity;
	struct stats_progress progress;
	bool found;
};

static bool search_read(struct kv_txn *txn, void *data, GError **error)
{
	struct search *search = data;
	return progress_get(txn, search->identity, &search->progress, &search->found, error);
}

bool stats_batch_find(struct stats *stats, const uint8_t *identity, struct stats_progress *ret_progress, bool *ret_found,
		      GError **error)
{
	struct search search = {.identity = identity};
	if (!kv_read(stats->kv, search_read, &search, error))
		return false;
	*ret_progress = search.progress;
	*ret_found = search.found;
	return true;
}
