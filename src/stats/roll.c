// SPDX-License-Identifier: Apache-2.0
// Rolling up: segments and incoming events -> heads and lists of days and months.
#include "roll-priv.h"

#include <string.h>

#include "array-priv.h"
#include "dimension-priv.h"
#include "head-priv.h"
#include "lists-priv.h"
#include "segments-priv.h"
#include "table-priv.h"
#include "tidings/util/error.h"

/* Days since 1970 of a civil date's month begin, by H. Hinnant's algorithms on years that begin in March. */
uint64_t month_start(uint64_t month)
{
	uint64_t year = 1970 + month / 12, in_year = (month + 10) % 12; /* March = 0 */
	if (in_year >= 10)
		year--;
	return year * 365 + year / 4 - year / 100 + year / 400 + (153 * in_year + 2) / 5 - 719468;
}

uint64_t month_of_day(uint64_t day, unsigned *ret_slot)
{
	uint64_t month = day * 12 / 366; /* not too late */
	while (month_start(month + 1) <= day)
		month++;
	*ret_slot = (unsigned)(day - month_start(month));
	return month;
}

/* What is known of a tuple. */
struct cell {
	struct tuple tuple;
	uint8_t group;
	bool known;
	uint64_t count;    /* detections of one bucket */
	struct head *head; /* its tenant's there; NULL without detections */
};

struct rolling {
	struct kv_txn *txn;
	const struct state *state;
	struct cell *cells;       /* of each tuple */
	GArray *tuples;           /* uint32_t: those that are known, by tenant and profile */
	uint64_t *profiles;       /* detections of each profile in one bucket; all 0 between two */
	uint64_t *keys[2];        /* room for all detections */
};

static GHashTable *heads_new(void)
{
	return g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)head_free);
}

static struct head *head_of(GHashTable *heads, uint32_t tenant)
{
	struct head *head = g_hash_table_lookup(heads, GUINT_TO_POINTER(tenant));
	if (head == NULL) {
		head = head_new(tenant);
		g_hash_table_insert(heads, GUINT_TO_POINTER(tenant), head);
	}
	return head;
}

static bool heads_flush(struct kv_txn *txn, GHashTable *heads, enum shelf_level level, uint64_t bucket, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	GHashTableIter iter;
	gpointer head = NULL;
	g_hash_table_iter_init(&iter, heads);
	while (g_hash_table_iter_next(&iter, NULL, &head))
		g_ptr_array_add(all, head);
	return heads_add(txn, level, bucket, all, error);
}

/* n detections, in order of indicators, as those of all tenants: by group. */
static void join_tenants(const uint64_t *keys, size_t n, uint64_t *ret_keys)
{
	size_t ends[GROUPS + 1] = {0};
	for (size_t i = 0; i < n; i++)
		ends[(keys[i] >> 32) % GROUPS + 1]++;
	for (int group = 0; group < GROUPS; group++)
		ends[group + 1] += ends[group];
	for (size_t i = 0; i < n; i++) {
		uint32_t group = (uint32_t)(keys[i] >> 32) % GROUPS;
		ret_keys[ends[group]++] = list_key(list_number(TENANT_ALL, (int)group), (uint32_t)keys[i]);
	}
}

/* Of a whole bucket, or of what is new of one. */
struct part {
	enum shelf_level level;
	uint64_t bucket;
	int64_t start, slot; /* seconds */
	const struct detection *detections;
	size_t n;
};

static bool roll_lists(const struct rolling *rolling, const struct part *part, GError **error)
{
	const struct state *state = rolling->state;
	unsigned number_bits = bits_width(list_number((uint32_t)state->names[NAME_TENANT] + 1, 0));
	for (size_t i = 0; i < part->n; i++) {
		const struct cell *cell = &rolling->cells[part->detections[i].tuple];
		rolling->keys[0][i] = list_key(list_number(cell->tuple.tenant, cell->group), part->detections[i].indicator);
	}
	uint64_t *sorted = list_keys_sort(rolling->keys[0], rolling->keys[1], part->n, 0, bits_width(state->indicators));
	uint64_t *other = rolling->keys[sorted == rolling->keys[0] ? 1 : 0];
	join_tenants(sorted, part->n, other);
	if (!lists_add(rolling->txn, part->level, part->bucket, other, part->n, error))
		return false;
	sorted = list_keys_sort(sorted, other, part->n, 32, 32 + number_bits);
	return lists_add(rolling->txn, part->level, part->bucket, sorted, part->n, error);
}

