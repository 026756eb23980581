/* SPDX-License-Identifier: Apache-2.0 */
/* Keys: a code point, with PRESS_CTRL or PRESS_ALT added, or one of the named ones. And what a terminal gives, told apart by type. */
#ifndef TIDINGS_UI_CORE_KEY_PRIV_H
#define TIDINGS_UI_CORE_KEY_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum {
	PRESS_CTRL = 1 << 24, /* with an upper-case letter */
	PRESS_ALT = 1 << 25,
	PRESS_NAMED = 1 << 26,
	PRESS_UP = PRESS_NAMED, PRESS_DOWN, PRESS_LEFT, PRESS_RIGHT, PRESS_HOME, PRESS_END, PRESS_PAGE_UP, PRESS_PAGE_DOWN, PRESS_INSERT, PRESS_DELETE,
	PRESS_BACKSPACE, PRESS_TAB, PRESS_BACK_TAB, PRESS_ENTER, PRESS_ESCAPE, PRESS_WORD_LEFT, PRESS_WORD_RIGHT, PRESS_TOP, PRESS_BOTTOM,
	PRESS_F1, PRESS_F12 = PRESS_F1 + 11,
};

enum input_type {
	INPUT_NONE,   /* nothing: a signal, or something that is not ours */
	INPUT_KEY,    /* key */
	INPUT_TEXT,   /* text typed */
	INPUT_PASTE,  /* text pasted: never commands */
	INPUT_RESIZE, /* rows, columns */
	INPUT_CHANGE, /* the data have changed */
	INPUT_TICK,   /* the time asked for has passed */
	INPUT_HANGUP, /* the terminal is gone, or the process is to end */
};

struct input {
	enum input_type type;
	uint32_t key;
	char *text;
	int rows, columns;
};
/* Frees and wipes its text; an INPUT_NONE is left. */
void input_clear(struct input *input);

/* "Ctrl+S", "F4", "Space", "a": the key of that name, 0 when there is none; the name, given. */
uint32_t key_from_name(const char *name) G_GNUC_WARN_UNUSED_RESULT;
char *key_to_name(uint32_t key) G_GNUC_WARN_UNUSED_RESULT;
/* The key that has the same place on a Latin keyboard as the Cyrillic letter; other keys stay as they are. */
uint32_t key_on_latin(uint32_t key) G_GNUC_WARN_UNUSED_RESULT;
/* True for a key that types something in a text field. */
bool key_is_text(uint32_t key) G_GNUC_WARN_UNUSED_RESULT;

#endif
