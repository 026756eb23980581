// SPDX-License-Identifier: Apache-2.0
// Detections per indicator of one question, counted a range of ids at a time.
#include "tally-priv.h"

#include <string.h>

#include "array-priv.h"
#include "bits-priv.h"
#include "dictionary-priv.h"
#include "list-priv.h"
#include "shelf-priv.h"
#include "table-priv.h"
#include "top-priv.h"

#define DENSE (RANGE_IDS / 8) /* entries of a range from which on all counters are looked at, and not only those that were touched */
#define STRIP 64              /* counters that are looked at together */

/* Single detections, in the order in which they came. */
struct loose {
	uint32_t *ids;
	size_t n, room;
	size_t *starts; /* of each range, when they are in order of ranges */
};

struct rolled {
	struct list_reader reader;
	bool retroscan;
};

struct tally {
	uint64_t n_ids;
	struct loose added[TALLY_CLASSES], taken[TALLY_CLASSES];
	GArray *lists;              /* struct rolled */
	struct list_range *entries; /* NULL until there is a list */
	/* Of one range. */
	uint32_t *totals, *retroscan;
	uint16_t *touched, *retro_touched;
	size_t n_touched, n_retro;
	bool dense; /* the lists have so many entries that touched does not have them */
	const uint8_t *kinds; /* NULL until one is asked for */
	/* Of all. */
	struct array_view *all_kinds;
	struct top tops[TOP_LISTS];
	uint64_t least; /* number of detections that any list but that of retroscan still takes */
	uint64_t indicators;
};

struct tally *tally_new(uint64_t n_ids)
{
	struct tally *tally = g_new0(struct tally, 1);
	tally->n_ids = n_ids;
	tally->lists = g_array_new(FALSE, FALSE, sizeof(struct rolled));
	tally->totals = g_new0(uint32_t, RANGE_IDS);
	tally->retroscan = g_new0(uint32_t, RANGE_IDS);
	tally->touched = g_new(uint16_t, RANGE_IDS + 1);
	tally->retro_touched = g_new(uint16_t, RANGE_IDS + 1);
	return tally;
}

static void loose_release(struct loose *loose)
{
	g_free(loose->ids);
	g_free(loose->starts);
}

void tally_free(struct tally *tally)
{
	if (tally == NULL)
		return;
	for (int class = 0; class < TALLY_CLASSES; class++) {
		loose_release(&tally->added[class]);
		loose_release(&tally->taken[class]);
	}
	for (int list = 0; list < TOP_LISTS; list++)
		top_release(&tally->tops[list]);
	g_array_unref(tally->lists);
	g_free(tally->entries);
	g_free(tally->totals);
	g_free(tally->retroscan);
	g_free(tally->touched);
	g_free(tally->retro_touched);
	g_free(tally);
}

static void loose_push(struct loose *loose, const uint32_t *ids, size_t n)
{
	if (loose->n + n > loose->room) {
		loose->room = MAX(loose->n + n, MAX(4096, 2 * loose->room));
		loose->ids = g_renew(uint32_t, loose->ids, loose->room);
	}
	if (n > 0)
		memcpy(loose->ids + loose->n, ids, n * sizeof(*ids));
	loose->n += n;
}

void tally_add(struct tally *tally, enum tally_class class, const uint32_t *ids, size_t n)
{
	loose_push(&tally->added[class], ids, n);
}

bool tally_take(struct tally *tally, enum tally_class class, uint32_t id)
{
	if (id >= tally->n_ids)
		return false;
	loose_push(&tally->taken[class], &id, 1);
	return true;
}

void tally_list(struct tally *tally, const struct shelf_item *list, bool retroscan)
{
	struct rolled rolled = {list_reader(list->data, list->length + BITS_SLACK), retroscan};
	g_array_append_val(tally->lists, rolled);
	if (tally->entries == NULL)
		tally->entries = g_new(struct list_range, 1);
}

/* Brings the ids in order of their ranges. */
static void loose_sort(struct loose *loose, size_t n_ranges)
{
	g_autofree uint32_t *old = g_steal_pointer(&loose->ids);
	g_autofree size_t *next = g_new(size_t, n_ranges + 1);
	loose->ids = g_new(uint32_t, loose->n + 1);
	loose->starts = g_new0(size_t, n_ranges + 1);
	for (size_t i = 0; i < loose->n; i++)
		loose->starts[(old[i] >> RANGE_BITS) + 1]++;
	for (size_t range = 0; range < n_ranges; range++)
		loose->starts[range + 1] += loose->starts[range];
	memcpy(next, loose->starts, (n_ranges + 1) * sizeof(*next));
	for (size_t i = 0; i < loose->n; i++)
		loose->ids[next[old[i] >> RANGE_BITS]++] = old[i];
}