static void count_series(const struct rolling *rolling, const struct part *part, GHashTable *heads)
{
	for (size_t i = 0; i < part->n; i++) {
		struct cell *cell = &rolling->cells[part->detections[i].tuple];
		if (cell->count++ == 0)
			cell->head = head_of(heads, cell->tuple.tenant);
		cell->head->series[series_of_group(cell->group)][(part->detections[i].time - part->start) / part->slot]++;
	}
}

/* The series of all tenants. */
static void sum_series(GHashTable *heads, struct head *all)
{
	GHashTableIter iter;
	gpointer value = NULL;
	g_hash_table_iter_init(&iter, heads);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct head *head = value;
		for (size_t i = 0; head != all && i < SERIES * HEAD_SLOTS; i++)
			all->series[i / HEAD_SLOTS][i % HEAD_SLOTS] += head->series[i / HEAD_SLOTS][i % HEAD_SLOTS];
	}
}

/* The counts of the tuples into the heads, each profile once. */
static void count_tuples(const struct rolling *rolling, struct head *all)
{
	for (guint i = 0; i < rolling->tuples->len; i++) {
		struct cell *cell = &rolling->cells[g_array_index(rolling->tuples, uint32_t, i)];
		if (cell->count == 0)
			continue;
		head_count(cell->head, cell->tuple.profile, cell->count);
		rolling->profiles[cell->tuple.profile] += cell->count;
		cell->count = 0;
	}
	for (uint32_t profile = 0; profile < rolling->state->profiles; profile++) {
		if (rolling->profiles[profile] > 0)
			head_count(all, profile, rolling->profiles[profile]);
		rolling->profiles[profile] = 0;
	}
}

static bool roll_part(const struct rolling *rolling, const struct part *part, GError **error)
{
	g_autoptr(GHashTable) heads = heads_new();
	struct head *all = head_of(heads, TENANT_ALL);
	count_series(rolling, part, heads);
	sum_series(heads, all);
	count_tuples(rolling, all);
	return roll_lists(rolling, part, error) && heads_flush(rolling->txn, heads, part->level, part->bucket, error);
}

