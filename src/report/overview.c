// SPDX-License-Identifier: Apache-2.0
// Widget "Statistics overview": headline figures, key findings, and the charts over time.
#include "widget-priv.h"

#include <string.h>

#define NO_TREND ((size_t)-1)

static const struct figure_row {
	uint32_t bit;
	const char *key, *label;
	size_t offset; /* in struct stats_result */
	size_t bin;    /* in struct stats_bin, or NO_TREND */
	bool judged;   /* more is worse */
} figures[] = {
	{WIDGET_INCOMING, "incoming_events", N_("Incoming events"), offsetof(struct stats_result, incoming_events),
		offsetof(struct stats_bin, incoming_events), false},
	{WIDGET_DETECTIONS, "detections", N_("Detections"), offsetof(struct stats_result, detections),
		offsetof(struct stats_bin, detections), true},
	{WIDGET_INDICATORS, "indicators", N_("Detected indicators"), offsetof(struct stats_result, indicators), NO_TREND, true},
};

static const struct chart_row {
	uint32_t bit;
	enum report_chart_kind kind;
	const char *key, *title;
	size_t bin;
	const char *facts, *empty;
} charts[] = {
	{WIDGET_DETECTIONS, CHART_COLUMNS, "detections_over_time", N_("Detections over time"), offsetof(struct stats_bin, detections),
		N_("Detections over time: {total} in all, at most {most} ({when})."), N_("No detections in this period.")},
	{WIDGET_INCOMING, CHART_AREA, "incoming_events_over_time", N_("Incoming events over time"), offsetof(struct stats_bin, incoming_events),
		N_("Incoming events over time: {total} in all, at most {most} ({when})."), N_("No incoming events in this period.")},
};

/* Lengths that have a name of their own; the others are counted. */
static const struct versus_row {
	enum period_kind kind;
	const char *text;
} versus[] = {
	{PERIOD_PREV_DAY, N_("vs the day before")},
	{PERIOD_PREV_WEEK, N_("vs the week before")},
	{PERIOD_PREV_MONTH, N_("vs the month before")},
	{PERIOD_PREV_QUARTER, N_("vs the quarter before")},
	{PERIOD_PREV_YEAR, N_("vs the year before")},
};

static uint64_t figure_of(const struct stats_result *result, size_t offset)
{
	uint64_t value = 0;
	memcpy(&value, (const char *)result + offset, sizeof value);
	return value;
}

static guint steps_of(const struct stats_result *result)
{
	return result != NULL && result->series != NULL ? result->series->len : 0;
}

static uint64_t bin_of(const struct stats_result *result, guint i, size_t offset)
{
	uint64_t value = 0;
	if (i < steps_of(result))
		memcpy(&value, (const char *)&g_array_index(result->series, struct stats_bin, i) + offset, sizeof value);
	return value;
}

static GArray *trend_of(const struct stats_result *result, size_t bin)
{
	GArray *trend = g_array_new(FALSE, TRUE, sizeof(uint64_t));
	for (guint i = 0; i < steps_of(result); i++) {
		uint64_t value = bin_of(result, i, bin);
		g_array_append_val(trend, value);
	}
	return trend;
}

/* "vs previous 7 days", "vs the month before". */
static char *versus_text(const struct report_plan *plan, const struct words *words)
{
	struct period_spec spec;
	if (period_spec_from_text(plan->task->period, &spec, NULL))
		for (size_t i = 0; i < G_N_ELEMENTS(versus); i++)
			if (versus[i].kind == spec.kind)
				return words_fill(words, versus[i].text, NULL);
	g_autofree char *length = words_length(words, plan->from, plan->to);
	return words_fill(words, N_("vs previous {length}"), "length", length, NULL);
}

