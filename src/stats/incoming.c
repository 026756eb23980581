// SPDX-License-Identifier: Apache-2.0
// Incoming events in the store: counters per minute, tenant and source.
#include "incoming-priv.h"

#include "table-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

#define MINUTES 60 /* of an hour */

/* Key: hour, stream. Value: minute 8 bits and count 64 bits, for the minutes that have one. */
static void put_key(GByteArray *out, uint64_t hour, uint32_t stream)
{
	bytes_put_be64(out, hour);
	bytes_put_be64(out, stream);
}

static bool read_key(struct kv_bytes key, uint64_t *ret_hour, uint32_t *ret_stream)
{
	struct byte_reader reader = byte_reader(key.data, key.length);
	*ret_hour = byte_reader_be64(&reader);
	uint64_t stream = byte_reader_be64(&reader);
	*ret_stream = (uint32_t)stream;
	return !reader.failed && reader.left == 0 && *ret_hour < INT64_MAX / HOUR_SECONDS && stream <= UINT32_MAX;
}

static bool read_counts(struct kv_bytes value, uint64_t counts[static MINUTES], GError **error)
{
	struct byte_reader reader = byte_reader(value.data, value.length);
	while (reader.left > 0) {
		uint8_t minute = byte_reader_u8(&reader);
		uint64_t count = byte_reader_u64(&reader);
		if (reader.failed || minute >= MINUTES)
			return table_damaged(error, "counter of incoming events");
		counts[minute] = count;
	}
	return true;
}

static bool write_counts(struct kv_txn *txn, struct kv_bytes key, const uint64_t counts[static MINUTES], GError **error)
{
	g_autoptr(GByteArray) value = g_byte_array_new();
	for (unsigned minute = 0; minute < MINUTES; minute++) {
		if (counts[minute] == 0)
			continue;
		bytes_put_u8(value, (uint8_t)minute);
		bytes_put_u64(value, counts[minute]);
	}
	return kv_put(txn, TABLE_INCOMING, key, table_array_bytes(value), error);
}

static unsigned minute_of(const struct incoming *cell)
{
	return (unsigned)(cell->time % HOUR_SECONDS / MINUTE_SECONDS);
}

/* The cells are of one hour and stream. */
static bool add_to_hour(struct kv_txn *txn, const struct incoming *cells, size_t n_cells, GError **error)
{
	uint64_t counts[MINUTES] = {0};
	struct kv_bytes value;
	bool found = false;
	g_autoptr(GByteArray) key = g_byte_array_new();
	put_key(key, (uint64_t)(cells[0].time / HOUR_SECONDS), cells[0].stream);
	if (!table_find(txn, TABLE_INCOMING, table_array_bytes(key), &value, &found, error))
		return false;
	if (found && !read_counts(value, counts, error))
		return false;
	for (size_t i = 0; i < n_cells; i++) {
		uint64_t *count = &counts[minute_of(&cells[i])];
		if (__builtin_add_overflow(*count, cells[i].count, count))
			return error_set(error, ERROR_LIMIT, "statistics: too many incoming events in one minute");
	}
	return write_counts(txn, table_array_bytes(key), counts, error);
}

bool incoming_add(struct kv_txn *txn, const struct incoming *cells, size_t n_cells, GError **error)
{
	size_t start = 0;
	while (start < n_cells) {
		int64_t hour = cells[start].time / HOUR_SECONDS;
		size_t end = start + 1;
		while (end < n_cells && cells[end].time / HOUR_SECONDS == hour && cells[end].stream == cells[start].stream)
			end++;
		if (!add_to_hour(txn, cells + start, end - start, error))
			return false;
		start = end;
	}
	return true;
}

struct walk {
	struct period period;
	incoming_fn fn;
	void *data;
};

static bool walk_minutes(const struct walk *walk, struct incoming cell, const uint64_t counts[static MINUTES], GError **error)
{
	for (unsigned minute = 0; minute < MINUTES; minute++, cell.time += MINUTE_SECONDS) {
		cell.count = counts[minute];
		bool inside = cell.time >= walk->period.from && cell.time < walk->period.to;
		if (cell.count > 0 && inside && !walk->fn(&cell, walk->data, error))
			return false;
	}
	return true;
}

static enum kv_step walk_hour(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	const struct walk *walk = data;
	struct incoming cell = {0};
	uint64_t counts[MINUTES] = {0};
	uint64_t hour = 0;
	if (!read_key(key, &hour, &cell.stream)) {
		table_damaged(error, "counter of incoming events");
		return KV_FAIL;
	}
	cell.time = (int64_t)hour * HOUR_SECONDS;
	if (cell.time >= walk->period.to)
		return KV_STOP;
	if (!read_counts(value, counts, error))
		return KV_FAIL;
	return walk_minutes(walk, cell, counts, error) ? KV_NEXT : KV_FAIL;
}

bool incoming_each(struct kv_txn *txn, struct period period, incoming_fn fn, void *data, GError **error)
{
	struct walk walk = {period, fn, data};
	g_autoptr(GByteArray) first = g_byte_array_new();
	put_key(first, (uint64_t)(MAX(period.from, 0) / HOUR_SECONDS), 0);
	return kv_each(txn, (struct kv_range){.table = TABLE_INCOMING, .from = table_array_bytes(first)}, walk_hour, &walk, error);
}

static enum kv_step take_hour(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)value;
	struct period *hour = data;
	struct incoming cell = {0};
	uint64_t number = 0;
	if (!read_key(key, &number, &cell.stream)) {
		table_damaged(error, "counter of incoming events");
		return KV_FAIL;
	}
	*hour = (struct period){(int64_t)number * HOUR_SECONDS, (int64_t)(number + 1) * HOUR_SECONDS};
	return KV_STOP;
}

static bool take_older(const struct incoming *cell, void *data, GError **error)
{
	(void)error;
	int64_t *oldest = data;
	*oldest = *oldest == INSTANT_NONE ? cell->time : MIN(*oldest, cell->time);
	return true;
}

bool incoming_oldest(struct kv_txn *txn, int64_t cut, int64_t *ret_time, GError **error)
{
	struct period hour = {0, 0};
	int64_t oldest = INSTANT_NONE;
	g_autoptr(GByteArray) first = g_byte_array_new();
	put_key(first, (uint64_t)(cut / HOUR_SECONDS), 0);
	if (!kv_each(txn, (struct kv_range){.table = TABLE_INCOMING, .from = table_array_bytes(first)}, take_hour, &hour, error))
		return false;
	if (!incoming_each(txn, hour, take_older, &oldest, error))
		return false;
	*ret_time = oldest;
	return true;
}

bool incoming_newest(struct kv_txn *txn, int64_t *ret_time, GError **error)
{
	struct period hour = {INSTANT_NONE, INSTANT_NONE};
	if (!kv_each(txn, (struct kv_range){.table = TABLE_INCOMING, .backwards = true}, take_hour, &hour, error))
		return false;
	*ret_time = hour.from;
	return true;
}

bool incoming_drop(struct kv_txn *txn, uint64_t hour, size_t *dropped, GError **error)
{
	g_autoptr(GByteArray) from = g_byte_array_new();
	g_autoptr(GByteArray) below = g_byte_array_new();
	put_key(from, 0, 0);
	put_key(below, hour, 0);
	return table_drop(txn, TABLE_INCOMING, table_array_bytes(from), table_array_bytes(below), dropped, error);
}
