// SPDX-License-Identifier: Apache-2.0
// Segments: detections in order of time <-> packed columns.
#include "segment-priv.h"

#include <stdlib.h>

#include "table-priv.h"
#include "unpack-priv.h"

static int detection_order(const void *a, const void *b)
{
	const struct detection *x = a, *y = b;
	return (x->time > y->time) - (x->time < y->time);
}

/* Takes out what is earlier than something before it, and merges it in again. */
void detections_sort(struct detection *detections, size_t n)
{
	g_autoptr(GArray) late = g_array_new(FALSE, FALSE, sizeof(struct detection));
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && detections[i].time < detections[kept - 1].time)
			g_array_append_val(late, detections[i]);
		else
			detections[kept++] = detections[i];
	}
	if (late->len == 0)
		return;
	qsort(late->data, late->len, sizeof(struct detection), detection_order);
	for (guint left = late->len; left > 0;) {
		const struct detection *last = &g_array_index(late, struct detection, left - 1);
		bool from_kept = kept > 0 && detections[kept - 1].time > last->time;
		detections[kept + left - 1] = from_kept ? detections[kept - 1] : *last;
		if (from_kept)
			kept--;
		else
			left--;
	}
}

/* The tuples of the events with their counts, ascending, in place of codes: codes[i] is the event's index among them. */
struct tuple_table {
	GArray *ids, *counts; /* uint32_t */
	uint32_t *codes;
};

static int number_order(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Small tables of a known range are counted by index, others sorted. */
static void tuples_collect(const struct detection *detections, size_t n, struct tuple_table *table)
{
	uint32_t most = 0;
	for (size_t i = 0; i < n; i++)
		most = MAX(most, detections[i].tuple);
	g_autofree uint32_t *counts = most < 16 * SEGMENT_MOST ? g_new0(uint32_t, (size_t)most + 1) : NULL;
	if (counts == NULL) {
		g_autofree uint32_t *ids = g_new(uint32_t, n);
		for (size_t i = 0; i < n; i++)
			ids[i] = detections[i].tuple;
		qsort(ids, n, sizeof(*ids), number_order);
		for (size_t i = 0, end = 0; i < n; i = end) {
			while (end < n && ids[end] == ids[i])
				end++;
			uint32_t count = (uint32_t)(end - i);
			g_array_append_val(table->ids, ids[i]);
			g_array_append_val(table->counts, count);
		}
		for (size_t i = 0; i < n; i++) {
			const uint32_t *all = (const uint32_t *)(const void *)table->ids->data;
			const uint32_t *at = bsearch(&detections[i].tuple, all, table->ids->len, sizeof(*all), number_order);
			table->codes[i] = (uint32_t)(at - all);
		}
		return;
	}
	for (size_t i = 0; i < n; i++)
		counts[detections[i].tuple]++;
	for (uint32_t id = 0; id <= most; id++) {
		if (counts[id] == 0)
			continue;
		g_array_append_val(table->ids, id);
		g_array_append_val(table->counts, counts[id]);
		counts[id] = table->ids->len - 1;
	}
	for (size_t i = 0; i < n; i++)
		table->codes[i] = counts[detections[i].tuple];
}

static void put_codes(const struct detection *detections, size_t n, GByteArray *out)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autofree uint32_t *numbers = g_new(uint32_t, n);
	struct tuple_table table = {ids, counts, numbers};
	tuples_collect(detections, n, &table);
	variable_put(out, ids->len);
	uint32_t before = 0;
	for (guint i = 0; i < ids->len; i++) {
		uint32_t id = g_array_index(ids, uint32_t, i);
		variable_put(out, id - before);
		variable_put(out, g_array_index(counts, uint32_t, i));
		before = id;
	}
	unsigned width = bits_width(ids->len - 1);
	variable_put(out, 0);
	bytes_put_u8(out, (uint8_t)width);
	uint8_t *packed = bits_begin(out, n, width);
	for (size_t i = 0; i < n; i++)
		bits_set(packed, i, width, numbers[i]);
	bits_finish(out);
}

