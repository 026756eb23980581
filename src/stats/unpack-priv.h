/* SPDX-License-Identifier: Apache-2.0 */
/* Packed numbers (bits-priv.h), many at a time. There is a portable way, and quicker ones for processors that can do more: which of them
 * is decided at run time, and all give the same. */
#ifndef TIDINGS_STATS_UNPACK_PRIV_H
#define TIDINGS_STATS_UNPACK_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNPACK_SLACK 64 /* numbers of room behind those that places and below write */

/* BITS_SLACK bytes behind what is packed are read, too. */
struct unpack_way {
	const char *name;
	bool (*has)(void);
	/* base + each of n numbers of at most 32 bits, modulo 2^32; the largest of these sums, 0 when n is. */
	uint32_t (*sums)(const uint8_t *packed, size_t n, unsigned width, uint32_t base, uint32_t *ret_sums);
	/* Shifts n numbers up by `width` bits, at most 16, and puts the packed ones below. */
	void (*below)(const uint8_t *packed, size_t n, unsigned width, uint16_t *numbers);
	/* How many of the bits are 0 before each that is 1. false, and anything written, when not n are. n_bits is below 2^17. */
	bool (*zeros)(const uint8_t *bits, size_t n_bits, size_t n, uint16_t *ret_zeros);
};

/* The quickest first; the last, which is portable, is always there. */
#define UNPACK_WAYS 2
extern const struct unpack_way unpack_ways[UNPACK_WAYS];

/* The quickest that this processor has. */
static inline const struct unpack_way *unpack_way(void)
{
	const struct unpack_way *way = unpack_ways;
	while (!way->has())
		way++;
	return way;
}

#endif
