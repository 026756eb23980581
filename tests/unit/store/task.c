// SPDX-License-Identifier: Apache-2.0
// Tasks and the index of their next runs.
#include "tidings/store/store.h"

#include <glib.h>

#include "store-fixture.h"
#include "test.h"
#include "tidings/util/instant.h"

static void expect_due(struct fixture *f, int64_t now, size_t most, const char *expected)
{
	GError *error = NULL;
	g_autoptr(GArray) due = ledger_due(f->store, now, most, &error);
	test_no_error(error);
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < due->len; i++) {
		const struct due *entry = &g_array_index(due, struct due, i);
		g_string_append_printf(text, "%s%u@%" G_GINT64_FORMAT, i == 0 ? "" : " ", entry->task, entry->instant);
	}
	g_assert_cmpstr(text->str, ==, expected);
}

static void expect_next_due(struct fixture *f, int64_t expected)
{
	GError *error = NULL;
	int64_t instant = 77;
	g_assert_true(ledger_next_due(f->store, &instant, &error));
	g_assert_cmpint(instant, ==, expected);
}

TEST(task__put__gives_numbers_that_never_come_again)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_assert_cmpuint(fixture_put_task(&f, "a", INSTANT_NONE), ==, 1);
	g_assert_cmpuint(fixture_put_task(&f, "b", INSTANT_NONE), ==, 2);
	g_assert_true(store_task_delete(f.store, 2, &error));
	fixture_reopen(&f);
	g_assert_cmpuint(fixture_put_task(&f, "c", INSTANT_NONE), ==, 3);
}

TEST(task__put__brings_a_deleted_task_back)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(task) task = {0};
	fixture_task(&task, "restored");
	task.id = 7;
	g_assert_true(store_task_put(f.store, &task, 50, &error));
	g_assert_cmpuint(task.id, ==, 7);
	g_assert_cmpint(fixture_next_run(&f, 7), ==, 50);
	g_assert_cmpuint(fixture_put_task(&f, "next", INSTANT_NONE), ==, 8);
}

TEST(task__put__round_trip)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(task) task = {0};
	fixture_task(&task, "Отчёт");
	task.enabled = true;
	task.widgets = WIDGETS_OVERVIEW;
	g_assert_true(store_task_put(f.store, &task, 12345, &error));
	fixture_reopen(&f);
	autorelease(task) found = {0};
	task_init(&found);
	int64_t next_run = 0;
	g_assert_true(store_task_get(f.store, task.id, &found, &next_run, &error));
	g_assert_true(fields_equal(&task_table, &task, &found));
	g_assert_cmpuint(found.id, ==, task.id);
	g_assert_cmpint(next_run, ==, 12345);
}

TEST(task__put__refuses_what_could_not_be_read_again)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(task) task = {0};
	task_init(&task);
	g_assert_false(store_task_put(f.store, &task, INSTANT_NONE, &error));
	test_error(&error, ERROR_INVALID, "name");
	g_assert_cmpuint(task.id, ==, 0);
}

TEST(task__get__missing)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(task) task = {0};
	fixture_task(&task, "untouched");
	int64_t next_run = 5;
	g_assert_false(store_task_get(f.store, 1, &task, &next_run, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	g_assert_cmpstr(task.name, ==, "untouched");
	g_assert_cmpint(next_run, ==, 5);
}

TEST(task__delete__with_its_place_in_the_index)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	uint32_t id = fixture_put_task(&f, "a", 100);
	expect_due(&f, 100, 10, "1@100");
	g_assert_true(store_task_delete(f.store, id, &error));
	expect_due(&f, 100, 10, "");
	g_assert_false(store_task_delete(f.store, id, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

static char *trash_names(struct fixture *f)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) tasks = store_trash(f->store, &error);
	test_no_error(error);
	GString *names = g_string_new(NULL);
	for (guint i = 0; i < tasks->len; i++) {
		const struct task *task = tasks->pdata[i];
		g_string_append_printf(names, "%s%u:%s", i > 0 ? " " : "", task->id, task->name);
	}
	return g_string_free(names, FALSE);
}

TEST(task__trash__keeps_the_deleted_newest_first_until_they_are_back)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	static const char *const names[] = {"a", "b", "c"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		(void)fixture_put_task(&f, names[i], INSTANT_NONE);
	g_autofree char *none = trash_names(&f);
	g_assert_cmpstr(none, ==, "");
	g_assert_true(store_task_delete(f.store, 3, &error));
	g_assert_true(store_task_delete(f.store, 1, &error));
	fixture_reopen(&f);
	g_autofree char *two = trash_names(&f);
	g_assert_cmpstr(two, ==, "1:a 3:c");
	g_autoptr(GPtrArray) tasks = store_trash(f.store, &error);
	g_assert_true(store_task_put(f.store, tasks->pdata[1], INSTANT_NONE, &error));
	g_autofree char *one = trash_names(&f);
	g_assert_cmpstr(one, ==, "1:a");
}

TEST(task__trash__the_oldest_of_too_many_goes)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	for (uint32_t i = 1; i <= 202; i++) {
		g_autofree char *name = g_strdup_printf("t%u", i);
		g_assert_cmpuint(fixture_put_task(&f, name, INSTANT_NONE), ==, i);
		g_assert_true(store_task_delete(f.store, i, &error));
	}
	g_autoptr(GPtrArray) tasks = store_trash(f.store, &error);
	g_assert_cmpuint(tasks->len, ==, 200);
	g_assert_cmpstr(((struct task *)tasks->pdata[0])->name, ==, "t202");
	g_assert_cmpstr(((struct task *)tasks->pdata[199])->name, ==, "t3");
}

