// SPDX-License-Identifier: Apache-2.0
// One run: what was done, and what each recipient's server said.
#include <string.h>

#include "core/editor-priv.h"
#include "core/table-priv.h"
#include "screens/history-priv.h"
#include "screens/shown-priv.h"
#include "tidings/app/run.h"
#include "tidings/util/instant.h"

struct run_page {
	uint64_t id;
	char *text;   /* the lines, joined */
	GArray *lines; /* struct text_line of text */
	struct table table;
};

static const enum action_group groups[] = {GROUP_BACK, GROUP_LIST, GROUP_PAGE, GROUP_END};

static void add(GPtrArray *lines, char *line)
{
	g_ptr_array_add(lines, line);
}

static void add_delivery(const struct console *console, const struct delivery *delivery, GPtrArray *lines)
{
	const char *state = console_text(console, enum_to_label(delivery_state_names, (int)delivery->state));
	g_autofree char *code = delivery->code != 0 ? g_strdup_printf("%d ", delivery->code) : g_strdup("");
	add(lines, g_strdup_printf("  %s  %s  %s%s", delivery->recipient, state, code, delivery->text != NULL ? delivery->text : ""));
	if (delivery->next_try == INSTANT_NONE)
		return;
	g_autofree char *next = shown_instant(console->catalog, delivery->next_try, 0);
	add(lines, g_strdup_printf(console_text(console, N_("    tried %d times, next try %s UTC")), delivery->attempts, next));
}

static void add_facts(const struct console *console, const struct run *run, GPtrArray *lines)
{
	g_autofree char *from = instant_to_text(run->period.from);
	g_autofree char *to = instant_to_text(run->period.to);
	g_autofree char *size = shown_size(run->size);
	add(lines, g_strdup(""));
	add(lines, g_strdup_printf(console_text(console, N_("Period      %s to %s")), from, to));
	if (*run->message_id == '\0')
		return;
	add(lines, g_strdup_printf(console_text(console, N_("Message     <%s>, %s")), run->message_id, size));
	add(lines, g_strdup_printf(console_text(console, N_("SHA-256     %s")), run->sha256));
}

GPtrArray *run_lines(const struct console *console, const struct run *run, bool brief)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *due = instant_to_text(run->occurrence);
	g_autofree char *started = shown_instant(console->catalog, run->started, 0);
	g_autofree char *state = shown_state(console->catalog, run->state);
	add(lines, g_strdup_printf(console_text(console, N_("%s, run %u: %s")), run->task_name, (unsigned)run->id, state));
	add(lines, g_strdup_printf(console_text(console, N_("Due %s, begun %s UTC, attempts: %d")), due, started, run->attempts));
	if (run->reason != NULL && *run->reason != '\0')
		add(lines, g_strdup_printf(console_text(console, N_("Reason: %s")), run->reason));
	for (guint i = 0; run->deliveries != NULL && i < run->deliveries->len; i++)
		add_delivery(console, &g_array_index(run->deliveries, struct delivery, i), lines);
	if (!brief)
		add_facts(console, run, lines);
	return lines;
}

static void wrap(struct run_page *state, int width)
{
	g_clear_pointer(&state->lines, g_array_unref);
	state->lines = text_wrap(state->text, width);
}

static void refresh(struct console *console, void *data)
{
	struct run_page *state = data;
	autorelease(run) run = {0};
	g_autoptr(GError) error = NULL;
	run_init(&run);
	g_free(state->text);
	if (!run_show(console->app, state->id, &run, &error)) {
		state->text = g_strdup_printf("! %s", error->message);
	} else {
		g_autoptr(GPtrArray) lines = run_lines(console, &run, false);
		g_ptr_array_add(lines, NULL);
		state->text = g_strjoinv("\n", (char **)lines->pdata);
	}
	wrap(state, console->grid.columns - 4);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	(void)console;
	const struct run_page *state = data;
	for (int i = 0; i < state->table.shown && (int)state->table.first + i < (int)state->lines->len; i++) {
		struct text_line line = g_array_index(state->lines, struct text_line, state->table.first + (guint)i);
		g_autofree char *part = g_strndup(state->text + line.start, line.end - line.start);
		grid_text(grid, body.row + 1 + i, 2, body.columns - 3, UI_TEXT, part);
	}
	grid_cursor(grid, body.row + 1 + (int)(state->table.row - state->table.first), 2);
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	struct run_page *state = data;
	wrap(state, body.columns - 4);
	table_fit(&state->table, state->lines->len, body.rows - 2);
}

static void act(struct console *console, void *data, enum action action)
{
	struct run_page *state = data;
	if (action == ACT_BACK)
		console_pop(console);
	else if (action == ACT_REFRESH)
		refresh(console, state);
	else
		(void)table_act(&state->table, action);
}

static char *title(const struct console *console, const void *data)
{
	const struct run_page *state = data;
	return g_strdup_printf(console_text(console, N_("Settings > Reporting > Run %u")), (unsigned)state->id);
}

static void state_free(void *data)
{
	struct run_page *state = data;
	g_clear_pointer(&state->lines, g_array_unref);
	g_free(state->text);
	g_free(state);
}

static const struct screen screen = {
	.name = "run", .groups = groups, .title = title, .draw = draw, .act = act, .refresh = refresh, .fit = fit, .free = state_free,
};

void run_open(struct console *console, uint64_t id)
{
	struct run_page *state = g_new0(struct run_page, 1);
	state->id = id;
	refresh(console, state);
	console_push(console, &screen, state);
}