static void put_indicators(const struct detection *detections, size_t n, GByteArray *out)
{
	uint32_t least = UINT32_MAX, most = 0;
	for (size_t i = 0; i < n; i++) {
		least = MIN(least, detections[i].indicator);
		most = MAX(most, detections[i].indicator);
	}
	unsigned width = bits_width(most - least);
	variable_put(out, least);
	bytes_put_u8(out, (uint8_t)width);
	uint8_t *packed = bits_begin(out, n, width);
	for (size_t i = 0; i < n; i++)
		bits_set(packed, i, width, detections[i].indicator - least);
	bits_finish(out);
}

static void put_confidences(const struct detection *detections, size_t n, GByteArray *out)
{
	int least = 100, most = -1;
	for (size_t i = 0; i < n; i++) {
		least = MIN(least, detections[i].confidence);
		most = MAX(most, detections[i].confidence);
	}
	unsigned width = bits_width((uint64_t)(most - least));
	variable_put(out, (uint64_t)(least + 1));
	bytes_put_u8(out, (uint8_t)width);
	uint8_t *packed = bits_begin(out, n, width);
	for (size_t i = 0; width > 0 && i < n; i++)
		bits_set(packed, i, width, (uint64_t)(detections[i].confidence - least));
	bits_finish(out);
}

static void put_times(const struct detection *detections, size_t n, GByteArray *out)
{
	int64_t before = detections[0].time;
	for (size_t start = 0; start < n; start += SEGMENT_BLOCK) {
		size_t end = MIN(n, start + SEGMENT_BLOCK);
		uint64_t most = 0;
		for (size_t i = start + 1; i < end; i++)
			most = MAX(most, (uint64_t)(detections[i].time - detections[i - 1].time));
		unsigned width = bits_width(most);
		variable_put(out, (uint64_t)(detections[start].time - before));
		bytes_put_u8(out, (uint8_t)width);
		uint8_t *packed = bits_begin(out, end - start, width);
		for (size_t i = start + 1; i < end; i++)
			bits_set(packed, i - start, width, (uint64_t)(detections[i].time - detections[i - 1].time));
		bits_finish(out);
		before = detections[start].time;
	}
}

void segment_encode(const struct detection *detections, size_t n, GByteArray *out)
{
	static const uint8_t slack[BITS_SLACK] = {0};
	g_byte_array_set_size(out, 0);
	variable_put(out, n);
	variable_put(out, (uint64_t)detections[0].time);
	put_codes(detections, n, out);
	put_indicators(detections, n, out);
	put_confidences(detections, n, out);
	put_times(detections, n, out);
	g_byte_array_append(out, slack, sizeof(slack));
}

static void read_tuples(struct byte_reader *r, struct segment *segment)
{
	uint64_t n = variable_get(r);
	if (r->failed || n == 0 || n > segment->n) {
		r->failed = true;
		return;
	}
	segment->n_tuples = n;
	segment->tuples = g_new(uint32_t, n);
	segment->counts = g_new(uint32_t, n);
	uint64_t id = 0, sum = 0;
	for (uint64_t i = 0; i < n; i++) {
		id += variable_get(r);
		uint64_t count = variable_get(r);
		sum += MIN(count, SEGMENT_MOST);
		segment->tuples[i] = (uint32_t)MIN(id, UINT32_MAX);
		segment->counts[i] = (uint32_t)count;
	}
	r->failed = r->failed || sum != segment->n;
}

static void read_column(struct byte_reader *r, size_t n, struct segment_column *column)
{
	column->base = (uint32_t)variable_get(r);
	column->width = byte_reader_u8(r);
	r->failed = r->failed || column->width > 32;
	column->packed = r->failed ? NULL : bits_take(r, bits_bytes(n, column->width));
}

static void read_blocks(struct byte_reader *r, int64_t first, struct segment *segment)
{
	for (size_t block = 0; !r->failed && block * SEGMENT_BLOCK < segment->n; block++) {
		size_t n = MIN(SEGMENT_BLOCK, segment->n - block * SEGMENT_BLOCK);
		uint64_t step = variable_get(r);
		segment->blocks[block].width = byte_reader_u8(r);
		if (r->failed || segment->blocks[block].width > BITS_WIDTH_MAX || __builtin_add_overflow(first, step, &first)) {
			r->failed = true;
			return;
		}
		segment->blocks[block].first = first;
		segment->blocks[block].packed = bits_take(r, bits_bytes(n, segment->blocks[block].width));
	}
}

