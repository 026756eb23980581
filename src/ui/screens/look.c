// SPDX-License-Identifier: Apache-2.0
// How the console looks and reads: theme, keymap and language, from the account, the options and the files of both.
#include "screens/look-priv.h"

#include <string.h>

#include "tidings/app/sign-in.h"
#include "tidings/ui/console.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"

#define FILE_MAX (256 * 1024)
#define DEFAULT_NAME "default"

static const struct {
	const char *folder, *ending; /* in the configuration folder */
	const struct shipped_file *shipped;
} kinds[] = {
	[LOOK_THEME] = {"themes", ".theme", shipped_themes},
	[LOOK_KEYMAP] = {"keymaps", ".keys", shipped_keys},
};

#define FOLDERS 2

// The user's own folder and the installed one, given; NULL where there is none.
static void find_folders(const struct console *console, enum look_kind kind, char *folders[FOLDERS])
{
	const struct ui_options *options = console->options;
	if (options != NULL && options->config_dir != NULL)
		folders[0] = g_build_filename(options->config_dir, kinds[kind].folder, NULL);
	if (options != NULL && kind == LOOK_THEME)
		folders[1] = g_strdup(options->theme_dir);
}

static bool read_file(const char *path, char **ret_text, GError **error)
{
	size_t length = 0;
	return file_read(path, FILE_MAX, ret_text, &length, error);
}

static bool find_text(const struct console *console, enum look_kind kind, const char *name, char **ret_text, GError **error)
{
	char *folders[FOLDERS] = {NULL, NULL};
	g_autofree char *file = g_strconcat(name, kinds[kind].ending, NULL);
	g_autofree char *path = NULL;
	if (strchr(name, '/') != NULL)
		return read_file(name, ret_text, error);
	find_folders(console, kind, folders);
	for (size_t i = 0; i < FOLDERS; i++) {
		g_autofree char *folder = folders[i];
		g_autofree char *there = folder != NULL ? g_build_filename(folder, file, NULL) : NULL;
		if (path == NULL && there != NULL && g_file_test(there, G_FILE_TEST_IS_REGULAR))
			path = g_steal_pointer(&there);
	}
	if (path != NULL)
		return read_file(path, ret_text, error);
	*ret_text = g_strdup(shipped_text(kinds[kind].shipped, name));
	if (*ret_text != NULL)
		return true;
	return kind == LOOK_THEME
		       ? error_set(error, ERROR_INVALID, "there is no theme \"%s\"; name a shipped one or give the path of a file", name)
		       : error_set(error, ERROR_INVALID, "there is no keymap \"%s\"; name a shipped one", name);
}

static void add_name(GPtrArray *names, const char *name)
{
	for (guint i = 0; i < names->len; i++)
		if (strcmp(names->pdata[i], name) == 0)
			return;
	g_ptr_array_add(names, g_strdup(name));
}

static void add_folder(GPtrArray *names, const char *folder, const char *ending)
{
	g_autoptr(GDir) dir = folder != NULL ? g_dir_open(folder, 0, NULL) : NULL;
	const char *file = NULL;
	while (dir != NULL && (file = g_dir_read_name(dir)) != NULL) {
		g_autofree char *name = g_strndup(file, strlen(file) - MIN(strlen(file), strlen(ending)));
		g_autofree char *path = g_build_filename(folder, file, NULL);
		bool named = g_str_has_suffix(file, ending) && *name != '\0' && g_utf8_validate(name, -1, NULL);
		if (named && g_file_test(path, G_FILE_TEST_IS_REGULAR)) /* a pipe would be waited for */
			add_name(names, name);
	}
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **look_names(const struct console *console, enum look_kind kind)
{
	char *folders[FOLDERS] = {NULL, NULL};
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	find_folders(console, kind, folders);
	for (size_t i = 0; i < FOLDERS; i++) {
		g_autofree char *folder = folders[i];
		add_folder(names, folder, kinds[kind].ending);
	}
	for (const struct shipped_file *file = kinds[kind].shipped; file->name != NULL; file++)
		add_name(names, file->name);
	g_ptr_array_sort(names, compare);
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

bool look_set_theme(struct console *console, const char *name, GError **error)
{
	g_autofree char *text = NULL;
	if (!find_text(console, LOOK_THEME, name, &text, error) || !theme_read(&console->theme, name, text, error))
		return false;
	console->restyle = true;
	return true;
}

char *look_own_keys(const struct console *console, bool *ret_there)
{
	const struct ui_options *options = console->options;
	char *path = options != NULL && options->config_dir != NULL ? g_build_filename(options->config_dir, "keys", NULL) : NULL;
	*ret_there = path != NULL && g_file_test(path, G_FILE_TEST_IS_REGULAR);
	return path;
}

bool look_set_keymap(struct console *console, const char *name, GError **error)
{
	bool there = false;
	g_autofree char *path = look_own_keys(console, &there);
	g_autofree char *text = NULL;
	g_autofree char *own = NULL;
	g_autofree struct keymap *keymap = g_new0(struct keymap, 1);
	keymap_init(keymap);
	if (strcmp(name, DEFAULT_NAME) != 0 && (!find_text(console, LOOK_KEYMAP, name, &text, error) || !keymap_read(keymap, text, error)))
		return false;
	if (there && (!read_file(path, &own, error) || !keymap_read(keymap, own, error)))
		return false;
	console->keymap = *keymap;
	return true;
}

void look_set_language(struct console *console, const char *language)
{
	const char *asked = console->options != NULL ? console->options->language : NULL;
	console->catalog = app_catalog(console->app, asked != NULL ? asked : language);
}

static bool choose_theme(struct console *console, GError **error)
{
	const struct ui_options *options = console->options;
	const char *asked = options != NULL && options->theme != NULL ? options->theme : g_getenv("TIDINGS_THEME");
	g_autoptr(GError) missing = NULL;
	if (asked != NULL && *asked != '\0')
		return look_set_theme(console, asked, error);
	if (look_set_theme(console, app_account(console->app)->theme, &missing))
		return true;
	console_say_error(console, missing);
	return look_set_theme(console, DEFAULT_NAME, error);
}

static bool choose_keymap(struct console *console, GError **error)
{
	g_autoptr(GError) missing = NULL;
	const char *name = app_account(console->app)->keys;
	if (look_set_keymap(console, name, &missing))
		return true;
	if (strcmp(name, DEFAULT_NAME) != 0)
		console_say_error(console, missing);
	return look_set_keymap(console, DEFAULT_NAME, error);
}

bool look_apply(struct console *console, GError **error)
{
	bool nobody = app_session(console->app) == SESSION_SIGNED_OUT && console->options != NULL;
	look_set_language(console, nobody ? console->options->locale_language : app_account(console->app)->language);
	return choose_theme(console, error) && choose_keymap(console, error);
}
