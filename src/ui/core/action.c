// SPDX-License-Identifier: Apache-2.0
// Actions, and the keymap that leads from a key to one.
#include "core/action-priv.h"

#include <string.h>

#include "core/key-priv.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"

#define ACTION_ROW(id, name_, keys_, bar_, help_, group_, use_, change_) \
	[ACT_##id] = {.name = name_, .keys = keys_, .bar = bar_, .help = help_, .group = GROUP_##group_, .use = use_, .change = change_},
static const struct action_row rows[] = {UI_ACTIONS(ACTION_ROW)};

#define GROUP_ROW(id, heading) [GROUP_##id] = heading,
static const char *const headings[] = {UI_GROUPS(GROUP_ROW)};

const struct action_row *action_row(enum action action)
{
	return &rows[action];
}

const char *action_group_heading(enum action_group group)
{
	return headings[group];
}

// "a, Ins" -> keys; false when a name is unknown or there are too many.
static bool parse_keys(const char *text, uint32_t keys[ACTION_KEYS])
{
	g_auto(GStrv) names = g_strsplit(text, ",", -1);
	size_t n = 0;
	for (char **name = names; *name != NULL; name++) {
		uint32_t key = key_from_name(g_strstrip(*name));
		if (key == 0 || n == ACTION_KEYS)
			return false;
		keys[n++] = key;
	}
	return true;
}

void keymap_init(struct keymap *keymap)
{
	memset(keymap, 0, sizeof *keymap);
	for (int i = 0; i < N_ACTIONS; i++)
		if (!parse_keys(rows[i].keys, keymap->keys[i]))
			g_error("the keys of action \"%s\" are wrong", rows[i].name);
}

static enum action action_from_name(const char *name)
{
	for (int i = 0; i < N_ACTIONS; i++)
		if (strcmp(rows[i].name, name) == 0)
			return (enum action)i;
	return ACT_NONE;
}

static bool read_line(struct keymap *keymap, char *line, int number, GError **error)
{
	line[strcspn(line, "#")] = '\0';
	g_strstrip(line);
	if (line[0] == '\0')
		return true;
	char *equals = strchr(line, '=');
	if (equals == NULL)
		return error_set(error, ERROR_INVALID, "line %d of the keymap has no \"=\"", number);
	*equals = '\0';
	enum action action = action_from_name(g_strstrip(line));
	if (action == ACT_NONE)
		return error_set(error, ERROR_INVALID, "line %d of the keymap names no action of the console: \"%s\"", number, line);
	uint32_t keys[ACTION_KEYS] = {0};
	if (!parse_keys(equals + 1, keys))
		return error_set(error, ERROR_INVALID, "line %d of the keymap: \"%s\" are not at most %d keys", number, g_strstrip(equals + 1),
				 ACTION_KEYS);
	memcpy(keymap->keys[action], keys, sizeof keys);
	return true;
}

bool keymap_read(struct keymap *keymap, const char *text, GError **error)
{
	struct keymap changed = *keymap;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (int i = 0; lines[i] != NULL; i++)
		if (!read_line(&changed, lines[i], i + 1, error))
			return false;
	*keymap = changed;
	return true;
}

static enum action find_in_group(const struct keymap *keymap, enum action_group group, uint32_t key)
{
	for (int i = 0; i < N_ACTIONS; i++) {
		if (rows[i].group != group)
			continue;
		for (int j = 0; j < ACTION_KEYS && keymap->keys[i][j] != 0; j++)
			if (keymap->keys[i][j] == key)
				return (enum action)i;
	}
	return ACT_NONE;
}

enum action keymap_find(const struct keymap *keymap, const enum action_group *groups, uint32_t key, bool typing)
{
	if (typing && key_is_text(key))
		return ACT_NONE;
	for (const enum action_group *group = groups; *group != GROUP_END; group++) {
		enum action action = find_in_group(keymap, *group, key);
		if (action != ACT_NONE)
			return action;
	}
	uint32_t latin = key_on_latin(key);
	return latin != key ? keymap_find(keymap, groups, latin, typing) : ACT_NONE;
}

char *keymap_label(const struct keymap *keymap, enum action action, bool typing)
{
	const uint32_t *keys = keymap->keys[action];
	for (int i = 0; i < ACTION_KEYS && keys[i] != 0; i++)
		if (!typing || !key_is_text(keys[i]))
			return key_to_name(keys[i]);
	return NULL;
}

char *keymap_labels(const struct keymap *keymap, enum action action)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const uint32_t *keys = keymap->keys[action];
	for (int i = 0; i < ACTION_KEYS && keys[i] != 0; i++) {
		g_autofree char *name = key_to_name(keys[i]);
		g_string_append_printf(text, "%s%s", i == 0 ? "" : ", ", name);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}
