// SPDX-License-Identifier: Apache-2.0
// The raw scan: detections counted from segments and tail, and those of marked indicators taken off.
#include "marked-priv.h"
#include "question-priv.h"
#include "segments-priv.h"
#include "table-priv.h"

struct scanning {
	struct question *question;
	const struct scan *scan;
	GArray *lenses; /* struct question_lens of each code of the segment */
};

static bool make_lenses(struct scanning *scanning, const struct segment *segment, GError **error)
{
	g_array_set_size(scanning->lenses, (guint)segment->n_tuples);
	struct question_lens *lenses = (struct question_lens *)(void *)scanning->lenses->data;
	for (size_t code = 0; code < segment->n_tuples; code++) {
		if (!question_look(scanning->question, segment->tuples[code], &lenses[code], error))
			return false;
	}
	return true;
}

/* Some events of one block of a segment: from first up to end, counted from the block's start. */
struct part {
	const struct segment *segment;
	size_t block, first, end;
	uint32_t codes[SEGMENT_BLOCK], indicators[SEGMENT_BLOCK];
	uint32_t ids[TALLY_CLASSES][SEGMENT_BLOCK]; /* the indicators that are wanted, by class */
	size_t n[TALLY_CLASSES];
};

static bool part_open(struct part *part, const struct scanning *scanning, GError **error)
{
	const struct segment *segment = part->segment;
	const struct question_lens *lenses = (const struct question_lens *)(const void *)scanning->lenses->data;
	if (segment_numbers(segment, &segment->codes, part->block, part->codes) >= segment->n_tuples ||
	    segment_numbers(segment, &segment->indicators, part->block, part->indicators) >= scanning->question->state.indicators)
		return table_damaged(error, "segment of detections");
	size_t plain = 0, retroscan = 0;
	for (size_t i = part->first; i < part->end; i++) {
		uint8_t class = lenses[part->codes[i]].class;
		part->ids[TALLY_PLAIN][plain] = part->ids[TALLY_RETROSCAN][retroscan] = part->indicators[i];
		plain += class == TALLY_PLAIN;
		retroscan += class == TALLY_RETROSCAN;
	}
	part->n[TALLY_PLAIN] = plain;
	part->n[TALLY_RETROSCAN] = retroscan;
	return true;
}

static void count_part(const struct scanning *scanning, const struct part *part)
{
	struct question *question = scanning->question;
	const struct question_lens *lenses = (const struct question_lens *)(const void *)scanning->lenses->data;
	for (enum tally_class class = 0; class < TALLY_CLASSES; class++)
		tally_add(question->tally, class, part->ids[class], part->n[class]);
	for (size_t i = part->first; i < part->end; i++)
		question->counts[lenses[part->codes[i]].profile]++;
}

/* Mostly, the times of a whole block are in one bin. */
static bool lies_in_one_bin(struct question *question, const struct scan *scan, const struct part *part)
{
	size_t next = part->block + 1;
	if (next * SEGMENT_BLOCK >= part->segment->n)
		return false;
	int64_t first = MAX(part->segment->blocks[part->block].first, scan->period.from);
	int64_t last = MIN(part->segment->blocks[next].first, scan->period.to - 1);
	return question_bin(question, first) == question_bin(question, last);
}

static void count_part_series(const struct scanning *scanning, const struct part *part)
{
	struct question *question = scanning->question;
	const struct question_lens *lenses = (const struct question_lens *)(const void *)scanning->lenses->data;
	int64_t times[SEGMENT_BLOCK];
	if (lies_in_one_bin(question, scanning->scan, part)) {
		int64_t first = MAX(part->segment->blocks[part->block].first, scanning->scan->period.from);
		question_bin(question, first)->detections += part->n[TALLY_PLAIN] + part->n[TALLY_RETROSCAN];
		return;
	}
	(void)!segment_times(part->segment, part->block, times);
	for (size_t i = part->first; i < part->end; i++) {
		if (lenses[part->codes[i]].class != QUESTION_UNWANTED)
			question_bin(question, times[i])->detections++;
	}
}

static bool scan_events(struct scanning *scanning, const struct segment *segment, size_t first, size_t end, GError **error)
{
	struct part part = {.segment = segment};
	for (; first < end; first += part.end - part.first) {
		part.block = first / SEGMENT_BLOCK;
		part.first = first % SEGMENT_BLOCK;
		part.end = MIN(SEGMENT_BLOCK, part.first + end - first);
		if (!part_open(&part, scanning, error))
			return false;
		if (scanning->scan->counts)
			count_part(scanning, &part);
		if (scanning->scan->series && scanning->question->query->steps != NULL)
			count_part_series(scanning, &part);
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
	g_autoptr(GArray) lenses = g_array_new(FALSE, FALSE, sizeof(struct question_lens));
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
	struct question_lens lens;
	if (!question_look(question, detection->tuple, &lens, error))
		return false;
	if (lens.class == QUESTION_UNWANTED)
		return true;
	if (!tally_take(question->tally, lens.class, detection->indicator))
		return table_damaged(error, "detection of a false positive");
	question->counts[lens.profile]--;
	struct stats_bin *bin = question_bin(question, detection->time);
	if (bin != NULL)
		bin->detections--;
	return true;
}

bool scan_marked(struct question *question, GError **error)
{
	return question->query->false_positives || marked_each(question->txn, question->period, take_marked, question, error);
}
