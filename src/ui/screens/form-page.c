// SPDX-License-Identifier: Apache-2.0
// Pages that are one form with Save and Cancel.
#include "screens/form-page-priv.h"

#include "screens/form-screen-priv.h"
#include "screens/question-priv.h"

#define CONTROL_COLUMN 24

const enum action_group form_page_groups[] = {GROUP_FORM_SAVE, GROUP_FORM, GROUP_EDIT, GROUP_END};

static bool ask_conflict(struct console *console, struct form_page *page)
{
	static const char *const answers[] = {N_("Keep editing"), N_("Save mine"), NULL};
	g_autofree char *theirs = page->kind->theirs != NULL && !page->asked ? page->kind->theirs(console, page) : NULL;
	page->asked = false;
	if (theirs != NULL)
		form_screen_ask_conflict(console, theirs, answers);
	return theirs != NULL;
}

static void save(struct console *console, struct form_page *page)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *done = NULL;
	if (page->form.readonly || ask_conflict(console, page))
		return;
	if (!page->kind->save(console, page, &done, &error)) {
		(void)form_blame(&page->form, error);
		form_screen_say_errors(console, &page->form, error);
		return;
	}
	console_drop_draft(console);
	console_pop(console);
	console_say(console, UI_GOOD, done);
}

static void press(struct console *console, struct form_page *page, enum action action)
{
	if (action == ACT_SAVE)
		save(console, page);
	else
		form_screen_leave(console, &page->form);
}

static void react(struct console *console, struct form_page *page, enum form_reaction reaction)
{
	form_screen_say_dropped(console, &page->form);
	if (reaction == FORM_CHANGED && page->kind->arrange != NULL)
		page->kind->arrange(page);
	else if (reaction == FORM_PRESS)
		press(console, page, form_focus(&page->form)->action);
	else if (reaction == FORM_SUBMIT)
		save(console, page);
}

void form_page_act(struct console *console, void *data, enum action action)
{
	struct form_page *page = data;
	if (!page->form.open && (action == ACT_SAVE || action == ACT_CANCEL))
		press(console, page, action);
	else
		react(console, page, form_act(&page->form, action));
}

void form_page_text(struct console *console, void *data, const char *text, bool pasted)
{
	struct form_page *page = data;
	react(console, page, form_text(&page->form, text, pasted));
}

void form_page_draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct form_page *page = data;
	const char *above = page->kind->above != NULL ? page->kind->above : N_("Fields marked * must be filled in.");
	grid_text(grid, body.row, 1, body.columns - 2, UI_HINT, console_text(console, above));
	form_draw(&page->form, grid, (struct rect){body.row + 2, body.column, body.rows - 3, body.columns});
}

void form_page_fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	form_set_width(&((struct form_page *)data)->form, body.columns);
}

void form_page_answer(struct console *console, void *data, int question, int answer)
{
	struct form_page *page = data;
	if (answer != 1)
		return;
	if (question == QUESTION_CONFLICT) {
		page->asked = true;
		save(console, page);
	} else if (question == QUESTION_DISCARD) {
		console_drop_draft(console);
		console_pop(console);
	}
}

char *form_page_title(const struct console *console, const void *data)
{
	(void)console;
	return g_strdup(((const struct form_page *)data)->title);
}

bool form_page_typing(const void *data)
{
	return form_typing(&((const struct form_page *)data)->form);
}

bool form_page_changed(const void *data)
{
	return ((const struct form_page *)data)->form.changed;
}

const char *form_page_hint(const struct console *console, const void *data)
{
	(void)console;
	return form_help(&((const struct form_page *)data)->form);
}

char *form_page_draft_name(const void *data)
{
	const struct form_page *page = data;
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, page->subject, -1);
	return *page->subject == '\0' ? g_strdup(page->kind->draft) : g_strdup_printf("%s-%.16s", page->kind->draft, digest);
}

char *form_page_draft(const void *data)
{
	g_autoptr(GString) text = g_string_new(NULL);
	form_to_draft(&((const struct form_page *)data)->form, text);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

void form_page_take_draft(struct console *console, void *data, const char *text)
{
	(void)console;
	struct form_page *page = data;
	form_from_draft(&page->form, text);
	if (page->kind->arrange != NULL)
		page->kind->arrange(page);
}

void form_page_free(void *data)
{
	struct form_page *page = data;
	form_release(&page->form);
	if (page->opened != NULL)
		fields_release(page->table, page->opened);
	g_free(page->opened);
	g_free(page->subject);
	g_free(page->title);
	g_free(page);
}

struct form_page *form_page_new(const struct console *console, const struct form_kind *kind, const char *subject, char *title)
{
	struct form_page *page = g_new0(struct form_page, 1);
	*page = (struct form_page){.kind = kind, .subject = g_strdup(subject), .title = title};
	form_init(&page->form, console->catalog, CONTROL_COLUMN, 0);
	return page;
}

void *form_page_record(struct form_page *page, const struct field_table *table)
{
	page->table = table;
	page->opened = g_malloc0(table->size);
	fields_init(table, page->opened);
	return page->opened;
}

void form_page_open(struct console *console, const struct screen *screen, struct form_page *page)
{
	form_add_button(&page->form, page->kind->button != NULL ? page->kind->button : N_("Save"), ACT_SAVE);
	form_add_button(&page->form, N_("Cancel"), ACT_CANCEL);
	if (page->kind->arrange != NULL)
		page->kind->arrange(page);
	page->form.changed = false;
	if (form_focus(&page->form)->kind == ITEM_HEADING || form_focus(&page->form)->kind == ITEM_NOTE)
		form_step(&page->form, 1);
	console_push(console, screen, page);
	if (screen->draft != NULL)
		console_offer_draft(console);
}
