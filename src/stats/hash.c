// SPDX-License-Identifier: Apache-2.0
// A keyed hash of byte strings, folded from products of 64 by 64 bits.
#include "hash-priv.h"

#include <string.h>

#include "bits-priv.h"

#define ODD UINT64_C(0x9e3779b97f4a7c15)

__extension__ typedef unsigned __int128 product;

static inline uint64_t fold(uint64_t a, uint64_t b)
{
	product whole = (product)a * b;
	return (uint64_t)whole ^ (uint64_t)(whole >> 64);
}

/* The length bytes (at most 8) as a number. */
static inline uint64_t load_rest(const uint8_t *at, size_t length)
{
	uint8_t word[8] = {0};
	memcpy(word, at, length);
	return bits_load(word);
}

uint64_t hash_bytes(const struct hash_key *key, struct kv_bytes bytes)
{
	uint64_t hash = key->words[0] ^ bytes.length * ODD;
	const uint8_t *at = bytes.data;
	size_t left = bytes.length;
	for (; left > 16; left -= 16, at += 16)
		hash = fold(bits_load(at) ^ hash, bits_load(at + 8) ^ key->words[1]);
	uint64_t low = left == 0 ? 0 : load_rest(at, MIN(left, 8));
	uint64_t high = left <= 8 ? 0 : load_rest(at + 8, left - 8);
	hash = fold(low ^ hash, high ^ key->words[1]);
	return fold(hash ^ key->words[0], ODD);
}
