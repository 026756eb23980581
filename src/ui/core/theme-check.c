// SPDX-License-Identifier: Apache-2.0
// What is hard to use in a theme although it can be read.
#include "tidings/ui/theme.h"

#include <math.h>
#include <string.h>

#include "core/theme-priv.h"
#include "tidings/util/file.h"

#define FILE_MOST (256 * 1024)
#define CONTRAST 4.5

static const char *const level_names[THEME_LEVELS] = {"no colours", "16 colours", "256 colours", "RGB"};

// The sixteen as xterm has them; terminals differ, so only gross faults can be said of them.
static const int sixteen[] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
			      0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff};

// What must not look like its neighbour.
static const struct {
	enum ui_role role, other;
	const char *name;
} differences[] = {
	{UI_SELECTED, UI_TEXT, "selected"}, {UI_BUTTON_FOCUS, UI_BUTTON, "button-focus"}, {UI_ERROR, UI_TEXT, "error"},
};

static int rgb_of(int colour)
{
	static const int levels[] = {0, 95, 135, 175, 215, 255};
	if ((colour & COLOUR_RGB) != 0)
		return colour & 0xffffff;
	if (colour < 16)
		return sixteen[colour];
	if (colour >= 232)
		return (8 + 10 * (colour - 232)) * 0x010101;
	int cube = colour - 16;
	return levels[cube / 36] << 16 | levels[cube / 6 % 6] << 8 | levels[cube % 6];
}

static double luminance(int colour)
{
	static const double weights[] = {0.2126, 0.7152, 0.0722};
	double sum = 0;
	for (int i = 0; i < 3; i++) {
		double part = (rgb_of(colour) >> (16 - 8 * i) & 0xff) / 255.0;
		sum += weights[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double contrast(struct style style)
{
	double a = luminance(style.foreground);
	double b = luminance(style.background);
	return (MAX(a, b) + 0.05) / (MIN(a, b) + 0.05);
}

static void check_contrast(const struct theme *theme, enum theme_level level, GPtrArray *warnings)
{
	for (int role = 0; role < UI_N_ROLES; role++) {
		struct style style = theme->styles[level][role];
		if (style.foreground == COLOUR_DEFAULT || style.background == COLOUR_DEFAULT || contrast(style) >= CONTRAST)
			continue;
		g_ptr_array_add(warnings, g_strdup_printf("%s: \"%s\" has a contrast of %.1f to 1, less than %.1f", level_names[level],
							  theme_role_name((enum ui_role)role), contrast(style), CONTRAST));
	}
}

static void check_differences(const struct theme *theme, enum theme_level level, GPtrArray *warnings)
{
	for (size_t i = 0; i < G_N_ELEMENTS(differences); i++) {
		struct style a = theme->styles[level][differences[i].role];
		struct style b = theme->styles[level][differences[i].other];
		if (a.foreground == b.foreground && a.background == b.background && a.attributes == b.attributes)
			g_ptr_array_add(warnings, g_strdup_printf("%s: \"%s\" does not stand out", level_names[level], differences[i].name));
	}
}

bool ui_theme_check(const char *path, char ***ret_warnings, GError **error)
{
	g_autofree char *text = NULL;
	g_autofree struct theme *theme = g_new0(struct theme, 1);
	size_t length = 0;
	if (!file_read(path, FILE_MOST, &text, &length, error) || !theme_read(theme, path, text, error))
		return false;
	GPtrArray *warnings = g_ptr_array_new();
	for (enum theme_level level = THEME_MONO; level < THEME_LEVELS; level++) {
		check_differences(theme, level, warnings);
		if (level > THEME_16)
			check_contrast(theme, level, warnings);
	}
	g_ptr_array_add(warnings, NULL);
	*ret_warnings = (char **)g_ptr_array_free(warnings, FALSE);
	return true;
}
