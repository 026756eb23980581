// SPDX-License-Identifier: Apache-2.0
// The raw scan: detections counted from segments and tail, and those of marked indicators taken off.
#include <string.h>

#include "marked-priv.h"
#include "question-priv.h"
#include "segments-priv.h"
#include "table-priv.h"

struct scanning {
	struct question *question;
	const struct scan *scan;
	GArray *lenses; /* struct lens of each code of the segment */
};

/* What the question makes of a code. */
struct lens {
	uint32_t profile;
	uint8_t wanted, retroscan;
};

static bool make_lenses(struct scanning *scanning, const struct segment *segment, GError **error)
{
	g_array_set_size(scanning->lenses, (guint)segment->n_tuples);
	for (guint code = 0; code < segment->n_tuples; code++) {
		struct lens *lens = &g_array_index(scanning->lenses, struct lens, code);
		struct profile detail;
		bool wanted = false;
		if (!question_wants(scanning->question, segment->tuples[code], &wanted, &lens->profile, &detail, error))
			return false;
		lens->wanted = wanted;
		lens->retroscan = (detail.group & GROUP_RETROSCAN) != 0;
	}
	return true;
}

static bool scan_events(struct scanning *scanning, const struct segment *segment, size_t first, size_t end, GError **error)
{
	struct question *question = scanning->question;
	const struct scan *scan = scanning->scan;
	const struct lens *lenses = (const struct lens *)(const void *)scanning->lenses->data;
	int64_t times[SEGMENT_BLOCK];
	bool series = scan->series && question->query->steps != NULL;
	size_t block = SIZE_MAX;
	for (size_t i = first; i < end; i++) {
		uint32_t code = segment_get(&segment->codes, i);
		if (code >= segment->n_tuples)
			return table_damaged(error, "segment of detections");
		if (lenses[code].wanted == 0)
			continue;
		if (scan->lists && !tally_add(question->tally, segment_get(&segment->indicators, i), lenses[code].retroscan != 0))
			return table_damaged(error, "segment of detections");
		if (scan->shares)
			question->counts[lenses[code].profile]++;
		if (!series)
			continue;
		if (i / SEGMENT_BLOCK != block) {
			block = i / SEGMENT_BLOCK;
			(void)!segment_times(segment, block, times);
		}
		question_bin(question, times[i % SEGMENT_BLOCK])->detections++;
	}
	return true;
}

static bool scan_segment(const struct segment *segment, void *data, GError **error)
{
	struct scanning *scanning = data;
	size_t first = 0, end = 0;
	segment_find(segment, scanning->scan->period, &first, &end);
	return first >= end || (make_lenses(scanning, segment, error) && scan_events(scanning, segment, first, end, error));
}

bool scan_run(struct question *question, const struct scan *scan, GError **error)
{
	g_autoptr(GArray) lenses = g_array_new(FALSE, FALSE, sizeof(struct lens));
	struct scanning scanning = {question, scan, lenses};
	struct segment_walk walk = {scan->period, scan->first, scan->end, scan_segment, &scanning};
	if (scan->period.from >= scan->period.to)
		return true;
	return segments_each(question->txn, &question->state, &walk, error) &&
	       (!scan->tail || tail_each(question->txn, &question->state, &walk, error));
}

static bool take_marked(const struct detection *detection, void *data, GError **error)
{
	struct question *question = data;
	struct profile detail;
	uint32_t profile = 0;
	bool wanted = false;
	if (!question_wants(question, detection->tuple, &wanted, &profile, &detail, error))
		return false;
	if (!wanted)
		return true;
	if (!tally_take(question->tally, detection->indicator, (detail.group & GROUP_RETROSCAN) != 0))
		return table_damaged(error, "detection of a false positive");
	question->counts[profile]--;
	struct stats_bin *bin = question_bin(question, detection->time);
	if (bin != NULL)
		bin->detections--;
	return true;
}

bool scan_marked(struct question *question, GError **error)
{
	return question->query->false_positives || marked_each(question->txn, question->period, take_marked, question, error);
}
