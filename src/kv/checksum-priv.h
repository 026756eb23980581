/* SPDX-License-Identifier: Apache-2.0 */
/* XXH3 64: finds damage, not forgery. */
#ifndef TIDINGS_KV_CHECKSUM_PRIV_H
#define TIDINGS_KV_CHECKSUM_PRIV_H

#include "tidings/kv/kv.h"

/* The seed of a table, from its name: a value in another table is found too. */
uint64_t checksum_seed(const char *table) G_GNUC_WARN_UNUSED_RESULT;

/* Of a value and the key it stands under. */
uint64_t checksum_value(uint64_t seed, struct kv_bytes key, struct kv_bytes value) G_GNUC_WARN_UNUSED_RESULT;

#endif