static struct report_figure figure_new(const struct build *build, const struct figure_row *from)
{
	struct report_figure figure = {
		.key = from->key,
		.label = words_fill(build->words, from->label, NULL),
		.value = figure_of(build->result, from->offset),
		.has_previous = build->previous != NULL,
	};
	figure.number = words_number(build->words, figure.value);
	if (from->bin != NO_TREND)
		figure.trend = trend_of(build->result, from->bin);
	if (build->previous == NULL) {
		figure.change = g_strdup("");
		figure.note = words_fill(build->words, N_("no earlier data to compare with"), NULL);
		return figure;
	}
	figure.previous = figure_of(build->previous, from->offset);
	figure.change = words_change(build->words, figure.value, figure.previous);
	figure.note = versus_text(build->plan, build->words);
	if (from->judged && figure.value != figure.previous)
		figure.tone = figure.value > figure.previous ? TONE_WORSE : TONE_BETTER;
	return figure;
}

/* Where step i begins. A plan without steps of this series still has its instants. */
static struct zoned step_at(const struct build *build, guint i)
{
	if (build->plan->steps != NULL && i < build->plan->n_steps)
		return build->plan->steps[i];
	return (struct zoned){g_array_index(build->result->series, struct stats_bin, i).from, build->plan->from.offset};
}

static struct report_point point_new(const struct build *build, const struct chart_row *chart, guint i)
{
	bool hours = build->plan->step == STEP_HOUR;
	struct zoned at = step_at(build, i);
	uint64_t value = bin_of(build->result, i, chart->bin);
	return (struct report_point){
		.label = hours && !words_at_midnight(at) ? words_hour(at) : words_day_short(build->words, at),
		.name = hours ? words_moment(build->words, at) : words_day(build->words, at),
		.number = words_number(build->words, value),
		.instant = instant_to_text_offset(at.instant, at.offset),
		.value = value,
		.previous = bin_of(build->previous, i, chart->bin),
	};
}

static char *chart_facts(const struct build *build, const struct chart_row *chart, const GArray *points)
{
	uint64_t total = 0;
	const struct report_point *most = &g_array_index(points, struct report_point, 0);
	for (guint i = 0; i < points->len; i++) {
		const struct report_point *point = &g_array_index(points, struct report_point, i);
		total += point->value;
		if (point->value > most->value)
			most = point;
	}
	g_autofree char *sum = words_number(build->words, total);
	return words_fill(build->words, chart->facts, "total", sum, "most", most->number, "when", most->name, NULL);
}

static void chart_add(const struct build *build, const struct chart_row *chart, struct report_section *section)
{
	struct report_block *block = section_add(section, BLOCK_CHART, chart->key, words_fill(build->words, chart->title, NULL));
	block->chart = chart->kind;
	uint64_t total = 0;
	for (guint i = 0; i < steps_of(build->result); i++)
		total += bin_of(build->result, i, chart->bin);
	if (total == 0) {
		block->text = words_fill(build->words, chart->empty, NULL);
		return;
	}
	for (guint i = 0; i < steps_of(build->result); i++) {
		struct report_point point = point_new(build, chart, i);
		g_array_append_val(block->points, point);
	}
	block->has_previous = steps_of(build->previous) > 0;
	block->text = chart_facts(build, chart, block->points);
}

void overview_build(const struct build *build, struct report_section *section)
{
	struct report_block *cards = section_add(section, BLOCK_FIGURES, "figures", NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(figures); i++) {
		if (!widget_chosen(build, figures[i].bit))
			continue;
		struct report_figure figure = figure_new(build, &figures[i]);
		g_array_append_val(cards->figures, figure);
	}
	struct report_block *list = section_add(section, BLOCK_LIST, "findings", words_fill(build->words, N_("Key findings"), NULL));
	findings_add(build, list->lines);
	if (list->lines->len == 0)
		g_ptr_array_remove(section->blocks, list);
	for (size_t i = 0; i < G_N_ELEMENTS(charts); i++)
		if (widget_chosen(build, charts[i].bit))
			chart_add(build, &charts[i], section);
}
