// SPDX-License-Identifier: Apache-2.0
// Key findings: at most three generated sentences, each true as it stands.
#include "widget-priv.h"

#include <string.h>

#include "defang-priv.h"
#include "tidings/util/safe-text.h"

#define QUOTED_MOST 60 /* columns of a name inside a sentence */

enum way { WAY_UP, WAY_DOWN, WAY_SAME };

static const char *const detections_way[] = {
	[WAY_UP] = N_("Detections rose by {growth} to {number}."),
	[WAY_DOWN] = N_("Detections fell by {growth} to {number}."),
	[WAY_SAME] = N_("Detections stayed at {number}."),
};

static const char *const events_way[] = {
	[WAY_UP] = N_("Incoming events rose by {growth} to {number}."),
	[WAY_DOWN] = N_("Incoming events fell by {growth} to {number}."),
	[WAY_SAME] = N_("Incoming events stayed at {number}."),
};

static const char *const peaks[] = {
	[STEP_HOUR] = N_("The busiest hour began at {when} with {count} (average of an hour: {average})."),
	[STEP_DAY] = N_("The busiest day was {when} with {count} (average of a day: {average})."),
	[STEP_WEEK] = N_("The busiest week began on {when} with {count} (average of a week: {average})."),
};

static char *detections_count(const struct words *words, uint64_t n)
{
	return words_count(words, "{n} detection", "{n} detections", n);
}

static char *quoted(const char *name)
{
	g_autofree char *safe = defang_name(name);
	return text_clip(safe, QUOTED_MOST);
}

static char *way_sentence(const struct words *words, const char *const *sentences, uint64_t now, uint64_t before)
{
	enum way way = now > before ? WAY_UP : now < before ? WAY_DOWN : WAY_SAME;
	g_autofree char *number = words_number(words, now);
	g_autofree char *growth = words_growth(words, now, before);
	return words_fill(words, sentences[way], "growth", growth, "number", number, NULL);
}

/* What changed; without a period before, what there is. */
static char *trend_sentence(const struct build *build)
{
	const struct stats_result *now = build->result, *before = build->previous;
	bool detections = widget_chosen(build, WIDGET_DETECTIONS);
	bool events = widget_chosen(build, WIDGET_INCOMING) && before != NULL && before->incoming_events > 0;
	if (!detections || before == NULL || before->detections == 0) {
		if (!detections)
			return events ? way_sentence(build->words, events_way, now->incoming_events, before->incoming_events) : NULL;
		g_autofree char *count = detections_count(build->words, now->detections);
		g_autofree char *indicators = words_count(build->words, "{n} indicator", "{n} indicators", now->indicators);
		return words_fill(build->words, N_("In this period: {detections}, {indicators}."), "detections", count, "indicators", indicators, NULL);
	}
	g_autofree char *first = way_sentence(build->words, detections_way, now->detections, before->detections);
	if (!events)
		return g_steal_pointer(&first);
	g_autofree char *second = way_sentence(build->words, events_way, now->incoming_events, before->incoming_events);
	return g_strjoin(" ", first, second, NULL);
}

/* The step with the most detections; NULL when it is not the only one or says nothing. */
static const struct stats_bin *peak_of(const struct stats_result *result, guint *ret_index)
{
	const struct stats_bin *most = NULL;
	bool alone = false;
	for (guint i = 0; result->series != NULL && i < result->series->len; i++) {
		const struct stats_bin *bin = &g_array_index(result->series, struct stats_bin, i);
		if (most != NULL && bin->detections == most->detections)
			alone = false;
		if (most == NULL || bin->detections > most->detections) {
			most = bin;
			alone = true;
			*ret_index = i;
		}
	}
	return alone && result->series->len > 2 && most->detections > 0 ? most : NULL;
}

/* Detections in the time of a whole step: the first and last may be cut. Small numbers have a tenth. */
static char *average_text(const struct build *build)
{
	static const unsigned lengths[] = {[STEP_HOUR] = 3600, [STEP_DAY] = 86400, [STEP_WEEK] = 7 * 86400};
	uint64_t elapsed = (uint64_t)(build->plan->to.instant - build->plan->from.instant);
	unsigned __int128 tenths = (unsigned __int128)build->result->detections * lengths[build->plan->step] * 10;
	uint64_t rounded = (uint64_t)((tenths + elapsed / 2) / elapsed);
	return rounded >= 100 ? words_number(build->words, (rounded + 5) / 10) : words_tenths(build->words, rounded);
}

static char *peak_sentence(const struct build *build)
{
	guint at = 0;
	const struct stats_bin *bin = peak_of(build->result, &at);
	if (bin == NULL || build->plan->steps == NULL || at >= build->plan->n_steps || build->plan->to.instant <= build->plan->from.instant)
		return NULL;
	struct zoned when = build->plan->steps[at];
	g_autofree char *count = detections_count(build->words, bin->detections);
	g_autofree char *name = build->plan->step == STEP_HOUR ? words_moment(build->words, when) : words_day(build->words, when);
	g_autofree char *average = average_text(build);
	return words_fill(build->words, peaks[build->plan->step], "when", name, "count", count, "average", average, NULL);
}

/* One or two categories that make half of all detections. */
static char *category_sentence(const struct build *build)
{
	const GArray *shares = build->result->categories;
	uint64_t all = build->result->detections;
	if (shares == NULL || shares->len < 2 || all == 0)
		return NULL;
	const struct stats_share *first = &g_array_index(shares, struct stats_share, 0), *second = first + 1;
	if (first->name[0] == '\0' || second->name[0] == '\0')
		return NULL;
	g_autofree char *one = quoted(first->name);
	g_autofree char *two = quoted(second->name);
	if (first->detections >= all - first->detections) {
		g_autofree char *share = words_share(build->words, first->detections, all);
		return words_fill(build->words, N_("“{name}” accounts for {share} of all detections."), "name", one, "share", share, NULL);
	}
	uint64_t both = first->detections + second->detections;
	if (shares->len < 3 || both < all - MIN(both, all))
		return NULL;
	g_autofree char *share = words_share(build->words, both, all);
	return words_fill(build->words, N_("“{first}” and “{second}” account for {share} of all detections."),
		"first", one, "second", two, "share", share, NULL);
}

static char *indicator_sentence(const struct build *build)
{
	const GArray *top = build->result->top[TOP_DEFAULT];
	if (!widget_chosen(build, WIDGET_TOP_DEFAULT) || top == NULL || top->len == 0)
		return NULL;
	const struct stats_top_row *row = &g_array_index(top, struct stats_top_row, 0);
	if (top->len > 1 && (row + 1)->detections == row->detections)
		return NULL;
	g_autofree char *defanged = indicator_text(build, row->kind, row->indicator);
	g_autofree char *name = text_clip(defanged, QUOTED_MOST);
	g_autofree char *count = detections_count(build->words, row->detections);
	return words_fill(build->words, N_("The most detected indicator is {indicator}: {count}, retroscan not counted."),
		"indicator", name, "count", count, NULL);
}

void findings_add(const struct build *build, GPtrArray *lines)
{
	char *(*const sentences[])(const struct build *) = {trend_sentence, peak_sentence, category_sentence, indicator_sentence};
	bool detections = widget_chosen(build, WIDGET_DETECTIONS);
	for (size_t i = 0; i < G_N_ELEMENTS(sentences) && lines->len < 3; i++) {
		g_autofree char *line = i == 0 || detections ? sentences[i](build) : NULL;
		if (line != NULL)
			g_ptr_array_add(lines, g_steal_pointer(&line));
	}
}
