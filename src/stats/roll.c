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
	uint64_t day;      /* + 1, for which head is its tenant's */
	struct head *head;
};

struct rolling {
	struct kv_txn *txn;
	const struct state *state;
	struct cell *cells;         /* of each tuple */
	uint64_t *counts;           /* of each tuple, in one day */
	GArray *tuples;             /* uint32_t: those that have counts */
	GHashTable *day, *month;    /* tenant -> struct head */
	GArray *month_entries;      /* struct list_entry of the month so far */
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
	bool done = heads_add(txn, level, bucket, all, error);
	g_hash_table_remove_all(heads);
	return done;
}

/* Adds the entries, sorted, to the lists of their tenants and then to those of all tenants. entries are changed. */
static bool lists_flush(const struct rolling *rolling, enum shelf_level level, uint64_t bucket, GArray *entries, GError **error)
{
	struct list_entry *all = (struct list_entry *)(void *)entries->data;
	uint64_t most = (uint64_t)list_number((uint32_t)rolling->state->names[NAME_TENANT] + 1, 0) << 32 | UINT32_MAX;
	size_t n = list_entries_sort(all, entries->len, most);
	g_array_set_size(entries, (guint)n);
	if (!lists_add(rolling->txn, level, bucket, all, n, error))
		return false;
	g_autoptr(GArray) whole = g_array_copy(entries);
	all = (struct list_entry *)(void *)whole->data;
	for (size_t i = 0; i < n; i++)
		all[i].key &= (uint64_t)(GROUPS - 1) << 32 | UINT32_MAX;
	n = list_entries_sort(all, n, (uint64_t)GROUPS << 32);
	return lists_add(rolling->txn, level, bucket, all, n, error);
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
	return true;
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
	return true;
}

static void count_series(struct rolling *rolling, struct cell *cell, uint64_t day, unsigned slot)
{
	if (cell->day != day + 1) {
		cell->day = day + 1;
		cell->head = head_of(rolling->day, cell->tuple.tenant);
	}
	cell->head->series[series_of_group(cell->group)][slot]++;
}

/* The series of all tenants. */
static void sum_series(struct rolling *rolling)
{
	struct head *all = head_of(rolling->day, TENANT_ALL);
	GHashTableIter iter;
	gpointer value = NULL;
	g_hash_table_iter_init(&iter, rolling->day);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct head *head = value;
		for (size_t i = 0; head != all && i < SERIES * HEAD_SLOTS; i++)
			all->series[i / HEAD_SLOTS][i % HEAD_SLOTS] += head->series[i / HEAD_SLOTS][i % HEAD_SLOTS];
	}
}

/* The day's counts of tuples into the heads of day and month. */
static void count_tuples(struct rolling *rolling, unsigned slot)
{
	for (guint i = 0; i < rolling->tuples->len; i++) {
		uint32_t id = g_array_index(rolling->tuples, uint32_t, i);
		const struct cell *cell = &rolling->cells[id];
		const uint32_t tenants[] = {cell->tuple.tenant, TENANT_ALL};
		for (size_t j = 0; j < G_N_ELEMENTS(tenants); j++) {
			struct head *month = head_of(rolling->month, tenants[j]);
			head_count(head_of(rolling->day, tenants[j]), cell->tuple.profile, rolling->counts[id]);
			head_count(month, cell->tuple.profile, rolling->counts[id]);
			month->series[series_of_group(cell->group)][slot] += rolling->counts[id];
		}
		rolling->counts[id] = 0;
	}
	g_array_set_size(rolling->tuples, 0);
}

/* The detections are all of the day. */
static bool roll_day(struct rolling *rolling, uint64_t day, unsigned slot, const struct detection *detections, size_t n, GError **error)
{
	g_autoptr(GArray) entries = g_array_sized_new(FALSE, FALSE, sizeof(struct list_entry), (guint)n);
	g_array_set_size(entries, (guint)n);
	for (size_t i = 0; i < n; i++) {
		struct cell *cell = &rolling->cells[detections[i].tuple];
		uint64_t number = list_number(cell->tuple.tenant, cell->group);
		g_array_index(entries, struct list_entry, i) = (struct list_entry){number << 32 | detections[i].indicator, 1};
		if (rolling->counts[detections[i].tuple]++ == 0)
			g_array_append_val(rolling->tuples, detections[i].tuple);
		count_series(rolling, cell, day, (unsigned)(detections[i].time % DAY_SECONDS / SLOT_SECONDS));
	}
	sum_series(rolling);
	count_tuples(rolling, slot);
	if (!lists_flush(rolling, LEVEL_DAY, day, entries, error))
		return false;
	g_array_append_vals(rolling->month_entries, entries->data, entries->len);
	return heads_flush(rolling->txn, rolling->day, LEVEL_DAY, day, error);
}

static bool month_flush(struct rolling *rolling, uint64_t month, GError **error)
{
	if (!lists_flush(rolling, LEVEL_MONTH, month, rolling->month_entries, error))
		return false;
	g_array_set_size(rolling->month_entries, 0);
	return heads_flush(rolling->txn, rolling->month, LEVEL_MONTH, month, error);
}

/* detections are in order of time. */
static bool roll_detections(struct rolling *rolling, const struct detection *detections, size_t n, GError **error)
{
	for (size_t start = 0, end = 0; start < n; start = end) {
		uint64_t day = (uint64_t)detections[start].time / DAY_SECONDS;
		unsigned slot = 0;
		uint64_t month = month_of_day(day, &slot);
		while (end < n && (uint64_t)detections[end].time / DAY_SECONDS == day)
			end++;
		if (!roll_day(rolling, day, slot, detections + start, end - start, error))
			return false;
		bool last = end == n || (uint64_t)detections[end].time / DAY_SECONDS >= month_start(month + 1);
		if (last && !month_flush(rolling, month, error))
			return false;
	}
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
	g_autofree uint64_t *counts = g_new0(uint64_t, state->tuples + 1);
	g_autoptr(GArray) tuples = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GHashTable) day = heads_new();
	g_autoptr(GHashTable) month = heads_new();
	g_autoptr(GArray) month_entries = g_array_new(FALSE, FALSE, sizeof(struct list_entry));
	struct rolling rolling = {txn, state, cells, counts, tuples, day, month, month_entries};
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
