// SPDX-License-Identifier: Apache-2.0
// The part of a question that roll-ups answer, and the edges that they cannot.
#include "rolled-priv.h"

#include "head-priv.h"
#include "incoming-priv.h"
#include "roll-priv.h"
#include "shelf-priv.h"
#include "table-priv.h"
#include "tidings/util/error.h"

#define MONTH_SLOT_SECONDS DAY_SECONDS

struct bucket {
	enum shelf_level level;
	uint64_t number;
	struct period period;
	bool shares; /* lists and profiles count */
	bool series; /* as do the slots */
};

static struct bucket day_bucket(uint64_t day)
{
	int64_t start = (int64_t)day * DAY_SECONDS;
	return (struct bucket){LEVEL_DAY, day, {start, start + DAY_SECONDS}, true, true};
}

static struct bucket month_bucket(uint64_t month)
{
	struct period period = {(int64_t)month_start(month) * DAY_SECONDS, (int64_t)month_start(month + 1) * DAY_SECONDS};
	return (struct bucket){LEVEL_MONTH, month, period, true, true};
}

/* No step begins inside one of the bucket's slots. */
static bool slots_fit(const struct question *question, const struct bucket *bucket)
{
	const struct stats_query *query = question->query;
	int64_t slot = bucket->level == LEVEL_DAY ? SLOT_SECONDS : MONTH_SLOT_SECONDS;
	size_t low = 0, high = query->n_steps;
	if (query->steps == NULL)
		return true;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (query->steps[middle] < bucket->period.from)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low <= query->n_steps && query->steps[low] < bucket->period.to; low++) {
		if (query->steps[low] % slot != 0)
			return false;
	}
	return true;
}

static bool add_incoming(struct stats_result *result, struct stats_bin *bin, uint64_t count, GError **error)
{
	if (__builtin_add_overflow(result->incoming_events, count, &result->incoming_events))
		return error_set(error, ERROR_LIMIT, "statistics: too many incoming events for one answer");
	if (bin != NULL)
		bin->incoming_events += count;
	return true;
}

static bool count_series(struct question *question, const struct bucket *bucket, const struct head *head, GError **error)
{
	int64_t length = bucket->level == LEVEL_DAY ? SLOT_SECONDS : MONTH_SLOT_SECONDS;
	for (int group = 0; group < GROUPS; group++) {
		const uint64_t *detections = head->series[series_of_group(group)];
		const uint64_t *incoming = head->series[SERIES_INCOMING + ((group & GROUP_API) != 0 ? 1 : 0)];
		if (!question->groups[group] || (group & GROUP_RETROSCAN) != 0) /* the series does not tell retroscan apart */
			continue;
		for (int64_t slot = 0; slot < HEAD_SLOTS; slot++) {
			bool with_incoming = (group & GROUP_FALSE_POSITIVE) == 0 && incoming[slot] > 0;
			if (detections[slot] == 0 && !with_incoming)
				continue;
			struct stats_bin *bin = question_bin(question, bucket->period.from + slot * length);
			if (bin != NULL)
				bin->detections += detections[slot];
			if (with_incoming && !add_incoming(question->result, bin, incoming[slot], error))
				return false;
		}
	}
	return true;
}

static bool count_profiles(struct question *question, const struct head *head, GError **error)
{
	for (guint i = 0; i < head->profiles->len; i++) {
		const struct head_profile *one = &g_array_index(head->profiles, struct head_profile, i);
		struct profile profile;
		if (!profile_at(question->profiles, one->profile, &profile, error))
			return false;
		if (question->groups[profile.group])
			question->counts[one->profile] += one->detections;
	}
	return true;
}

static bool count_head(struct question *question, const struct bucket *bucket, const struct shelf_item *item, GError **error)
{
	struct head *head = head_new(item->number);
	bool done = head_add(head, item, error) && (!bucket->shares || count_profiles(question, head, error)) &&
		    (!bucket->series || count_series(question, bucket, head, error));
	head_free(head);
	return done;
}

static bool tenant_wanted(const struct question *question, uint32_t tenant)
{
	if (question->tenants == NULL)
		return tenant == TENANT_ALL;
	return tenant != TENANT_ALL && tenant < question->n_tenants && question->tenants[tenant] != 0;
}

