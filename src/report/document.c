// SPDX-License-Identifier: Apache-2.0
// Statistics + plan -> document.
#include "tidings/report/report.h"
#include "tidings/util/safe-text.h"

#include <string.h>

#include "coverage-priv.h"
#include "defang-priv.h"
#include "document-priv.h"

static char *suffix(const struct words *words, const char *msgid)
{
	return words_fill(words, msgid, "number", "", NULL);
}

static void words_take(struct report_words *to, const struct words *words)
{
	to->subtitle = words_fill(words, N_("Threat indicators detected in incoming events"), NULL);
	to->contents = words_fill(words, N_("Contents"), NULL);
	to->page = words_fill(words, N_("Page {page} of {pages}"), NULL);
	to->this_period = words_fill(words, N_("This period"), NULL);
	to->previous_period = words_fill(words, N_("Previous period"), NULL);
	to->indicator = words_fill(words, N_("Indicator"), NULL);
	to->detections = words_fill(words, N_("Detections"), NULL);
	to->share = words_fill(words, N_("Share"), NULL);
	to->change = words_fill(words, N_("Change"), NULL);
	to->fewer = words_fill(words, N_("Fewer"), NULL);
	to->more = words_fill(words, N_("More"), NULL);
	to->decimal = g_strdup(words->decimal);
	to->thousand = suffix(words, N_("{number}K"));
	to->million = suffix(words, N_("{number}M"));
	to->milliard = suffix(words, N_("{number}B"));
}

static void report_words_release(struct report_words *words)
{
	char *const all[] = {words->subtitle, words->contents, words->page, words->this_period, words->previous_period, words->indicator,
		words->detections, words->share, words->change, words->fewer, words->more, words->decimal, words->thousand, words->million, words->milliard};
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		g_free(all[i]);
}

static void own_logo_take(struct logo *to, const struct logo *logo, const struct words *words)
{
	logo_copy(to, logo);
	bool said = logo->text != NULL && *logo->text != '\0';
	g_free(to->text);
	to->text = said ? safe_text(logo->text, -1) : words_fill(words, N_("Logo"), NULL);
}

static void widgets_build(const struct build *build)
{
	for (const struct widget_row *row = widget_rows; row->bits != 0; row++) {
		if (!widget_chosen(build, row->bits))
			continue;
		bool noted = row->note != NULL && build->plan->task->indicators == INDICATORS_DEFANGED;
		char *note = noted ? words_fill(build->words, row->note, NULL) : NULL;
		struct report_section *section = section_new(build->report, row->key, words_fill(build->words, row->title, NULL), note);
		row->build(build, section);
	}
}

struct report *report_new(const struct report_plan *plan, const struct stats_query *query, const struct stats_result *result,
	const struct stats_result *previous)
{
	autorelease(words) words = {0};
	words_init(&words, plan->catalog);
	struct report *report = g_new0(struct report, 1);
	struct build build = {plan, result, NULL, &words, report};
	if (previous != NULL && coverage_of_previous(plan, result))
		build.previous = previous;
	report->title = words_fill(&words, N_("Threat statistics report"), NULL);
	report->period = words_period(&words, plan->from, plan->to);
	report->language = g_strdup(catalog_language(plan->catalog));
	report->task_name = defang_name(plan->task_name);
	report->document = g_strdup(plan->document);
	report->message = safe_text_lines(plan->message != NULL ? plan->message : "", -1);
	report->from = plan->from;
	report->to = plan->to;
	report->generated = plan->generated;
	report->title_page = plan->task->title_page;
	report->logo = plan->task->logo;
	if (plan->task->logo && plan->logo != NULL && plan->logo->png != NULL)
		own_logo_take(&report->own_logo, plan->logo, &words);
	report->paper = (enum paper)plan->task->paper;
	report->tlp = (enum tlp)plan->task->tlp;
	report->facts = facts_new();
	report->notes = g_ptr_array_new_with_free_func(g_free);
	report->sections = sections_new();
	report->plan = plan_to_json(plan);
	report->statistics = stats_answer_to_json(query, result);
	words_take(&report->words, &words);
	cover_fill(&build);
	coverage_notes(&build, report->notes);
	widgets_build(&build);
	return report;
}

void report_free(struct report *report)
{
	if (report == NULL)
		return;
	g_free(report->title);
	g_free(report->period);
	g_free(report->zone);
	g_free(report->language);
	g_free(report->task_name);
	g_free(report->document);
	g_free(report->message);
	g_array_unref(report->facts);
	g_ptr_array_unref(report->notes);
	g_ptr_array_unref(report->sections);
	logo_release(&report->own_logo);
	js_free(report->plan);
	js_free(report->statistics);
	report_words_release(&report->words);
	g_free(report);
}

const struct report_block *report_chart(const struct report *report)
{
	for (guint i = 0; i < report->sections->len; i++) {
		const struct report_section *section = report->sections->pdata[i];
		for (guint j = 0; j < section->blocks->len; j++) {
			const struct report_block *block = section->blocks->pdata[j];
			if (block->kind == BLOCK_CHART && block->points->len > 0)
				return block;
		}
	}
	return NULL;
}
