// SPDX-License-Identifier: Apache-2.0
// Packed numbers, many at a time: by portable code, or by 512 bits where the processor has them.
#include "unpack-priv.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "bits-priv.h"

#define GROUP 4 /* numbers that are taken from one word */
#define GROUP_WIDTH_MOST ((64 - 7) / GROUP)

static bool always(void)
{
	return true;
}

static uint32_t plain_sums(const uint8_t *packed, size_t n, unsigned width, uint32_t base, uint32_t *ret_sums)
{
	uint32_t most = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t sum = base + (uint32_t)bits_get(packed, i, width);
		most = MAX(most, sum);
		ret_sums[i] = sum;
	}
	return most;
}

static void plain_below(const uint8_t *packed, size_t n, unsigned width, uint16_t *numbers)
{
	size_t i = 0;
	uint64_t mask = bits_mask(width);
	for (; width <= GROUP_WIDTH_MOST && i + GROUP <= n; i += GROUP) {
		uint64_t word = bits_load(packed + i * width / 8) >> i * width % 8;
#pragma GCC unroll 4
		for (unsigned j = 0; j < GROUP; j++, word >>= width)
			numbers[i + j] = (uint16_t)((uint64_t)numbers[i + j] << width | (word & mask));
	}
	for (; i < n; i++)
		numbers[i] = (uint16_t)((uint64_t)numbers[i] << width | bits_get(packed, i, width));
}

/* The word that begins at bit `start`. */
static inline uint64_t word_at(const uint8_t *bits, size_t n_bits, size_t start)
{
	uint64_t word = bits_load(bits + start / 8);
	return n_bits - start < 64 ? word & bits_mask((unsigned)(n_bits - start)) : word;
}

/* Those of one word: four at a time, and behind the last ones what the next word's replace. */
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

static bool plain_zeros(const uint8_t *bits, size_t n_bits, size_t n, uint16_t *ret_zeros)
{
	size_t i = 0;
	for (size_t start = 0; start < n_bits; start += 64) {
		uint64_t word = word_at(bits, n_bits, start);
		unsigned ones = (unsigned)__builtin_popcountll(word);
		if (ones > n - i)
			return false;
		spread(word, ones, (uint16_t)(start - i), ret_zeros + i);
		i += ones;
	}
	return i == n;
}

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,popcnt")))
#define LANES 8 /* of 64 bits: so many numbers are whole bytes, whatever their width */

static bool wide_has(void)
{
	return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("popcnt");
}

/* Where the numbers of a group lie. */
struct lanes {
	__m512i bytes, shifts, mask;
};

WIDE static inline struct lanes lanes_of(unsigned width)
{
	const __m512i first = _mm512_set_epi64(0x0808080808080808, 0, 0x0808080808080808, 0, 0x0808080808080808, 0, 0x0808080808080808, 0);
	__m512i starts = _mm512_mullo_epi64(_mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0), _mm512_set1_epi64(width));
	__m512i bytes = _mm512_shuffle_epi8(_mm512_srli_epi64(starts, 3), first);
	return (struct lanes){_mm512_add_epi8(bytes, _mm512_set1_epi64(0x0706050403020100)), _mm512_and_si512(starts, _mm512_set1_epi64(7)),
			      _mm512_set1_epi64((long long)bits_mask(width))};
}

/* The group of numbers at `at`, behind which `left` bytes can be read. */
WIDE static inline __m512i take_lanes(const struct lanes *lanes, const uint8_t *at, size_t left)
{
	__mmask64 readable = left < 64 ? bits_mask((unsigned)left) : UINT64_MAX;
	__m512i bytes = _mm512_permutexvar_epi8(lanes->bytes, _mm512_maskz_loadu_epi8(readable, at));
	return _mm512_and_si512(_mm512_srlv_epi64(bytes, lanes->shifts), lanes->mask);
}

WIDE static uint32_t wide_sums(const uint8_t *packed, size_t n, unsigned width, uint32_t base, uint32_t *ret_sums)
{
	const struct lanes lanes = lanes_of(width);
	const uint8_t *end = packed + bits_bytes(n, width) + BITS_SLACK;
	__m256i most = _mm256_setzero_si256();
	for (size_t i = 0; i < n; i += LANES, packed += width) {
		__mmask8 there = n - i < LANES ? (__mmask8)bits_mask((unsigned)(n - i)) : UINT8_MAX;
		__m256i numbers = _mm512_cvtepi64_epi32(take_lanes(&lanes, packed, (size_t)(end - packed)));
		__m256i sums = _mm256_maskz_add_epi32(there, numbers, _mm256_set1_epi32((int)base));
		_mm256_mask_storeu_epi32(ret_sums + i, there, sums);
		most = _mm256_max_epu32(most, sums);
	}
	return _mm512_reduce_max_epu32(_mm512_zextsi256_si512(most));
}

WIDE static void wide_below(const uint8_t *packed, size_t n, unsigned width, uint16_t *numbers)
{
	const struct lanes lanes = lanes_of(width);
	const uint8_t *end = packed + bits_bytes(n, width) + BITS_SLACK;
	const __m128i up = _mm_cvtsi32_si128((int)width);
	for (size_t i = 0; i < n; i += LANES, packed += width) {
		__m128i *out = (__m128i *)(void *)(numbers + i);
		__m128i low = _mm512_cvtepi64_epi16(take_lanes(&lanes, packed, (size_t)(end - packed)));
		_mm_storeu_si128(out, _mm_or_si128(_mm_sll_epi16(_mm_loadu_si128(out), up), low));
	}
}

/* 32 places in a word of which `before` zeros less so many ones stand before the first. */
WIDE static inline void put_zeros(__m256i places, size_t before, uint16_t *out)
{
	const __m512i order = _mm512_set_epi16(31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6,
					       5, 4, 3, 2, 1, 0);
	__m512i first = _mm512_sub_epi16(_mm512_set1_epi16((short)before), order);
	_mm512_storeu_si512(out, _mm512_add_epi16(_mm512_cvtepu8_epi16(places), first));
}

WIDE static bool wide_zeros(const uint8_t *bits, size_t n_bits, size_t n, uint16_t *ret_zeros)
{
	const __m512i order = _mm512_set_epi64(0x3f3e3d3c3b3a3938, 0x3736353433323130, 0x2f2e2d2c2b2a2928, 0x2726252423222120, 0x1f1e1d1c1b1a1918,
					       0x1716151413121110, 0x0f0e0d0c0b0a0908, 0x0706050403020100);
	size_t i = 0;
	for (size_t start = 0; start < n_bits; start += 64) {
		uint64_t word = word_at(bits, n_bits, start);
		unsigned ones = (unsigned)__builtin_popcountll(word);
		if (ones > n - i)
			return false;
		__m512i places = _mm512_maskz_compress_epi8(word, order);
		put_zeros(_mm512_castsi512_si256(places), start - i, ret_zeros + i);
		if (ones > 32)
			put_zeros(_mm512_extracti64x4_epi64(places, 1), start - i - 32, ret_zeros + i + 32);
		i += ones;
	}
	return i == n;
}
#define WIDE_WAY {"avx512", wide_has, wide_sums, wide_below, wide_zeros}
#else
#define WIDE_WAY {"plain", always, plain_sums, plain_below, plain_zeros}
#endif

const struct unpack_way unpack_ways[UNPACK_WAYS] = {WIDE_WAY, {"plain", always, plain_sums, plain_below, plain_zeros}};
