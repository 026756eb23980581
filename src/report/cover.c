// SPDX-License-Identifier: Apache-2.0
// The facts of a report's cover: what it covers, how it was asked for, and by whom.
#include "document-priv.h"

#include "defang-priv.h"
#include "tidings/util/safe-text.h"

static char *labelled(const struct build *build, const struct enum_row *names, int value)
{
	return words_fill(build->words, enum_to_label(names, value), NULL);
}

/* An offset of the period that differs from its first one, or the first one. */
static int other_offset(const struct report_plan *plan)
{
	for (size_t i = 0; plan->steps != NULL && i <= plan->n_steps; i++)
		if (plan->steps[i].offset != plan->from.offset)
			return plan->steps[i].offset;
	return plan->to.offset;
}

static char *zone_text(const struct build *build)
{
	const struct report_plan *plan = build->plan;
	int second = other_offset(plan);
	g_autofree char *zone = safe_text(plan->zone, -1);
	g_autofree char *offset = words_offset(plan->from.offset);
	if (second == plan->from.offset)
		return words_fill(build->words, N_("{zone} ({offset})"), "zone", zone, "offset", offset, NULL);
	g_autofree char *then = words_offset(second);
	return words_fill(build->words, N_("{zone} ({offset}, after the clock change {then})"), "zone", zone, "offset", offset, "then", then, NULL);
}

static char *tenants_text(const struct build *build)
{
	if (build->plan->tenants == NULL)
		return words_fill(build->words, N_("All tenants"), NULL);
	g_autofree char *joined = g_strjoinv(", ", (char **)(uintptr_t)build->plan->tenants);
	return defang_name(joined);
}

static char *licence_text(const struct build *build)
{
	g_autofree char *licence = labelled(build, licence_names, (int)build->plan->licence);
	g_autofree char *mode = labelled(build, mode_names, (int)build->plan->mode);
	return words_fill(build->words, N_("{licence}, {mode}"), "licence", licence, "mode", mode, NULL);
}

static void fact(const struct build *build, const char *label, char *take_value)
{
	facts_add(build->report->facts, words_fill(build->words, label, NULL), take_value);
}

void cover_fill(const struct build *build)
{
	const struct report_plan *plan = build->plan;
	build->report->zone = zone_text(build);
	fact(build, N_("Period"), g_strdup(build->report->period));
	fact(build, N_("Time zone"), g_strdup(build->report->zone));
	fact(build, N_("Tenants"), tenants_text(build));
	fact(build, N_("Data source"), labelled(build, source_names, plan->task->source));
	fact(build, N_("False positives"), words_fill(build->words, plan->task->false_positives ? N_("Included") : N_("Excluded"), NULL));
	fact(build, N_("Licence and mode"), licence_text(build));
	fact(build, N_("Reporting task"), defang_name(plan->task_name));
	if (plan->task->login_user && plan->login[0] != '\0')
		fact(build, N_("Login"), defang_name(plan->login));
	if (plan->task->full_name && plan->full_name[0] != '\0')
		fact(build, N_("Full name"), defang_name(plan->full_name));
	fact(build, N_("Generated"), words_moment(build->words, plan->generated));
}
