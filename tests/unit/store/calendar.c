// SPDX-License-Identifier: Apache-2.0
// Holiday calendars in the store, and decisions that were made by another one.
#include "store-fixture.h"

#include "test.h"

#include "tidings/store/audit.h"
#include "tidings/store/ledger.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

static void put(struct fixture *f, const char *name, int64_t day)
{
	GError *error = NULL;
	autoptr(calendar) calendar = calendar_new(name);
	calendar_add(calendar, day, "Day");
	g_assert_true(store_calendar_put(f->store, calendar, &error));
	test_no_error(error);
}

static uint64_t generation(struct fixture *f)
{
	uint64_t generation = 0;
	g_assert_true(store_calendar_generation(f->store, &generation, NULL));
	return generation;
}

TEST(store_calendar__put_and_replace__counted_and_audited)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	fixture_init(&f);
	g_assert_cmpuint(generation(&f), ==, 0);
	put(&f, "de", 20000);
	put(&f, "at", 20001);
	g_assert_cmpuint(generation(&f), ==, 2);
	put(&f, "de", 20000); /* says the same */
	g_assert_cmpuint(generation(&f), ==, 2);
	put(&f, "de", 20002);
	autoptr(calendar) de = store_calendar_get(f.store, "de", &error);
	test_no_error(error);
	g_assert_nonnull(calendar_find(de, 20002));
	g_autoptr(GPtrArray) all = store_calendars(f.store, &error);
	g_assert_cmpuint(all->len, ==, 2);
	g_assert_cmpstr(((struct calendar *)all->pdata[0])->name, ==, "at");
	const struct audit_query query = {.noun = "calendar", .since = INSTANT_NONE, .most = 10};
	g_autoptr(GPtrArray) entries = store_audit_list(f.store, &query, &error);
	g_assert_cmpuint(entries->len, ==, 3);
	g_assert_cmpstr(((struct audit *)entries->pdata[0])->action, ==, "edit");
}

TEST(store_calendar__unknown__not_found)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	fixture_init(&f);
	autoptr(calendar) none = store_calendar_get(f.store, "de", &error);
	g_assert_null(none);
	test_error(&error, ERROR_NOT_FOUND, "calendar");
	g_assert_false(store_calendar_delete(f.store, "de", &error));
	test_error(&error, ERROR_NOT_FOUND, "calendar");
}

TEST(store_calendar_delete__named_by_a_task__stays)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	fixture_init(&f);
	put(&f, "de", 20000);
	autorelease(task) task = {0};
	fixture_task(&task, "Named");
	g_assert_true(field_set_text(field_by_name(&task_table, "calendar"), &task, "de", &error));
	g_assert_true(store_task_put(f.store, &task, 100, &error));
	g_assert_false(store_calendar_delete(f.store, "de", &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_assert_true(store_task_delete(f.store, task.id, &error) && store_calendar_delete(f.store, "de", &error));
	test_no_error(error);
	g_assert_cmpuint(generation(&f), ==, 2);
}

static void expect_busy(struct fixture *f, struct due due, const struct ledger_basis *basis)
{
	GError *error = NULL;
	int64_t next = INSTANT_NONE;
	g_autoptr(GPtrArray) runs = g_ptr_array_new();
	g_assert_false(ledger_record(f->store, due, basis, runs, 999, &error));
	test_error(&error, ERROR_BUSY, NULL);
	g_assert_true(ledger_next_due(f->store, &next, NULL) && next == due.instant);
}

TEST(ledger_record__task_or_calendar_changed_at_the_same_instant__busy)
{
	autorelease(fixture) f = {0};
	autorelease(task) task = {0}, edited = {0};
	GError *error = NULL;
	fixture_init(&f);
	fixture_task(&task, "Edited");
	g_assert_true(store_task_put(f.store, &task, 100, &error));
	struct due due = {task.id, 100};
	struct ledger_basis basis = {.task = &task, .calendars = generation(&f)};
	task_init(&edited);
	task_copy(&edited, &task);
	g_assert_true(field_set_text(field_by_name(&task_table, "rrule"), &edited, "FREQ=WEEKLY", &error));
	g_assert_true(store_task_put(f.store, &edited, 100, &error)); /* the due instant stays */
	expect_busy(&f, due, &basis);
	basis.task = &edited;
	put(&f, "de", 20000);
	expect_busy(&f, due, &basis);
	basis.calendars = generation(&f);
	g_autoptr(GPtrArray) runs = g_ptr_array_new();
	g_assert_true(ledger_record(f.store, due, &basis, runs, 200, &error));
	test_no_error(error);
}

TEST(ledger_record__moved__recorded_at_both_instants)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	int64_t decided = 0;
	bool has = false;
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "Moved", 100);
	autorelease(run) run = {0};
	run_init(&run);
	run.task = task;
	run.state = RUN_SKIPPED;
	run.occurrence = 100;
	run.moved_from = 5000;
	g_autoptr(GPtrArray) runs = g_ptr_array_new();
	g_ptr_array_add(runs, &run);
	g_assert_true(ledger_record(f.store, (struct due){task, 100}, NULL, runs, 5000, &error));
	test_no_error(error);
	g_assert_true(ledger_has(f.store, task, 5000, &has, NULL) && has);
	g_assert_true(ledger_has(f.store, task, 100, &has, NULL) && has);
	g_assert_true(ledger_has(f.store, task, 101, &has, NULL) && !has);
	g_assert_true(ledger_decided(f.store, task, &decided, NULL) && decided == 100);
	run.occurrence = 5000; /* the calendar has gone: it was run already */
	run.moved_from = INSTANT_NONE;
	g_assert_true(ledger_record(f.store, (struct due){task, 5000}, NULL, runs, 6000, &error));
	g_assert_cmpuint(run.id, ==, 0);
}
