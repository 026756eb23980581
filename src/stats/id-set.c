// SPDX-License-Identifier: Apache-2.0
// Sets of 16-bit numbers <-> bytes.
#include "id-set-priv.h"

#include "bits-priv.h"

#define GROUP ID_SET_SLACK
#define GROUP_WIDTH_MOST ((64 - 7) / GROUP) /* of low bits, so that a group is in one word */

/* Low bits of a set of n: about log2(65536 / n). */
static unsigned low_width(size_t n)
{
	return n == 0 ? 0 : bits_width(ID_SET_MOST / n) - 1;
}

static size_t high_bits(size_t n, unsigned low)
{
	return n + ((ID_SET_MOST - 1) >> low);
}

void id_set_put(GByteArray *out, const uint16_t *ids, size_t n)
{
	unsigned low = low_width(n);
	if (n == 0)
		return;
	uint8_t *packed = bits_begin(out, n, low);
	for (size_t i = 0; i < n; i++)
		bits_set(packed, i, low, ids[i] & bits_mask(low));
	bits_finish(out);
	uint8_t *high = bits_begin(out, high_bits(n, low), 1);
	for (size_t i = 0; i < n; i++) {
		size_t at = i + (ids[i] >> low);
		high[at / 8] |= (uint8_t)(1 << at % 8);
	}
	bits_finish(out);
}

/* How many bits are set before each one that is: four at a time, and behind the last ones what the next word's replace. */
static void spread(uint64_t word, unsigned ones, uint16_t before, uint16_t *out)
{
	for (unsigned i = 0; i < ones; i += GROUP) {
#pragma GCC unroll 4
		for (unsigned j = 0; j < GROUP; j++) {
			/* The top bit only keeps the number from being 0. */
			out[i + j] = (uint16_t)(before + (unsigned)__builtin_ctzll(word | UINT64_C(1) << 63) - i - j);
			word &= word - 1;
		}
	}
}

static bool get_high(const uint8_t *high, size_t bits, size_t n, uint16_t *ret_ids)
{
	size_t i = 0;
	for (size_t start = 0; start < bits; start += 64) {
		uint64_t word = bits_load(high + start / 8);
		if (bits - start < 64)
			word &= bits_mask((unsigned)(bits - start));
		unsigned ones = (unsigned)__builtin_popcountll(word);
		if (ones > n - i)
			return false;
		spread(word, ones, (uint16_t)(start - i), ret_ids + i);
		i += ones;
	}
	return i == n;
}

static void add_low(const uint8_t *packed, size_t n, unsigned low, uint16_t *ids)
{
	size_t i = 0;
	uint64_t mask = bits_mask(low);
	for (; low <= GROUP_WIDTH_MOST && i + GROUP <= n; i += GROUP) {
		uint64_t word = bits_load(packed + i * low / 8) >> i * low % 8;
#pragma GCC unroll 4
		for (unsigned j = 0; j < GROUP; j++, word >>= low)
			ids[i + j] = (uint16_t)((uint64_t)ids[i + j] << low | (word & mask));
	}
	for (; i < n; i++)
		ids[i] = (uint16_t)((uint64_t)ids[i] << low | bits_get(packed, i, low));
}

void id_set_get(struct byte_reader *r, size_t n, uint16_t *ret_ids)
{
	unsigned low = low_width(n);
	if (n == 0)
		return;
	size_t bits = high_bits(n, low);
	const uint8_t *packed = bits_take(r, bits_bytes(n, low));
	const uint8_t *high = bits_take(r, bits_bytes(bits, 1));
	if (high == NULL)
		return;
	if (!get_high(high, bits, n, ret_ids)) {
		r->failed = true;
		return;
	}
	add_low(packed, n, low, ret_ids);
}
