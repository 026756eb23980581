// SPDX-License-Identifier: Apache-2.0
// Keys of the tables: integers whose byte order is their numeric order.
#include "key-priv.h"

static void append(struct key *key, uint64_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		key->bytes[key->length++] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
}

struct key key_u32(uint32_t value)
{
	struct key key = {.length = 0};
	append(&key, value, 4);
	return key;
}

struct key key_u64(uint64_t value)
{
	struct key key = {.length = 0};
	append(&key, value, 8);
	return key;
}

struct key key_u32_u64(uint32_t first, uint64_t second)
{
	struct key key = key_u32(first);
	append(&key, second, 8);
	return key;
}

struct key key_u64_u32(uint64_t first, uint32_t second)
{
	struct key key = key_u64(first);
	append(&key, second, 4);
	return key;
}

struct key key_u64_u64(uint64_t first, uint64_t second)
{
	struct key key = key_u64(first);
	append(&key, second, 8);
	return key;
}

struct kv_bytes key_bytes(const struct key *key)
{
	return (struct kv_bytes){key->bytes, key->length};
}

uint64_t key_part(struct kv_bytes key, size_t from, size_t bytes)
{
	if (from + bytes > key.length)
		return 0;
	uint64_t value = 0;
	for (size_t i = 0; i < bytes; i++)
		value = value << 8 | key.data[from + i];
	return value;
}

uint64_t key_from_instant(int64_t instant)
{
	return (uint64_t)instant ^ UINT64_C(1) << 63;
}

int64_t key_to_instant(uint64_t value)
{
	return (int64_t)(value ^ UINT64_C(1) << 63);
}
