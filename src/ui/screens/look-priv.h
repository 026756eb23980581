/* SPDX-License-Identifier: Apache-2.0 */
/* How the console looks and reads: theme, keymap and language, from the account, the options and the files of both. */
#ifndef TIDINGS_UI_SCREENS_LOOK_PRIV_H
#define TIDINGS_UI_SCREENS_LOOK_PRIV_H

#include "screens/console-priv.h"

enum look_kind { LOOK_THEME, LOOK_KEYMAP };

/* Names of the themes or keymaps there are: the user's own, the installed ones, those compiled in; sorted, each once. Given (g_strfreev). */
char **look_names(const struct console *console, enum look_kind kind) G_GNUC_WARN_UNUSED_RESULT;
/* Takes the theme of that name, or with a "/" in it of that file; the user's own come first. ERROR_INVALID, and all stays as it was. */
bool look_set_theme(struct console *console, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes the keymap of that name, with the user's own changes (the file "keys") over it. ERROR_INVALID, and all stays as it was. */
bool look_set_keymap(struct console *console, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes the language: the option, else this one. */
void look_set_language(struct console *console, const char *language);
/* The file of the user's own changes to the keys, given; NULL when there is no place for one. *ret_there: it exists. */
char *look_own_keys(const struct console *console, bool *ret_there) G_GNUC_WARN_UNUSED_RESULT;
/* Everything as whoever is here has chosen, and the options demand. ERROR_INVALID when something asked for in an option or in the own file
 * of keys is faulty; what the account names and is not there (another computer's theme) gives way to the default and a message. */
bool look_apply(struct console *console, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
