// SPDX-License-Identifier: Apache-2.0
// Detections in the store: chunks of rows per UTC hour.
#include "row-priv.h"

#include "table-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

/* A row: second of the hour 16 bits, confidence + 1 8 bits, tuple and indicator 32 bits each. */
#define ROW_BYTES 11
#define CHUNK_ROWS 1024 /* small, because adding to a chunk writes all of it again */

static void put_key(GByteArray *out, uint64_t hour, uint64_t number)
{
	g_byte_array_set_size(out, 0);
	bytes_put_be64(out, hour);
	bytes_put_be64(out, number);
}

struct chunk {
	uint64_t hour, number;
	GByteArray *rows;
};

static bool read_key(struct kv_bytes key, uint64_t *ret_hour, uint64_t *ret_number)
{
	struct byte_reader reader = byte_reader(key.data, key.length);
	*ret_hour = byte_reader_be64(&reader);
	*ret_number = byte_reader_be64(&reader);
	return !reader.failed && reader.left == 0 && *ret_hour < INT64_MAX / HOUR_SECONDS;
}

static enum kv_step take_last(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct chunk *chunk = data;
	uint64_t hour = 0, number = 0;
	if (!read_key(key, &hour, &number) || value.length % ROW_BYTES != 0) {
		table_damaged(error, "chunk of detections");
		return KV_FAIL;
	}
	if (hour != chunk->hour)
		return KV_STOP;
	bool room = value.length < (size_t)CHUNK_ROWS * ROW_BYTES;
	chunk->number = room ? number : number + 1;
	if (room)
		g_byte_array_append(chunk->rows, value.data, (guint)value.length);
	return KV_STOP;
}

/* The hour's last chunk when it has room, else an empty one after it. */
static bool open_chunk(struct kv_txn *txn, struct chunk *chunk, GError **error)
{
	g_autoptr(GByteArray) last = g_byte_array_new();
	chunk->number = 0;
	g_byte_array_set_size(chunk->rows, 0);
	put_key(last, chunk->hour, UINT64_MAX);
	return kv_each(txn, (struct kv_range){.table = TABLE_ROWS, .from = table_array_bytes(last), .backwards = true}, take_last, chunk, error);
}

static bool write_chunk(struct kv_txn *txn, struct chunk *chunk, GError **error)
{
	g_autoptr(GByteArray) key = g_byte_array_new();
	put_key(key, chunk->hour, chunk->number);
	if (!kv_put(txn, TABLE_ROWS, table_array_bytes(key), table_array_bytes(chunk->rows), error))
		return false;
	chunk->number++;
	g_byte_array_set_size(chunk->rows, 0);
	return true;
}

static void put_row(GByteArray *out, const struct row *row)
{
	bytes_put_u16(out, (uint16_t)(row->time % HOUR_SECONDS));
	bytes_put_u8(out, (uint8_t)(row->confidence + 1));
	bytes_put_u32(out, row->tuple);
	bytes_put_u32(out, row->indicator);
}

static bool add_to_hour(struct kv_txn *txn, const struct row *rows, size_t n_rows, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct chunk chunk = {.hour = (uint64_t)(rows[0].time / HOUR_SECONDS), .rows = bytes};
	if (!open_chunk(txn, &chunk, error))
		return false;
	for (size_t i = 0; i < n_rows; i++) {
		put_row(bytes, &rows[i]);
		if (bytes->len == CHUNK_ROWS * ROW_BYTES && !write_chunk(txn, &chunk, error))
			return false;
	}
	return bytes->len == 0 || write_chunk(txn, &chunk, error);
}

bool rows_add(struct kv_txn *txn, const struct row *rows, size_t n_rows, GError **error)
{
	size_t start = 0;
	while (start < n_rows) {
		int64_t hour = rows[start].time / HOUR_SECONDS;
		size_t end = start + 1;
		while (end < n_rows && rows[end].time / HOUR_SECONDS == hour)
			end++;
		if (!add_to_hour(txn, rows + start, end - start, error))
			return false;
		start = end;
	}
	return true;
}

struct walk {
	struct period period;
	row_fn fn;
	void *data;
};

static bool walk_chunk(const struct walk *walk, int64_t start, struct kv_bytes value, GError **error)
{
	struct byte_reader reader = byte_reader(value.data, value.length);
	while (reader.left > 0) {
		struct row row;
		row.time = start + byte_reader_u16(&reader);
		row.confidence = byte_reader_u8(&reader) - 1;
		row.tuple = byte_reader_u32(&reader);
		row.indicator = byte_reader_u32(&reader);
		if (reader.failed || row.time >= start + HOUR_SECONDS)
			return table_damaged(error, "chunk of detections");
		if (row.time >= walk->period.from && row.time < walk->period.to && !walk->fn(&row, walk->data, error))
			return false;
	}
	return true;
}

static enum kv_step walk_hour(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	const struct walk *walk = data;
	uint64_t hour = 0, number = 0;
	if (!read_key(key, &hour, &number)) {
		table_damaged(error, "chunk of detections");
		return KV_FAIL;
	}
	int64_t start = (int64_t)hour * HOUR_SECONDS;
	if (start >= walk->period.to)
		return KV_STOP;
	return walk_chunk(walk, start, value, error) ? KV_NEXT : KV_FAIL;
}

bool rows_each(struct kv_txn *txn, struct period period, row_fn fn, void *data, GError **error)
{
	struct walk walk = {period, fn, data};
	g_autoptr(GByteArray) first = g_byte_array_new();
	put_key(first, (uint64_t)(MAX(period.from, 0) / HOUR_SECONDS), 0);
	return kv_each(txn, (struct kv_range){.table = TABLE_ROWS, .from = table_array_bytes(first)}, walk_hour, &walk, error);
}

static enum kv_step take_hour(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)value;
	int64_t *start = data;
	uint64_t hour = 0, number = 0;
	if (!read_key(key, &hour, &number)) {
		table_damaged(error, "chunk of detections");
		return KV_FAIL;
	}
	*start = (int64_t)hour * HOUR_SECONDS;
	return KV_STOP;
}

static bool take_older(const struct row *row, void *data, GError **error)
{
	(void)error;
	int64_t *oldest = data;
	*oldest = *oldest == INSTANT_NONE ? row->time : MIN(*oldest, row->time);
	return true;
}

bool rows_oldest(struct kv_txn *txn, int64_t *ret_time, GError **error)
{
	int64_t start = INSTANT_NONE, oldest = INSTANT_NONE;
	if (!kv_each(txn, (struct kv_range){.table = TABLE_ROWS}, take_hour, &start, error))
		return false;
	struct period hour = {start, start == INSTANT_NONE ? start : start + HOUR_SECONDS};
	if (start != INSTANT_NONE && !rows_each(txn, hour, take_older, &oldest, error))
		return false;
	*ret_time = oldest;
	return true;
}
