/* SPDX-License-Identifier: Apache-2.0 */
/* The terminal: the only user of curses. Opens it, paints grids on it, gives what is typed, puts it back. */
#ifndef TIDINGS_UI_TERM_TERM_PRIV_H
#define TIDINGS_UI_TERM_TERM_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "core/grid-priv.h"
#include "core/key-priv.h"
#include "core/theme-priv.h"
#include "tidings/util/auto.h"

struct term;

/* Takes over standard input and output: raw keys, alternate screen, bracketed paste. An unknown TERM is treated as xterm, then as ansi and
 * vt100. Without a UTF-8 locale, and unless the user asked for C by name, C.UTF-8 is used. ERROR_USAGE when there is no terminal. Given. */
struct term *term_open(GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Puts the terminal back as it was. NULL is allowed. */
void term_close(struct term *term);
AUTOPTR_DEFINE(term, term_close)

/* Roles are painted by it, at the level of the terminal: no colour at all with NO_COLOR. */
void term_set_theme(struct term *term, const struct theme *theme);
/* Its size as curses knows it. */
void term_size(const struct term *term, int *ret_rows, int *ret_columns);
/* Shows the grid and puts the cursor on its cursor. whole: paints everything anew, as after a disturbance. */
void term_paint(struct term *term, const struct grid *grid, bool whole);

/* A hang-up ends the process at once, whatever it is doing; hold: it is given as an INPUT_HANGUP instead, for what is to be kept first. */
void term_hold_hangup(bool hold);

#define TERM_WATCHED 3
/* Waits at most milliseconds (-1: for ever, 0: not at all) for what comes next; watched descriptors (-1: none) give INPUT_CHANGE. */
void term_read(struct term *term, int milliseconds, const int watched[TERM_WATCHED], struct input *ret_input);

/* term-keys.c: what curses calls a key; 0 when it is not ours. */
uint32_t term_key(unsigned code, bool is_function) G_GNUC_WARN_UNUSED_RESULT;
/* Teaches curses the sequences of bracketed paste and of keys that terminfo often lacks. */
void term_define_keys(void);

enum { TERM_PASTE_BEGIN = 0x2000, TERM_PASTE_END, TERM_WORD_LEFT, TERM_WORD_RIGHT, TERM_TOP, TERM_BOTTOM };

#endif
