/* SPDX-License-Identifier: Apache-2.0 */
/* Byte strings in memory, each kept once and numbered from 0: the names of a batch before they have ids. */
#ifndef TIDINGS_STATS_POOL_PRIV_H
#define TIDINGS_STATS_POOL_PRIV_H

#include <glib.h>
#include <stdint.h>

#include "hash-priv.h"
#include "tidings/kv/kv.h"
#include "tidings/util/auto.h"

struct pool;
/* Empty; hashes by key, which is copied. Given. */
struct pool *pool_new(const struct hash_key *key) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void pool_free(struct pool *pool);
AUTOPTR_DEFINE(pool, pool_free)

/* The number of the bytes, which are copied when they are new. */
uint32_t pool_add(struct pool *pool, struct kv_bytes bytes);
/* The same for n of them, whose memory is waited for together. */
void pool_add_all(struct pool *pool, const struct kv_bytes *bytes, size_t n, uint32_t *ret_numbers);
uint32_t pool_count(const struct pool *pool) G_GNUC_WARN_UNUSED_RESULT;
/* The bytes of a number below pool_count, borrowed until the pool changes. */
struct kv_bytes pool_at(const struct pool *pool, uint32_t number) G_GNUC_WARN_UNUSED_RESULT;
/* Their hash_bytes. */
uint64_t pool_hash(const struct pool *pool, uint32_t number) G_GNUC_WARN_UNUSED_RESULT;
void pool_clear(struct pool *pool);

#endif
