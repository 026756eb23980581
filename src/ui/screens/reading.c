// SPDX-License-Identifier: Apache-2.0
// Pages that are one text.
#include "screens/reading-priv.h"

#include "screens/text-page-priv.h"

struct reading {
	const struct reading_kind *kind;
	uint64_t number;
	char *subject;
	struct text_page page;
};

static const enum action_group groups[] = {GROUP_BACK, GROUP_LIST, GROUP_PAGE, GROUP_END};

static void refresh(struct console *console, void *data)
{
	struct reading *state = data;
	g_autoptr(GError) error = NULL;
	if (state->kind->text == NULL)
		return;
	g_autofree char *text = state->kind->text(console, state->number, &error);
	g_autofree char *fault = text == NULL ? console_fault(console, error) : NULL;
	text_page_set(&state->page, text != NULL ? text : fault, true);
}

static void act(struct console *console, void *data, enum action action)
{
	struct reading *state = data;
	if (action == ACT_BACK)
		console_pop(console);
	else if (action == ACT_REFRESH)
		refresh(console, state);
	else
		(void)text_page_act(&state->page, action);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	text_page_draw(console, &((const struct reading *)data)->page, grid, body);
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	text_page_fit(&((struct reading *)data)->page, body);
}

static char *title(const struct console *console, const void *data)
{
	const struct reading *state = data;
	const char *page = console_text(console, state->kind->title);
	return state->subject == NULL ? g_strdup(page) : g_strdup_printf("%s: %s", page, state->subject);
}

static void state_free(void *data)
{
	struct reading *state = data;
	text_page_release(&state->page);
	g_free(state->subject);
	g_free(state);
}

static const struct screen screen = {
	.name = "reading", .groups = groups, .title = title, .draw = draw, .act = act, .refresh = refresh, .fit = fit, .free = state_free,
};

void reading_open_text(struct console *console, const struct reading_kind *kind, const char *subject, const char *text)
{
	struct reading *state = g_new0(struct reading, 1);
	*state = (struct reading){.kind = kind, .subject = g_strdup(subject)};
	text_page_set(&state->page, text, false);
	console_push(console, &screen, state);
}

void reading_open(struct console *console, const struct reading_kind *kind, uint64_t number, const char *subject)
{
	reading_open_text(console, kind, subject, "");
	struct reading *state = console_top(console)->state;
	state->number = number;
	refresh(console, state);
}
