// SPDX-License-Identifier: Apache-2.0
// What curses calls a key -> ours.
#include "term/term-priv.h"

#include <ncursesw/curses.h>

static const struct {
	unsigned curses;
	uint32_t key;
} function_keys[] = {
	{KEY_UP, PRESS_UP}, {KEY_DOWN, PRESS_DOWN}, {KEY_LEFT, PRESS_LEFT}, {KEY_RIGHT, PRESS_RIGHT}, {KEY_HOME, PRESS_HOME},
	{KEY_END, PRESS_END}, {KEY_FIND, PRESS_HOME}, {KEY_SELECT, PRESS_END}, {KEY_PPAGE, PRESS_PAGE_UP}, {KEY_NPAGE, PRESS_PAGE_DOWN},
	{KEY_IC, PRESS_INSERT}, {KEY_DC, PRESS_DELETE}, {KEY_BACKSPACE, PRESS_BACKSPACE}, {KEY_BTAB, PRESS_BACK_TAB},
	{KEY_ENTER, PRESS_ENTER}, {KEY_A1, PRESS_HOME}, {KEY_A3, PRESS_PAGE_UP}, {KEY_C1, PRESS_END}, {KEY_C3, PRESS_PAGE_DOWN},
	{TERM_WORD_LEFT, PRESS_WORD_LEFT}, {TERM_WORD_RIGHT, PRESS_WORD_RIGHT}, {TERM_TOP, PRESS_TOP}, {TERM_BOTTOM, PRESS_BOTTOM},
};

static const struct {
	const char *sequence;
	int code;
} sequences[] = {
	{"\033[200~", TERM_PASTE_BEGIN}, {"\033[201~", TERM_PASTE_END}, {"\033[1;5D", TERM_WORD_LEFT}, {"\033[1;5C", TERM_WORD_RIGHT},
	{"\033[1;5H", TERM_TOP}, {"\033[1;5F", TERM_BOTTOM}, {"\033[H", KEY_HOME}, {"\033[F", KEY_END}, {"\033[1~", KEY_HOME},
	{"\033[4~", KEY_END}, {"\033[Z", KEY_BTAB}, {"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT},
	{"\033[11~", KEY_F(1)}, {"\033[12~", KEY_F(2)}, {"\033[13~", KEY_F(3)}, {"\033[14~", KEY_F(4)}, {"\033OP", KEY_F(1)},
	{"\033OQ", KEY_F(2)}, {"\033OR", KEY_F(3)}, {"\033OS", KEY_F(4)},
};

static const struct {
	unsigned control;
	uint32_t key;
} control_keys[] = {
	{'\t', PRESS_TAB}, {'\r', PRESS_ENTER}, {'\n', PRESS_ENTER}, {0x1b, PRESS_ESCAPE}, {0x7f, PRESS_BACKSPACE}, {'\b', PRESS_BACKSPACE},
};

void term_define_keys(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(sequences); i++)
		if (key_defined(sequences[i].sequence) <= 0)
			define_key(sequences[i].sequence, sequences[i].code);
}

static uint32_t function_key(unsigned code)
{
	for (size_t i = 0; i < G_N_ELEMENTS(function_keys); i++)
		if (function_keys[i].curses == code)
			return function_keys[i].key;
	return code >= KEY_F(1) && code <= KEY_F(12) ? PRESS_F1 + (code - KEY_F(1)) : 0;
}

uint32_t term_key(unsigned code, bool is_function)
{
	if (is_function)
		return function_key(code);
	for (size_t i = 0; i < G_N_ELEMENTS(control_keys); i++)
		if (control_keys[i].control == code)
			return control_keys[i].key;
	if (code < ' ')
		return code == 0 ? 0 : PRESS_CTRL | (code + '@');
	return code >= 0x80 && code < 0xa0 ? 0 : code;
}