/* Counts the wanted tenants of one shelf. items is reused. */
static bool count_shelf(struct question *question, const struct bucket *bucket, uint32_t shelf, GArray *items, GError **error)
{
	struct shelf_key key = {bucket->level, bucket->number, shelf};
	if (!shelf_read(question->txn, TABLE_HEADS, &key, items, error))
		return false;
	for (guint i = 0; i < items->len; i++) {
		const struct shelf_item *item = &g_array_index(items, struct shelf_item, i);
		if (tenant_wanted(question, item->number) && !count_head(question, bucket, item, error))
			return false;
	}
	if (!bucket->shares)
		return true;
	if (!shelf_read(question->txn, TABLE_LISTS, &key, items, error))
		return false;
	for (guint i = 0; i < items->len; i++) {
		const struct shelf_item *item = &g_array_index(items, struct shelf_item, i);
		int group = (int)(item->number % GROUPS);
		if (question->groups[group] && tenant_wanted(question, item->number / GROUPS))
			tally_list(question->tally, item, (group & GROUP_RETROSCAN) != 0);
	}
	return true;
}

static bool count_bucket(struct question *question, const struct bucket *bucket, GError **error)
{
	g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(struct shelf_item));
	if (question->tenants == NULL)
		return count_shelf(question, bucket, 0, items, error);
	uint32_t before = 0;
	for (uint32_t tenant = TENANT_ALL + 1; tenant < question->n_tenants; tenant++) {
		uint32_t shelf = shelf_of_tenant(tenant);
		if (question->tenants[tenant] == 0 || shelf == before)
			continue;
		before = shelf;
		if (!count_shelf(question, bucket, shelf, items, error))
			return false;
	}
	return true;
}

static bool count_incoming(const struct incoming *cell, void *data, GError **error)
{
	struct question *question = data;
	uint32_t tenant = incoming_tenant(cell->stream);
	int group = incoming_source(cell->stream) == EVENT_API ? GROUP_API : 0;
	if (tenant >= question->n_tenants)
		return table_damaged(error, "counter of incoming events");
	if (!question->groups[group] || (question->tenants != NULL && question->tenants[tenant] == 0))
		return true;
	return add_incoming(question->result, question_bin(question, cell->time), cell->count, error);
}

/* What roll-ups cannot say: detections by a scan, incoming events by minutes. */
static bool count_raw(struct question *question, struct period period, bool counts, GError **error)
{
	struct scan scan = {.period = period, .end = question->state.rolled, .counts = counts, .series = true};
	if (period.from >= period.to)
		return true;
	return scan_run(question, &scan, error) && incoming_each(question->txn, period, count_incoming, question, error);
}

static bool count_day(struct question *question, struct bucket bucket, GError **error)
{
	if (slots_fit(question, &bucket))
		return count_bucket(question, &bucket, error);
	bucket.series = false;
	return count_bucket(question, &bucket, error) && count_raw(question, bucket.period, false, error);
}

/* The month's lists and profiles; its series by days when a step begins within one. */
static bool count_month(struct question *question, struct bucket bucket, GError **error)
{
	bucket.series = slots_fit(question, &bucket);
	if (!count_bucket(question, &bucket, error))
		return false;
	for (int64_t time = bucket.period.from; !bucket.series && time < bucket.period.to; time += DAY_SECONDS) {
		struct bucket day = day_bucket((uint64_t)(time / DAY_SECONDS));
		day.shares = false;
		if (!count_day(question, day, error))
			return false;
	}
	return true;
}

/* Days from first up to end: as whole months where they make some. */
static bool count_days(struct question *question, uint64_t first, uint64_t end, GError **error)
{
	while (first < end) {
		unsigned slot = 0;
		uint64_t month = month_of_day(first, &slot), next = month_start(month + 1);
		if (slot == 0 && next <= end) {
			if (!count_month(question, month_bucket(month), error))
				return false;
			first = next;
		} else if (!count_day(question, day_bucket(first++), error)) {
			return false;
		}
	}
	return true;
}

/* What of the days [*first, *end) roll-ups have: at most the months from the first that is there to the last. */
static bool clip_days(struct question *question, uint64_t *first, uint64_t *end, GError **error)
{
	uint64_t days[2] = {0};
	unsigned slot = 0;
	bool found = false;
	if (!shelf_bounds(question->txn, TABLE_HEADS, &(struct shelf_key){.level = LEVEL_DAY}, days, &found, error))
		return false;
	*first = MAX(*first, month_start(month_of_day(days[0], &slot)));
	*end = found ? MIN(*end, month_start(month_of_day(days[1], &slot) + 1)) : *first;
	return true;
}

bool rolled_count(struct question *question, GError **error)
{
	struct period period = {MAX(question->period.from, 0), MAX(question->period.to, 0)};
	uint64_t first = ((uint64_t)period.from + DAY_SECONDS - 1) / DAY_SECONDS, end = (uint64_t)period.to / DAY_SECONDS;
	if (first >= end || question->query->scan)
		return count_raw(question, period, true, error);
	struct period before = {period.from, (int64_t)first * DAY_SECONDS}, after = {(int64_t)end * DAY_SECONDS, period.to};
	return count_raw(question, before, true, error) && count_raw(question, after, true, error) &&
	       clip_days(question, &first, &end, error) && count_days(question, first, end, error);
}
