// SPDX-License-Identifier: Apache-2.0
// Theme files -> a style for each role on each kind of terminal.
#include "core/theme-priv.h"

#include <string.h>

#include "tidings/util/error.h"

#define INHERIT_MAX 4

static const char *const role_names[] = {
#define ROLE_NAME(id, name) [UI_##id] = name,
	UI_ROLES(ROLE_NAME)
};

static const char *const level_names[THEME_LEVELS] = {"mono", "roles", "256", "rgb"};
static const char *const colour_names[] = {"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};
static const char *const attribute_names[] = {"bold", "dim", "underline", "reverse"};

// What one file says: which styles are named, level by level.
struct theme_text {
	const char *name;
	int line;
	enum theme_level level;
	bool named[THEME_LEVELS][UI_N_ROLES];
	struct style styles[THEME_LEVELS][UI_N_ROLES];
	char *inherits;
};

const char *theme_role_name(enum ui_role role)
{
	return role_names[role];
}

const char *shipped_text(const struct shipped_file *table, const char *name)
{
	for (const struct shipped_file *file = table; file->name != NULL; file++)
		if (strcmp(file->name, name) == 0)
			return file->text;
	return NULL;
}

static int index_of(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	return -1;
}

static bool parse_number(const char *text, guint base, guint64 max, int *ret)
{
	guint64 value = 0;
	if (!g_ascii_string_to_unsigned(text, base, 0, max, &value, NULL))
		return false;
	*ret = (int)value;
	return true;
}

static bool parse_colour(const char *word, enum theme_level level, int *ret)
{
	if (strcmp(word, "default") == 0) {
		*ret = COLOUR_DEFAULT;
		return true;
	}
	bool bright = g_str_has_prefix(word, "bright-");
	int named = index_of(colour_names, G_N_ELEMENTS(colour_names), bright ? word + strlen("bright-") : word);
	if (named >= 0) {
		*ret = named + (bright ? 8 : 0);
		return true;
	}
	if (level == THEME_RGB && word[0] == '#' && strlen(word) == 7 && parse_number(word + 1, 16, 0xffffff, ret)) {
		*ret |= COLOUR_RGB;
		return true;
	}
	return level >= THEME_256 && parse_number(word, 10, 255, ret);
}

static bool parse_style(struct theme_text *text, char *value, struct style *ret, GError **error)
{
	struct style style = {COLOUR_DEFAULT, COLOUR_DEFAULT, 0};
	g_auto(GStrv) words = g_strsplit_set(value, " \t", -1);
	int colours = 0;
	for (char **word = words; *word != NULL; word++) {
		int attribute = index_of(attribute_names, G_N_ELEMENTS(attribute_names), *word);
		int colour = 0;
		if (**word == '\0')
			continue;
		if (attribute >= 0) {
			style.attributes |= 1u << attribute;
		} else if (colours < 2 && text->level != THEME_MONO && parse_colour(*word, text->level, &colour)) {
			*(colours++ == 0 ? &style.foreground : &style.background) = colour;
		} else {
			return error_set(error, ERROR_INVALID, "theme \"%s\", line %d: \"%s\" is neither a colour of [%s] nor an attribute",
					 text->name, text->line, *word, level_names[text->level]);
		}
	}
	*ret = style;
	return true;
}

static bool read_section(struct theme_text *text, char *line, GError **error)
{
	size_t length = strlen(line);
	if (line[length - 1] == ']') {
		line[length - 1] = '\0';
		int level = index_of(level_names, THEME_LEVELS, line + 1);
		if (level >= 0) {
			text->level = (enum theme_level)level;
			return true;
		}
	}
	return error_set(error, ERROR_INVALID, "theme \"%s\", line %d: the sections are [roles], [256], [rgb] and [mono]", text->name,
			 text->line);
}

static bool read_pair(struct theme_text *text, const char *key, char *value, GError **error)
{
	if (text->level == THEME_LEVELS) {
		if (strcmp(key, "inherits") == 0) {
			g_free(text->inherits);
			text->inherits = g_strdup(value);
			return true;
		}
		return strcmp(key, "name") == 0 ||
		       error_set(error, ERROR_INVALID, "theme \"%s\", line %d: before the first section stand \"name\" and \"inherits\"",
				 text->name, text->line);
	}
	int role = index_of(role_names, UI_N_ROLES, key);
	if (role < 0)
		return error_set(error, ERROR_INVALID, "theme \"%s\", line %d: there is no role \"%s\"", text->name, text->line, key);
	text->named[text->level][role] = true;
	return parse_style(text, value, &text->styles[text->level][role], error);
}

static bool read_line(struct theme_text *text, char *line, GError **error)
{
	text->line++;
	g_strstrip(line);
	if (line[0] == '\0' || line[0] == '#')
		return true;
	if (line[0] == '[')
		return read_section(text, line, error);
	char *equals = strchr(line, '=');
	if (equals == NULL)
		return error_set(error, ERROR_INVALID, "theme \"%s\", line %d has no \"=\"", text->name, text->line);
	*equals = '\0';
	return read_pair(text, g_strstrip(line), g_strstrip(equals + 1), error);
}

// Without colours a background that is not that of all text still shows, as reverse.
static struct style without_colours(struct style style, struct style text)
{
	if (style.background != text.background)
		style.attributes |= STYLE_REVERSE;
	return (struct style){COLOUR_DEFAULT, COLOUR_DEFAULT, style.attributes};
}

static void apply(struct theme *theme, const struct theme_text *text)
{
	for (int role = 0; role < UI_N_ROLES; role++) {
		for (enum theme_level level = THEME_16; level < THEME_LEVELS; level++) {
			if (!text->named[level][role])
				continue;
			for (enum theme_level above = level; above < THEME_LEVELS; above++)
				theme->styles[above][role] = text->styles[level][role];
		}
		if (text->named[THEME_MONO][role])
			theme->styles[THEME_MONO][role] = text->styles[THEME_MONO][role];
		else if (text->named[THEME_16][role])
			theme->styles[THEME_MONO][role] = without_colours(text->styles[THEME_16][role], theme->styles[THEME_16][UI_TEXT]);
	}
}

static void init(struct theme *theme)
{
	for (int level = 0; level < THEME_LEVELS; level++)
		for (int role = 0; role < UI_N_ROLES; role++)
			theme->styles[level][role] = (struct style){COLOUR_DEFAULT, COLOUR_DEFAULT, 0};
}

static bool read_at(struct theme *theme, const char *name, const char *source, int depth, GError **error)
{
	g_autofree struct theme_text *text = g_new0(struct theme_text, 1);
	text->name = name;
	text->level = THEME_LEVELS;
	g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
	bool ok = g_utf8_validate(source, -1, NULL) || error_set(error, ERROR_INVALID, "theme \"%s\" is not UTF-8", name);
	for (char **line = lines; ok && *line != NULL; line++)
		ok = read_line(text, *line, error);
	g_autofree char *inherits = text->inherits;
	if (!ok)
		return false;
	if (inherits == NULL) {
		init(theme);
	} else {
		const char *parent = shipped_text(shipped_themes, inherits);
		if (parent == NULL || depth == INHERIT_MAX)
			return error_set(error, ERROR_INVALID, "theme \"%s\" inherits from \"%s\", which is not one of the shipped themes", name,
					 inherits);
		if (!read_at(theme, inherits, parent, depth + 1, error))
			return false;
	}
	apply(theme, text);
	return true;
}

bool theme_read(struct theme *theme, const char *name, const char *text, GError **error)
{
	g_autofree struct theme *read = g_new0(struct theme, 1);
	if (!read_at(read, name, text, 0, error))
		return false;
	*theme = *read;
	return true;
}
