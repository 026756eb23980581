/* SPDX-License-Identifier: Apache-2.0 */
/* What the screens with a form share. */
#ifndef TIDINGS_UI_SCREENS_FORM_SCREEN_PRIV_H
#define TIDINGS_UI_SCREENS_FORM_SCREEN_PRIV_H

#include "core/form-priv.h"
#include "screens/console-priv.h"

/* Adds the table's rows that are not hidden and for which want() is true (NULL: all), with their headings, that the form does not have yet. */
void form_screen_add_rows(struct form *form, const struct field_table *table, bool (*want)(const char *section));
/* Pops the screen; asks (QUESTION_DISCARD, answer 1 = discard) when something was changed. */
void form_screen_leave(struct console *console, const struct form *form);
/* "Not saved: 2 fields to correct", or the error itself when it is about no field. */
void form_screen_say_errors(struct console *console, const struct form *form, const GError *error);
/* What somebody else changed in the stored record since it was opened, beside what the form has: a line a field, given; NULL = nothing. */
char *form_screen_changes(const struct console *console, const struct field_table *table, const void *opened, const void *stored,
			  const void *ours) G_GNUC_WARN_UNUSED_RESULT;
/* Asks (QUESTION_CONFLICT) what to do about such changes. */
void form_screen_ask_conflict(struct console *console, const char *changes, const char *const *answers);
/* Says how many characters did not fit, if any. */
void form_screen_say_dropped(struct console *console, const struct form *form);

#endif
