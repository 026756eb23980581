/* SPDX-License-Identifier: Apache-2.0 */
/* The digest of a stream: XXH3 128 and the length. It tells streams apart by chance and is quick; whoever wants to can make two streams
 * with one digest. */
#ifndef TIDINGS_KV_DIGEST_H
#define TIDINGS_KV_DIGEST_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "tidings/util/auto.h"

#define KV_DIGEST_BYTES 32

struct kv_digest;
/* Of no bytes yet. Given. */
struct kv_digest *kv_digest_new(void) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void kv_digest_free(struct kv_digest *digest);
AUTOPTR_DEFINE(kv_digest, kv_digest_free)

/* More bytes of the stream. */
void kv_digest_update(struct kv_digest *digest, const void *data, size_t length);
/* The digest of the bytes so far; the same on every machine. */
void kv_digest_get(const struct kv_digest *digest, uint8_t ret_bytes[static KV_DIGEST_BYTES]);

#endif
