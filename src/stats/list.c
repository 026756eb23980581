// SPDX-License-Identifier: Apache-2.0
// Lists of indicators with their detections <-> bytes.
#include "list-priv.h"

#include "bits-priv.h"

#define WIDTH_MOST 32

/* The width that takes the fewest bytes: numbers that do not fit cost it and a variable number. */
static unsigned best_width(const uint32_t *counts, size_t n)
{
	size_t by_width[WIDTH_MOST + 1] = {0}, best = SIZE_MAX;
	unsigned width = 0;
	for (size_t i = 0; i < n; i++)
		by_width[bits_width((uint64_t)counts[i] - 1)]++; /* counts - 2 is below all ones of that width */
	for (unsigned w = 1; w <= WIDTH_MOST; w++) {
		size_t bits = n * w;
		for (unsigned over = w + 1; over <= WIDTH_MOST; over++)
			bits += by_width[over] * (over / 7 + 1) * 8;
		if (bits < best) {
			best = bits;
			width = w;
		}
	}
	return width;
}

static void put_counts(GByteArray *out, const uint32_t *counts, size_t n)
{
	unsigned width = best_width(counts, n);
	uint64_t escape = bits_mask(width);
	bytes_put_u8(out, (uint8_t)width);
	uint8_t *packed = bits_begin(out, n, width);
	for (size_t i = 0; i < n; i++)
		bits_set(packed, i, width, MIN((uint64_t)counts[i] - 2, escape));
	bits_finish(out);
	for (size_t i = 0; i < n; i++) {
		if ((uint64_t)counts[i] - 2 >= escape)
			variable_put(out, (uint64_t)counts[i] - 2 - escape);
	}
}

void list_put(struct list_writer *writer, uint32_t range, const struct list_range *entries)
{
	g_byte_array_set_size(writer->body, 0);
	id_set_put(writer->body, entries->singles, entries->n_single);
	id_set_put(writer->body, entries->multiples, entries->n_multiple);
	if (entries->n_multiple > 0)
		put_counts(writer->body, entries->counts, entries->n_multiple);
	variable_put(writer->out, (uint64_t)((int64_t)range - writer->last));
	variable_put(writer->out, entries->n_single);
	variable_put(writer->out, entries->n_multiple);
	variable_put(writer->out, writer->body->len);
	g_byte_array_append(writer->out, writer->body->data, writer->body->len);
	writer->last = range;
}

void list_copy(struct list_writer *writer, uint32_t range, const uint8_t *head, size_t length)
{
	variable_put(writer->out, (uint64_t)((int64_t)range - writer->last));
	g_byte_array_append(writer->out, head, (guint)length);
	writer->last = range;
}

static void next_range(struct list_reader *reader)
{
	struct byte_reader *bytes = &reader->bytes;
	int64_t before = reader->range;
	reader->range = RANGE_NONE;
	if (bytes->left <= BITS_SLACK || bytes->failed)
		return;
	uint64_t step = variable_get(bytes);
	reader->head = bytes->data;
	reader->n_single = variable_get(bytes);
	reader->n_multiple = variable_get(bytes);
	reader->length = variable_get(bytes);
	reader->head_length = (size_t)(bytes->data - reader->head);
	if (step == 0 || step > UINT32_MAX || reader->n_single + reader->n_multiple > RANGE_IDS || reader->n_single > RANGE_IDS ||
	    reader->length + BITS_SLACK > bytes->left || reader->length > bytes->left)
		bytes->failed = true;
	if (!bytes->failed)
		reader->range = before + (int64_t)step;
}

struct list_reader list_reader(const uint8_t *data, size_t length)
{
	struct list_reader reader = {.bytes = byte_reader(data, length), .range = -1};
	next_range(&reader);
	return reader;
}

#define STRIP 1024 /* counts that are looked at together */

/* Adds what stands behind the packed counts to those that are all ones. Which these are cannot be foreseen: they are noted without a branch. */
static void add_escaped(struct byte_reader *r, size_t n, uint32_t escaped, uint32_t *counts)
{
	uint16_t places[STRIP];
	for (size_t start = 0; start < n; start += STRIP, counts += STRIP) {
		size_t end = MIN(STRIP, n - start), n_places = 0;
		for (size_t i = 0; i < end; i++) {
			places[n_places] = (uint16_t)i;
			n_places += counts[i] == escaped;
		}
		for (size_t i = 0; i < n_places; i++)
			counts[places[i]] += (uint32_t)variable_get(r);
	}
}

static void get_counts(struct byte_reader *r, size_t n, uint32_t *ret_counts)
{
	unsigned width = byte_reader_u8(r);
	if (r->failed || width == 0 || width > WIDTH_MOST) {
		r->failed = true;
		return;
	}
	uint32_t escaped = (uint32_t)bits_mask(width) + 2;
	const uint8_t *packed = bits_take(r, bits_bytes(n, width));
	if (packed != NULL && unpack_way()->sums(packed, n, width, 2, ret_counts) == escaped)
		add_escaped(r, n, escaped, ret_counts);
}

bool list_get(struct list_reader *reader, struct list_range *ret_entries)
{
	struct byte_reader body = byte_reader(reader->bytes.data, reader->length + BITS_SLACK);
	ret_entries->n_single = reader->n_single;
	ret_entries->n_multiple = reader->n_multiple;
	id_set_get(&body, reader->n_single, ret_entries->singles);
	id_set_get(&body, reader->n_multiple, ret_entries->multiples);
	if (reader->n_multiple > 0)
		get_counts(&body, reader->n_multiple, ret_entries->counts);
	if (body.failed || body.left != BITS_SLACK)
		reader->bytes.failed = true;
	list_skip(reader);
	return !reader->bytes.failed;
}

void list_skip(struct list_reader *reader)
{
	reader->bytes.data += reader->length;
	reader->bytes.left -= reader->length;
	next_range(reader);
}
