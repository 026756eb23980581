// SPDX-License-Identifier: Apache-2.0
// Tasks as code: export, compare, apply.
#include "tidings/app/task-file.h"

#include <string.h>

#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/util/instant.h"

const struct enum_row task_difference_names[] = {
	{TASK_ADDED, "added", NULL},
	{TASK_CHANGED, "changed", NULL},
	{TASK_REMOVED, "removed", NULL},
	{0, NULL, NULL},
};

static void free_task(gpointer task)
{
	task_release(task);
	g_free(task);
}

static bool keep_task(const struct task *task, int64_t next_run, void *data, GError **error)
{
	GPtrArray *tasks = data;
	struct task *copy = g_new0(struct task, 1);
	(void)next_run, (void)error;
	task_init(copy);
	task_copy(copy, task);
	g_ptr_array_add(tasks, copy);
	return true;
}

/* All of them, also those the account does not see: their UIDs are taken. */
static GPtrArray *stored_tasks(struct app *app, GError **error)
{
	g_autoptr(GPtrArray) tasks = g_ptr_array_new_with_free_func(free_task);
	return store_task_each(app->store, keep_task, tasks, error) ? g_steal_pointer(&tasks) : NULL;
}

static bool is_asked_for(const uint32_t *ids, size_t n, uint32_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return n == 0;
}

static bool all_found(const GPtrArray *tasks, const uint32_t *ids, size_t n, GError **error)
{
	for (size_t i = 0; i < n; i++) {
		bool found = false;
		for (guint j = 0; j < tasks->len && !found; j++)
			found = ((const struct task *)tasks->pdata[j])->id == ids[i];
		if (!found)
			return error_set(error, ERROR_NOT_FOUND, "no task %u; see tidings task list", ids[i]);
	}
	return true;
}

char *task_export(struct app *app, const uint32_t *ids, size_t n, GError **error)
{
	if (!app_require(app, USE_REPORTING, true, error))
		return NULL;
	g_autoptr(GPtrArray) stored = stored_tasks(app, error);
	g_autoptr(GPtrArray) seen = g_ptr_array_new();
	for (guint i = 0; stored != NULL && i < stored->len; i++) {
		const struct task *task = stored->pdata[i];
		if (app_sees_task(app, task) && is_asked_for(ids, n, task->id))
			g_ptr_array_add(seen, stored->pdata[i]);
	}
	return stored != NULL && all_found(seen, ids, n, error) ? task_file_write(seen) : NULL;
}

static void clear_field(gpointer data)
{
	struct field_difference *field = data;
	g_free(field->before);
	g_free(field->after);
}

static void free_difference(gpointer data)
{
	struct task_difference *difference = data;
	task_release(&difference->task);
	g_array_unref(difference->fields);
	g_free(difference);
}

static struct task_difference *add_difference(GPtrArray *differences, enum task_difference_kind kind, const struct task *task)
{
	struct task_difference *difference = g_new0(struct task_difference, 1);
	difference->kind = kind;
	task_init(&difference->task);
	task_copy(&difference->task, task);
	difference->fields = g_array_new(FALSE, FALSE, sizeof(struct field_difference));
	g_array_set_clear_func(difference->fields, clear_field);
	g_ptr_array_add(differences, difference);
	return difference;
}

static void compare_task(GPtrArray *differences, const struct task *before, struct task *after)
{
	g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(struct field_difference));
	for (size_t i = 0; i < task_table.n_rows; i++) {
		const struct field *row = &task_table.rows[i];
		struct field_difference field = {row, field_get_text(row, before), field_get_text(row, after)};
		if (task_file_has(row) && strcmp(field.before, field.after) != 0)
			g_array_append_val(fields, field);
		else
			clear_field(&field);
	}
	if (fields->len > 0) {
		struct task_difference *difference = add_difference(differences, TASK_CHANGED, after);
		g_array_append_vals(difference->fields, fields->data, fields->len);
	}
}

/* A text without an owner leaves the owner, or makes the acting account one. */
static bool check_owner(struct app *app, struct task *task, const struct task *before, GError **error)
{
	autorelease(account) owner = {0};
	g_autoptr(GError) fault = NULL;
	account_init(&owner);
	if (*task->owner == '\0') {
		g_free(task->owner);
		task->owner = g_strdup(before != NULL ? before->owner : app->account.login);
	}
	if (strcmp(task->owner, before != NULL ? before->owner : app->account.login) == 0)
		return true;
	if (app->mode == MODE_DATA)
		return error_set_field(error, ERROR_DENIED, "owner", "in data mode a task belongs to the account that saves it, \"%s\"",
				       app->account.login);
	if (store_account_get(app->store, task->owner, &owner, &fault))
		return true;
	if (error_is(fault, ERROR_NOT_FOUND))
		return error_set_field(error, ERROR_NOT_FOUND, "owner", "there is no account \"%s\" here; add it, or change the task's owner",
				       task->owner);
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}

