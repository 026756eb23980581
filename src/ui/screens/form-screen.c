// SPDX-License-Identifier: Apache-2.0
// What the screens with a form share.
#include "screens/form-screen-priv.h"

#include "screens/question-priv.h"
#include "tidings/util/error.h"

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

void form_screen_say_dropped(struct console *console, const struct form *form)
{
	if (form->dropped == 0)
		return;
	g_autofree char *text = g_strdup_printf(console_text(console, N_("! The field is full: %d characters did not fit.")), form->dropped);
	console_say(console, UI_WARNING, text);
}
