// SPDX-License-Identifier: Apache-2.0
// The dashboard: reads the figures, keeps them fresh, moves among its panels.
#include "screens/dashboard-priv.h"

#include <string.h>

#include "screens/reading-priv.h"
#include "tidings/app/report.h"

#define PERIOD_AT_FIRST "last-24h"
#define REST_US G_USEC_PER_SEC /* at most so often while events stream in */

static const enum action_group groups[] = {GROUP_DASHBOARD, GROUP_BACK, GROUP_PAGE, GROUP_LIST, GROUP_END};
/* Of the first page there is no way back. */
static const enum action_group home_groups[] = {GROUP_DASHBOARD, GROUP_PAGE, GROUP_LIST, GROUP_END};

static bool ask(struct console *console, const struct dashboard *state, struct statistics_span *ret_span, struct stats_result *now,
		struct stats_result *before, GError **error)
{
	struct statistics_request request = {
		.tenants = state->task.tenants, .source = (enum source)state->task.source, .false_positives = state->task.false_positives,
		.zone = state->task.zone, .top = DASHBOARD_TOP};
	if (!statistics_span(state->task.period, state->task.zone, app_now(console->app), ret_span, error))
		return false;
	request.period = ret_span->period;
	request.step = ret_span->step;
	if (!statistics_count(console->app, &request, now, error))
		return false;
	request.period = ret_span->before;
	request.top = 0;
	return statistics_count(console->app, &request, before, error);
}

static guint length_of(const GArray *array)
{
	return array != NULL ? array->len : 0;
}

static void fit_tables(struct dashboard *state)
{
	table_fit(&state->course, length_of(state->now.series), MAX((int)length_of(state->now.series), 1));
	table_fit(&state->categories, length_of(state->now.categories), state->categories.shown);
	table_fit(&state->top, length_of(state->now.top[state->list]), state->top.shown);
}

void dashboard_read(struct console *console, struct dashboard *state)
{
	g_autoptr(GError) error = NULL;
	autorelease(stats_result) now = {0};
	autorelease(stats_result) before = {0};
	struct statistics_span span = {0};
	bool at_end = state->course.rows == 0 || state->course.row == state->course.rows - 1;
	state->stale = false;
	state->asked = g_get_monotonic_time();
	g_clear_pointer(&state->fault, g_free);
	if (!ask(console, state, &span, &now, &before, &error)) {
		state->fault = console_message(console, error->message);
	} else {
		stats_result_release(&state->now);
		stats_result_release(&state->before);
		state->now = now;
		state->before = before;
		now = before = (struct stats_result){0};
		state->span = span;
		state->read = app_now(console->app);
	}
	fit_tables(state);
	if (at_end && state->course.rows > 0)
		state->course.row = state->course.rows - 1;
}

/* Events can come by the thousand a second. */
static void refresh(struct console *console, void *data)
{
	struct dashboard *state = data;
	if (g_get_monotonic_time() - state->asked >= REST_US)
		dashboard_read(console, state);
	else
		state->stale = console->ticking = true;
}

static void tick(struct console *console, void *data)
{
	if (((struct dashboard *)data)->stale)
		refresh(console, data);
}

static struct table *table_of(struct dashboard *state)
{
	struct table *const tables[PANELS] = {&state->course, &state->categories, &state->top};
	return tables[state->panel];
}

static void show_text(struct console *console, const struct dashboard *state, bool row)
{
	static const struct reading_kind kinds[] = {{.title = N_("Dashboard > Table view")}, {.title = N_("Dashboard > Details")}};
	g_autofree char *text = row ? dashboard_row_text(console, state) : dashboard_text(console, state);
	if (text != NULL)
		reading_open_text(console, &kinds[row ? 1 : 0], NULL, text);
}

static void next_list(struct dashboard *state)
{
	state->list = (enum stats_top)((state->list + 1) % TOP_LISTS);
	state->panel = PANEL_TOP;
	state->top.row = 0;
	fit_tables(state);
}

