/* SPDX-License-Identifier: Apache-2.0 */
/* A keyed hash of byte strings: whoever does not know the key cannot choose names that collide. */
#ifndef TIDINGS_STATS_HASH_PRIV_H
#define TIDINGS_STATS_HASH_PRIV_H

#include <glib.h>
#include <stdint.h>

#include "tidings/kv/kv.h"

/* Random, made with the store and kept in it. */
struct hash_key {
	uint64_t words[2];
};

/* 64 bits, of which any part is as good as another. The same on every machine. */
uint64_t hash_bytes(const struct hash_key *key, struct kv_bytes bytes) G_GNUC_WARN_UNUSED_RESULT;

#endif
