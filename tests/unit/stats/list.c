// SPDX-License-Identifier: Apache-2.0
// Packed numbers, sets and lists: what is put is what is got, and damage is noticed.
#include "list-priv.h"

#include <string.h>

#include "bits-priv.h"
#include "test.h"

TEST(bits__get__every_width)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	for (unsigned width = 0; width <= BITS_WIDTH_MAX; width++) {
		g_byte_array_set_size(out, 0);
		uint8_t *packed = bits_begin(out, 100, width);
		for (size_t i = 0; i < 100; i++)
			bits_set(packed, i, width, (UINT64_C(0x9e3779b97f4a7c15) * (i + 1)) & bits_mask(width));
		for (size_t i = 0; i < 100; i++)
			g_assert_cmpuint(bits_get(packed, i, width), ==, (UINT64_C(0x9e3779b97f4a7c15) * (i + 1)) & bits_mask(width));
		bits_finish(out);
		g_assert_cmpuint(out->len, ==, bits_bytes(100, width));
	}
}

TEST(bits__variable__round_trip_and_ends)
{
	static const uint64_t numbers[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX};
	g_autoptr(GByteArray) out = g_byte_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
		variable_put(out, numbers[i]);
	struct byte_reader reader = byte_reader(out->data, out->len);
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
		g_assert_cmpuint(variable_get(&reader), ==, numbers[i]);
	g_assert_false(reader.failed);
	g_assert_cmpuint(reader.left, ==, 0);
	(void)variable_get(&reader);
	g_assert_true(reader.failed);
	const uint8_t endless[11] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	reader = byte_reader(endless, sizeof(endless));
	(void)variable_get(&reader);
	g_assert_true(reader.failed);
}

static void put_slack(GByteArray *out)
{
	static const uint8_t slack[BITS_SLACK] = {0};
	g_byte_array_append(out, slack, sizeof(slack));
}

TEST(id_set__get__sets_of_every_size)
{
	static uint16_t ids[ID_SET_MOST], got[ID_SET_MOST + ID_SET_SLACK];
	g_autoptr(GByteArray) out = g_byte_array_new();
	GRand *rand = g_rand_new_with_seed(1);
	for (int round = 0; round < 40; round++) {
		/* From empty to full, also bunched at either end. */
		double share = round == 39 ? 1 : g_rand_double(rand) / (1 << round % 17);
		size_t n = 0;
		for (unsigned id = 0; id < ID_SET_MOST; id++) {
			bool bunched = round % 3 == 0 && id > 3000 && id < 65000;
			if ((!bunched && g_rand_double(rand) < share) || round == 39)
				ids[n++] = (uint16_t)id;
		}
		g_byte_array_set_size(out, 0);
		id_set_put(out, ids, n);
		put_slack(out);
		struct byte_reader reader = byte_reader(out->data, out->len);
		id_set_get(&reader, n, got);
		g_assert_false(reader.failed);
		g_assert_cmpuint(reader.left, ==, BITS_SLACK);
		g_assert_cmpmem(got, n * sizeof(*got), ids, n * sizeof(*ids));
		if (n == 0)
			continue;
		reader = byte_reader(out->data, out->len - 1);
		id_set_get(&reader, n, got);
		g_assert_true(reader.failed);
	}
	g_rand_free(rand);
}

/* A list of ranges 0 and 7. */
static void put_list(GByteArray *out, struct list_range *entries)
{
	g_autoptr(GByteArray) body = g_byte_array_new();
	struct list_writer writer = {out, body, -1};
	memset(entries, 0, sizeof(*entries));
	entries->n_single = 2;
	entries->singles[1] = 65535;
	entries->n_multiple = 3;
	for (uint16_t i = 0; i < 3; i++)
		entries->multiples[i] = (uint16_t)(100 + i);
	entries->counts[0] = 2;
	entries->counts[1] = UINT32_MAX;
	entries->counts[2] = 3;
	list_put(&writer, 0, entries);
	list_put(&writer, 7, entries);
	put_slack(out);
}

TEST(list__get__what_was_put)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autofree struct list_range *entries = g_new(struct list_range, 1);
	g_autofree struct list_range *got = g_new(struct list_range, 1);
	put_list(out, entries);
	struct list_reader reader = list_reader(out->data, out->len);
	g_assert_cmpint(reader.range, ==, 0);
	list_skip(&reader);
	g_assert_cmpint(reader.range, ==, 7);
	g_assert_true(list_get(&reader, got));
	g_assert_cmpint(reader.range, ==, RANGE_NONE);
	g_assert_false(reader.bytes.failed);
	g_assert_cmpuint(got->n_single, ==, 2);
	g_assert_cmpmem(got->singles, 4, entries->singles, 4);
	g_assert_cmpuint(got->n_multiple, ==, 3);
	g_assert_cmpmem(got->multiples, 6, entries->multiples, 6);
	g_assert_cmpmem(got->counts, 12, entries->counts, 12);
}

TEST(list__get__damaged_bytes_stay_inside)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autofree struct list_range *entries = g_new(struct list_range, 1);
	put_list(out, entries);
	for (guint i = 0; i < out->len - BITS_SLACK; i++) {
		for (int bit = 0; bit < 8; bit++) {
			g_autofree uint8_t *copy = g_memdup2(out->data, out->len);
			copy[i] ^= (uint8_t)(1 << bit);
			struct list_reader reader = list_reader(copy, out->len);
			while (reader.range != RANGE_NONE && list_get(&reader, entries)) {
				g_assert_cmpuint(entries->n_single, <=, RANGE_IDS);
				g_assert_cmpuint(entries->n_multiple, <=, RANGE_IDS);
			}
		}
	}
}