/* Adds to a counter, and notes its id the first time: at touched[n], and n is one more then. */
static inline size_t count(uint32_t *counters, uint16_t *touched, size_t n, uint16_t id, uint32_t more)
{
	touched[n] = id;
	n += counters[id] == 0;
	counters[id] += more;
	return n;
}

static size_t count_range_entries(const struct list_range *entries, uint32_t *counters, uint16_t *touched, size_t n)
{
	for (size_t i = 0; i < entries->n_single; i++)
		n = count(counters, touched, n, entries->singles[i], 1);
	for (size_t i = 0; i < entries->n_multiple; i++)
		n = count(counters, touched, n, entries->multiples[i], entries->counts[i]);
	return n;
}

static size_t count_ids(const uint32_t *ids, const uint32_t *end, uint32_t *counters, uint16_t *touched, size_t n)
{
	for (; ids < end; ids++)
		n = count(counters, touched, n, (uint16_t)*ids, 1);
	return n;
}

static void count_many(struct tally *tally)
{
	const struct list_range *entries = tally->entries;
	uint32_t *totals = tally->totals;
	for (size_t i = 0; i < entries->n_single; i++)
		totals[entries->singles[i]]++;
	for (size_t i = 0; i < entries->n_multiple; i++)
		totals[entries->multiples[i]] += entries->counts[i];
}

static void count_entries(struct tally *tally, bool retroscan)
{
	if (tally->dense)
		count_many(tally);
	else
		tally->n_touched = count_range_entries(tally->entries, tally->totals, tally->touched, tally->n_touched);
	if (retroscan)
		tally->n_retro = count_range_entries(tally->entries, tally->retroscan, tally->retro_touched, tally->n_retro);
}

/* How many entries the lists have of the range. */
static size_t lists_weigh(const struct tally *tally, size_t range)
{
	size_t entries = 0;
	for (guint i = 0; i < tally->lists->len; i++) {
		const struct list_reader *reader = &g_array_index(tally->lists, struct rolled, i).reader;
		entries += reader->range == (int64_t)range ? reader->n_single + reader->n_multiple : 0;
	}
	return entries;
}

static bool count_lists(struct tally *tally, size_t range, GError **error)
{
	tally->dense = lists_weigh(tally, range) >= DENSE;
	for (guint i = 0; i < tally->lists->len; i++) {
		struct rolled *rolled = &g_array_index(tally->lists, struct rolled, i);
		if (rolled->reader.bytes.failed || rolled->reader.range < (int64_t)range)
			return table_damaged(error, "roll-up");
		if (rolled->reader.range != (int64_t)range)
			continue;
		if (!list_get(&rolled->reader, tally->entries))
			return table_damaged(error, "roll-up");
		count_entries(tally, rolled->retroscan);
	}
	return true;
}

/* Each list has ended as it should. */
static bool lists_ended(const struct tally *tally, GError **error)
{
	for (guint i = 0; i < tally->lists->len; i++) {
		const struct list_reader *reader = &g_array_index(tally->lists, struct rolled, i).reader;
		if (reader->bytes.failed || reader->range != RANGE_NONE)
			return table_damaged(error, "roll-up");
	}
	return true;
}

/* What is taken comes last: whatever was touched stays so once. */
static void count_loose(struct tally *tally, size_t range)
{
	for (int class = 0; class < TALLY_CLASSES; class++) {
		const struct loose *added = &tally->added[class];
		const uint32_t *ids = added->ids + added->starts[range], *end = added->ids + added->starts[range + 1];
		tally->n_touched = count_ids(ids, end, tally->totals, tally->touched, tally->n_touched);
		if (class == TALLY_RETROSCAN)
			tally->n_retro = count_ids(ids, end, tally->retroscan, tally->retro_touched, tally->n_retro);
	}
	for (int class = 0; class < TALLY_CLASSES; class++) {
		const struct loose *taken = &tally->taken[class];
		for (size_t i = taken->starts[range]; i < taken->starts[range + 1]; i++) {
			uint16_t id = (uint16_t)taken->ids[i];
			tally->totals[id]--;
			tally->retroscan[id] -= class == TALLY_RETROSCAN;
		}
	}
}

static void find_least(struct tally *tally)
{
	tally->least = tally->tops[TOP_DEFAULT].least;
	for (enum stats_top list = TOP_MD5; list < TOP_LISTS; list++)
		tally->least = MIN(tally->least, tally->tops[list].least);
}