static bool move(struct dashboard *state, enum action action)
{
	bool course = state->panel == PANEL_COURSE;
	if (action == ACT_DASHBOARD_NEXT || action == ACT_DASHBOARD_PREVIOUS)
		state->panel = (enum dashboard_panel)((state->panel + (action == ACT_DASHBOARD_NEXT ? 1 : PANELS - 1)) % PANELS);
	else if (action == ACT_DASHBOARD_EARLIER || action == ACT_DASHBOARD_LATER)
		return table_act(&state->course, action == ACT_DASHBOARD_EARLIER ? ACT_UP : ACT_DOWN);
	else if (course && (action == ACT_PAGE_UP || action == ACT_PAGE_DOWN))
		return true;
	else
		return table_act(table_of(state), action);
	return true;
}

static void act(struct console *console, void *data, enum action action)
{
	struct dashboard *state = data;
	if (move(state, action))
		return;
	if (action == ACT_DASHBOARD_PERIOD)
		dashboard_choose(console, state, "period-kind");
	else if (action == ACT_DASHBOARD_TENANTS)
		dashboard_choose(console, state, "tenants");
	else if (action == ACT_DASHBOARD_DOWNLOAD)
		dashboard_download(console, state);
	else if (action == ACT_DASHBOARD_SERIES)
		state->detections = !state->detections;
	else if (action == ACT_DASHBOARD_LIST)
		next_list(state);
	else if (action == ACT_BACK)
		console_pop(console);
	else if (action == ACT_REFRESH)
		dashboard_read(console, state);
	else
		show_text(console, state, action == ACT_DASHBOARD_SHOW);
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	struct dashboard *state = data;
	state->categories.shown = state->top.shown = dashboard_layout(body).n_lists;
	fit_tables(state);
}

static char *title(const struct console *console, const void *data)
{
	(void)data;
	return g_strdup(console_text(console, N_("Dashboard")));
}

static const char *hint(const struct console *console, const void *data)
{
	const struct dashboard *state = data;
	if (state->fault == NULL && state->now.first_event == INSTANT_NONE)
		return console_text(console, N_("No event has been taken in yet; \"tidings ingest\" and \"tidings collect\" do it."));
	if (state->now.cut > state->span.period.from)
		return console_text(console, N_("Older events of this period are no longer kept."));
	return "";
}

static const struct screen screen = {
	.name = "dashboard", .groups = groups, .events = true, .title = title, .hint = hint, .draw = dashboard_draw, .act = act,
	.refresh = refresh, .fit = fit, .tick = tick, .free = dashboard_free,
};

static const struct screen home_screen = {
	.name = "dashboard", .groups = home_groups, .events = true, .title = title, .hint = hint, .draw = dashboard_draw, .act = act,
	.refresh = refresh, .fit = fit, .tick = tick, .free = dashboard_free,
};

void dashboard_free(void *data)
{
	struct dashboard *state = data;
	task_release(&state->task);
	stats_result_release(&state->now);
	stats_result_release(&state->before);
	g_free(state->fault);
	g_free(state);
}

struct dashboard *dashboard_new(struct console *console, const char *period)
{
	g_autoptr(GError) error = NULL;
	struct dashboard *state = g_new0(struct dashboard, 1);
	task_init(&state->task);
	state->now.first_event = INSTANT_NONE;
	if (!report_task(console->app, console_text(console, N_("Report")), &state->task, &error) ||
	    !field_set_text(field_by_name(&task_table, "period"), &state->task, period, &error))
		console_say_error(console, error);
	dashboard_read(console, state);
	return state;
}

void dashboard_open(struct console *console)
{
	struct dashboard *state = dashboard_new(console, PERIOD_AT_FIRST);
	console_push(console, console->views->len > 0 ? &screen : &home_screen, state);
}