static bool check_task(struct app *app, struct task *task, const struct task *before, GError **error)
{
	if (before != NULL && !app_sees_task(app, before))
		return error_set(error, ERROR_DENIED, "the task of this identifier belongs to another tenant");
	return check_owner(app, task, before, error) && task_validate(app, task, error) &&
	       (!task->enabled || app_mail_is_set(app, error));
}

static bool compare_all(struct app *app, GPtrArray *tasks, GHashTable *stored, GPtrArray *differences, GError **error)
{
	for (guint i = 0; i < tasks->len; i++) {
		struct task *task = tasks->pdata[i];
		const struct task *before = g_hash_table_lookup(stored, task->uid);
		if (!check_task(app, task, before, error)) {
			g_prefix_error(error, "[task %s] ", task->uid);
			return false;
		}
		task->id = before != NULL ? before->id : 0;
		g_free(task->created);
		task->created = before != NULL ? g_strdup(before->created) : instant_to_text(app_now(app));
		if (before == NULL)
			add_difference(differences, TASK_ADDED, task);
		else
			compare_task(differences, before, task);
		g_hash_table_remove(stored, task->uid);
	}
	return true;
}

static void remove_rest(struct app *app, const GPtrArray *stored, GHashTable *left, GPtrArray *differences)
{
	for (guint i = 0; i < stored->len; i++) {
		const struct task *task = stored->pdata[i];
		if (g_hash_table_contains(left, task->uid) && app_sees_task(app, task))
			add_difference(differences, TASK_REMOVED, task);
	}
}

static GPtrArray *compare(struct app *app, const char *text, size_t length, bool remove, GError **error)
{
	g_autoptr(GPtrArray) tasks = task_file_read(text, length, error);
	g_autoptr(GPtrArray) stored = tasks != NULL ? stored_tasks(app, error) : NULL;
	g_autoptr(GHashTable) by_uid = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) differences = g_ptr_array_new_with_free_func(free_difference);
	for (guint i = 0; stored != NULL && i < stored->len; i++)
		g_hash_table_insert(by_uid, ((struct task *)stored->pdata[i])->uid, stored->pdata[i]);
	if (stored == NULL || !compare_all(app, tasks, by_uid, differences, error))
		return NULL;
	if (remove)
		remove_rest(app, stored, by_uid, differences);
	return g_steal_pointer(&differences);
}

GPtrArray *task_compare(struct app *app, const char *text, size_t length, bool remove, GError **error)
{
	return app_require(app, USE_REPORTING, true, error) ? compare(app, text, length, remove, error) : NULL;
}

/* The next run that goes with a difference. */
static bool plan_write(struct app *app, struct task_difference *difference, struct task_write *ret_write, GError **error)
{
	autorelease(task) before = {0};
	int64_t next = INSTANT_NONE;
	task_init(&before);
	*ret_write = (struct task_write){.task = &difference->task, .next_run = INSTANT_NONE, .gone = difference->kind == TASK_REMOVED};
	if (difference->kind == TASK_REMOVED)
		return true;
	if (difference->kind == TASK_CHANGED && !store_task_get(app->store, difference->task.id, &before, &next, error))
		return false;
	return task_plan_next(app, difference->kind == TASK_CHANGED ? &before : NULL, next, &difference->task, &ret_write->next_run, error);
}

GPtrArray *task_apply(struct app *app, const char *text, size_t length, bool remove, GError **error)
{
	uint64_t calendars = 0;
	if (!app_require(app, USE_TASK_CHANGE, false, error) || !store_calendar_generation(app->store, &calendars, error))
		return NULL;
	g_autoptr(GPtrArray) differences = compare(app, text, length, remove, error);
	g_autoptr(GArray) writes = g_array_new(FALSE, FALSE, sizeof(struct task_write));
	for (guint i = 0; differences != NULL && i < differences->len; i++) {
		struct task_difference *difference = differences->pdata[i];
		struct task_write write = {0};
		if (!plan_write(app, difference, &write, error))
			return NULL;
		g_array_append_val(writes, write);
	}
	if (differences == NULL || (writes->len > 0 && !store_tasks_write(app->store, (struct task_write *)(void *)writes->data, writes->len, error)))
		return NULL;
	return calendars_settle(app, calendars, error) ? g_steal_pointer(&differences) : NULL;
}
