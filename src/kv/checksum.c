// SPDX-License-Identifier: Apache-2.0
// XXH3: the checksum of a value over table, key and value, and the digest of a stream.
#include "checksum-priv.h"

#include <string.h>

#include <xxhash.h>

#include "tidings/kv/digest.h"

uint64_t checksum_seed(const char *table)
{
	return XXH3_64bits(table, strlen(table));
}

uint64_t checksum_value(uint64_t seed, struct kv_bytes key, struct kv_bytes value)
{
	return XXH3_64bits_withSeed(value.data, value.length, XXH3_64bits_withSeed(key.data, key.length, seed));
}

struct kv_digest {
	XXH3_state_t *state;
	uint64_t length;
};

struct kv_digest *kv_digest_new(void)
{
	struct kv_digest *digest = g_new0(struct kv_digest, 1);
	digest->state = XXH3_createState();
	g_assert(digest->state != NULL);
	(void)XXH3_128bits_reset(digest->state);
	return digest;
}

void kv_digest_free(struct kv_digest *digest)
{
	if (digest == NULL)
		return;
	XXH3_freeState(digest->state);
	g_free(digest);
}

void kv_digest_update(struct kv_digest *digest, const void *data, size_t length)
{
	digest->length += length;
	XXH3_128bits_update(digest->state, data, length);
}

void kv_digest_get(const struct kv_digest *digest, uint8_t ret_bytes[static KV_DIGEST_BYTES])
{
	XXH128_canonical_t canonical;
	XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(digest->state));
	uint64_t length = GUINT64_TO_BE(digest->length);
	memset(ret_bytes, 0, KV_DIGEST_BYTES);
	memcpy(ret_bytes, canonical.digest, sizeof(canonical.digest));
	memcpy(ret_bytes + sizeof(canonical.digest), &length, sizeof(length));
}
