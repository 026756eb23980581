// SPDX-License-Identifier: Apache-2.0
// The dashboard in words and figures: its parts, the table view, the marked row.
#include <string.h>

#include "screens/dashboard-priv.h"
#include "screens/shown-priv.h"
#include "tidings/app/recurrence.h"

const char *dashboard_course_name(const struct console *console, const struct dashboard *state)
{
	static const char *const names[2][3] = {
		{[STEP_HOUR] = N_("Incoming events per hour"), [STEP_DAY] = N_("Incoming events per day"), [STEP_WEEK] = N_("Incoming events per week")},
		{[STEP_HOUR] = N_("Detections per hour"), [STEP_DAY] = N_("Detections per day"), [STEP_WEEK] = N_("Detections per week")}};
	return console_text(console, names[state->detections ? 1 : 0][state->span.step]);
}

const char *dashboard_list_name(const struct console *console, enum stats_top list)
{
	static const char *const names[TOP_LISTS] = {
		[TOP_DEFAULT] = N_("Top indicators"), [TOP_RETROSCAN] = N_("Top indicators, retroscan"), [TOP_MD5] = N_("Top hashes, MD5"),
		[TOP_SHA1] = N_("Top hashes, SHA1"), [TOP_SHA256] = N_("Top hashes, SHA256")};
	return console_text(console, names[list]);
}

static char *instant_in(const struct console *console, const struct dashboard *state, int64_t instant, bool day)
{
	int offset = 0;
	g_autoptr(GError) ignored = NULL;
	if (!app_zone_offset(state->task.zone, instant, &offset, &ignored))
		offset = state->span.offset;
	return day ? shown_date(console->catalog, instant, offset) : shown_day(console->catalog, instant, offset);
}

char *dashboard_period(const struct console *console, const struct dashboard *state)
{
	int kind = enum_from_text(period_names, state->task.period);
	g_autofree char *from = instant_in(console, state, state->span.period.from, false);
	g_autofree char *to = instant_in(console, state, state->span.period.to, false);
	return g_strdup_printf("%s: %s - %s, %s", console_text(console, kind >= 0 ? enum_to_label(period_names, kind) : N_("Period")), from, to,
			       state->task.zone);
}

char *dashboard_scope(const struct console *console, const struct dashboard *state)
{
	const struct task *task = &state->task;
	const char *tenants = strcmp(task->tenants, "all") == 0 ? console_text(console, N_("all")) : task->tenants;
	const char *marked = task->false_positives ? console_text(console, N_("with false positives"))
						   : console_text(console, N_("without false positives"));
	return g_strdup_printf("%s: %s   %s: %s   %s", console_text(console, N_("Tenants")), tenants, console_text(console, N_("Source")),
			       console_text(console, enum_to_label(source_names, task->source)), marked);
}

char *dashboard_step(const struct console *console, const struct dashboard *state, guint step)
{
	return instant_in(console, state, g_array_index(state->now.series, struct stats_bin, step).from, state->span.step != STEP_HOUR);
}

// Where no event of the time before is kept there is nothing to compare with.
char *dashboard_change(const struct dashboard *state, uint64_t now, uint64_t before)
{
	int64_t since = state->now.first_event;
	if (before == 0 || since == INSTANT_NONE || since > state->span.before.from || state->now.cut > state->span.before.from)
		return g_strdup("");
	double change = 100.0 * ((double)now - (double)before) / (double)before;
	if (change > -0.5 && change < 0.5)
		return g_strdup("0 %");
	return change > 999 ? g_strdup_printf("x%.0f", (double)now / (double)before) : g_strdup_printf("%+.0f %%", change);
}

static void add_figure(GString *text, const struct dashboard *state, const char *label, uint64_t now, uint64_t before)
{
	g_autofree char *shown = shown_number(now);
	g_autofree char *change = dashboard_change(state, now, before);
	g_string_append_printf(text, "%14s  %s  %s\n", shown, label, change);
}

