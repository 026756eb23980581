// SPDX-License-Identifier: Apache-2.0
// Tasks with a holiday calendar: what is planned, and what happens when the calendar changes.
#include "app-test.h"

#include <string.h>

#include "tidings/app/calendar.h"
#include "tidings/app/run.h"
#include "tidings/app/task.h"
#include "tidings/store/ledger.h"
#include "tidings/store/store.h"
#include "tidings/util/instant.h"

#define HEAD "BEGIN:VCALENDAR\n"
#define DAY(date) "BEGIN:VEVENT\nDTSTART:" date "\nSUMMARY:Feast\nEND:VEVENT\n"
#define TAIL "END:VCALENDAR\n"

/* 2026-11-16 is a Monday. */
static void import(struct app *app, const char *text)
{
	GError *error = NULL;
	struct calendar_import done = {0};
	g_assert_true(calendar_import(app, "de", text, strlen(text), &done, &error));
	test_no_error(error);
}

static struct app *reopen(struct app **app, const char *dir, const char *instant)
{
	app_close(g_steal_pointer(app));
	return app_at(dir, instant);
}

static void expect_history(struct app *app, uint32_t id, const char *expected)
{
	g_autofree char *history = app_history(app, id);
	g_assert_cmpstr(history, ==, expected);
}

TEST(calendar__skip__the_ledger_says_which_holiday)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-15T12:00:00Z");
	app_mail(app);
	import(app, HEAD DAY("20261116") TAIL);
	uint32_t id = app_task(app, true, "calendar", "de", NULL);
	app_expect_next(app, id, "2026-11-17T09:00:00Z");
	app = reopen(&app, dir, "2026-11-16T09:00:00Z");
	app_plan(app);
	expect_history(app, id, "skipped@2026-11-16");
	g_autoptr(GPtrArray) runs = run_list(app, id, 1, NULL);
	g_assert_cmpstr(((struct run *)runs->pdata[0])->reason, ==, "holiday: Feast");
	app = reopen(&app, dir, "2026-11-17T09:00:00Z");
	app_plan(app);
	expect_history(app, id, "planned@2026-11-17 skipped@2026-11-16");
}

TEST(calendar__next__moved_and_said_so)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-15T12:00:00Z");
	app_mail(app);
	import(app, HEAD DAY("20261116") TAIL);
	uint32_t id = app_task(app, true, "rrule", "FREQ=WEEKLY;BYDAY=MO", "calendar", "de", "holiday", "next", NULL);
	app_expect_next(app, id, "2026-11-17T09:00:00Z");
	app = reopen(&app, dir, "2026-11-17T09:00:00Z");
	app_plan(app);
	g_autoptr(GPtrArray) runs = run_list(app, id, 1, NULL);
	g_autofree char *from = instant_to_text(((struct run *)runs->pdata[0])->moved_from);
	g_assert_cmpstr(from, ==, "2026-11-16T09:00:00Z");
	expect_history(app, id, "planned@2026-11-17");
	app_expect_next(app, id, "2026-11-23T09:00:00Z");
}

TEST(calendar__missed_latest__a_holiday_does_not_take_its_place)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-13T12:00:00Z");
	app_mail(app);
	import(app, HEAD DAY("20261116") DAY("20261117") TAIL);
	uint32_t id = app_task(app, true, "calendar", "de", NULL);
	app = reopen(&app, dir, "2026-11-17T10:00:00Z");
	app_plan(app);
	expect_history(app, id, "skipped@2026-11-17 skipped@2026-11-16 planned@2026-11-15 missed@2026-11-14");
}

TEST(calendar__changed__next_runs_follow)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-15T12:00:00Z");
	app_mail(app);
	import(app, HEAD DAY("20260101") TAIL);
	uint32_t id = app_task(app, true, "rrule", "FREQ=WEEKLY;BYDAY=MO", "calendar", "de", "holiday", "next", NULL);
	app_expect_next(app, id, "2026-11-16T09:00:00Z");
	import(app, HEAD DAY("20261116") TAIL);
	app_expect_next(app, id, "2026-11-17T09:00:00Z");
	import(app, HEAD DAY("20261116") DAY("20261117") DAY("20261118") TAIL);
	app_expect_next(app, id, "2026-11-19T09:00:00Z");
	import(app, HEAD DAY("20260101") TAIL);
	app_expect_next(app, id, "2026-11-16T09:00:00Z");
}

/* Monday's report was sent on Monday: that Monday becomes a holiday afterwards does not send it again. */
TEST(calendar__holiday_after_the_run__nothing_twice)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-15T12:00:00Z");
	app_mail(app);
	import(app, HEAD DAY("20260101") TAIL);
	uint32_t id = app_task(app, true, "rrule", "FREQ=WEEKLY;BYDAY=MO", "calendar", "de", "holiday", "next", NULL);
	app = reopen(&app, dir, "2026-11-16T09:00:00Z");
	app_plan(app);
	import(app, HEAD DAY("20261116") TAIL);
	app = reopen(&app, dir, "2026-11-18T09:00:00Z");
	app_plan(app);
	expect_history(app, id, "planned@2026-11-16");
	app_expect_next(app, id, "2026-11-23T09:00:00Z");
}

