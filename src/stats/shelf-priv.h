/* SPDX-License-Identifier: Apache-2.0 */
/* Shelves: what the roll-ups hold of one bucket (a UTC day or month) for some tenants. Tenants stand 16 to a shelf, so that small ones cost no
 * value of their own; all tenants taken together (TENANT_ALL) have shelf 0. In TABLE_HEADS an item is a tenant's head, in TABLE_LISTS the list
 * of a tenant's group. A value:
 *
 *     number of items, then for each: distance of its number from the one before, bytes    variable numbers
 *     the items
 *     BITS_SLACK zeros */
#ifndef TIDINGS_STATS_SHELF_PRIV_H
#define TIDINGS_STATS_SHELF_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "dimension-priv.h"
#include "tidings/kv/kv.h"

enum shelf_level { LEVEL_DAY, LEVEL_MONTH };

struct shelf_key {
	enum shelf_level level;
	uint64_t bucket; /* days or months since 1970 */
	uint32_t shelf;
};
/* Where a tenant stands. */
static inline uint32_t shelf_of_tenant(uint32_t tenant)
{
	return tenant == TENANT_ALL ? 0 : 1 + tenant / 16;
}

/* The number of a list: its tenant and group. */
static inline uint32_t list_number(uint32_t tenant, int group)
{
	return tenant * GROUPS + (uint32_t)group;
}

struct shelf_item {
	uint32_t number;
	const uint8_t *data; /* BITS_SLACK bytes can be read behind it */
	size_t length;
};

/* The items of a shelf in order of their numbers, borrowed from the transaction until it writes; none when there is no such shelf. items is
 * emptied first. */
bool shelf_read(struct kv_txn *txn, unsigned table, const struct shelf_key *key, GArray *ret_items, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Puts a shelf together: items in order of their numbers. */
struct shelf_writer {
	GByteArray *directory, *items;
	uint64_t n;
	uint32_t last;
};
/* Empties it for a new shelf. */
void shelf_begin(struct shelf_writer *writer);
/* What has been appended to writer->items from start on is the item of that number. */
void shelf_end_item(struct shelf_writer *writer, uint32_t number, size_t start);
/* Stores it; the writer is empty and can be used again after shelf_begin. */
bool shelf_write(struct kv_txn *txn, unsigned table, const struct shelf_key *key, struct shelf_writer *writer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Frees it. */
void shelf_writer_release(struct shelf_writer *writer);
AUTORELEASE_DEFINE(shelf_writer, shelf_writer_release)
/* The first bucket from key's on and the last one, of key's level; *ret_found is false when there is none. */
bool shelf_bounds(struct kv_txn *txn, unsigned table, const struct shelf_key *key, uint64_t ret_buckets[static 2], bool *ret_found, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes shelves of the level's buckets below one, as many as a small transaction bears; adds how many to *dropped. */
bool shelf_drop(struct kv_txn *txn, unsigned table, enum shelf_level level, uint64_t bucket, size_t *dropped, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;

#endif