static void add_shares(GString *text, const struct console *console, const char *heading, const GArray *shares)
{
	if (shares == NULL || shares->len == 0)
		return;
	g_string_append_printf(text, "\n%s\n", console_text(console, heading));
	for (guint i = 0; i < shares->len; i++) {
		const struct stats_share *share = &g_array_index(shares, struct stats_share, i);
		g_autofree char *count = shown_number(share->detections);
		g_string_append_printf(text, "%14s  %s\n", count, share->name);
	}
}

static void add_top(GString *text, const struct console *console, const struct dashboard *state, enum stats_top list)
{
	const GArray *rows = state->now.top[list];
	if (rows == NULL || rows->len == 0)
		return;
	g_string_append_printf(text, "\n%s\n", dashboard_list_name(console, list));
	for (guint i = 0; i < rows->len; i++) {
		const struct stats_top_row *row = &g_array_index(rows, struct stats_top_row, i);
		g_autofree char *count = shown_number(row->detections);
		g_string_append_printf(text, "%14s  %s\n", count, row->indicator);
	}
}

static void add_course(GString *text, const struct console *console, const struct dashboard *state)
{
	g_string_append_printf(text, "\n%s, %s\n", console_text(console, N_("Incoming events and detections by time")), state->task.zone);
	for (guint i = 0; state->now.series != NULL && i < state->now.series->len; i++) {
		const struct stats_bin *bin = &g_array_index(state->now.series, struct stats_bin, i);
		g_autofree char *step = dashboard_step(console, state, i);
		g_autofree char *incoming = shown_number(bin->incoming_events);
		g_autofree char *detections = shown_number(bin->detections);
		g_string_append_printf(text, "%14s %14s  %s\n", incoming, detections, step);
	}
}

char *dashboard_text(const struct console *console, const struct dashboard *state)
{
	if (state->fault != NULL)
		return g_strdup_printf("! %s", state->fault);
	const struct stats_result *now = &state->now;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *period = dashboard_period(console, state);
	g_autofree char *scope = dashboard_scope(console, state);
	g_string_append_printf(text, "%s\n%s\n\n", period, scope);
	add_figure(text, state, console_text(console, N_("Incoming events")), now->incoming_events, state->before.incoming_events);
	add_figure(text, state, console_text(console, N_("Detections")), now->detections, state->before.detections);
	add_figure(text, state, console_text(console, N_("Indicators")), now->indicators, state->before.indicators);
	add_shares(text, console, N_("Detections by category"), now->categories);
	add_shares(text, console, N_("Detections by supplier"), now->suppliers);
	for (int list = 0; list < TOP_LISTS; list++)
		add_top(text, console, state, (enum stats_top)list);
	add_course(text, console, state);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *row_of(const struct console *console, const struct dashboard *state, const char *heading, const char *name, uint64_t detections)
{
	g_autofree char *count = shown_number(detections);
	g_autofree char *all = shown_number(state->now.detections);
	double share = state->now.detections > 0 ? 100.0 * (double)detections / (double)state->now.detections : 0;
	g_autofree char *of = g_strdup_printf(console_text(console, N_("%s of %s detections, %.1f %%")), count, all, share);
	return g_strdup_printf("%s\n\n%s\n\n%s", heading, name, of);
}

char *dashboard_row_text(const struct console *console, const struct dashboard *state)
{
	const struct stats_result *now = &state->now;
	if (state->panel == PANEL_CATEGORIES && state->categories.rows > 0) {
		const struct stats_share *share = &g_array_index(now->categories, struct stats_share, state->categories.row);
		return row_of(console, state, console_text(console, N_("Detections by category")), share->name, share->detections);
	}
	if (state->panel == PANEL_TOP && state->top.rows > 0) {
		const struct stats_top_row *row = &g_array_index(now->top[state->list], struct stats_top_row, state->top.row);
		g_autofree char *heading = g_strdup_printf("%s: %s", dashboard_list_name(console, state->list),
							   console_text(console, enum_to_label(indicator_kind_names, (int)row->kind)));
		return row_of(console, state, heading, row->indicator, row->detections);
	}
	return state->panel == PANEL_COURSE ? dashboard_text(console, state) : NULL;
}
