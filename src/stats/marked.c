// SPDX-License-Identifier: Apache-2.0
// The detections of marked indicators, by day.
#include "marked-priv.h"

#include "dimension-priv.h"
#include "table-priv.h"
#include "tidings/util/bytes.h"

#define DAY_SECONDS 86400
#define ENTRY_BYTES 8 /* second of the day, tuple: 32 bits each */

struct mark_set {
	GHashTable *pairs; /* int64_t */
};

struct mark_set *mark_set_new(void)
{
	struct mark_set *set = g_new0(struct mark_set, 1);
	set->pairs = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	return set;
}

void mark_set_free(struct mark_set *set)
{
	if (set == NULL)
		return;
	g_hash_table_unref(set->pairs);
	g_free(set);
}

static uint64_t pair_of(uint32_t tenant, uint32_t indicator)
{
	return (uint64_t)tenant << 32 | indicator;
}

void mark_set_add(struct mark_set *set, uint32_t tenant, uint32_t indicator)
{
	uint64_t pair = pair_of(tenant, indicator);
	g_hash_table_add(set->pairs, g_memdup2(&pair, sizeof(pair)));
}

struct place {
	uint64_t day;
	uint32_t tenant, indicator;
};

static void put_key(GByteArray *out, const struct place *place)
{
	bytes_put_be64(out, place->day);
	bytes_put_be64(out, pair_of(place->tenant, place->indicator));
}

static bool read_key(struct kv_bytes key, struct place *ret_place)
{
	struct byte_reader reader = byte_reader(key.data, key.length);
	ret_place->day = byte_reader_be64(&reader);
	uint64_t pair = byte_reader_be64(&reader);
	ret_place->tenant = (uint32_t)(pair >> 32);
	ret_place->indicator = (uint32_t)pair;
	return !reader.failed && reader.left == 0 && ret_place->day < INT64_MAX / DAY_SECONDS;
}

static bool append_one(struct kv_txn *txn, uint32_t tenant, const struct detection *detection, GError **error)
{
	struct place place = {(uint64_t)(detection->time / DAY_SECONDS), tenant, detection->indicator};
	g_autoptr(GByteArray) key = g_byte_array_new();
	g_autoptr(GByteArray) value = g_byte_array_new();
	struct kv_bytes old;
	bool found = false;
	put_key(key, &place);
	if (!table_find(txn, TABLE_MARKED, table_array_bytes(key), &old, &found, error))
		return false;
	if (found)
		g_byte_array_append(value, old.data, (guint)old.length);
	bytes_put_u32(value, (uint32_t)(detection->time % DAY_SECONDS));
	bytes_put_u32(value, detection->tuple);
	return kv_put(txn, TABLE_MARKED, table_array_bytes(key), table_array_bytes(value), error);
}

/* The detections of the set, with their tenants: struct found. */
struct found {
	struct detection detection;
	uint32_t tenant;
};

static bool collect(struct array_view *tuples, const struct mark_set *set, const struct detection *detection, GArray *out, GError **error)
{
	struct tuple tuple;
	if (!tuple_at(tuples, detection->tuple, &tuple, error))
		return false;
	uint64_t pair = pair_of(tuple.tenant, detection->indicator);
	struct found found = {*detection, tuple.tenant};
	if (g_hash_table_contains(set->pairs, &pair))
		g_array_append_val(out, found);
	return true;
}

static bool append_found(struct kv_txn *txn, const GArray *found, GError **error)
{
	for (guint i = 0; i < found->len; i++) {
		const struct found *one = &g_array_index(found, struct found, i);
		if (!append_one(txn, one->tenant, &one->detection, error))
			return false;
	}
	return true;
}

bool marked_add(struct kv_txn *txn, const struct state *state, const struct mark_set *set, const struct detection *detections, size_t n,
		GError **error)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct found));
	autoptr(array_view) tuples = array_view_new(txn, &array_tuples, state->tuples);
	for (size_t i = 0; i < n && g_hash_table_size(set->pairs) > 0; i++) {
		if (!collect(tuples, set, &detections[i], found, error))
			return false;
	}
	return append_found(txn, found, error);
}

struct search {
	struct array_view *tuples;
	uint32_t tenant, indicator;
	GArray *found; /* struct found */
};

