// SPDX-License-Identifier: Apache-2.0
// Anything on the keyboard, at any size, in process: MONKEY=50000 gives that many events, SEED others.
#include "screen-test.h"

#include "screens/reporting-priv.h"

#define EVENTS 3000

static guint number(const char *name, guint otherwise)
{
	const char *text = g_getenv(name);
	guint64 value = otherwise;
	if (text != NULL && !g_ascii_string_to_unsigned(text, 10, 1, 100000000, &value, NULL))
		g_error("%s is no number: %s", name, text);
	return (guint)value;
}

static uint32_t any_key(GRand *random)
{
	static const char *const keys[] = {
		"Tab", "Shift+Tab", "Enter", "Esc", "Up", "Down", "Left", "Right", "PgUp", "PgDn", "Home", "End", "Ins", "Del", "Backspace", "F1", "F2",
		"F4", "F5", "F6", "F7", "F8", "Ctrl+S", "Ctrl+U", "Ctrl+Z", "Ctrl+W", "Ctrl+L", "Ctrl+Left", "Ctrl+Right", "Ctrl+Home", "Ctrl+End",
	};
	return key_from_name(keys[g_rand_int_range(random, 0, G_N_ELEMENTS(keys))]);
}

static void any_input(GRand *random, struct input *input)
{
	static const char *const texts[] = {"\xd1\x8f", "\xe6\x97\xa5", "e\xcc\x81", "\xe2\x80\xae", "x", " ", " ", "?", "/", "o", "O", "c", "a",
					    "d", "e", "g", "h", "m", "p", "s", "u", "x", "y", "1", "2", "3", "5", "9", "0"};
	int kind = g_rand_int_range(random, 0, 100);
	if (kind < 3)
		*input = (struct input){.type = INPUT_RESIZE, .rows = g_rand_int_range(random, 1, 60), .columns = g_rand_int_range(random, 1, 180)};
	else if (kind < 6)
		*input = (struct input){.type = g_rand_boolean(random) ? INPUT_TICK : INPUT_CHANGE};
	else if (kind < 9)
		*input = (struct input){.type = INPUT_PASTE, .text = g_strnfill((gsize)g_rand_int_range(random, 1, 400), 'p')};
	else if (kind < 55)
		*input = (struct input){.type = INPUT_KEY, .key = any_key(random)};
	else
		*input = (struct input){.type = INPUT_TEXT, .text = g_strdup(texts[g_rand_int_range(random, 0, G_N_ELEMENTS(texts))])};
}

TEST(screen__monkey__any_keys_at_any_size)
{
	autorelease(screen_test) test = {0};
	guint events = number("MONKEY", EVENTS);
	screen_open(&test, NULL, true);
	screen_enter(&test);
	GRand *random = g_rand_new_with_seed(number("SEED", 7));
	for (guint i = 0; i < events; i++) {
		struct input input = {0};
		any_input(random, &input);
		console_input(&test.console, &input);
		input_clear(&input);
		g_assert_false(test.console.quit);
		g_assert_cmpuint(test.console.views->len, >, 0);
		console_draw(&test.console);
		screen_check(&test.console);
		const struct grid *grid = &test.console.grid;
		g_assert_cmpint(grid->cursor_row, <, grid->rows);
		g_assert_cmpint(grid->cursor_column, <, grid->columns);
	}
	g_rand_free(random);
}
