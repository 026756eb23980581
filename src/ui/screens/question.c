// SPDX-License-Identifier: Apache-2.0
// A question with two or more answers, over the screen that asks it.
#include "screens/question-priv.h"

#include <string.h>

#include "core/editor-priv.h"
#include "tidings/util/safe-text.h"

#define QUESTION_WIDTH 60

struct question_state {
	enum question question;
	char *text;
	const char *const *answers;
	int n_answers, answer;
};

static const enum action_group groups[] = {GROUP_QUESTION, GROUP_END};

static int answers_width(const struct console *console, const struct question_state *state)
{
	int width = 0;
	for (int i = 0; i < state->n_answers; i++)
		width += text_columns(console_text(console, state->answers[i])) + 7;
	return width;
}

// Side by side where they fit, else one below the other.
static void draw_answers(const struct console *console, const struct question_state *state, struct grid *grid, struct rect at, bool stacked)
{
	int column = at.column + 5;
	int row = at.row + at.rows - 1 - (stacked ? state->n_answers : 1);
	for (int i = 0; i < state->n_answers; i++) {
		bool marked = i == state->answer;
		g_autofree char *button = g_strdup_printf("[ %s ]", console_text(console, state->answers[i]));
		if (marked) {
			grid_text(grid, row, column - 2, 1, UI_FOCUS, ">");
			grid_cursor(grid, row, column + 2);
		}
		int used = grid_text(grid, row, column, at.column + at.columns - 1 - column, marked ? UI_BUTTON_FOCUS : UI_BUTTON, button);
		row += stacked;
		column += stacked ? 0 : used + 3;
	}
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct question_state *state = data;
	int width = MIN(QUESTION_WIDTH, body.columns - 4);
	bool stacked = answers_width(console, state) > width - 3;
	g_autoptr(GArray) lines = text_wrap(state->text, width - 6);
	int below = 5 + (stacked ? state->n_answers : 1);
	int rows = MIN((int)lines->len, MAX(body.rows - below, 1));
	struct rect at = {0, (body.columns - width) / 2, rows + below, width};
	at.row = body.row + MAX((body.rows - at.rows) / 2, 0);
	grid_frame(grid, at, console_text(console, N_("Question")));
	(void)grid_text_wrapped(grid, (struct rect){at.row + 2, at.column + 3, rows, width - 6}, UI_DIALOG, state->text);
	draw_answers(console, state, grid, at, stacked);
}

static void answer(struct console *console, enum question question, int answer)
{
	console_pop(console);
	if (question == QUESTION_QUIT) {
		console->quit = answer == 1;
		if (console->quit)
			console_drop_drafts(console);
		return;
	}
	if (question == QUESTION_DRAFT) {
		console_answer_draft(console, answer);
		return;
	}
	const struct view *view = console_top(console);
	view->screen->answer(console, view->state, (int)question, answer);
}

static void act(struct console *console, void *data, enum action action)
{
	struct question_state *state = data;
	int step = action == ACT_ANSWER_NEXT ? 1 : action == ACT_ANSWER_PREVIOUS ? state->n_answers - 1 : 0;
	state->answer = (state->answer + step) % state->n_answers;
	if (action == ACT_ANSWER)
		answer(console, state->question, state->answer);
	else if (action == ACT_ANSWER_NONE)
		answer(console, state->question, 0);
}

static void state_free(void *data)
{
	struct question_state *state = data;
	g_free(state->text);
	g_free(state);
}

static const struct screen screen = {
	.name = "question", .groups = groups, .overlay = true, .draw = draw, .act = act, .free = state_free,
};

void question_ask(struct console *console, enum question question, const char *text, const char *const *answers)
{
	struct question_state *state = g_new0(struct question_state, 1);
	*state = (struct question_state){.question = question, .text = g_strdup(text), .answers = answers};
	while (answers[state->n_answers] != NULL)
		state->n_answers++;
	console_push(console, &screen, state);
}
