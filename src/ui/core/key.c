// SPDX-License-Identifier: Apache-2.0
// Keys and their names.
#include "core/key-priv.h"

#include <string.h>

#include "tidings/util/secret.h"

static const struct {
	const char *name;
	uint32_t key;
} names[] = {
	{"Up", PRESS_UP}, {"Down", PRESS_DOWN}, {"Left", PRESS_LEFT}, {"Right", PRESS_RIGHT}, {"Home", PRESS_HOME}, {"End", PRESS_END},
	{"PgUp", PRESS_PAGE_UP}, {"PgDn", PRESS_PAGE_DOWN}, {"Ins", PRESS_INSERT}, {"Del", PRESS_DELETE},
	{"Backspace", PRESS_BACKSPACE}, {"Tab", PRESS_TAB}, {"Shift+Tab", PRESS_BACK_TAB}, {"Enter", PRESS_ENTER}, {"Esc", PRESS_ESCAPE},
	{"Ctrl+Left", PRESS_WORD_LEFT}, {"Ctrl+Right", PRESS_WORD_RIGHT}, {"Ctrl+Home", PRESS_TOP}, {"Ctrl+End", PRESS_BOTTOM},
	{"Space", ' '}, {"F1", PRESS_F1}, {"F2", PRESS_F1 + 1}, {"F3", PRESS_F1 + 2}, {"F4", PRESS_F1 + 3}, {"F5", PRESS_F1 + 4},
	{"F6", PRESS_F1 + 5}, {"F7", PRESS_F1 + 6}, {"F8", PRESS_F1 + 7}, {"F9", PRESS_F1 + 8}, {"F10", PRESS_F1 + 9},
	{"F11", PRESS_F1 + 10}, {"F12", PRESS_F12}, {"Comma", ','}, {"Equals", '='},
};

// Rows of a keyboard, the same place in both.
static const char cyrillic[] = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ";
static const char latin[] = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~";

uint32_t key_from_name(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].key;
	if (g_str_has_prefix(name, "Ctrl+") && g_ascii_isupper(name[5]) && name[6] == '\0')
		return PRESS_CTRL | (uint32_t)name[5];
	if (g_str_has_prefix(name, "Alt+") && g_ascii_isgraph(name[4]) && name[5] == '\0')
		return PRESS_ALT | (uint32_t)name[4];
	if (g_utf8_validate(name, -1, NULL) && g_utf8_strlen(name, -1) == 1 && g_unichar_isprint(g_utf8_get_char(name)))
		return g_utf8_get_char(name);
	return 0;
}

char *key_to_name(uint32_t key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (names[i].key == key && (key == ' ' || key >= PRESS_NAMED))
			return g_strdup(names[i].name);
	char text[7] = "";
	text[g_unichar_to_utf8(key & 0x1fffff, text)] = '\0';
	return g_strconcat(key & PRESS_CTRL ? "Ctrl+" : key & PRESS_ALT ? "Alt+" : "", text, NULL);
}

uint32_t key_on_latin(uint32_t key)
{
	const char *to = latin;
	for (const char *from = cyrillic; *from != '\0'; from = g_utf8_find_next_char(from, NULL), to++)
		if (g_utf8_get_char(from) == key)
			return (uint32_t)*to;
	return key;
}

bool key_is_text(uint32_t key)
{
	return key >= ' ' && key < PRESS_CTRL;
}

void input_clear(struct input *input)
{
	if (input->text != NULL)
		secret_wipe(input->text, strlen(input->text));
	g_free(input->text);
	*input = (struct input){.type = INPUT_NONE};
}
