/* SPDX-License-Identifier: Apache-2.0 */
/* Screens in process: keys in, grid out, compared with a text. */
#ifndef TIDINGS_TESTS_SCREEN_TEST_H
#define TIDINGS_TESTS_SCREEN_TEST_H

#include "app-test.h"
#include "screens/console-priv.h"

#define SCREEN_BEFORE "2026-11-24T05:00:00Z" /* when the tasks were made */
#define SCREEN_NOW "2026-11-24T12:00:00Z"

/* A console of 24x80 on a new data directory, on the Reporting page. */
struct screen_test {
	char *dir;
	char *before; /* the folder that is gone back to; NULL = it was not left */
	struct app *app;
	struct console console;
};
/* language NULL = English. tasks: with mail settings and four tasks, two of which have run. */
void screen_open(struct screen_test *test, const char *language, bool tasks);
/* The same with data of one's own, put in at SCREEN_BEFORE; what is due since then is worked on. */
typedef void (*screen_fill_fn)(struct app *app, const char *dir);
void screen_open_filled(struct screen_test *test, const char *language, screen_fill_fn fill_in);
/* Works in the data directory from now on, so that downloads land there. */
void screen_enter(struct screen_test *test);
void screen_close(struct screen_test *test);
AUTORELEASE_DEFINE(screen_test, screen_close)

/* Fails unless the cursor is on the focus and nothing is cut without a mark; a screen too small to be drawn has neither. */
void screen_check(const struct console *console);

/* Keys by name, separated by blanks: "Down Down Enter Ctrl+S". After each input the screen is checked. */
void screen_keys(struct screen_test *test, const char *keys);
/* Typed and pasted text. */
void screen_type(struct screen_test *test, const char *text);
void screen_paste(struct screen_test *test, const char *text);
void screen_resize(struct screen_test *test, int rows, int columns);
/* True when the text stands on one row of the screen. */
bool screen_has(struct screen_test *test, const char *text);
/* Fails unless it does. */
void screen_expect(struct screen_test *test, const char *text);
/* Fails unless it stands on the row of the cursor. */
void screen_expect_marked(struct screen_test *test, const char *text);
/* Compares the screen at 80x24, 60x20 and 120x40, in the themes default, mono, light and high-contrast (the runs of a style, or their digest), with tests/screen/NAME.txt; GENERATE=1 writes it. */
void screen_golden(struct screen_test *test, const char *name);

#endif
