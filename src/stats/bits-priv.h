/* SPDX-License-Identifier: Apache-2.0 */
/* Packed numbers. Bits: n numbers of one width, lowest bit first, without gaps. Variable: 7 bits a byte, lowest first, the top bit says
 * that more follow. */
#ifndef TIDINGS_STATS_BITS_PRIV_H
#define TIDINGS_STATS_BITS_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tidings/util/bytes.h"

#define BITS_WIDTH_MAX 56
#define BITS_SLACK 8 /* bytes that can be read behind packed numbers: every value that holds some ends with as many zeros */

/* The 8 bytes at `at` as a little-endian number, and back. */
static inline uint64_t bits_load(const uint8_t *at)
{
	uint64_t word = 0;
	memcpy(&word, at, sizeof(word));
	return GUINT64_FROM_LE(word);
}
static inline void bits_store(uint8_t *at, uint64_t word)
{
	word = GUINT64_TO_LE(word);
	memcpy(at, &word, sizeof(word));
}

/* Bits that hold every number up to most: 0 for 0. */
static inline unsigned bits_width(uint64_t most)
{
	return most == 0 ? 0 : 64 - (unsigned)__builtin_clzll(most);
}

/* Bytes of n numbers of that width, without slack. */
static inline size_t bits_bytes(size_t n, unsigned width)
{
	return (n * width + 7) / 8;
}

/* The largest number of that width, below 64. */
static inline uint64_t bits_mask(unsigned width)
{
	return (UINT64_C(1) << width) - 1;
}

/* Number i. BITS_SLACK bytes behind the packed ones are read, too. */
static inline uint64_t bits_get(const uint8_t *packed, size_t i, unsigned width)
{
	size_t at = i * width;
	return bits_load(packed + at / 8) >> at % 8 & bits_mask(width);
}

/* Sets number i, which was zero. BITS_SLACK bytes behind are written (with what they hold). */
static inline void bits_set(uint8_t *packed, size_t i, unsigned width, uint64_t value)
{
	size_t at = i * width;
	uint8_t *byte = packed + at / 8;
	bits_store(byte, bits_load(byte) | value << at % 8);
}

/* Room for n numbers at the end of out, all zero: borrowed until out changes. bits_finish must follow when they are set. */
uint8_t *bits_begin(GByteArray *out, size_t n, unsigned width);
/* Takes the slack of bits_begin off again. */
void bits_finish(GByteArray *out);

/* Appends a number of variable length. */
void variable_put(GByteArray *out, uint64_t value);
/* The next one; a failure of the reader when it is cut short or larger than 64 bits. */
static inline uint64_t variable_get(struct byte_reader *r)
{
	uint64_t value = 0;
	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (r->left == 0)
			break;
		uint8_t byte = *r->data++;
		r->left--;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return value;
	}
	r->failed = true;
	return 0;
}

/* The next length bytes, borrowed; NULL (a failure) when there are not as many with BITS_SLACK behind them. */
static inline const uint8_t *bits_take(struct byte_reader *r, size_t length)
{
	if (r->failed || r->left < BITS_SLACK || length > r->left - BITS_SLACK) {
		r->failed = true;
		return NULL;
	}
	const uint8_t *at = r->data;
	r->data += length;
	r->left -= length;
	return at;
}

#endif
