// SPDX-License-Identifier: Apache-2.0
// The task table: sorted, filtered, its columns chosen, and thousands of rows.
#include "screen-test.h"

#include "screens/reporting-priv.h"
#include "tidings/app/task.h"

TEST(screen__reporting__is_sorted_by_every_column)
{
	static const struct {
		const char *column, *first;
	} orders[] = {
		{"sort: Status", "Daily overview"}, {"sort: Task name", "Daily overview"}, {"sort: Recipients", "Отчёт для филиала"},
		{"sort: Recurs", "Отчёт для филиала"}, {"sort: Next run", "Отчёт для филиала"}, {"sort: Last run", "Weekly SOC summary"},
		{"sort: Tenants", "Daily overview"},
	};
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	for (size_t i = 0; i < G_N_ELEMENTS(orders); i++) {
		screen_keys(&test, "o Home");
		screen_expect(&test, orders[i].column);
		screen_expect_marked(&test, orders[i].first);
	}
	screen_keys(&test, "O Home");
	screen_expect(&test, "sort: Tenants, descending");
	screen_keys(&test, "o Home");
	screen_expect_marked(&test, "Daily overview");
	g_assert_false(screen_has(&test, "sort:"));
}

TEST(screen__reporting__is_filtered_and_acts_on_what_is_left)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	screen_open(&test, NULL, true);
	screen_keys(&test, "/");
	screen_type(&test, "BOARD");
	screen_keys(&test, "Enter");
	screen_expect(&test, "filter: BOARD");
	screen_expect(&test, "Row 1 of 1");
	screen_expect(&test, "Tasks: 4, on: 3");
	screen_keys(&test, "Space");
	autoptr(task_view) view = task_show(test.app, 3, &error);
	g_assert_true(view->task.enabled);
	screen_keys(&test, "/");
	screen_type(&test, "nothing has this");
	screen_keys(&test, "Enter Space");
	screen_expect(&test, "No row has these words.");
	screen_keys(&test, "/ Esc");
	screen_expect(&test, "Row 3 of 4");
}

// Work that is counted, not timed: of many tasks only those are decoded that are seen.
TEST(screen__reporting__only_the_tasks_that_are_seen_are_decoded)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	for (int i = 0; i < 60; i++)
		(void)app_task(test.app, false, "name", i % 2 == 0 ? "Even" : "Odd", NULL);
	screen_keys(&test, "F5");
	const struct reporting *state = console_top(&test.console)->state;
	g_assert_cmpuint(state->lines->n, ==, 64);
	guint seen = (guint)state->table.shown;
	g_assert_cmpuint(g_hash_table_size(state->views), ==, seen);
	screen_keys(&test, "F6 F6 F6 F6 F6 F6 F6 F6");
	screen_keys(&test, "/");
	screen_type(&test, "odd");
	screen_keys(&test, "Enter F5");
	g_assert_cmpuint(state->table.rows, ==, 30);
	g_assert_cmpuint(g_hash_table_size(state->views), ==, seen);
	screen_keys(&test, "PgDn");
	g_assert_cmpuint(g_hash_table_size(state->views), <=, 2 * seen);
}

TEST(screen__columns__are_chosen)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "c Down Down Space");
	screen_golden(&test, "columns");
	screen_keys(&test, "Esc");
	g_assert_false(screen_has(&test, "Recipients"));
	screen_expect(&test, "every day at 06:00, UTC");
	screen_keys(&test, "c Space Down Space Down Down Space Down Space Down Space Down Space");
	screen_expect(&test, "One column stays.");
	screen_keys(&test, "c");
	screen_expect(&test, "   Tenants");
	g_assert_false(screen_has(&test, "Status"));
	screen_keys(&test, "c Down Down Space q");
	screen_expect(&test, "Recipients");
}

// Refusals are read in the language of the console.
TEST(screen__russian__refusals_are_russian)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, "ru", true);
	screen_keys(&test, "a");
	screen_type(&test, "Отчёт");
	screen_keys(&test, "Tab");
	screen_type(&test, "nobody");
	screen_keys(&test, "Tab Ctrl+S");
	screen_expect(&test, "не почтовый адрес");
	screen_keys(&test, "Esc Right Enter x");
	screen_expect(&test, "почта");
	screen_expect(&test, "последняя проверка");
}
