/* SPDX-License-Identifier: Apache-2.0 */
/* A text being edited: one line or several, limited in characters, edited by graphemes, with undo. A secret's editor has all its memory
 * from the start, keeps no undo and wipes itself. */
#ifndef TIDINGS_UI_CORE_EDITOR_PRIV_H
#define TIDINGS_UI_CORE_EDITOR_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "tidings/util/auto.h"

enum editor_kind { EDITOR_LINE, EDITOR_AREA, EDITOR_SECRET };
enum editor_move { MOVE_LEFT, MOVE_RIGHT, MOVE_WORD_LEFT, MOVE_WORD_RIGHT, MOVE_LINE_HOME, MOVE_LINE_END, MOVE_HOME, MOVE_END };

/* A text as it was, and its cursor. */
struct editor_step {
	char *text;
	size_t cursor;
};

struct editor {
	enum editor_kind kind;
	int max;         /* characters */
	GString *text;
	size_t cursor;   /* byte offset, between graphemes */
	GPtrArray *undo; /* struct editor_step *; NULL for a secret */
	bool typing;     /* the last change was a typed character: the next belongs to the same undo step */
};

/* Empty. release wipes a secret; NULL and zeroed memory are fine. */
void editor_init(struct editor *editor, enum editor_kind kind, int max);
void editor_release(struct editor *editor);
AUTORELEASE_DEFINE(editor, editor_release)
/* Replaces text (cut to max) and forgets the undo steps; the cursor goes to the end of a line, to the start of an area. */
void editor_set(struct editor *editor, const char *text);
/* Inserts at the cursor: invalid UTF-8 and control characters are left out, a new line is a blank in one line and is kept in an area, at
 * the end of a paste into one line it is dropped. The number of characters that were too many. */
int editor_insert(struct editor *editor, const char *text);
void editor_move(struct editor *editor, enum editor_move move);
/* Erases from the cursor to where the move leads. */
void editor_erase(struct editor *editor, enum editor_move move);
void editor_erase_all(struct editor *editor);
/* Takes the last change back; false when there is none. */
bool editor_undo(struct editor *editor);

/* One line of a wrapped text: bytes [start, end). The LF that ends a line belongs to none. */
struct text_line {
	size_t start, end;
};
/* Wraps at blanks where possible to at most width columns (2 or more); at least one line. GArray of struct text_line, given. */
GArray *text_wrap(const char *text, int width) G_GNUC_WARN_UNUSED_RESULT;
/* The line that holds byte offset `at`. */
guint text_line_of(const GArray *lines, size_t at) G_GNUC_WARN_UNUSED_RESULT;
/* Moves the cursor by lines of the text wrapped to width, keeping the column; false at the first or last line. */
bool editor_move_lines(struct editor *editor, int width, int by);

#endif