static bool consider(struct tally *tally, size_t range, uint16_t id, GError **error)
{
	static const enum stats_top lists[KIND_SHA256 + 1] = {[KIND_MD5] = TOP_MD5, [KIND_SHA1] = TOP_SHA1, [KIND_SHA256] = TOP_SHA256};
	uint32_t whole = (uint32_t)(range << RANGE_BITS) | id, total = tally->totals[id], plain = total - tally->retroscan[id];
	if (tally->kinds == NULL)
		tally->kinds = array_view_at(tally->all_kinds, (uint64_t)range << RANGE_BITS, error);
	if (tally->kinds == NULL)
		return false;
	enum stats_top list = tally->kinds[id] <= KIND_SHA256 ? lists[tally->kinds[id]] : TOP_DEFAULT;
	if (plain > 0 && !top_add(&tally->tops[TOP_DEFAULT], whole, plain, error))
		return false;
	if (list != TOP_DEFAULT && !top_add(&tally->tops[list], whole, total, error))
		return false;
	find_least(tally);
	return true;
}

static bool visit_touched(struct tally *tally, size_t range, GError **error)
{
	for (size_t i = 0; i < tally->n_touched; i++) {
		uint16_t id = tally->touched[i];
		if (tally->totals[id] == 0)
			continue;
		tally->indicators++;
		if (tally->totals[id] >= tally->least && !consider(tally, range, id, error))
			return false;
	}
	return true;
}

static bool visit_strip(struct tally *tally, size_t range, size_t start, GError **error)
{
	for (size_t i = start; i < start + STRIP; i++) {
		if (tally->totals[i] > 0 && tally->totals[i] >= tally->least && !consider(tally, range, (uint16_t)i, error))
			return false;
	}
	return true;
}

static bool visit_all(struct tally *tally, size_t range, GError **error)
{
	for (size_t start = 0; start < RANGE_IDS; start += STRIP) {
		const uint32_t *totals = tally->totals + start;
		uint32_t seen = 0, most = 0;
		for (size_t i = 0; i < STRIP; i++) {
			seen += totals[i] != 0;
			most = MAX(most, totals[i]);
		}
		tally->indicators += seen;
		if (most > 0 && most >= tally->least && !visit_strip(tally, range, start, error))
			return false;
	}
	return true;
}

static bool visit_retroscan(struct tally *tally, size_t range, GError **error)
{
	for (size_t i = 0; i < tally->n_retro; i++) {
		uint16_t id = tally->retro_touched[i];
		uint32_t whole = (uint32_t)(range << RANGE_BITS) | id;
		if (tally->retroscan[id] > 0 && !top_add(&tally->tops[TOP_RETROSCAN], whole, tally->retroscan[id], error))
			return false;
		tally->retroscan[id] = 0;
	}
	return true;
}

static bool count_range(struct tally *tally, size_t range, GError **error)
{
	tally->n_touched = tally->n_retro = 0;
	if (!count_lists(tally, range, error))
		return false;
	count_loose(tally, range);
	bool dense = tally->dense || tally->n_touched >= DENSE;
	if (!(dense ? visit_all : visit_touched)(tally, range, error) || !visit_retroscan(tally, range, error))
		return false;
	if (dense)
		memset(tally->totals, 0, RANGE_IDS * sizeof(*tally->totals));
	for (size_t i = 0; !dense && i < tally->n_touched; i++)
		tally->totals[tally->touched[i]] = 0;
	return true;
}

bool tally_finish(struct tally *tally, struct kv_txn *txn, guint n, struct stats_result *result, GError **error)
{
	size_t n_ranges = (size_t)((tally->n_ids + RANGE_IDS - 1) >> RANGE_BITS);
	autoptr(dictionary) dictionary = dictionary_new(txn, tally->n_ids, NULL);
	autoptr(array_view) kinds = array_view_new(txn, &array_kinds, tally->n_ids);
	tally->all_kinds = kinds;
	for (int list = 0; list < TOP_LISTS; list++)
		top_init(&tally->tops[list], n, dictionary);
	find_least(tally);
	for (int class = 0; class < TALLY_CLASSES; class++) {
		loose_sort(&tally->added[class], n_ranges);
		loose_sort(&tally->taken[class], n_ranges);
	}
	for (size_t range = 0; range < n_ranges; range++) {
		tally->kinds = NULL;
		if (!count_range(tally, range, error))
			return false;
	}
	if (!lists_ended(tally, error))
		return false;
	for (enum stats_top list = 0; list < TOP_LISTS; list++) {
		if (!top_finish(&tally->tops[list], result->top[list], error))
			return false;
	}
	result->indicators = tally->indicators;
	return true;
}
