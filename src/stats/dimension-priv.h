/* SPDX-License-Identifier: Apache-2.0 */
/* The dimensions of a detection. What is not the tenant is its profile; a tuple is a tenant and a profile. Profiles and tuples are kept once
 * and numbered from 0 (arrays of the store), as are the names of each class; tenants from 1, since 0 stands for all of them in roll-ups. */
#ifndef TIDINGS_STATS_DIMENSION_PRIV_H
#define TIDINGS_STATS_DIMENSION_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "array-priv.h"
#include "state-priv.h"
#include "tidings/kv/kv.h"
#include "tidings/model/event.h"

/* What decides whether a detection is asked for, besides tenant and time: three bits. */
#define GROUP_FALSE_POSITIVE 1
#define GROUP_RETROSCAN 2
#define GROUP_API 4
#define GROUPS 8

#define TENANT_ALL 0

struct profile {
	uint32_t category, feed, supplier; /* ids of names */
	uint8_t kind, group;
};
struct tuple {
	uint32_t tenant, profile;
};

#define PROFILE_BYTES 16
#define TUPLE_BYTES 8
/* As records of the arrays. */
void profile_encode(const struct profile *profile, uint8_t ret_bytes[static PROFILE_BYTES]);
void tuple_encode(struct tuple tuple, uint8_t ret_bytes[static TUPLE_BYTES]);
/* Read from views of array_profiles and array_tuples. ERROR_CORRUPT. */
bool profile_at(struct array_view *profiles, uint32_t id, struct profile *ret_profile, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool tuple_at(struct array_view *tuples, uint32_t id, struct tuple *ret_tuple, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Names of one class, in TABLE_NAMES. */
bool name_put(struct kv_txn *txn, enum name_class class, uint32_t id, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Given. ERROR_CORRUPT, NULL, when there is none. */
char *name_get(struct kv_txn *txn, enum name_class class, uint32_t id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The tenant's id; *ret_found is false when no event and no mark has named it. */
bool tenant_find(struct kv_txn *txn, const char *name, uint32_t *ret_id, bool *ret_found, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