/* Friday's run was Monday's report: that Monday is no holiday any more does not send it again. */
TEST(calendar__holiday_gone_after_the_run_before__nothing_twice)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-12T12:00:00Z");
	app_mail(app);
	import(app, HEAD DAY("20261116") TAIL);
	uint32_t id = app_task(app, true, "rrule", "FREQ=WEEKLY;BYDAY=MO", "calendar", "de", "holiday", "previous", NULL);
	app_expect_next(app, id, "2026-11-13T09:00:00Z");
	app = reopen(&app, dir, "2026-11-13T09:00:00Z");
	app_plan(app);
	import(app, HEAD DAY("20260101") TAIL);
	app = reopen(&app, dir, "2026-11-16T09:00:00Z");
	app_plan(app);
	expect_history(app, id, "planned@2026-11-13");
	app_expect_next(app, id, "2026-11-23T09:00:00Z");
}

/* On Saturday Monday becomes a holiday; Friday has passed: the report is late, not lost. */
TEST(calendar__moved_into_the_past__runs_at_once)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-14T12:00:00Z");
	app_mail(app);
	import(app, HEAD DAY("20260101") TAIL);
	uint32_t id = app_task(app, true, "rrule", "FREQ=WEEKLY;BYDAY=MO", "calendar", "de", "holiday", "previous", NULL);
	import(app, HEAD DAY("20261116") TAIL);
	app_plan(app);
	expect_history(app, id, "planned@2026-11-13");
	app_expect_next(app, id, "2026-11-23T09:00:00Z");
	app_plan(app);
	expect_history(app, id, "planned@2026-11-13");
}

/* The sender was down when it was due; by the time it is up, the day is a holiday. */
TEST(calendar__due_becomes_a_holiday__decided_by_the_calendar_now)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-15T12:00:00Z");
	app_mail(app);
	import(app, HEAD DAY("20260101") TAIL);
	uint32_t skip = app_task(app, true, "rrule", "FREQ=WEEKLY;BYDAY=MO", "calendar", "de", NULL);
	uint32_t next = app_task(app, true, "rrule", "FREQ=WEEKLY;BYDAY=MO", "calendar", "de", "holiday", "next", NULL);
	uint32_t previous = app_task(app, true, "rrule", "FREQ=WEEKLY;BYDAY=MO", "calendar", "de", "holiday", "previous", NULL);
	app = reopen(&app, dir, "2026-11-16T10:00:00Z");
	import(app, HEAD DAY("20261116") TAIL);
	app_plan(app);
	expect_history(app, skip, "skipped@2026-11-16");
	expect_history(app, next, "");
	app_expect_next(app, next, "2026-11-17T09:00:00Z");
	expect_history(app, previous, "planned@2026-11-13");
}

/* Killed between the new calendar and the new next runs: the sender goes on. */
TEST(calendar__changed_and_killed__the_sender_follows)
{
	g_autofree char *dir = test_dir();
	GError *error = NULL;
	autoptr(app) app = app_at(dir, "2026-11-15T12:00:00Z");
	app_mail(app);
	import(app, HEAD DAY("20260101") TAIL);
	uint32_t id = app_task(app, true, "rrule", "FREQ=WEEKLY;BYDAY=MO", "calendar", "de", "holiday", "next", NULL);
	app_close(g_steal_pointer(&app));
	autoptr(store) store = store_open(dir, &error);
	autoptr(calendar) calendar = calendar_new("de");
	calendar_add(calendar, 20773, "Feast"); /* 2026-11-16 */
	g_assert_true(store_calendar_put(store, calendar, &error));
	test_no_error(error);
	store_close(g_steal_pointer(&store));
	app = app_at(dir, "2026-11-15T13:00:00Z");
	app_plan(app);
	app_expect_next(app, id, "2026-11-17T09:00:00Z");
}

TEST(calendar__unknown_name__refused_with_the_field)
{
	g_autofree char *dir = test_dir();
	GError *error = NULL;
	autoptr(app) app = app_at(dir, "2026-11-15T12:00:00Z");
	app_mail(app);
	uint32_t id = app_task(app, true, NULL);
	autoptr(task_view) view = task_show(app, id, &error);
	g_assert_true(field_set_text(field_by_name(&task_table, "calendar"), &view->task, "nowhere", &error));
	g_assert_false(task_save(app, &view->task, &error));
	test_error(&error, ERROR_NOT_FOUND, "calendar");
}

TEST(calendar_import__not_an_administrator__denied)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-15T12:00:00Z");
	const struct app_options options = {.dir = dir, .mode = "data", .tenant = "General"};
	GError *error = NULL;
	struct calendar_import done = {0};
	app_close(g_steal_pointer(&app));
	app = app_open(&options, &error);
	test_no_error(error);
	g_assert_false(calendar_import(app, "de", HEAD DAY("20261116") TAIL, 0, &done, &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_autoptr(GPtrArray) all = calendar_list(app, &error);
	test_no_error(error);
	g_assert_cmpuint(all->len, ==, 0);
}
