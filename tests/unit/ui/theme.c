// SPDX-License-Identifier: Apache-2.0
// Tests of theme files.
#include "test.h"

#include <string.h>

#include "core/theme-priv.h"
#include "tidings/ui/theme.h"
#include "tidings/util/file.h"

static struct theme *read_theme(const char *text, GError **error)
{
	g_autofree struct theme *theme = g_new0(struct theme, 1);
	return theme_read(theme, "mine", text, error) ? g_steal_pointer(&theme) : NULL;
}

static void assert_style(struct style style, int foreground, int background, unsigned attributes)
{
	g_assert_cmpint(style.foreground, ==, foreground);
	g_assert_cmpint(style.background, ==, background);
	g_assert_cmpuint(style.attributes, ==, attributes);
}

TEST(theme__read__levels_build_on_each_other)
{
	GError *error = NULL;
	g_autofree struct theme *theme = read_theme("name = Mine\n[roles]\ntitle = bright-red blue bold\nhint = green\n"
						    "[256]\ntitle = 196 17 underline\n[rgb]\ntitle = #ff0080 default\n", &error);
	test_no_error(error);
	g_assert(theme != NULL);
	assert_style(theme->styles[THEME_16][UI_TITLE], 9, 4, STYLE_BOLD);
	assert_style(theme->styles[THEME_256][UI_TITLE], 196, 17, STYLE_UNDERLINE);
	assert_style(theme->styles[THEME_RGB][UI_TITLE], COLOUR_RGB | 0xff0080, COLOUR_DEFAULT, 0);
	assert_style(theme->styles[THEME_RGB][UI_HINT], 2, COLOUR_DEFAULT, 0);
}

TEST(theme__read__without_colours_a_background_is_reverse)
{
	GError *error = NULL;
	g_autofree struct theme *theme = read_theme("[roles]\ntitle = red blue bold\nhint = green default\n[mono]\nhint = underline\n", &error);
	test_no_error(error);
	g_assert(theme != NULL);
	assert_style(theme->styles[THEME_MONO][UI_TITLE], COLOUR_DEFAULT, COLOUR_DEFAULT, STYLE_BOLD | STYLE_REVERSE);
	assert_style(theme->styles[THEME_MONO][UI_HINT], COLOUR_DEFAULT, COLOUR_DEFAULT, STYLE_UNDERLINE);
}

TEST(theme__read__inherits_what_it_does_not_name)
{
	GError *error = NULL;
	g_autofree struct theme *plain = read_theme(shipped_text(shipped_themes, "default"), &error);
	g_autofree struct theme *theme = read_theme("inherits = default\n[roles]\nhint = cyan\n", &error);
	test_no_error(error);
	g_assert(theme != NULL);
	g_assert_cmpmem(&theme->styles[THEME_16][UI_ERROR], sizeof(struct style), &plain->styles[THEME_16][UI_ERROR], sizeof(struct style));
	assert_style(theme->styles[THEME_16][UI_HINT], 6, COLOUR_DEFAULT, 0);
}

TEST(theme__read__faults_name_theme_and_line)
{
	static const char *const texts[] = {
		"[roles]\ncolour = red", "[roles]\ntitle = mauve", "[roles]\ntitle = red blue green", "[roles]\ntitle = 17", "[roles]\n[nothing]",
		"\ntitle = red", "[roles]\ntitle", "[256]\ntitle = 256", "[rgb]\ntitle = #12345", "[mono]\ntitle = red", "[roles]\n[",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		GError *error = NULL;
		g_autofree struct theme *theme = read_theme(texts[i], &error);
		g_assert_null(theme);
		g_assert_nonnull(strstr(error->message, "theme \"mine\", line 2"));
		test_error(&error, ERROR_INVALID, NULL);
	}
}

TEST(theme__read__an_unknown_parent_or_bad_bytes_are_refused)
{
	GError *error = NULL;
	g_autofree struct theme *orphan = read_theme("inherits = nobody\n", &error);
	g_assert_null(orphan);
	test_error(&error, ERROR_INVALID, NULL);
	g_autofree struct theme *bytes = read_theme("# \xff\xfe\n", &error);
	g_assert_null(bytes);
	test_error(&error, ERROR_INVALID, NULL);
}

TEST(theme__builtin__all_shipped_themes_are_right)
{
	int n = 0;
	for (const struct shipped_file *file = shipped_themes; file->name != NULL; file++, n++) {
		GError *error = NULL;
		g_autofree struct theme *theme = g_new0(struct theme, 1);
		bool ok = theme_read(theme, file->name, file->text, &error);
		test_no_error(error);
		g_assert_true(ok);
		// What has the focus must show without colours as well.
		g_assert_cmpuint(theme->styles[THEME_MONO][UI_SELECTED].attributes, !=, theme->styles[THEME_MONO][UI_TEXT].attributes);
		g_assert_cmpuint(theme->styles[THEME_MONO][UI_BUTTON_FOCUS].attributes, !=, theme->styles[THEME_MONO][UI_BUTTON].attributes);
	}
	g_assert_cmpint(n, ==, 6);
	g_assert_null(shipped_text(shipped_themes, "nobody"));
}

TEST(theme__builtin__mono_has_no_colour_at_any_level)
{
	GError *error = NULL;
	g_autofree struct theme *theme = read_theme(shipped_text(shipped_themes, "mono"), &error);
	test_no_error(error);
	g_assert(theme != NULL);
	for (int level = 0; level < THEME_LEVELS; level++)
		for (int role = 0; role < UI_N_ROLES; role++)
			assert_style(theme->styles[level][role], COLOUR_DEFAULT, COLOUR_DEFAULT, theme->styles[level][role].attributes);
}

static char *check(const char *text)
{
	GError *error = NULL;
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "mine.theme", NULL);
	g_auto(GStrv) warnings = NULL;
	g_assert_true(file_write(path, text, strlen(text), 0600, &error));
	bool ok = ui_theme_check(path, &warnings, &error);
	test_no_error(error);
	g_assert_true(ok);
	return g_strjoinv("; ", warnings);
}

TEST(theme__check__says_what_is_hard_to_see)
{
	g_autofree char *fine = check("inherits = default\n[256]\nhint = 231 16\n");
	g_autofree char *faint = check("inherits = default\n[rgb]\nhint = #777777 #888888\n");
	g_autofree char *flat = check("inherits = default\n[roles]\nselected = default default\n");
	g_assert_cmpstr(fine, ==, "");
	g_assert_cmpstr(faint, ==, "RGB: \"hint\" has a contrast of 1.3 to 1, less than 4.5");
	g_assert_nonnull(strstr(flat, "16 colours: \"selected\" does not stand out"));
	g_assert_nonnull(strstr(flat, "no colours: \"selected\" does not stand out"));
}

TEST(theme__check__a_faulty_or_missing_file_is_an_error)
{
	GError *error = NULL;
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "none.theme", NULL);
	g_auto(GStrv) warnings = NULL;
	g_assert_false(ui_theme_check(path, &warnings, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	g_assert_true(file_write(path, "[roles]\nx = red\n", 16, 0600, &error));
	g_assert_false(ui_theme_check(path, &warnings, &error));
	test_error(&error, ERROR_INVALID, NULL);
	g_assert_null(warnings);
}

TEST(theme__check__shipped_themes_are_easy_to_see)
{
	for (const struct shipped_file *file = shipped_themes; file->name != NULL; file++) {
		g_autofree char *warnings = check(file->text);
		if (*warnings != '\0')
			g_error("%s: %s", file->name, warnings);
	}
}
