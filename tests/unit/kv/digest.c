// SPDX-License-Identifier: Apache-2.0
// Digests of streams.
#include "tidings/kv/digest.h"

#include <string.h>

#include "test.h"

static char *digest_text(const char *data, size_t length, size_t step)
{
	uint8_t bytes[KV_DIGEST_BYTES];
	autoptr(kv_digest) digest = kv_digest_new();
	for (size_t at = 0; at < length; at += step)
		kv_digest_update(digest, data + at, MIN(step, length - at));
	kv_digest_get(digest, bytes);
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < sizeof(bytes); i++)
		g_string_append_printf(out, "%02x", bytes[i]);
	return g_string_free(out, FALSE);
}

TEST(digest__get__is_xxh3_128_and_the_length)
{
	/* As "xxhsum -H2" prints them. */
	g_autofree char *none = digest_text("", 0, 1);
	g_assert_cmpstr(none, ==, "99aa06d3014798d86001c324468d497f" "0000000000000000" "0000000000000000");
	g_autofree char *some = digest_text("tidings", 7, 7);
	g_assert_cmpstr(some, ==, "7f3b17ebdc5c794d0e0b525ac9ee17a3" "0000000000000007" "0000000000000000");
}

TEST(digest__update__in_any_pieces)
{
	g_autofree char *data = g_strnfill(5000, 'x');
	g_autofree char *whole = digest_text(data, 5000, 5000);
	static const size_t steps[] = {1, 7, 1024, 4999};
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		g_autofree char *pieces = digest_text(data, 5000, steps[i]);
		g_assert_cmpstr(pieces, ==, whole);
	}
	data[2500] = 'y';
	g_autofree char *other = digest_text(data, 5000, 5000);
	g_assert_cmpstr(other, !=, whole);
}
