// SPDX-License-Identifier: Apache-2.0
// Saving, switching and showing tasks.
#include "tidings/app/task-lines.h"
#include "tidings/app/task.h"

#include "app-test.h"
#include "tidings/util/instant.h"

TEST(task_save__new__is_switched_off_and_never_due)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	uint32_t id = app_task(app, false, NULL);
	GError *error = NULL;
	autoptr(task_view) view = task_show(app, id, &error);
	g_assert_false(view->task.enabled);
	g_assert_true(view->next_run == INSTANT_NONE);
	g_assert_cmpstr(view->task.owner, ==, "admin");
	g_assert_cmpstr(view->task.created, ==, "2026-11-10T08:00:00Z");
}

TEST(task_enable__no_mail_settings__refused)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	uint32_t id = app_task(app, false, NULL);
	GError *error = NULL;
	g_assert_false(task_enable(app, id, true, &error));
	test_error(&error, ERROR_INVALID, NULL);
}

TEST(task_enable__on__next_run_is_from_now_on)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	app_mail(app);
	uint32_t id = app_task(app, false, NULL);
	GError *error = NULL;
	g_assert_true(task_enable(app, id, true, &error));
	autoptr(task_view) view = task_show(app, id, &error);
	g_autofree char *next = instant_to_text(view->next_run);
	g_assert_cmpstr(next, ==, "2026-11-10T09:00:00Z");
}

TEST(task_save__edit__keeps_the_switch_and_moves_the_next_run)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T09:30:00Z");
	app_mail(app);
	uint32_t id = app_task(app, true, NULL);
	GError *error = NULL;
	autoptr(task_view) view = task_show(app, id, &error);
	view->task.enabled = false;
	g_assert_true(field_set_text(field_by_name(&task_table, "start"), &view->task, "2026-11-01T10:00", &error));
	g_assert_true(task_save(app, &view->task, &error));
	autoptr(task_view) saved = task_show(app, id, &error);
	g_autofree char *next = instant_to_text(saved->next_run);
	g_assert_true(saved->task.enabled);
	g_assert_cmpstr(next, ==, "2026-11-10T10:00:00Z");
}

struct refusal {
	const char *field, *value;
	enum error_code code;
};

TEST(task_save__wrong_value__names_the_field)
{
	static const struct refusal refusals[] = {
		{"zone", "Mars/Olympus", ERROR_INVALID},
		{"rrule", "FREQ=SECONDLY", ERROR_INVALID},
		{"tenants", "Nobody", ERROR_NOT_FOUND},
	};
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	uint32_t id = app_task(app, false, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
		GError *error = NULL;
		autoptr(task_view) view = task_show(app, id, &error);
		g_assert_true(field_set_text(field_by_name(&task_table, refusals[i].field), &view->task, refusals[i].value, &error));
		g_assert_false(task_save(app, &view->task, &error));
		test_error(&error, refusals[i].code, refusals[i].field);
	}
}

TEST(task_restore__deleted__as_it_was_with_the_next_run_from_now)
{
	g_autofree char *dir = test_dir();
	GError *error = NULL;
	autoptr(app) app = app_at(dir, "2026-11-24T08:00:00Z");
	app_mail(app);
	uint32_t id = app_task(app, true, "name", "Gone and back", NULL);
	g_assert_true(task_delete(app, id, &error));
	g_autoptr(GPtrArray) deleted = task_deleted(app, &error);
	g_assert_cmpuint(deleted->len, ==, 1);
	g_assert_true(task_restore(app, id, &error));
	autoptr(task_view) view = task_show(app, id, &error);
	test_no_error(error);
	g_assert_cmpstr(view->task.name, ==, "Gone and back");
	g_assert_true(view->task.enabled);
	g_assert_cmpint(view->next_run, ==, app_now(app) + 3600);
	g_assert_false(task_restore(app, id, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(task_delete__gone__not_found)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	uint32_t id = app_task(app, false, NULL);
	GError *error = NULL;
	g_assert_true(task_delete(app, id, &error));
	g_assert_null(task_show(app, id, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(task_list__words__say_the_recurrence)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	app_task(app, false, NULL);
	app_task(app, false, "name", "Second", NULL);
	GError *error = NULL;
	g_autoptr(GPtrArray) views = task_list(app, &error);
	g_assert_cmpuint(views->len, ==, 2);
	const struct task_view *first = views->pdata[0];
	g_assert_nonnull(g_strstr_len(first->words, -1, "day at 09:00"));
	g_assert_false(first->has_last);
}

TEST(task_save__due_and_not_decided__an_edit_of_other_fields_leaves_it_due)
{
	g_autofree char *dir = test_dir();
	GError *error = NULL;
	uint32_t id = 0;
	{
		autoptr(app) app = app_at(dir, "2026-11-10T08:30:00Z");
		app_mail(app);
		id = app_task(app, true, NULL);
	}
	autoptr(app) late = app_at(dir, "2026-11-10T09:30:00Z");
	autoptr(task_view) view = task_show(late, id, &error);
	g_assert_true(field_set_text(field_by_name(&task_table, "subject"), &view->task, "Another", &error));
	g_assert_true(task_save(late, &view->task, &error));
	autoptr(task_view) saved = task_show(late, id, &error);
	g_autofree char *next = instant_to_text(saved->next_run);
	g_assert_cmpstr(next, ==, "2026-11-10T09:00:00Z");
}

TEST(task_lines__read__what_a_table_sorts_by)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	GError *error = NULL;
	app_mail(app);
	app_task(app, true, "name", "Первая", "rrule", "FREQ=DAILY", NULL);
	app_task(app, false, "name", "Second", "recipients", "a@example.com", NULL);
	autoptr(task_view) first = task_show(app, 1, &error);
	autoptr(task_lines) lines = task_lines_read(app, &error);
	test_no_error(error);
	g_assert_cmpuint(lines->n, ==, 2);
	g_assert_cmpuint(lines->on, ==, 1);
	g_assert_cmpstr(lines->lines[0].name, ==, "Первая");
	g_assert_cmpstr(lines->lines[0].rrule, ==, "FREQ=DAILY");
	g_assert_true(lines->lines[0].enabled);
	g_assert_cmpint(lines->lines[0].next_run, ==, first->next_run);
	g_assert_cmpuint(lines->lines[1].id, ==, 2);
	g_assert_cmpstr(lines->lines[1].recipients, ==, "a@example.com");
	g_assert_cmpint(lines->lines[1].next_run, ==, INSTANT_NONE);
	g_autofree struct run_brief *last = task_lines_last(app, lines, &error);
	g_assert_cmpuint(last[0].id, ==, 0);
}
