// SPDX-License-Identifier: Apache-2.0
// Tests of the action table and the keymap.
#include "test.h"

#include <string.h>

#include "core/action-priv.h"
#include "core/key-priv.h"
#include "core/shipped-priv.h"
#include "tidings/util/file.h"

static const enum action_group page[] = {GROUP_REPORTING, GROUP_LIST, GROUP_END};
static const enum action_group form[] = {GROUP_TASK_FIRST, GROUP_FORM, GROUP_END};
static const enum action_group all_groups[] = {GROUP_EVERYWHERE, GROUP_END};

static struct keymap *new_keymap(void)
{
	struct keymap *keymap = g_new0(struct keymap, 1);
	keymap_init(keymap);
	return keymap;
}

TEST(keymap__find__by_group)
{
	g_autofree struct keymap *keymap = new_keymap();
	g_assert_cmpint(keymap_find(keymap, page, 'a', false), ==, ACT_TASK_ADD);
	g_assert_cmpint(keymap_find(keymap, page, PRESS_INSERT, false), ==, ACT_TASK_ADD);
	g_assert_cmpint(keymap_find(keymap, page, PRESS_DOWN, false), ==, ACT_DOWN);
	g_assert_cmpint(keymap_find(keymap, form, PRESS_DOWN, false), ==, ACT_FIELD_DOWN);
	g_assert_cmpint(keymap_find(keymap, page, 'z', false), ==, ACT_NONE);
}

TEST(keymap__find__the_first_group_wins)
{
	g_autofree struct keymap *keymap = new_keymap();
	static const enum action_group both[] = {GROUP_TASK_FIRST, GROUP_LIST, GROUP_END};
	g_assert_cmpint(keymap_find(keymap, both, PRESS_PAGE_DOWN, false), ==, ACT_STEP_NEXT);
}

TEST(keymap__find__no_letter_acts_while_typing)
{
	g_autofree struct keymap *keymap = new_keymap();
	for (uint32_t key = ' '; key < 0x7f; key++) {
		g_assert_cmpint(keymap_find(keymap, page, key, true), ==, ACT_NONE);
		g_assert_cmpint(keymap_find(keymap, form, key, true), ==, ACT_NONE);
		g_assert_cmpint(keymap_find(keymap, all_groups, key, true), ==, ACT_NONE);
	}
	g_assert_cmpint(keymap_find(keymap, form, PRESS_TAB, true), ==, ACT_NEXT);
}

TEST(keymap__find__cyrillic_letters_by_their_place)
{
	g_autofree struct keymap *keymap = new_keymap();
	g_assert_cmpint(keymap_find(keymap, page, key_from_name("ф"), false), ==, ACT_TASK_ADD);
	g_assert_cmpint(keymap_find(keymap, page, key_from_name("ь"), false), ==, ACT_MAIL);
}

TEST(keymap__label__while_typing_a_key_that_works)
{
	g_autofree struct keymap *keymap = new_keymap();
	g_autofree char *help = keymap_label(keymap, ACT_HELP, false);
	g_autofree char *help_typing = keymap_label(keymap, ACT_HELP, true);
	g_autofree char *tick_typing = keymap_label(keymap, ACT_TICK, true);
	g_autofree char *all = keymap_labels(keymap, ACT_HELP);
	g_assert_cmpstr(help, ==, "?");
	g_assert_cmpstr(help_typing, ==, "F1");
	g_assert_null(tick_typing);
	g_assert_cmpstr(all, ==, "?, F1, Ctrl+G");
}

TEST(keymap__read__replaces_what_it_names)
{
	g_autofree struct keymap *keymap = new_keymap();
	GError *error = NULL;
	g_assert_true(keymap_read(keymap, "# mine\n\nup = k, Up\ntask-add = +  # plus\n", &error));
	g_assert_cmpint(keymap_find(keymap, page, 'k', false), ==, ACT_UP);
	g_assert_cmpint(keymap_find(keymap, page, '+', false), ==, ACT_TASK_ADD);
	g_assert_cmpint(keymap_find(keymap, page, 'a', false), ==, ACT_NONE);
	g_assert_cmpint(keymap_find(keymap, page, 'm', false), ==, ACT_MAIL);
}

