// SPDX-License-Identifier: Apache-2.0
// Each way of unpacking that this processor has gives what was packed, and reads no further than it may.
#include "unpack-priv.h"

#include <glib.h>

#include "bits-priv.h"
#include "test.h"

#define SUM_WIDTH_MOST 32
#define BELOW_WIDTH_MOST 16
#define BASE 0xfffffff0U /* so that sums go round */

static const size_t sizes[] = {0, 1, 2, 7, 8, 9, 63, 64, 65, 200};

static uint64_t number(size_t i, unsigned width)
{
	return UINT64_C(0x9e3779b97f4a7c15) * (i + 1) >> 7 & bits_mask(width);
}

/* Packed numbers that end where their bytes do. */
static uint8_t *pack(size_t n, unsigned width)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	uint8_t *packed = bits_begin(out, n, width);
	for (size_t i = 0; i < n; i++)
		bits_set(packed, i, width, number(i, width));
	return g_memdup2(out->data, out->len);
}

static void check_sums(const struct unpack_way *way, size_t n, unsigned width)
{
	g_autofree uint8_t *packed = pack(n, width);
	g_autofree uint32_t *sums = g_new(uint32_t, n + 1);
	uint32_t most = way->sums(packed, n, width, BASE, sums), expected = 0;
	for (size_t i = 0; i < n; i++) {
		g_assert_cmpuint(sums[i], ==, BASE + (uint32_t)number(i, width));
		expected = MAX(expected, sums[i]);
	}
	g_assert_cmpuint(most, ==, expected);
}

static void check_below(const struct unpack_way *way, size_t n, unsigned width)
{
	g_autofree uint8_t *packed = pack(n, width);
	g_autofree uint16_t *numbers = g_new0(uint16_t, n + UNPACK_SLACK);
	for (size_t i = 0; i < n; i++)
		numbers[i] = (uint16_t)(i + 1);
	way->below(packed, n, width, numbers);
	for (size_t i = 0; i < n; i++)
		g_assert_cmpuint(numbers[i], ==, (uint16_t)((i + 1) << width | number(i, width)));
}

/* n ones among so many bits, of which a share is set. */
static void check_zeros(const struct unpack_way *way, size_t n_bits, unsigned share)
{
	g_autofree uint8_t *bits = g_new0(uint8_t, bits_bytes(n_bits, 1) + BITS_SLACK);
	g_autofree uint16_t *expected = g_new(uint16_t, n_bits + 1);
	g_autofree uint16_t *got = g_new(uint16_t, n_bits + UNPACK_SLACK);
	size_t n = 0;
	for (size_t i = 0; i < n_bits; i++) {
		if (number(i, 10) >= share)
			continue;
		bits[i / 8] |= (uint8_t)(1 << i % 8);
		expected[n] = (uint16_t)(i - n);
		n++;
	}
	g_assert_true(way->zeros(bits, n_bits, n, got));
	g_assert_cmpmem(got, n * sizeof(*got), expected, n * sizeof(*expected));
	g_assert_false(way->zeros(bits, n_bits, n + 1, got));
	g_assert_true(n == 0 || !way->zeros(bits, n_bits, n - 1, got));
}

TEST(unpack__every_way__gives_what_was_packed)
{
	for (size_t w = 0; w < UNPACK_WAYS; w++) {
		const struct unpack_way *way = &unpack_ways[w];
		for (size_t s = 0; way->has() && s < G_N_ELEMENTS(sizes); s++) {
			for (unsigned width = 0; width <= SUM_WIDTH_MOST; width++)
				check_sums(way, sizes[s], width);
			for (unsigned width = 0; width <= BELOW_WIDTH_MOST; width++)
				check_below(way, sizes[s], width);
		}
		static const unsigned shares[] = {0, 1, 100, 512, 1000, 1024};
		for (size_t share = 0; way->has() && share < G_N_ELEMENTS(shares); share++) {
			for (size_t n_bits = 0; n_bits < 300; n_bits += 13)
				check_zeros(way, n_bits, shares[share]);
			check_zeros(way, 131071, shares[share]);
		}
	}
}

TEST(unpack__way__is_one_that_the_processor_has)
{
	g_assert_true(unpack_way()->has());
	g_assert_true(unpack_ways[UNPACK_WAYS - 1].has());
	g_assert_cmpstr(unpack_ways[UNPACK_WAYS - 1].name, ==, "plain");
}