static bool search_segment(const struct segment *segment, void *data, GError **error)
{
	const struct search *search = data;
	int64_t times[SEGMENT_BLOCK];
	for (size_t i = 0; i < segment->n; i++) {
		uint32_t code = segment_get(&segment->codes, i);
		struct tuple tuple;
		if (segment_get(&segment->indicators, i) != search->indicator)
			continue;
		if (code >= segment->n_tuples)
			return table_damaged(error, "segment of detections");
		if (!tuple_at(search->tuples, segment->tuples[code], &tuple, error))
			return false;
		(void)!segment_times(segment, i / SEGMENT_BLOCK, times);
		struct found found = {{times[i % SEGMENT_BLOCK], segment->tuples[code], search->indicator, -1}, tuple.tenant};
		if (tuple.tenant == search->tenant)
			g_array_append_val(search->found, found);
	}
	return true;
}

bool marked_find(struct kv_txn *txn, const struct state *state, uint32_t tenant, uint32_t indicator, GError **error)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct found));
	autoptr(array_view) tuples = array_view_new(txn, &array_tuples, state->tuples);
	struct search search = {tuples, tenant, indicator, found};
	struct segment_walk walk = {{0, INT64_MAX}, 0, UINT64_MAX, search_segment, &search};
	return segments_each(txn, state, &walk, error) && tail_each(txn, state, &walk, error) && append_found(txn, found, error);
}

struct forgetting {
	uint32_t tenant, indicator;
	GArray *days; /* uint64_t */
};

static enum kv_step note_day(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)value;
	const struct forgetting *forgetting = data;
	struct place place;
	if (!read_key(key, &place)) {
		table_damaged(error, "detection of a false positive");
		return KV_FAIL;
	}
	if (place.tenant == forgetting->tenant && place.indicator == forgetting->indicator)
		g_array_append_val(forgetting->days, place.day);
	return KV_NEXT;
}

bool marked_forget(struct kv_txn *txn, uint32_t tenant, uint32_t indicator, GError **error)
{
	g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	struct forgetting forgetting = {tenant, indicator, days};
	if (!kv_each(txn, (struct kv_range){.table = TABLE_MARKED}, note_day, &forgetting, error))
		return false;
	for (guint i = 0; i < days->len; i++) {
		struct place place = {g_array_index(days, uint64_t, i), tenant, indicator};
		g_autoptr(GByteArray) key = g_byte_array_new();
		put_key(key, &place);
		if (!kv_delete(txn, TABLE_MARKED, table_array_bytes(key), error))
			return false;
	}
	return true;
}

struct walk {
	struct period period;
	marked_fn fn;
	void *data;
};

static enum kv_step walk_day(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	const struct walk *walk = data;
	struct place place;
	struct byte_reader reader = byte_reader(value.data, value.length);
	if (!read_key(key, &place) || value.length % ENTRY_BYTES != 0) {
		table_damaged(error, "detection of a false positive");
		return KV_FAIL;
	}
	int64_t start = (int64_t)place.day * DAY_SECONDS;
	if (start >= walk->period.to)
		return KV_STOP;
	while (reader.left > 0) {
		struct detection detection = {.indicator = place.indicator, .confidence = -1};
		detection.time = start + byte_reader_u32(&reader);
		detection.tuple = byte_reader_u32(&reader);
		if (detection.time >= walk->period.from && detection.time < walk->period.to && !walk->fn(&detection, walk->data, error))
			return KV_FAIL;
	}
	return KV_NEXT;
}

bool marked_each(struct kv_txn *txn, struct period period, marked_fn fn, void *data, GError **error)
{
	struct walk walk = {period, fn, data};
	struct place first = {(uint64_t)(MAX(period.from, 0) / DAY_SECONDS), 0, 0};
	g_autoptr(GByteArray) key = g_byte_array_new();
	put_key(key, &first);
	return kv_each(txn, (struct kv_range){.table = TABLE_MARKED, .from = table_array_bytes(key)}, walk_day, &walk, error);
}

bool marked_drop(struct kv_txn *txn, uint64_t day, size_t *dropped, GError **error)
{
	const struct place low = {0}, high = {.day = day};
	g_autoptr(GByteArray) from = g_byte_array_new();
	g_autoptr(GByteArray) below = g_byte_array_new();
	put_key(from, &low);
	put_key(below, &high);
	return table_drop(txn, TABLE_MARKED, table_array_bytes(from), table_array_bytes(below), dropped, error);
}
