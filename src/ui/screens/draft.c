// SPDX-License-Identifier: Apache-2.0
// Drafts of the open forms: kept a moment after something was typed and when the terminal goes away, offered when the form is opened again.
#include "tidings/app/draft.h"

#include "screens/console-priv.h"
#include "screens/question-priv.h"
#include "screens/shown-priv.h"

static bool has_draft(const struct view *view)
{
	return view->screen->draft != NULL && view->screen->changed != NULL && view->screen->changed(view->state);
}

bool console_has_drafts(const struct console *console)
{
	for (guint i = 0; i < console->views->len; i++)
		if (has_draft(console->views->pdata[i]))
			return true;
	return false;
}

// What cannot be kept is said: nobody is to trust in it.
void console_keep_drafts(struct console *console)
{
	console->drafting = false;
	for (guint i = 0; i < console->views->len; i++) {
		const struct view *view = console->views->pdata[i];
		g_autoptr(GError) error = NULL;
		if (!has_draft(view))
			continue;
		g_autofree char *name = view->screen->draft_name(view->state);
		g_autofree char *text = view->screen->draft(view->state);
		if (!draft_put(console->app, name, text, &error))
			console_say_error(console, error);
	}
}

static void drop(struct console *console, const struct view *view)
{
	g_autoptr(GError) error = NULL;
	if (view->screen->draft_name == NULL)
		return;
	g_autofree char *name = view->screen->draft_name(view->state);
	if (!draft_put(console->app, name, NULL, &error))
		console_say_error(console, error);
}

void console_drop_draft(struct console *console)
{
	drop(console, console_top(console));
}

void console_drop_drafts(struct console *console)
{
	console->drafting = false;
	for (guint i = 0; i < console->views->len; i++)
		drop(console, console->views->pdata[i]);
}

void console_offer_draft(struct console *console)
{
	static const char *const answers[] = {N_("Go on with it"), N_("Begin anew"), NULL};
	const struct view *view = console_top(console);
	g_autoptr(GError) error = NULL;
	int64_t kept = 0;
	g_autofree char *name = view->screen->draft_name(view->state);
	g_autofree char *text = draft_get(console->app, name, &kept, &error);
	if (error != NULL)
		console_say_error(console, error);
	if (text == NULL)
		return;
	g_autofree char *when = shown_instant(console->catalog, kept, 0);
	g_autofree char *asked = g_strdup_printf(console_text(console, N_("There is a draft of this form that was not saved, of %s UTC.")), when);
	question_ask(console, QUESTION_DRAFT, asked, answers);
}

void console_answer_draft(struct console *console, int answer)
{
	const struct view *view = console_top(console);
	g_autoptr(GError) error = NULL;
	int64_t kept = 0;
	if (answer != 0) {
		drop(console, view);
		return;
	}
	g_autofree char *name = view->screen->draft_name(view->state);
	g_autofree char *text = draft_get(console->app, name, &kept, &error);
	if (text != NULL)
		view->screen->take_draft(console, view->state, text);
	else if (error != NULL)
		console_say_error(console, error);
}
