// SPDX-License-Identifier: Apache-2.0
// Byte strings kept once and numbered.
#include "pool-priv.h"

#include <string.h>

#include "test.h"

static const struct hash_key key = {{1, 2}};

static struct kv_bytes bytes_of(const char *text)
{
	return (struct kv_bytes){(const uint8_t *)text, strlen(text)};
}

TEST(pool__add__numbers_in_order)
{
	autoptr(pool) pool = pool_new(&key);
	g_assert_cmpuint(pool_add(pool, bytes_of("one")), ==, 0);
	g_assert_cmpuint(pool_add(pool, bytes_of("two")), ==, 1);
	g_assert_cmpuint(pool_add(pool, bytes_of("")), ==, 2);
	g_assert_cmpuint(pool_add(pool, bytes_of("one")), ==, 0);
	g_assert_cmpuint(pool_add(pool, bytes_of("")), ==, 2);
	g_assert_cmpuint(pool_count(pool), ==, 3);
}

TEST(pool__add_all__as_one_by_one)
{
	enum { N = 1000 };
	autoptr(pool) single = pool_new(&key);
	autoptr(pool) pool = pool_new(&key);
	struct kv_bytes bytes[N];
	uint32_t numbers[N], texts[N];
	for (uint32_t i = 0; i < N; i++) {
		texts[i] = i * i % 701;
		bytes[i] = (struct kv_bytes){(const uint8_t *)&texts[i], i % 5};
	}
	pool_add_all(pool, bytes, 0, numbers);
	pool_add_all(pool, bytes, N, numbers);
	for (uint32_t i = 0; i < N; i++)
		g_assert_cmpuint(numbers[i], ==, pool_add(single, bytes[i]));
	g_assert_cmpuint(pool_count(pool), ==, pool_count(single));
}

TEST(pool__add__bytes_with_nul_and_of_any_length)
{
	autoptr(pool) pool = pool_new(&key);
	uint8_t data[70] = {0};
	for (size_t length = 0; length <= sizeof(data); length++)
		g_assert_cmpuint(pool_add(pool, (struct kv_bytes){data, length}), ==, length);
	for (size_t i = 0; i < sizeof(data); i++) {
		data[i] = 1;
		g_assert_cmpuint(pool_add(pool, (struct kv_bytes){data, sizeof(data)}), ==, sizeof(data) + 1 + i);
	}
}

TEST(pool__at__a_copy)
{
	autoptr(pool) pool = pool_new(&key);
	char text[] = "text";
	uint32_t number = pool_add(pool, bytes_of(text));
	text[0] = 'X';
	struct kv_bytes kept = pool_at(pool, number);
	g_assert_cmpmem(kept.data, kept.length, "text", 4);
}

TEST(pool__clear__usable_again)
{
	autoptr(pool) pool = pool_new(&key);
	(void)pool_add(pool, bytes_of("one"));
	(void)pool_add(pool, bytes_of("two"));
	pool_clear(pool);
	g_assert_cmpuint(pool_count(pool), ==, 0);
	g_assert_cmpuint(pool_add(pool, bytes_of("two")), ==, 0);
}
