/* SPDX-License-Identifier: Apache-2.0 */
/* Pages that are one text, made anew whenever the data change. */
#ifndef TIDINGS_UI_SCREENS_READING_PRIV_H
#define TIDINGS_UI_SCREENS_READING_PRIV_H

#include "screens/console-priv.h"

struct reading_kind {
	const char *title; /* to be translated; the subject is put after it when there is one */
	char *(*text)(struct console *console, uint64_t number, GError **error); /* given; NULL: a text that never changes */
};

/* Pushes the page of the text about that number; subject NULL = none, copied. */
void reading_open(struct console *console, const struct reading_kind *kind, uint64_t number, const char *subject);
/* Pushes the page of a text that never changes, copied; the kind has no text(). */
void reading_open_text(struct console *console, const struct reading_kind *kind, const char *subject, const char *text);

#endif
