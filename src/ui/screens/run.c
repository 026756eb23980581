// SPDX-License-Identifier: Apache-2.0
// One run: what was done, and what each recipient's server said.
#include <string.h>

#include "screens/history-priv.h"
#include "screens/question-priv.h"
#include "screens/sender-line-priv.h"
#include "screens/shown-priv.h"
#include "screens/text-page-priv.h"
#include "tidings/app/run.h"
#include "tidings/util/instant.h"

#define RESEND_NAMED 3

struct run_page {
	uint64_t id;
	struct text_page page;
};

static const enum action_group groups[] = {GROUP_RUN, GROUP_BACK, GROUP_LIST, GROUP_PAGE, GROUP_END};

static void add(GPtrArray *lines, char *line)
{
	g_ptr_array_add(lines, line);
}

static void add_delivery(const struct console *console, const struct delivery *delivery, GPtrArray *lines)
{
	const char *state = console_text(console, enum_to_label(delivery_state_names, (int)delivery->state));
	g_autofree char *code = delivery->code != 0 ? g_strdup_printf("%d ", delivery->code) : g_strdup("");
	g_autofree char *said = console_message(console, delivery->text != NULL ? delivery->text : "");
	add(lines, g_strdup_printf("  %s  %s  %s%s", delivery->recipient, state, code, said));
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
	add(lines, g_strdup_printf(console_text(console, N_("Due %s, begun %s UTC, tries: %d")), due, started, run->attempts));
	g_autofree char *reason = console_message(console, run->reason != NULL ? run->reason : "");
	if (*reason != '\0')
		add(lines, g_strdup_printf(console_text(console, N_("Reason: %s")), reason));
	for (guint i = 0; run->deliveries != NULL && i < run->deliveries->len; i++)
		add_delivery(console, &g_array_index(run->deliveries, struct delivery, i), lines);
	if (!brief)
		add_facts(console, run, lines);
	return lines;
}

char *resend_question(const struct console *console, const struct run *run)
{
	g_autoptr(GString) to = g_string_new(NULL);
	int n = 0;
	for (guint i = 0; run->deliveries != NULL && i < run->deliveries->len; i++) {
		const struct delivery *delivery = &g_array_index(run->deliveries, struct delivery, i);
		if (delivery->state == DELIVERY_ACCEPTED)
			continue;
		if (n++ < RESEND_NAMED)
			g_string_append_printf(to, "%s%s", to->len > 0 ? ", " : "", delivery->recipient);
	}
	if (n > RESEND_NAMED)
		g_string_append_printf(to, " +%d", n - RESEND_NAMED);
	return n > 0 ? g_strdup_printf(console_text(console, N_("Send the report of run %u again to those who do not have it: %s?")),
				       (unsigned)run->id, to->str)
		     : NULL;
}

void resend_ask(struct console *console, const struct run *run)
{
	static const char *const answers[] = {N_("Do not send"), N_("Send again"), NULL};
	g_autofree char *text = resend_question(console, run);
	if (text != NULL)
		question_ask(console, QUESTION_RESEND, text, answers);
	else
		console_say(console, UI_WARNING, console_text(console, N_("Everybody has this report already.")));
}

void resend(struct console *console, uint64_t id)
{
	g_autoptr(GError) error = NULL;
	uint64_t run = 0;
	if (!run_resend(console->app, id, &run, &error)) {
		console_say_error(console, error);
		return;
	}
	g_autofree char *done = g_strdup_printf(console_text(console, N_("Run %u is asked for.")), (unsigned)run);
	sender_ensure(console, done);
}

static void refresh(struct console *console, void *data)
{
	struct run_page *state = data;
	autorelease(run) run = {0};
	g_autoptr(GError) error = NULL;
	run_init(&run);
	g_autofree char *text = NULL;
	if (!run_show(console->app, state->id, &run, &error)) {
		text = console_fault(console, error);
	} else {
		g_autoptr(GPtrArray) lines = run_lines(console, &run, false);
		g_ptr_array_add(lines, NULL);
		text = g_strjoinv("\n", (char **)lines->pdata);
	}
	text_page_set(&state->page, text, true);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	text_page_draw(console, &((const struct run_page *)data)->page, grid, body);
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	text_page_fit(&((struct run_page *)data)->page, body);
}

static void ask_resend(struct console *console, const struct run_page *state)
{
	autorelease(run) run = {0};
	g_autoptr(GError) error = NULL;
	run_init(&run);
	if (run_show(console->app, state->id, &run, &error))
		resend_ask(console, &run);
	else
		console_say_error(console, error);
}

static void act(struct console *console, void *data, enum action action)
{
	struct run_page *state = data;
	if (action == ACT_BACK)
		console_pop(console);
	else if (action == ACT_RUN_RESEND)
		ask_resend(console, state);
	else if (action == ACT_REFRESH)
		refresh(console, state);
	else
		(void)text_page_act(&state->page, action);
}

static void answer(struct console *console, void *data, int question, int answered)
{
	const struct run_page *state = data;
	if (question == QUESTION_RESEND && answered == 1)
		resend(console, state->id);
}

static char *title(const struct console *console, const void *data)
{
	const struct run_page *state = data;
	return g_strdup_printf(console_text(console, N_("Settings > Reporting > Run %u")), (unsigned)state->id);
}

static void state_free(void *data)
{
	struct run_page *state = data;
	text_page_release(&state->page);
	g_free(state);
}

static const struct screen screen = {
	.name = "run", .groups = groups, .title = title, .draw = draw, .act = act, .refresh = refresh, .fit = fit, .answer = answer,
	.free = state_free,
};

void run_open(struct console *console, uint64_t id)
{
	struct run_page *state = g_new0(struct run_page, 1);
	state->id = id;
	refresh(console, state);
	console_push(console, &screen, state);
}
