/* SPDX-License-Identifier: Apache-2.0 */
/* Themes: INI files that give each role a style on each kind of terminal.
 *     name = Light              what a person reads
 *     inherits = default        roles not named here are as there
 *     [roles]                   16 colours: "role = foreground background attributes..."
 *     [256] [rgb] [mono]        the same for terminals that have more, or none; what is not named is as in the section before
 * Colours: default, black red green yellow blue magenta cyan white, bright-..., 0 to 255 in [256], #rrggbb in [rgb].
 * Attributes: bold dim underline reverse. "#" begins a comment at the start of a line. */
#ifndef TIDINGS_UI_CORE_THEME_PRIV_H
#define TIDINGS_UI_CORE_THEME_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "grid-priv.h"
#include "shipped-priv.h"

enum theme_level { THEME_MONO, THEME_16, THEME_256, THEME_RGB, THEME_LEVELS };

enum style_attribute { STYLE_BOLD = 1, STYLE_DIM = 2, STYLE_UNDERLINE = 4, STYLE_REVERSE = 8 };

#define COLOUR_DEFAULT (-1)
#define COLOUR_RGB (1 << 24) /* with 0xrrggbb */

struct style {
	int foreground, background; /* COLOUR_DEFAULT, 0 to 255, or COLOUR_RGB | 0xrrggbb */
	unsigned attributes;
};

struct theme {
	struct style styles[THEME_LEVELS][UI_N_ROLES];
};

/* The role's name in theme files. */
const char *theme_role_name(enum ui_role role) G_GNUC_WARN_UNUSED_RESULT;

/* Reads a theme; it may inherit from those compiled in. name is for messages. ERROR_INVALID with file and line. */
bool theme_read(struct theme *theme, const char *name, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
