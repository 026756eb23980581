// SPDX-License-Identifier: Apache-2.0
// Tasks as text: written, and read with every value checked.
#include "tidings/model/task-file.h"

#include <string.h>

#include "tidings/util/error.h"

#define GROUP_PREFIX "task "

bool task_file_has(const struct field *row)
{
	if ((row->use & FIELD_HIDDEN) == 0)
		return row->type != FIELD_SECRET;
	return g_str_equal(row->name, "enabled") || g_str_equal(row->name, "owner");
}

char *task_file_write(const GPtrArray *tasks)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	for (guint i = 0; i < tasks->len; i++) {
		const struct task *task = tasks->pdata[i];
		g_autofree char *group = g_strconcat(GROUP_PREFIX, task->uid, NULL);
		for (size_t j = 0; j < task_table.n_rows; j++) {
			const struct field *row = &task_table.rows[j];
			g_autofree char *value = field_get_text(row, task);
			if (task_file_has(row))
				g_key_file_set_string(file, group, row->name, value);
		}
	}
	return g_key_file_to_data(file, NULL, NULL);
}

/* GKeyFile joins groups of one name and takes the last of two keys: here both are faults. */
struct seen {
	GHashTable *groups, *keys;
};

static bool take_line(struct seen *seen, const char *line, GError **error)
{
	GHashTable *names = *line == '[' ? seen->groups : seen->keys;
	const char *end = strchr(line, *line == '[' ? ']' : '=');
	if (*line == '\0' || *line == '#' || end == NULL)
		return true;
	if (*line == '[')
		g_hash_table_remove_all(seen->keys);
	g_autofree char *name = g_strchomp(g_strndup(line, (size_t)(end - line)));
	g_autofree char *shown = g_strdup(*line == '[' ? name + 1 : name);
	return g_hash_table_add(names, g_steal_pointer(&name)) || error_set(error, ERROR_INVALID, "\"%s\" comes twice", shown);
}

static bool each_once(const char *text, GError **error)
{
	g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct seen seen = {groups, keys};
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		if (!take_line(&seen, g_strchug(*line), error))
			return false;
	return true;
}

static bool read_key(GKeyFile *file, const char *group, const char *key, struct task *task, GError **error)
{
	const struct field *row = field_by_name(&task_table, key);
	g_autoptr(GError) fault = NULL;
	if (row == NULL || !task_file_has(row))
		return error_set(error, ERROR_INVALID, "unknown key \"%s\"", key);
	g_autofree char *value = g_key_file_get_string(file, group, key, &fault);
	if (fault != NULL) /* a broken escape gives a value as well */
		return error_set(error, ERROR_INVALID, "%s: %s", key, fault->message);
	return field_set_text(row, task, value, error);
}

static bool has_required(GKeyFile *file, const char *group, GError **error)
{
	for (size_t i = 0; i < task_table.n_rows; i++) {
		const struct field *row = &task_table.rows[i];
		if ((row->use & FIELD_REQUIRED) != 0 && row->initial == NULL && !g_key_file_has_key(file, group, row->name, NULL))
			return error_set(error, ERROR_INVALID, "the key \"%s\" is missing", row->name);
	}
	return true;
}

static bool read_task(GKeyFile *file, const char *group, struct task *task, GError **error)
{
	if (!g_str_has_prefix(group, GROUP_PREFIX) || group[strlen(GROUP_PREFIX)] == '\0')
		return error_set(error, ERROR_INVALID, "a group is named \"task\" and the identifier");
	if (!field_set_text(field_by_name(&task_table, "uid"), task, group + strlen(GROUP_PREFIX), error))
		return false;
	g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
	for (char **key = keys; key != NULL && *key != NULL; key++)
		if (!read_key(file, group, *key, task, error))
			return false;
	return has_required(file, group, error) && task_check(task, error);
}

static void free_task(gpointer task)
{
	task_release(task);
	g_free(task);
}

static GPtrArray *read_tasks(GKeyFile *file, GError **error)
{
	g_autoptr(GPtrArray) tasks = g_ptr_array_new_with_free_func(free_task);
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	for (char **group = groups; *group != NULL; group++) {
		struct task *task = g_new0(struct task, 1);
		g_ptr_array_add(tasks, task);
		task_init(task);
		if (!read_task(file, *group, task, error)) {
			g_prefix_error(error, "[%s] ", *group);
			return NULL;
		}
	}
	return g_steal_pointer(&tasks);
}

static bool load(GKeyFile *file, const char *text, size_t length, GError **error)
{
	g_autoptr(GError) fault = NULL;
	if (length > TASK_FILE_MAX)
		return error_set(error, ERROR_LIMIT, "the tasks are larger than %d MB", TASK_FILE_MAX >> 20);
	if (length == 0)
		return true;
	if (!g_utf8_validate_len(text, length, NULL))
		return error_set(error, ERROR_INVALID, "the tasks are not UTF-8 text");
	g_autofree char *whole = g_strndup(text, length);
	if (!each_once(whole, error))
		return false;
	return g_key_file_load_from_data(file, whole, length, G_KEY_FILE_NONE, &fault) ||
	       error_set(error, ERROR_INVALID, "%s", fault->message);
}

GPtrArray *task_file_read(const char *text, size_t length, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	return load(file, text, length, error) ? read_tasks(file, error) : NULL;
}
