// SPDX-License-Identifier: Apache-2.0
// The columns of a list: each can be left out, and those that find no room say so.
#include "screens/columns-priv.h"

#include "core/table-priv.h"

#define WIDTH 50

struct columns {
	struct table list;  /* one row a column */
	struct table *table; /* of the page below */
};

static const enum action_group groups[] = {GROUP_COLUMNS, GROUP_LIST, GROUP_END};

static unsigned bit(guint column)
{
	return 1u << column;
}

// One column always stays: a list without any says nothing.
static void tick(struct console *console, struct columns *state)
{
	unsigned left_out = state->table->left_out ^ bit(state->list.row);
	if (left_out == bit(state->list.rows) - 1)
		console_say(console, UI_WARNING, console_text(console, N_("One column stays.")));
	else
		state->table->left_out = left_out;
}

static void act(struct console *console, void *data, enum action action)
{
	struct columns *state = data;
	if (action == ACT_COLUMNS_CLOSE)
		console_pop(console);
	else if (action == ACT_COLUMN_TICK)
		tick(console, state);
	else
		(void)table_act(&state->list, action);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct columns *state = data;
	struct rect at = table_frame(&state->list, grid, body, WIDTH, console_text(console, N_("Columns")));
	for (guint i = 0; i < state->list.rows; i++) {
		bool wanted = (state->table->left_out & bit(i)) == 0;
		bool room = !wanted || table_shows(state->table, body.columns, (int)i);
		g_autofree char *line = g_strdup_printf("%s %s%s%s", wanted ? "[x]" : "[ ]", console_text(console, state->table->columns[i].title),
							room ? "" : "   ", room ? "" : console_text(console, N_("(no room at this width)")));
		table_frame_row(&state->list, grid, at, i, line);
	}
}

static const struct screen screen = {
	.name = "columns", .groups = groups, .overlay = true, .draw = draw, .act = act, .free = g_free,
};

void columns_open(struct console *console)
{
	const struct view *page = console_page(console);
	struct columns *state = g_new0(struct columns, 1);
	guint n = 0;
	state->table = page->screen->table(page->state);
	while (state->table->columns[n].title != NULL)
		n++;
	table_fit(&state->list, n, (int)n);
	console_push(console, &screen, state);
}
