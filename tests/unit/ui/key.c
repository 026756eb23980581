// SPDX-License-Identifier: Apache-2.0
// Tests of keys and their names.
#include "test.h"

#include "core/key-priv.h"

TEST(key__from_name__names_and_keys_agree)
{
	static const char *const names[] = {"Up", "Shift+Tab", "Ctrl+S", "Ctrl+Home", "F4", "F12", "Esc", "Space", "a", "?", "Alt+b", "я", "Ins"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		uint32_t key = key_from_name(names[i]);
		g_autofree char *name = key_to_name(key);
		g_assert_cmpuint(key, !=, 0);
		g_assert_cmpstr(name, ==, names[i]);
	}
}

TEST(key__from_name__what_is_no_key_is_none)
{
	static const char *const names[] = {"", "Ctrl+", "Ctrl+s", "Ctrl+SS", "F13", "ab", "\x1b", "Alt+", "\xff"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_assert_cmpuint(key_from_name(names[i]), ==, 0);
}

TEST(key__on_latin__letters_by_their_place)
{
	g_assert_cmpuint(key_on_latin(key_from_name("ф")), ==, 'a');
	g_assert_cmpuint(key_on_latin(key_from_name("Ф")), ==, 'A');
	g_assert_cmpuint(key_on_latin(key_from_name("р")), ==, 'h');
	g_assert_cmpuint(key_on_latin('q'), ==, 'q');
	g_assert_cmpuint(key_on_latin(PRESS_UP), ==, PRESS_UP);
}

TEST(key__is_text__only_what_types)
{
	g_assert_true(key_is_text('a'));
	g_assert_true(key_is_text(0x44f));
	g_assert_true(key_is_text(' '));
	g_assert_false(key_is_text(PRESS_ENTER));
	g_assert_false(key_is_text(PRESS_CTRL | 'S'));
	g_assert_false(key_is_text(PRESS_ALT | 'b'));
}

TEST(input__clear__leaves_nothing)
{
	struct input input = {.type = INPUT_PASTE, .text = g_strdup("secret"), .key = 7};
	input_clear(&input);
	g_assert_cmpint(input.type, ==, INPUT_NONE);
	g_assert_null(input.text);
	input_clear(&input);
}
