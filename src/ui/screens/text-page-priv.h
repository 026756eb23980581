/* SPDX-License-Identifier: Apache-2.0 */
/* A long text to be read: wrapped, and moved through line by line. For screens that embed it. */
#ifndef TIDINGS_UI_SCREENS_TEXT_PAGE_PRIV_H
#define TIDINGS_UI_SCREENS_TEXT_PAGE_PRIV_H

#include "core/editor-priv.h"
#include "core/table-priv.h"
#include "screens/console-priv.h"

struct text_page {
	char *text;
	GArray *lines; /* struct text_line of text */
	int columns;
	struct table table; /* where in the lines */
};

/* Frees what it shows. */
void text_page_release(struct text_page *page);
/* Shows the text (copied) from its top, or (stay) from where the one before stood. */
void text_page_set(struct text_page *page, const char *text, bool stay);
void text_page_fit(struct text_page *page, struct rect body);
/* The lines that fit, and where in the text they stand; the cursor goes to the current line. */
void text_page_draw(const struct console *console, const struct text_page *page, struct grid *grid, struct rect body);
/* True when the action moved it. */
bool text_page_act(struct text_page *page, enum action action);

#endif
