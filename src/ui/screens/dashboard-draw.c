// SPDX-License-Identifier: Apache-2.0
// The dashboard as it looks.
#include <string.h>

#include "screens/dashboard-priv.h"
#include "screens/shown-priv.h"
#include "tidings/util/safe-text.h"

#define FIXED_ROWS 7   /* of the page without bars and lists */
#define SCALE 5        /* columns of the numbers beside the bars */
#define MOST_BAR 12    /* columns of a bar beside a name */
#define LEVELS 8

struct dashboard_layout dashboard_layout(struct rect body)
{
	int left = MAX(body.rows - FIXED_ROWS, 4);
	struct dashboard_layout at = {.period = body.row, .n_bars = MAX(left / 3, 2)};
	at.scope = at.period + 1;
	at.figures = at.scope + 1;
	at.heading = at.figures + 2;
	at.bars = at.heading + 1;
	at.step = at.bars + at.n_bars;
	at.lists = at.step + 1;
	at.n_lists = left - at.n_bars;
	return at;
}

static void draw_figures(const struct console *console, const struct dashboard *state, struct grid *grid, int row)
{
	const struct {
		const char *label;
		uint64_t now, before;
	} figures[] = {
		{N_("Incoming events"), state->now.incoming_events, state->before.incoming_events},
		{N_("Detections"), state->now.detections, state->before.detections},
		{N_("Indicators"), state->now.indicators, state->before.indicators},
	};
	int width = (grid->columns - 1) / (int)G_N_ELEMENTS(figures);
	for (size_t i = 0; i < G_N_ELEMENTS(figures); i++) {
		int column = 1 + (int)i * width;
		g_autofree char *number = shown_number(figures[i].now);
		g_autofree char *change = dashboard_change(state, figures[i].now, figures[i].before);
		grid_text(grid, row, column, width - 1, UI_LABEL, console_text(console, figures[i].label));
		int used = grid_text(grid, row + 1, column, width - 1, UI_HEADING, number);
		grid_text(grid, row + 1, column + used + 2, width - used - 3, UI_HINT, change);
	}
}

static uint64_t height_of(const struct dashboard *state, guint step)
{
	const struct stats_bin *bin = &g_array_index(state->now.series, struct stats_bin, step);
	return state->detections ? bin->detections : bin->incoming_events;
}

/* Where bars stand: so many steps in one, so many columns for each. */
struct bars {
	guint steps, each, n;
	int width;
	uint64_t most;
};

static uint64_t bar_height(const struct dashboard *state, const struct bars *bars, guint bar)
{
	uint64_t sum = 0;
	for (guint step = bar * bars->each; step < MIN((bar + 1) * bars->each, bars->steps); step++)
		sum += height_of(state, step);
	return sum;
}

static struct bars bars_of(const struct dashboard *state, int columns)
{
	struct bars bars = {.steps = state->course.rows};
	bars.each = (bars.steps + (guint)columns - 1) / (guint)columns;
	bars.n = bars.each > 0 ? (bars.steps + bars.each - 1) / bars.each : 0;
	bars.width = bars.n > 0 ? columns / (int)bars.n : 1;
	for (guint i = 0; i < bars.n; i++)
		bars.most = MAX(bars.most, bar_height(state, &bars, i));
	return bars;
}

static void draw_bar(struct grid *grid, const struct dashboard_layout *at, int column, int width, unsigned eighths, enum ui_role role)
{
	static const char *const levels[LEVELS + 1] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	for (int row = at->n_bars - 1; row >= 0 && eighths > 0; row--) {
		unsigned part = MIN(eighths, LEVELS);
		grid_fill(grid, at->bars + row, column, width, role, levels[part]);
		eighths -= part;
	}
}

