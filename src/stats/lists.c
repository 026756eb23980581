// SPDX-License-Identifier: Apache-2.0
// The lists of the roll-ups: entries sorted, and added to what is stored.
#include "lists-priv.h"

#include <string.h>

#include "bits-priv.h"
#include "table-priv.h"

#define DIGIT_BITS 11

/* One stable pass of a radix sort. false, and nothing done, when all have the same digit. */
static bool sort_pass(const uint64_t *from, uint64_t *to, size_t n, unsigned low, uint64_t mask)
{
	uint32_t starts[1 << DIGIT_BITS] = {0};
	uint32_t sum = 0;
	for (size_t i = 0; i < n; i++)
		starts[from[i] >> low & mask]++;
	if (starts[from[0] >> low & mask] == n)
		return false;
	for (size_t digit = 0; digit <= mask; digit++) {
		uint32_t count = starts[digit];
		starts[digit] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[starts[from[i] >> low & mask]++] = from[i];
	return true;
}

uint64_t *list_keys_sort(uint64_t *keys, uint64_t *spare, size_t n, unsigned low, unsigned high)
{
	for (; n > 1 && low < high; low += DIGIT_BITS) {
		if (!sort_pass(keys, spare, n, low, bits_mask(MIN(DIGIT_BITS, high - low))))
			continue;
		uint64_t *swap = keys;
		keys = spare;
		spare = swap;
	}
	return keys;
}

/* Keys that wait to be written. */
struct pending {
	const uint64_t *next, *end;
};

static uint32_t number_of(const uint64_t *key)
{
	return (uint32_t)(*key >> 32);
}

static uint32_t range_of(const uint64_t *key)
{
	return (uint32_t)*key >> RANGE_BITS;
}

/* The end of the keys that are of one list with the next one. */
static const uint64_t *list_end(struct pending pending)
{
	const uint64_t *at = pending.next;
	while (at < pending.end && number_of(at) == number_of(pending.next))
		at++;
	return at;
}

static void push(struct list_range *range, uint16_t id, uint64_t count)
{
	if (count == 1) {
		range->singles[range->n_single++] = id;
		return;
	}
	range->multiples[range->n_multiple] = id;
	range->counts[range->n_multiple++] = (uint32_t)MIN(count, UINT32_MAX);
}

/* The next id of the old range; RANGE_IDS when there is none. */
static uint32_t old_next(const struct list_range *old, size_t single, size_t multiple)
{
	uint32_t a = single < old->n_single ? old->singles[single] : RANGE_IDS;
	uint32_t b = multiple < old->n_multiple ? old->multiples[multiple] : RANGE_IDS;
	return MIN(a, b);
}

/* The old entries of a range and the pending ones of the same range, together. */
static void merge_range(const struct list_range *old, struct pending *pending, uint32_t range, struct list_range *ret_merged)
{
	size_t single = 0, multiple = 0;
	ret_merged->n_single = ret_merged->n_multiple = 0;
	for (;;) {
		uint32_t before = old_next(old, single, multiple), fresh = RANGE_IDS;
		if (pending->next < pending->end && range_of(pending->next) == range)
			fresh = (uint32_t)*pending->next % RANGE_IDS;
		uint32_t id = MIN(before, fresh);
		uint64_t count = 0;
		if (id == RANGE_IDS)
			return;
		if (single < old->n_single && old->singles[single] == id) {
			count += 1;
			single++;
		} else if (multiple < old->n_multiple && old->multiples[multiple] == id) {
			count += old->counts[multiple++];
		}
		for (uint64_t key = fresh == id ? *pending->next : 0; fresh == id && pending->next < pending->end && *pending->next == key; pending->next++)
			count++;
		push(ret_merged, (uint16_t)id, count);
	}
}

struct scratch {
	struct list_range old, merged;
};

/* Writes one list: that of the old item (NULL: none) with the pending entries added. */
static bool merge_list(const struct shelf_item *item, struct pending *pending, struct list_writer *writer, struct scratch *scratch, GError **error)
{
	struct list_reader old = item != NULL ? list_reader(item->data, item->length + BITS_SLACK) : (struct list_reader){.range = RANGE_NONE};
	while (old.range != RANGE_NONE || pending->next < pending->end) {
		int64_t fresh = pending->next < pending->end ? range_of(pending->next) : RANGE_NONE;
		uint32_t range = (uint32_t)MIN(old.range, fresh);
		if (old.range < fresh) {
			list_copy(writer, range, old.head, old.head_length + old.length);
			list_skip(&old);
			continue;
		}
		scratch->old.n_single = scratch->old.n_multiple = 0;
		if (old.range == fresh && !list_get(&old, &scratch->old))
			return table_damaged(error, "roll-up");
		merge_range(&scratch->old, pending, range, &scratch->merged);
		list_put(writer, range, &scratch->merged);
	}
	return !old.bytes.failed || table_damaged(error, "roll-up");
}

/* Writes one shelf: the items that are there, with the entries added. */
static bool merge_shelf(struct kv_txn *txn, const struct shelf_key *key, struct pending all, struct scratch *scratch, GError **error)
{
	autorelease(shelf_writer) shelf = {0};
	g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(struct shelf_item));
	g_autoptr(GByteArray) body = g_byte_array_new();
	guint i = 0;
	if (!shelf_read(txn, TABLE_LISTS, key, items, error))
		return false;
	shelf_begin(&shelf);
	while (i < items->len || all.next < all.end) {
		const struct shelf_item *item = i < items->len ? &g_array_index(items, struct shelf_item, i) : NULL;
		uint64_t fresh = all.next < all.end ? number_of(all.next) : UINT64_MAX;
		uint32_t number = item != NULL && item->number < fresh ? item->number : (uint32_t)fresh;
		struct pending pending = {all.next, all.next};
		size_t start = shelf.items->len;
		if (fresh == number)
			pending.end = list_end(all);
		all.next = pending.end;
		bool is_old = item != NULL && item->number == number;
		struct list_writer writer = {shelf.items, body, -1};
		if (is_old && pending.next == pending.end)
			g_byte_array_append(shelf.items, item->data, (guint)item->length);
		else if (!merge_list(is_old ? item : NULL, &pending, &writer, scratch, error))
			return false;
		shelf_end_item(&shelf, number, start);
		i += is_old;
	}
	return shelf_write(txn, TABLE_LISTS, key, &shelf, error);
}

static uint32_t shelf_of_key(const uint64_t *key)
{
	return shelf_of_tenant(number_of(key) / GROUPS);
}

bool lists_add(struct kv_txn *txn, enum shelf_level level, uint64_t bucket, const uint64_t *keys, size_t n, GError **error)
{
	g_autofree struct scratch *scratch = g_new(struct scratch, 1);
	const uint64_t *end = keys + n;
	while (keys < end) {
		struct shelf_key key = {level, bucket, shelf_of_key(keys)};
		struct pending all = {keys, keys};
		while (all.end < end && shelf_of_key(all.end) == key.shelf)
			all.end++;
		keys = all.end;
		if (!merge_shelf(txn, &key, all, scratch, error))
			return false;
	}
	return true;
}
