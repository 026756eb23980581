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
	struct app *app;
	struct console console;
};
/* language NULL = English. tasks: with mail settings and four tasks, two of which have run. */
void screen_open(struct screen_test *test, const char *language, bool tasks);
void screen_close(struct screen_test *test);
AUTORELEASE_DEFINE(screen_test, screen_close)

/* Keys by name, separated by blanks: "Down Down Enter Ctrl+S". After each the cursor must be on the focus. */
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
