// SPDX-License-Identifier: Apache-2.0
// Heads of the roll-ups: detections by profile and the series.
#include "head-priv.h"

#include "bits-priv.h"
#include "table-priv.h"
#include "tidings/util/error.h"

struct head *head_new(uint32_t tenant)
{
	struct head *head = g_new0(struct head, 1);
	head->tenant = tenant;
	head->profiles = g_array_new(FALSE, FALSE, sizeof(struct head_profile));
	return head;
}

void head_free(struct head *head)
{
	if (head == NULL)
		return;
	g_array_unref(head->profiles);
	g_free(head);
}

void head_count(struct head *head, uint32_t profile, uint64_t detections)
{
	guint low = 0, high = head->profiles->len;
	if (high > 0 && g_array_index(head->profiles, struct head_profile, high - 1).profile < profile)
		low = high; /* as they mostly come */
	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (g_array_index(head->profiles, struct head_profile, middle).profile < profile)
			low = middle + 1;
		else
			high = middle;
	}
	struct head_profile fresh = {profile, detections};
	if (low < head->profiles->len && g_array_index(head->profiles, struct head_profile, low).profile == profile)
		g_array_index(head->profiles, struct head_profile, low).detections += detections;
	else
		g_array_insert_val(head->profiles, low, fresh);
}

bool head_add(struct head *head, const struct shelf_item *item, GError **error)
{
	struct byte_reader reader = byte_reader(item->data, item->length);
	uint64_t n = variable_get(&reader), profile = 0;
	for (uint64_t i = 0; !reader.failed && i < n; i++) {
		profile += variable_get(&reader);
		head_count(head, (uint32_t)MIN(profile, UINT32_MAX), variable_get(&reader));
	}
	for (int series = 0; series < SERIES; series++) {
		uint64_t slots = variable_get(&reader);
		if (slots > HEAD_SLOTS)
			reader.failed = true;
		for (uint64_t slot = 0; !reader.failed && slot < slots; slot++) {
			uint64_t *sum = &head->series[series][slot];
			if (__builtin_add_overflow(*sum, variable_get(&reader), sum))
				return error_set(error, ERROR_LIMIT, "statistics: too many events in one day");
		}
	}
	return (!reader.failed && reader.left == 0) || table_damaged(error, "roll-up");
}

static void head_put(const struct head *head, GByteArray *out)
{
	uint32_t before = 0;
	variable_put(out, head->profiles->len);
	for (guint i = 0; i < head->profiles->len; i++) {
		const struct head_profile *one = &g_array_index(head->profiles, struct head_profile, i);
		variable_put(out, one->profile - before);
		variable_put(out, one->detections);
		before = one->profile;
	}
	for (int series = 0; series < SERIES; series++) {
		unsigned slots = HEAD_SLOTS;
		while (slots > 0 && head->series[series][slots - 1] == 0)
			slots--;
		variable_put(out, slots);
		for (unsigned slot = 0; slot < slots; slot++)
			variable_put(out, head->series[series][slot]);
	}
}

/* Writes one shelf: the items that are there, with the heads [first, end) added. */
static bool merge_shelf(struct kv_txn *txn, const struct shelf_key *key, struct head **heads, guint n, GError **error)
{
	autorelease(shelf_writer) writer = {0};
	g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(struct shelf_item));
	guint next = 0;
	if (!shelf_read(txn, TABLE_HEADS, key, items, error))
		return false;
	shelf_begin(&writer);
	for (guint i = 0; i < items->len || next < n;) {
		const struct shelf_item *item = i < items->len ? &g_array_index(items, struct shelf_item, i) : NULL;
		size_t start = writer.items->len;
		if (next == n || (item != NULL && item->number < heads[next]->tenant)) {
			g_byte_array_append(writer.items, item->data, (guint)item->length);
			shelf_end_item(&writer, item->number, start);
			i++;
			continue;
		}
		struct head *head = heads[next++];
		if (item != NULL && item->number == head->tenant) {
			if (!head_add(head, item, error))
				return false;
			i++;
		}
		head_put(head, writer.items);
		shelf_end_item(&writer, head->tenant, start);
	}
	return shelf_write(txn, TABLE_HEADS, key, &writer, error);
}

static gint tenant_order(gconstpointer a, gconstpointer b)
{
	const struct head *x = *(struct head *const *)a, *y = *(struct head *const *)b;
	return (x->tenant > y->tenant) - (x->tenant < y->tenant);
}

bool heads_add(struct kv_txn *txn, enum shelf_level level, uint64_t bucket, GPtrArray *heads, GError **error)
{
	struct head **all = (struct head **)heads->pdata;
	g_ptr_array_sort(heads, tenant_order);
	for (guint first = 0, end = 0; first < heads->len; first = end) {
		struct shelf_key key = {level, bucket, shelf_of_tenant(all[first]->tenant)};
		while (end < heads->len && shelf_of_tenant(all[end]->tenant) == key.shelf)
			end++;
		if (!merge_shelf(txn, &key, all + first, end - first, error))
			return false;
	}
	return true;
}
