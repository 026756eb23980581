// SPDX-License-Identifier: Apache-2.0
// The checksum of a value: XXH3 over table, key and value.
#include "checksum-priv.h"

#include <string.h>

#include <xxhash.h>

uint64_t checksum_seed(const char *table)
{
	return XXH3_64bits(table, strlen(table));
}

uint64_t checksum_value(uint64_t seed, struct kv_bytes key, struct kv_bytes value)
{
	return XXH3_64bits_withSeed(value.data, value.length, XXH3_64bits_withSeed(key.data, key.length, seed));
}