static void draw_scale(struct grid *grid, const struct dashboard_layout *at, const struct bars *bars)
{
	g_autofree char *most = shown_number_short(bars->most);
	int row = at->n_bars / 2;
	g_autofree char *half = shown_number_short(bars->most * (uint64_t)(at->n_bars - row) / (uint64_t)at->n_bars);
	grid_text_right(grid, at->bars, 1, SCALE, UI_HINT, most);
	if (at->n_bars > 2 && bars->most > 1)
		grid_text_right(grid, at->bars + row, 1, SCALE, UI_HINT, half);
}

// What stands at the marked step; the line is the focus of the panel.
static void draw_step(const struct console *console, const struct dashboard *state, struct grid *grid, int row)
{
	if (state->course.rows == 0)
		return;
	const struct stats_bin *bin = &g_array_index(state->now.series, struct stats_bin, state->course.row);
	bool focus = state->panel == PANEL_COURSE;
	g_autofree char *when = dashboard_step(console, state, state->course.row);
	g_autofree char *incoming = shown_number(bin->incoming_events);
	g_autofree char *detections = shown_number(bin->detections);
	const char *first = console_text(console, N_("Incoming events"));
	const char *second = console_text(console, N_("Detections"));
	g_autofree char *both = g_strdup_printf("%s   %s: %s   %s: %s", when, first, incoming, second, detections);
	g_autofree char *one = g_strdup_printf("%s   %s: %s", when, state->detections ? second : first, state->detections ? detections : incoming);
	const char *text = text_columns(both) <= grid->columns - 4 ? both : one;
	grid_text(grid, row, 3, grid->columns - 4, focus ? UI_SELECTED : UI_TEXT, text);
	if (!focus)
		return;
	grid_text(grid, row, 1, 1, UI_FOCUS, ">");
	grid_cursor(grid, row, 1);
}

static void draw_course(const struct console *console, const struct dashboard *state, struct grid *grid, const struct dashboard_layout *at)
{
	int left = SCALE + 2;
	struct bars bars = bars_of(state, grid->columns - left - 1);
	g_autofree char *most = shown_number(bars.most);
	g_autofree char *right = g_strdup_printf(console_text(console, N_("highest %s")), most);
	int used = grid_text(grid, at->heading, 1, grid->columns - 2, UI_HEADING, dashboard_course_name(console, state));
	grid_text_right(grid, at->heading, used + 3, grid->columns - used - 4, UI_HINT, right);
	if (bars.most > 0)
		draw_scale(grid, at, &bars);
	for (guint i = 0; i < bars.n && bars.most > 0; i++) {
		bool marked = state->course.row / bars.each == i;
		uint64_t height = bar_height(state, &bars, i);
		unsigned eighths = (unsigned)((double)height / (double)bars.most * at->n_bars * LEVELS + 0.5);
		draw_bar(grid, at, left + (int)i * bars.width, MAX(bars.width - 1, 1), height > 0 ? MAX(eighths, 1) : 0,
			 marked ? UI_FOCUS : UI_TEXT);
	}
	draw_step(console, state, grid, at->step);
}

/* One row of a list: name, bar, number. */
struct line {
	const char *name;
	uint64_t number;
};

static struct line line_of(const struct dashboard *state, bool top, guint row)
{
	if (top) {
		const struct stats_top_row *found = &g_array_index(state->now.top[state->list], struct stats_top_row, row);
		return (struct line){found->indicator, found->detections};
	}
	const struct stats_share *share = &g_array_index(state->now.categories, struct stats_share, row);
	return (struct line){share->name, share->detections};
}

/* Columns of a list; a bar has what the names leave. */
struct line_shape {
	int name, bar, number;
	uint64_t most;
};

static struct line_shape shape_of(const struct dashboard *state, bool top, guint rows, int columns)
{
	struct line_shape shape = {.most = 1};
	int longest = 0;
	for (guint row = 0; row < rows; row++) {
		struct line line = line_of(state, top, row);
		g_autofree char *number = shown_number(line.number);
		longest = MAX(longest, text_columns(line.name));
		shape.number = MAX(shape.number, text_columns(number));
		shape.most = MAX(shape.most, line.number);
	}
	int left = columns - 3 - 1 - shape.number;
	shape.bar = left - longest - 1 >= 3 ? MIN(left - longest - 1, MOST_BAR) : 0;
	shape.name = left - (shape.bar > 0 ? shape.bar + 1 : 0);
	return shape;
}

