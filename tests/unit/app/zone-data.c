// SPDX-License-Identifier: Apache-2.0
// New zone data: what lies ahead is computed again, what is decided stays.
#include "app-test.h"

#include "tidings/app/run.h"
#include "tidings/app/task.h"
#include "tidings/store/ledger.h"
#include "tidings/util/instant.h"

/* As if the next run had been computed by other zone data. */
static void compute_by_other_data(const char *dir, uint32_t id, const char *next_run)
{
	GError *error = NULL;
	autoptr(store) store = store_open(dir, &error);
	test_no_error(error);
	autorelease(task) task = {0};
	int64_t next = 0;
	task_init(&task);
	g_assert_true(store_task_get(store, id, &task, &next, &error));
	g_assert_true(instant_from_text(next_run, &next, &error));
	g_assert_true(store_task_put(store, &task, next, &error) && store_note_put(store, "tzdata", "1999z", &error));
	test_no_error(error);
}

TEST(run_follow_zone_data__other_data__next_runs_move)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	app_mail(app);
	uint32_t id = app_task(app, true, NULL);
	app_plan(app);
	app_close(g_steal_pointer(&app));
	compute_by_other_data(dir, id, "2026-11-10T10:00:00Z");
	app = app_at(dir, "2026-11-10T08:30:00Z");
	app_expect_next(app, id, "2026-11-10T10:00:00Z");
	app_plan(app);
	app_expect_next(app, id, "2026-11-10T09:00:00Z");
}

TEST(run_follow_zone_data__what_was_decided__does_not_come_again)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	app_mail(app);
	uint32_t id = app_task(app, true, NULL);
	app_plan(app);
	app_expect_next(app, id, "2026-11-11T09:00:00Z");
	app_close(g_steal_pointer(&app));
	compute_by_other_data(dir, id, "2026-11-11T10:00:00Z");
	app = app_at(dir, "2026-11-10T08:59:00Z"); /* and the clock went back */
	app_plan(app);
	app_expect_next(app, id, "2026-11-11T09:00:00Z");
	g_autofree char *history = app_history(app, id);
	g_assert_cmpstr(history, ==, "planned@2026-11-10");
}
