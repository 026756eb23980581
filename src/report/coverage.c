// SPDX-License-Identifier: Apache-2.0
// What of the period the stored data cover, said in sentences.
#include "coverage-priv.h"

/* The offset in force at an instant, as far as the plan knows it. */
static int offset_at(const struct report_plan *plan, int64_t instant)
{
	int offset = plan->from.offset;
	for (size_t i = 0; plan->steps != NULL && i <= plan->n_steps && plan->steps[i].instant <= instant; i++)
		offset = plan->steps[i].offset;
	return offset;
}

static char *moment(const struct build *build, int64_t instant)
{
	int offset = offset_at(build->plan, instant);
	g_autofree char *when = words_moment(build->words, (struct zoned){instant, offset});
	g_autofree char *zone = words_offset(offset);
	return words_fill(build->words, N_("{when} ({zone})"), "when", when, "zone", zone, NULL);
}

static int64_t previous_start(const struct build *build)
{
	const GArray *series = build->previous->series;
	if (series != NULL && series->len > 0)
		return g_array_index(series, struct stats_bin, 0).from;
	return build->plan->from.instant - (build->plan->to.instant - build->plan->from.instant);
}

/* From when on events are known: all that are kept, or the first that came. */
static int64_t beginning(const struct stats_result *result)
{
	return result->cut > 0 ? result->cut : result->first_event;
}

static const char *beginning_words(const struct build *build)
{
	bool removed = build->result->cut > 0;
	int64_t first = beginning(build->result);
	if (first >= build->plan->to.instant)
		return removed ? N_("Events before {when} are no longer kept: nothing is known about this period.") :
				 N_("Data begin at {when}, after this period: nothing is known about it.");
	if (first > build->plan->from.instant)
		return removed ? N_("Events before {when} are no longer kept: the time before it is not in the figures.") :
				 N_("Data begin at {when}: the time before it is not in the figures.");
	if (build->previous == NULL || first <= previous_start(build))
		return NULL;
	return removed ? N_("Events before {when} are no longer kept: the previous period, against which changes are measured, is incomplete.") :
			 N_("Data begin at {when}: the previous period, against which changes are measured, is incomplete.");
}

bool coverage_of_previous(const struct report_plan *plan, const struct stats_result *result)
{
	return result->first_event != INSTANT_NONE && result->first_event < plan->from.instant;
}

/* A time in which nothing came although events come otherwise: less than a quarter of a day may be a quiet night. */
#define GAP_SECONDS (6 * 3600)

struct gap {
	int64_t from, to;
};

/* What is known of the period ends with it, or when the report was made. */
static int64_t known_until(const struct report_plan *plan)
{
	return MIN(plan->to.instant, plan->generated.instant);
}

static bool is_silent(const struct build *build, const struct stats_bin *bin)
{
	return bin->incoming_events == 0 && bin->detections == 0 && bin->from >= beginning(build->result);
}

/* How many stretches of silent steps there are that count; the longest into *ret_longest. */
static guint find_gaps(const struct build *build, struct gap *ret_longest)
{
	const GArray *series = build->result->series;
	int64_t end = known_until(build->plan), since = INSTANT_NONE;
	guint n = 0;
	for (guint i = 0; series != NULL && i <= series->len; i++) {
		const struct stats_bin *bin = i < series->len ? &g_array_index(series, struct stats_bin, i) : NULL;
		if (bin != NULL && bin->from < end && is_silent(build, bin)) {
			since = since == INSTANT_NONE ? bin->from : since;
			continue;
		}
		const struct gap gap = {since, bin != NULL ? MIN(bin->from, end) : end};
		since = INSTANT_NONE;
		if (gap.from == INSTANT_NONE || gap.to - gap.from < GAP_SECONDS)
			continue;
		n++;
		if (gap.to - gap.from > ret_longest->to - ret_longest->from)
			*ret_longest = gap;
	}
	return n;
}

/* Where no incoming event is counted at all, silence says nothing. */
static void note_gaps(const struct build *build, GPtrArray *notes)
{
	struct gap gap = {0};
	guint n = build->result->incoming_events > 0 ? find_gaps(build, &gap) : 0;
	if (n == 0)
		return;
	g_autofree char *from = moment(build, gap.from);
	g_autofree char *to = moment(build, gap.to);
	const char *words = n == 1 ? N_("From {from} to {to} no events are counted: if there were any, they are not in the figures.") :
				     N_("From {from} to {to}, and at other times of this period, no events are counted: if there were any, they are not in the "
					"figures.");
	g_ptr_array_add(notes, words_fill(build->words, words, "from", from, "to", to, NULL));
}

void coverage_notes(const struct build *build, GPtrArray *notes)
{
	if (build->result->first_event == INSTANT_NONE && build->result->cut == 0) {
		g_ptr_array_add(notes, words_fill(build->words, N_("No events are stored yet."), NULL));
	} else if (beginning_words(build) != NULL) {
		g_autofree char *when = moment(build, beginning(build->result));
		g_ptr_array_add(notes, words_fill(build->words, beginning_words(build), "when", when, NULL));
	}
	note_gaps(build, notes);
	if (build->plan->generated.instant < build->plan->to.instant) {
		g_autofree char *when = moment(build, build->plan->generated.instant);
		g_ptr_array_add(notes, words_fill(build->words, N_("The period was not over at {when}: later events are not in the figures."),
			"when", when, NULL));
	}
}
