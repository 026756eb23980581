/* SPDX-License-Identifier: Apache-2.0 */
/* Themes from outside the console: what "tidings theme check FILE" asks. */
#ifndef TIDINGS_UI_THEME_H
#define TIDINGS_UI_THEME_H

#include <glib.h>
#include <stdbool.h>

/* Reads a theme file (at most 256 KiB) as the console would. ERROR_INVALID with file and line for what cannot be read. ret_warnings: given
 * (g_strfreev), what can be read and would still be hard to use: roles that look like any text although they must stand out, and text of
 * too little contrast with its background where both are given as colours (WCAG 2.2, 1.4.3: 4.5 to 1). */
bool ui_theme_check(const char *path, char ***ret_warnings, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