/* How many of the detections are before the time. */
static size_t count_before(const struct detection *detections, size_t n, int64_t time)
{
	size_t low = 0;
	while (low < n) {
		size_t middle = low + (n - low) / 2;
		if (detections[middle].time < time)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

/* detections are in order of time. */
static bool roll_detections(const struct rolling *rolling, const struct detection *detections, size_t n, GError **error)
{
	size_t in_month = 0; /* of those that are left */
	for (size_t in_day = 0; n > 0; detections += in_day, n -= in_day, in_month -= in_day) {
		uint64_t day = (uint64_t)detections[0].time / DAY_SECONDS;
		int64_t start = (int64_t)day * DAY_SECONDS;
		if (in_month == 0) {
			unsigned slot = 0;
			uint64_t month = month_of_day(day, &slot);
			in_month = count_before(detections, n, (int64_t)month_start(month + 1) * DAY_SECONDS);
			struct part whole = {LEVEL_MONTH, month, (int64_t)month_start(month) * DAY_SECONDS, DAY_SECONDS, detections, in_month};
			if (!roll_part(rolling, &whole, error))
				return false;
		}
		in_day = count_before(detections, in_month, start + DAY_SECONDS);
		struct part part = {LEVEL_DAY, day, start, SLOT_SECONDS, detections, in_day};
		if (!roll_part(rolling, &part, error))
			return false;
	}
	return true;
}

static bool cell_find(struct rolling *rolling, struct array_view *tuples, struct array_view *profiles, uint32_t id, GError **error)
{
	struct cell *cell = &rolling->cells[id];
	struct profile profile;
	if (!tuple_at(tuples, id, &cell->tuple, error) || !profile_at(profiles, cell->tuple.profile, &profile, error))
		return false;
	if (cell->tuple.tenant > rolling->state->names[NAME_TENANT])
		return table_damaged(error, "dimension");
	cell->group = profile.group;
	cell->known = true;
	g_array_append_val(rolling->tuples, id);
	return true;
}

static gint tuple_order(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct cell *cells = data;
	const struct tuple *x = &cells[*(const uint32_t *)a].tuple, *y = &cells[*(const uint32_t *)b].tuple;
	if (x->tenant != y->tenant)
		return x->tenant < y->tenant ? -1 : 1;
	return (x->profile > y->profile) - (x->profile < y->profile);
}

/* Looks the tuples of the detections up, before anything is written. */
static bool cells_find(struct rolling *rolling, const struct detection *detections, size_t n, GError **error)
{
	autoptr(array_view) tuples = array_view_new(rolling->txn, &array_tuples, rolling->state->tuples);
	autoptr(array_view) profiles = array_view_new(rolling->txn, &array_profiles, rolling->state->profiles);
	for (size_t i = 0; i < n; i++) {
		uint32_t id = detections[i].tuple;
		if (id >= rolling->state->tuples || detections[i].indicator >= rolling->state->indicators)
			return table_damaged(error, "segment of detections");
		if (!rolling->cells[id].known && !cell_find(rolling, tuples, profiles, id, error))
			return false;
	}
	g_array_sort_with_data(rolling->tuples, tuple_order, rolling->cells);
	return true;
}

static bool take_segment(const struct segment *segment, void *data, GError **error)
{
	return segment_decode(segment, data, error);
}

bool roll_segments(struct kv_txn *txn, struct state *state, GError **error)
{
	if (state->segments - state->rolled < state->roll_segments)
		return true;
	g_autoptr(GArray) detections = g_array_sized_new(FALSE, FALSE, sizeof(struct detection), SEGMENT_MOST);
	struct segment_walk walk = {{(int64_t)state->cut, INT64_MAX}, state->rolled, state->segments, take_segment, detections};
	if (!segments_each(txn, state, &walk, error))
		return false;
	struct detection *all = (struct detection *)(void *)detections->data;
	size_t n = detections->len, gone = 0;
	detections_sort(all, n);
	while (gone < n && all[gone].time < (int64_t)state->cut)
		gone++;
	g_autofree struct cell *cells = g_new0(struct cell, state->tuples + 1);
	g_autofree uint64_t *profiles = g_new0(uint64_t, state->profiles + 1);
	g_autofree uint64_t *keys = g_new(uint64_t, 2 * n + 1);
	g_autoptr(GArray) tuples = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct rolling rolling = {txn, state, cells, tuples, profiles, {keys, keys + n}};
	if (!cells_find(&rolling, all + gone, n - gone, error) || !roll_detections(&rolling, all + gone, n - gone, error))
		return false;
	state->rolled = state->segments;
	return true;
}

static bool count_incoming(struct head *head, int source, unsigned slot, uint64_t count, GError **error)
{
	uint64_t *sum = &head->series[SERIES_INCOMING + source][slot];
	return !__builtin_add_overflow(*sum, count, sum) || error_set(error, ERROR_LIMIT, "statistics: too many incoming events in one day");
}

/* The cells are all of the day. */
static bool roll_incoming_day(struct kv_txn *txn, uint64_t day, const struct incoming *cells, size_t n_cells, GError **error)
{
	g_autoptr(GHashTable) of_day = heads_new();
	g_autoptr(GHashTable) of_month = heads_new();
	unsigned slot = 0;
	uint64_t month = month_of_day(day, &slot);
	for (size_t i = 0; i < n_cells; i++) {
		const uint32_t tenants[] = {incoming_tenant(cells[i].stream), TENANT_ALL};
		int source = incoming_source(cells[i].stream);
		unsigned quarter = (unsigned)(cells[i].time % DAY_SECONDS / SLOT_SECONDS);
		for (size_t j = 0; j < G_N_ELEMENTS(tenants); j++) {
			if (!count_incoming(head_of(of_day, tenants[j]), source, quarter, cells[i].count, error) ||
			    !count_incoming(head_of(of_month, tenants[j]), source, slot, cells[i].count, error))
				return false;
		}
	}
	return heads_flush(txn, of_day, LEVEL_DAY, day, error) && heads_flush(txn, of_month, LEVEL_MONTH, month, error);
}

bool roll_incoming(struct kv_txn *txn, const struct incoming *cells, size_t n_cells, GError **error)
{
	for (size_t start = 0, end = 0; start < n_cells; start = end) {
		uint64_t day = (uint64_t)cells[start].time / DAY_SECONDS;
		while (end < n_cells && (uint64_t)cells[end].time / DAY_SECONDS == day)
			end++;
		if (!roll_incoming_day(txn, day, cells + start, end - start, error))
			return false;
	}
	return true;
}