static void draw_line(struct grid *grid, struct rect at, const struct line *line, const struct line_shape *shape, bool marked)
{
	g_autofree char *number = shown_number(line->number);
	int bar = (int)((double)line->number / (double)shape->most * shape->bar);
	grid_text(grid, at.row, at.column + 3, shape->name, marked ? UI_SELECTED : UI_TEXT, line->name);
	if (shape->bar > 0)
		grid_fill(grid, at.row, at.column + 4 + shape->name, MAX(bar, 1), UI_HINT, "#");
	grid_text_right(grid, at.row, at.column + at.columns - shape->number, shape->number, UI_TEXT, number);
	if (!marked)
		return;
	grid_text(grid, at.row, at.column + 1, 1, UI_FOCUS, ">");
	grid_cursor(grid, at.row, at.column + 1);
}

static void draw_list(const struct console *console, const struct dashboard *state, struct grid *grid, struct rect at, bool top)
{
	const struct table *table = top ? &state->top : &state->categories;
	bool focus = state->panel == (top ? PANEL_TOP : PANEL_CATEGORIES);
	const char *heading = top ? dashboard_list_name(console, state->list) : console_text(console, N_("Detections by category"));
	g_autofree char *where = table->rows > (guint)at.rows - 1 ? g_strdup_printf("%u/%u", table->row + 1, table->rows) : g_strdup("");
	int used = grid_text(grid, at.row, at.column + 1, at.columns - 2, UI_COLUMN, heading);
	grid_text_right(grid, at.row, at.column + used + 2, at.columns - used - 2, UI_HINT, where);
	if (table->rows == 0)
		grid_text(grid, at.row + 1, at.column + 3, at.columns - 3, UI_HINT, console_text(console, N_("(none)")));
	if (table->rows == 0 && focus) {
		grid_text(grid, at.row + 1, at.column + 1, 1, UI_FOCUS, ">");
		grid_cursor(grid, at.row + 1, at.column + 1);
	}
	struct line_shape shape = shape_of(state, top, table->rows, at.columns);
	for (int i = 0; i < at.rows - 1 && table->first + (guint)i < table->rows; i++) {
		guint row = table->first + (guint)i;
		struct line line = line_of(state, top, row);
		draw_line(grid, (struct rect){at.row + 1 + i, at.column, 1, at.columns}, &line, &shape, focus && row == table->row);
	}
}

void dashboard_draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct dashboard *state = data;
	struct dashboard_layout at = dashboard_layout(body);
	g_autofree char *period = dashboard_period(console, state);
	g_autofree char *scope = dashboard_scope(console, state);
	g_autofree char *time = shown_instant(console->catalog, state->read, state->span.offset);
	g_autofree char *as_of = g_strdup_printf(console_text(console, N_("as of %s")), strrchr(time, ' ') + 1);
	grid_cursor(grid, body.row, 1);
	if (state->fault != NULL) {
		g_autofree char *fault = g_strdup_printf("! %s", state->fault);
		grid_text(grid, body.row, 1, grid->columns - 2, UI_ERROR, fault);
		return;
	}
	int split = grid->columns / 2;
	int used = grid_text(grid, at.scope, 1, grid->columns - text_columns(as_of) - 4, UI_TEXT, scope);
	grid_text(grid, at.period, 1, grid->columns - 2, UI_TEXT, period);
	grid_text_right(grid, at.scope, used + 3, grid->columns - used - 4, UI_HINT, as_of);
	draw_figures(console, state, grid, at.figures);
	draw_course(console, state, grid, &at);
	draw_list(console, state, grid, (struct rect){at.lists, 0, at.n_lists + 1, split - 1}, false);
	draw_list(console, state, grid, (struct rect){at.lists, split, at.n_lists + 1, grid->columns - split - 1}, true);
}