bool segment_open(struct kv_bytes value, struct segment *ret_segment, GError **error)
{
	autorelease(segment) segment = {0};
	struct byte_reader reader = byte_reader(value.data, value.length);
	uint64_t n = variable_get(&reader);
	int64_t first = (int64_t)variable_get(&reader);
	if (n == 0 || n > SEGMENT_MOST)
		return table_damaged(error, "segment of detections");
	segment.n = n;
	read_tuples(&reader, &segment);
	read_column(&reader, n, &segment.codes);
	read_column(&reader, n, &segment.indicators);
	read_column(&reader, n, &segment.confidences);
	read_blocks(&reader, first, &segment);
	if (reader.failed || reader.left != BITS_SLACK)
		return table_damaged(error, "segment of detections");
	*ret_segment = segment;
	segment = (struct segment){0};
	return true;
}

void segment_release(struct segment *segment)
{
	if (segment == NULL)
		return;
	g_free(segment->tuples);
	g_free(segment->counts);
	*segment = (struct segment){0};
}

size_t segment_times(const struct segment *segment, size_t block, int64_t ret_times[static SEGMENT_BLOCK])
{
	size_t n = MIN(SEGMENT_BLOCK, segment->n - block * SEGMENT_BLOCK);
	uint64_t time = (uint64_t)segment->blocks[block].first;
	for (size_t i = 0; i < n; i++) {
		time += bits_get(segment->blocks[block].packed, i, segment->blocks[block].width);
		ret_times[i] = (int64_t)time;
	}
	return n;
}

uint32_t segment_numbers(const struct segment *segment, const struct segment_column *column, size_t block, uint32_t ret_numbers[static SEGMENT_BLOCK])
{
	size_t start = block * SEGMENT_BLOCK;
	const uint8_t *packed = column->packed + bits_bytes(start, column->width);
	return unpack_way()->sums(packed, MIN(SEGMENT_BLOCK, segment->n - start), column->width, column->base, ret_numbers);
}

/* The first event that is not before the time; n when there is none. */
static size_t find_time(const struct segment *segment, int64_t time)
{
	int64_t times[SEGMENT_BLOCK];
	size_t blocks = (segment->n + SEGMENT_BLOCK - 1) / SEGMENT_BLOCK, low = 0, high = blocks;
	/* The last block that begins before the time holds it, or the next one begins with it. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (segment->blocks[middle].first < time)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return 0;
	size_t n = segment_times(segment, low - 1, times), i = 0;
	while (i < n && times[i] < time)
		i++;
	return (low - 1) * SEGMENT_BLOCK + i;
}

void segment_find(const struct segment *segment, struct period period, size_t *ret_first, size_t *ret_end)
{
	*ret_first = find_time(segment, period.from);
	*ret_end = find_time(segment, period.to);
}

bool segment_decode(const struct segment *segment, GArray *detections, GError **error)
{
	guint start = detections->len;
	int64_t times[SEGMENT_BLOCK];
	uint32_t codes[SEGMENT_BLOCK], indicators[SEGMENT_BLOCK], confidences[SEGMENT_BLOCK];
	g_array_set_size(detections, start + (guint)segment->n);
	struct detection *out = &g_array_index(detections, struct detection, start);
	for (size_t block = 0; block * SEGMENT_BLOCK < segment->n; block++) {
		size_t n = segment_times(segment, block, times);
		if (segment_numbers(segment, &segment->codes, block, codes) >= segment->n_tuples)
			return table_damaged(error, "segment of detections");
		(void)segment_numbers(segment, &segment->indicators, block, indicators);
		(void)segment_numbers(segment, &segment->confidences, block, confidences);
		for (size_t i = 0; i < n; i++)
			*out++ = (struct detection){times[i], segment->tuples[codes[i]], indicators[i], (int)confidences[i] - 1};
	}
	return true;
}
