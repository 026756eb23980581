// SPDX-License-Identifier: Apache-2.0
// A task's report before it is sent: the document, and the message around it with its parts, sizes and headers.
#include "screens/preview-priv.h"

#include "screens/text-page-priv.h"
#include "tidings/app/report.h"

struct preview {
	struct task task;
	bool message;
	struct text_page page;
};

static const enum action_group groups[] = {GROUP_PREVIEW, GROUP_BACK, GROUP_LIST, GROUP_PAGE, GROUP_END};

static char *build(struct console *console, const struct preview *state, GError **error)
{
	enum report_format format = state->message ? REPORT_EML : REPORT_TEXT;
	g_autoptr(GBytes) bytes = report_build(console->app, &state->task, app_now(console->app), format, error);
	if (bytes == NULL)
		return NULL;
	if (!state->message) {
		size_t length = 0;
		const char *text = g_bytes_get_data(bytes, &length);
		return g_strndup(text, length);
	}
	g_autofree char *outline = message_outline(bytes);
	return g_strdup_printf("%s\n\n%s", console_text(console, N_("Parts with their encodings and sizes in bytes, then the headers:")), outline);
}

static void show(struct console *console, struct preview *state, bool stay)
{
	g_autoptr(GError) error = NULL;
	text_page_set(&state->page, console_text(console, N_("Building the report ...")), false);
	console_show(console);
	g_autofree char *text = build(console, state, &error);
	g_autofree char *fault = text == NULL ? console_fault(console, error) : NULL;
	text_page_set(&state->page, text != NULL ? text : fault, stay);
}

static void act(struct console *console, void *data, enum action action)
{
	struct preview *state = data;
	if (text_page_act(&state->page, action))
		return;
	if (action == ACT_BACK) {
		console_pop(console);
		return;
	}
	bool message = action == ACT_PREVIEW_MESSAGE || (action == ACT_REFRESH && state->message);
	bool stay = message == state->message;
	state->message = message;
	show(console, state, stay);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	text_page_draw(console, &((const struct preview *)data)->page, grid, body);
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	text_page_fit(&((struct preview *)data)->page, body);
}

static char *title(const struct console *console, const void *data)
{
	const struct preview *state = data;
	const char *what = state->message ? console_text(console, N_("Settings > Reporting > Message preview"))
					  : console_text(console, N_("Settings > Reporting > Report preview"));
	return g_strdup_printf("%s: %s", what, state->task.name);
}

static const char *hint(const struct console *console, const void *data)
{
	const struct preview *state = data;
	return state->message ? console_text(console, N_("The message that would be sent now; nothing is sent."))
			      : console_text(console, N_("The report as if it were due now; nothing is sent."));
}

static void state_free(void *data)
{
	struct preview *state = data;
	task_release(&state->task);
	text_page_release(&state->page);
	g_free(state);
}

static const struct screen screen = {
	.name = "preview", .groups = groups, .title = title, .hint = hint, .draw = draw, .act = act, .fit = fit, .free = state_free,
};

void preview_open(struct console *console, const struct task *task)
{
	struct preview *state = g_new0(struct preview, 1);
	task_init(&state->task);
	task_copy(&state->task, task);
	text_page_set(&state->page, "", false);
	console_push(console, &screen, state);
	show(console, state, false);
}
