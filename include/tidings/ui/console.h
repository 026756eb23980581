/* SPDX-License-Identifier: Apache-2.0 */
/* The console: the Reporting page and everything that is reached from it, in the terminal of standard input and output. */
#ifndef TIDINGS_UI_CONSOLE_H
#define TIDINGS_UI_CONSOLE_H

#include <glib.h>
#include <stdbool.h>

struct app;

/* All texts are borrowed for the call. Zeroed = the defaults. */
struct ui_options {
	bool plain;            /* numbered prompts, no full screen: for screen readers; TERM=dumb chooses it too */
	const char *theme;     /* name of a theme or path of a theme file; NULL: TIDINGS_THEME, else "default" */
	const char *language;  /* "en", "ru"; NULL: the account's */
	const char *locale_language; /* "ru": while nobody has signed in; NULL = English */
	const char *theme_dir; /* where installed themes are, beside those compiled in; NULL: none */
	const char *config_dir; /* the user's keymap (keys) and themes (themes/NAME.theme); NULL: none */
};

/* Runs until the user quits or the terminal goes away; the terminal is as before in either case. Reads TERM, NO_COLOR, ESCDELAY,
 * TIDINGS_THEME and TUI_TEST_SYNC from the environment. The exit code (0: the user quit); -1 with *error: ERROR_DENIED when the account may
 * not see the page, ERROR_USAGE when standard input or output is no terminal, ERROR_INVALID for a faulty theme or keymap. */
int ui_console_run(struct app *app, const struct ui_options *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
