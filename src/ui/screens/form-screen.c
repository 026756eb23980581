// SPDX-License-Identifier: Apache-2.0
// What the screens with a form share.
#include "screens/form-screen-priv.h"

#include <string.h>

#include "screens/question-priv.h"
#include "tidings/util/error.h"

#define BRIEF 30        /* characters of a value in a question */
#define CHANGES_SHOWN 3 /* fields in a question */

void form_screen_add_rows(struct form *form, const struct field_table *table, bool (*want)(const char *section))
{
	const char *section = NULL;
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		bool first = row->section != NULL;
		if (first)
			section = row->section;
		if ((row->use & (FIELD_HIDDEN | FIELD_OPTION)) != 0 || (want != NULL && !want(section)))
			continue;
		if (first && form_item(form, section) == NULL)
			form_add(form, ITEM_HEADING, section, section);
		if (form_item(form, row->name) == NULL)
			form_add_field(form, row);
	}
}

void form_screen_leave(struct console *console, const struct form *form)
{
	static const char *const answers[] = {N_("Keep editing"), N_("Leave without saving"), NULL};
	if (form->changed)
		question_ask(console, QUESTION_DISCARD, console_text(console, N_("Leave without saving what was changed?")), answers);
	else
		console_pop(console);
}

void form_screen_say_errors(struct console *console, const struct form *form, const GError *error)
{
	int n = form_errors(form);
	if (n == 0) {
		console_say_error(console, error);
		return;
	}
	g_autofree char *text = g_strdup_printf(console_text(console, N_("! Fields to correct: %d (%s)")), n,
						console_text(console, form_focus(form)->label));
	console_say(console, UI_ERROR, text);
}

// A value in few characters.
static char *brief(const char *text)
{
	if (g_utf8_strlen(text, -1) <= BRIEF)
		return g_strdup(text);
	g_autofree char *start = g_utf8_substring(text, 0, BRIEF - 1);
	return g_strconcat(start, "…", NULL);
}

char *form_screen_changes(const struct console *console, const struct field_table *table, const void *opened, const void *stored,
			  const void *ours)
{
	g_autoptr(GString) text = g_string_new(NULL);
	int n = 0;
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		if ((row->use & FIELD_HIDDEN) != 0 || row->type == FIELD_SECRET)
			continue;
		g_autofree char *before = field_get_text(row, opened);
		g_autofree char *after = field_get_text(row, stored);
		if (strcmp(before, after) == 0 || n++ >= CHANGES_SHOWN)
			continue;
		g_autofree char *mine = field_get_text(row, ours);
		g_autofree char *theirs = brief(after);
		g_autofree char *yours = brief(mine);
		g_string_append_printf(text, "\n%s: ", console_text(console, row->label));
		g_string_append_printf(text, console_text(console, N_("theirs \"%s\", yours \"%s\"")), theirs, yours);
	}
	if (n > CHANGES_SHOWN)
		g_string_append_printf(text, " (+%d)", n - CHANGES_SHOWN);
	return n > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

void form_screen_ask_conflict(struct console *console, const char *changes, const char *const *answers)
{
	g_autofree char *text = g_strdup_printf("%s %s", console_text(console, N_("Somebody else changed this meanwhile.")), changes);
	question_ask(console, QUESTION_CONFLICT, text, answers);
}

void form_screen_say_dropped(struct console *console, const struct form *form)
{
	if (form->dropped == 0)
		return;
	g_autofree char *text = g_strdup_printf(console_text(console, N_("! The field is full: %d characters did not fit.")), form->dropped);
	console_say(console, UI_WARNING, text);
}