TEST(keymap__read__faults_name_the_line_and_change_nothing)
{
	g_autofree struct keymap *keymap = new_keymap();
	static const char *const texts[] = {"up = k\nnonsense", "up = k\nfly = f", "up = k\ndown = Hyper+J", "up = k\ndown = a,b,c,d,e,f,g"};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		GError *error = NULL;
		g_assert_false(keymap_read(keymap, texts[i], &error));
		g_assert_nonnull(strstr(error->message, "line 2"));
		test_error(&error, ERROR_INVALID, NULL);
		g_assert_cmpint(keymap_find(keymap, page, 'k', false), ==, ACT_NONE);
	}
}

TEST(action__table__every_function_key_has_another)
{
	g_autofree struct keymap *keymap = new_keymap();
	for (int i = 0; i < N_ACTIONS; i++) {
		const uint32_t *keys = keymap->keys[i];
		bool only_functions = true;
		for (int j = 0; j < ACTION_KEYS && keys[j] != 0; j++)
			only_functions = only_functions && keys[j] >= PRESS_F1 && keys[j] <= PRESS_F12;
		if (only_functions)
			g_error("action \"%s\" has function keys only", action_row((enum action)i)->name);
	}
}

TEST(action__table__no_key_twice_in_a_group)
{
	g_autofree struct keymap *keymap = new_keymap();
	for (int i = 0; i < N_ACTIONS; i++)
		for (int j = 0; j < ACTION_KEYS && keymap->keys[i][j] != 0; j++) {
			enum action_group groups[] = {action_row((enum action)i)->group, GROUP_END};
			g_assert_cmpint(keymap_find(keymap, groups, keymap->keys[i][j], false), ==, i);
		}
}

TEST(action__table__the_shipped_keymap_says_the_same)
{
	g_autoptr(GString) text = g_string_new("# SPDX-License-Identifier: Apache-2.0\n"
					       "# The keys of the console. Copy what you want to change to ~/.config/tidings/keys.\n"
					       "# action = key, key ...\n");
	g_autofree struct keymap *keymap = new_keymap();
	const char *last = NULL;
	for (int i = 0; i < N_ACTIONS; i++) {
		const struct action_row *row = action_row((enum action)i);
		const char *heading = action_group_heading(row->group);
		g_autofree char *keys = keymap_labels(keymap, (enum action)i);
		if (g_strcmp0(heading, last) != 0)
			g_string_append_printf(text, "\n# %s\n", heading);
		last = heading;
		g_string_append_printf(text, "%-18s = %-26s # %s\n", row->name, keys, row->help);
	}
	GError *error = NULL;
	g_autofree char *path = g_build_filename(g_getenv("TIDINGS_SOURCE"), "keymaps", "default.keys", NULL);
	if (g_getenv("GENERATE") != NULL)
		g_assert_true(file_write(path, text->str, text->len, 0644, &error));
	g_autofree char *shipped = NULL;
	size_t length = 0;
	g_assert_true(file_read(path, 65536, &shipped, &length, &error));
	g_assert_cmpstr(shipped, ==, text->str);
	g_assert_true(keymap_read(keymap, shipped, &error));
	test_no_error(error);
}

TEST(keymap_read__shipped__no_key_twice_in_a_group)
{
	for (const struct shipped_file *file = shipped_keys; file->name != NULL; file++) {
		g_autofree struct keymap *keymap = new_keymap();
		GError *error = NULL;
		g_assert_true(keymap_read(keymap, file->text, &error));
		test_no_error(error);
		for (int i = 0; i < N_ACTIONS; i++)
			for (int j = 0; j < ACTION_KEYS && keymap->keys[i][j] != 0; j++) {
				enum action_group groups[] = {action_row((enum action)i)->group, GROUP_END};
				if (keymap_find(keymap, groups, keymap->keys[i][j], false) != (enum action)i)
					g_error("keymap \"%s\": a key of \"%s\" calls another action", file->name, action_row((enum action)i)->name);
			}
	}
}
