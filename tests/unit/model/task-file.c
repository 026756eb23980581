// SPDX-License-Identifier: Apache-2.0
// Tasks as text: the round trip, and what is refused.
#include "tidings/model/task-file.h"

#include <string.h>

#include "test.h"

#define LEAST "name=N\nrecipients=a@example.com\nsubject=S\nstart=2026-11-30T09:00\n"

static void free_task(gpointer task)
{
	task_release(task);
	g_free(task);
}

static GPtrArray *one_task(void)
{
	GPtrArray *tasks = g_ptr_array_new_with_free_func(free_task);
	struct task *task = g_new0(struct task, 1);
	GError *error = NULL;
	task_init(task);
	static const char *const values[][2] = {
		{"uid", "6ec0bd7f-11c2-43da-975e-2a8ad505c189"}, {"owner", "admin"}, {"name", "Суточный \\ отчёт = [a] # ;"},
		{"recipients", "a@example.com, b@example.com"}, {"subject", "  {task} end  "}, {"text", "\n one\n\n[task x]\nname=y\n# no comment\n "},
		{"start", "2026-11-30T09:00"}, {"rrule", "FREQ=WEEKLY;BYDAY=MO"}, {"widgets", "overview:detections;top:hashes"}, {"formats", "pdf,csv"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
		g_assert_true(field_set_text(field_by_name(&task_table, values[i][0]), task, values[i][1], &error));
	task->enabled = true;
	task->id = 7;
	g_ptr_array_add(tasks, task);
	return tasks;
}

TEST(task_file__write_then_read__every_field_of_the_text_is_the_same)
{
	g_autoptr(GPtrArray) tasks = one_task();
	g_autofree char *text = task_file_write(tasks);
	GError *error = NULL;
	g_autoptr(GPtrArray) read = task_file_read(text, strlen(text), &error);
	test_no_error(error);
	g_assert_cmpuint(read->len, ==, 1);
	struct task *task = read->pdata[0];
	g_assert_cmpuint(task->id, ==, 0);
	task->id = 7;
	g_assert_true(fields_equal(&task_table, task, tasks->pdata[0]));
	g_autofree char *again = task_file_write(read);
	g_assert_cmpstr(again, ==, text);
}

TEST(task_file__read__fields_not_named_have_initial_values)
{
	GError *error = NULL;
	static const char text[] = "# a comment\n[task a]\n" LEAST;
	g_autoptr(GPtrArray) tasks = task_file_read(text, strlen(text), &error);
	test_no_error(error);
	const struct task *task = tasks->pdata[0];
	g_assert_cmpstr(task->uid, ==, "a");
	g_assert_cmpstr(task->zone, ==, "UTC");
	g_assert_false(task->enabled);
}

TEST(task_file__read__order_of_the_text_is_kept_and_nothing_is_no_task)
{
	GError *error = NULL;
	static const char text[] = "[task z]\n" LEAST "[task a]\n" LEAST;
	g_autoptr(GPtrArray) tasks = task_file_read(text, strlen(text), &error);
	g_autoptr(GPtrArray) none = task_file_read(NULL, 0, &error);
	test_no_error(error);
	g_assert_cmpstr(((struct task *)tasks->pdata[0])->uid, ==, "z");
	g_assert_cmpstr(((struct task *)tasks->pdata[1])->uid, ==, "a");
	g_assert_cmpuint(none->len, ==, 0);
}

TEST(task_file__read__faults_are_refused_and_named)
{
	static const struct {
		const char *text, *named;
	} faults[] = {
		{"[task a]\n" LEAST "[task a]\n" LEAST, "task a"},
		{"[task a]\n" LEAST "name=M\n", "name"},
		{"[task a]\n" LEAST "nonsense=1\n", "nonsense"},
		{"[task a]\n" LEAST "id=4\n", "id"},
		{"[task a]\n" LEAST "zone=/;\n", "task a"},
		{"[task a]\n" LEAST "text=\\q\n", "text"},
		{"[task a]\nname=N\n", "recipients"},
		{"[job a]\n" LEAST, "job a"},
		{"[task ]\n" LEAST, "task"},
		{"[task a/b]\n" LEAST, "a/b"},
		{"name=N\n", "group"},
		{"[task a]\nnonsense\n", "nonsense"},
		{"\xff\xfe", "UTF-8"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		GError *error = NULL;
		g_autoptr(GPtrArray) tasks = task_file_read(faults[i].text, strlen(faults[i].text), &error);
		if (tasks != NULL)
			g_error("taken: %s", faults[i].text);
		if (strstr(error->message, faults[i].named) == NULL)
			g_error("%s: %s", faults[i].text, error->message);
		test_error(&error, ERROR_INVALID, error_field(error));
	}
	GError *error = NULL;
	g_assert_null(task_file_read("[task a]\0", 9, &error));
	test_error(&error, ERROR_INVALID, NULL);
}