TEST(task__due__in_order_and_bounded)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	expect_next_due(&f, INSTANT_NONE);
	expect_due(&f, INT64_MAX, 10, "");
	fixture_put_task(&f, "a", 300);
	fixture_put_task(&f, "b", 100);
	fixture_put_task(&f, "c", INSTANT_NONE);
	fixture_put_task(&f, "d", 100);
	fixture_put_task(&f, "e", 0);
	fixture_put_task(&f, "f", -5);
	expect_next_due(&f, -5);
	expect_due(&f, 300, 10, "6@-5 5@0 2@100 4@100 1@300");
	expect_due(&f, 299, 10, "6@-5 5@0 2@100 4@100");
	expect_due(&f, 300, 3, "6@-5 5@0 2@100");
	expect_due(&f, -6, 10, "");
}

TEST(task__put__moves_the_next_run)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(task) task = {0};
	fixture_task(&task, "a");
	static const int64_t instants[] = {100, 100, 50, 200, INSTANT_NONE, 70};
	for (size_t i = 0; i < G_N_ELEMENTS(instants); i++) {
		g_assert_true(store_task_put(f.store, &task, instants[i], &error));
		expect_next_due(&f, instants[i]);
	}
	expect_due(&f, INT64_MAX, 10, "1@70");
}

struct visit {
	struct fixture *f;
	GString *seen;
	uint32_t stop_at;
};

static bool see_task(const struct task *task, int64_t next_run, void *data, GError **error)
{
	struct visit *visit = data;
	if (task->id == visit->stop_at)
		return error_set(error, ERROR_DENIED, "stop");
	g_assert_cmpint(fixture_next_run(visit->f, task->id), ==, next_run); /* the store can be used */
	g_string_append_printf(visit->seen, "%s ", task->name);
	return true;
}

TEST(task__each__by_number_and_more_than_a_page)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_autoptr(GString) expected = g_string_new(NULL);
	g_autoptr(GString) seen = g_string_new(NULL);
	struct visit visit = {&f, seen, 0};
	g_assert_true(store_task_each(f.store, see_task, &visit, &error));
	g_assert_cmpstr(seen->str, ==, "");
	for (int i = 0; i < 130; i++) {
		g_autofree char *name = g_strdup_printf("task %d", i);
		fixture_put_task(&f, name, i);
		g_string_append_printf(expected, "%s ", name);
	}
	g_assert_true(store_task_delete(f.store, 64, &error));
	g_assert_true(store_task_each(f.store, see_task, &visit, &error));
	g_string_replace(expected, "task 63 ", "", 1);
	g_assert_cmpstr(seen->str, ==, expected->str);
}

TEST(task__each__stops_with_the_error)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	fixture_put_task(&f, "a", INSTANT_NONE);
	fixture_put_task(&f, "b", INSTANT_NONE);
	fixture_put_task(&f, "c", INSTANT_NONE);
	g_autoptr(GString) seen = g_string_new(NULL);
	struct visit visit = {&f, seen, 2};
	g_assert_false(store_task_each(f.store, see_task, &visit, &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_cmpstr(seen->str, ==, "a ");
}

static bool put_off(const struct task *task, int64_t *next_run, void *data, GError **error)
{
	struct visit *visit = data;
	if (task->id == visit->stop_at)
		return error_set(error, ERROR_DENIED, "stop");
	if (task->id % 2 == 0)
		*next_run = *next_run == INSTANT_NONE ? INSTANT_NONE : *next_run + 1000;
	return true;
}

TEST(task__move_each__what_is_changed_moves_in_the_index_too)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	struct visit visit = {&f, NULL, 0};
	for (int i = 1; i <= 5; i++)
		fixture_put_task(&f, "a", i < 4 ? i : INSTANT_NONE);
	g_assert_true(store_task_move_each(f.store, put_off, &visit, &error));
	test_no_error(error);
	expect_due(&f, INT64_MAX, 10, "1@1 3@3 2@1002");
	g_assert_cmpint(fixture_next_run(&f, 2), ==, 1002);
	g_assert_cmpint(fixture_next_run(&f, 4), ==, INSTANT_NONE);
	visit.stop_at = 3;
	g_assert_false(store_task_move_each(f.store, put_off, &visit, &error));
	test_error(&error, ERROR_DENIED, NULL);
	expect_due(&f, INT64_MAX, 10, "1@1 3@3 2@1002");
}

static bool save_meanwhile(const struct task *task, int64_t *next_run, void *data, GError **error)
{
	struct visit *visit = data;
	autorelease(task) changed = {0};
	task_init(&changed);
	task_copy(&changed, task);
	*next_run = 77;
	g_free(changed.rrule);
	changed.rrule = g_strdup("FREQ=WEEKLY");
	return store_task_put(visit->f->store, &changed, 11, error);
}

TEST(task__move_each__a_task_that_was_changed_meanwhile_keeps_its_place)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	struct visit visit = {&f, NULL, 0};
	fixture_put_task(&f, "a", 11);
	g_assert_true(store_task_move_each(f.store, save_meanwhile, &visit, &error));
	test_no_error(error);
	expect_due(&f, INT64_MAX, 10, "1@11");
}
