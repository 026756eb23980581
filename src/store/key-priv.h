/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of the store's tables: one or two big-endian integers, so that byte order is numeric order. */
#ifndef TIDINGS_STORE_KEY_PRIV_H
#define TIDINGS_STORE_KEY_PRIV_H

#include <stdint.h>

#include "tidings/kv/kv.h"

struct key {
	uint8_t bytes[16];
	size_t length;
};

/* One part of 4 or 8 bytes, or two. */
struct key key_u32(uint32_t value) G_GNUC_WARN_UNUSED_RESULT;
struct key key_u64(uint64_t value) G_GNUC_WARN_UNUSED_RESULT;
struct key key_u32_u64(uint32_t first, uint64_t second) G_GNUC_WARN_UNUSED_RESULT;
struct key key_u64_u32(uint64_t first, uint32_t second) G_GNUC_WARN_UNUSED_RESULT;
struct key key_u64_u64(uint64_t first, uint64_t second) G_GNUC_WARN_UNUSED_RESULT;

/* For kv; valid while key is. */
struct kv_bytes key_bytes(const struct key *key) G_GNUC_WARN_UNUSED_RESULT;

/* The part of that many bytes that stands `from` bytes into the key; 0 when the key is shorter. */
uint64_t key_part(struct kv_bytes key, size_t from, size_t bytes) G_GNUC_WARN_UNUSED_RESULT;

/* An instant as an unsigned number in the same order, and back. */
uint64_t key_from_instant(int64_t instant) G_GNUC_WARN_UNUSED_RESULT;
int64_t key_to_instant(uint64_t value) G_GNUC_WARN_UNUSED_RESULT;

#endif
