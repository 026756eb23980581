// SPDX-License-Identifier: Apache-2.0
// Bench of the Reporting page with many tasks, as CPU time: tasks DIRECTORY TASKS RUNS-OF-EACH. The directory is filled the first time.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "screens/reporting-priv.h"
#include "tidings/store/ledger.h"
#include "tidings/store/store.h"

#define ROUNDS 21
#define NOW INT64_C(1795521600) /* 2026-11-24T12:00:00Z */

static double cpu(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void check(bool done, GError *error)
{
	if (done)
		return;
	fprintf(stderr, "tasks: %s\n", error == NULL ? "failed" : error->message);
	exit(EXIT_FAILURE);
}

static void set(struct task *task, const char *name, const char *value)
{
	GError *error = NULL;
	check(field_set_text(field_by_name(&task_table, name), task, value, &error), error);
}

static void fill_task(struct task *task, unsigned i)
{
	static const char *const rules[] = {"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO", "FREQ=HOURLY;INTERVAL=6", "FREQ=MONTHLY;BYMONTHDAY=1", ""};
	static const char *const zones[] = {"UTC", "Europe/Moscow", "America/New_York"};
	unsigned mixed = i * 2654435761u;
	g_autofree char *name = g_strdup_printf("Report %05u of the %s unit", mixed % 100000, i % 3 == 0 ? "Ural" : "central");
	g_autofree char *to = g_strdup_printf("team%u@example.com, soc@example.org, head%u@example.net", mixed % 997, i % 89);
	g_autofree char *start = g_strdup_printf("2026-11-%02uT%02u:%02u", 1 + mixed % 28, mixed % 24, mixed % 60);
	task_init(task);
	set(task, "name", name);
	set(task, "recipients", to);
	set(task, "subject", "Report {period}");
	set(task, "start", start);
	set(task, "zone", zones[i % G_N_ELEMENTS(zones)]);
	set(task, "rrule", rules[mixed % G_N_ELEMENTS(rules)]);
	set(task, "owner", "admin");
	task->enabled = i % 2 == 0;
}

static void add_runs(struct store *store, const struct task *task, unsigned runs)
{
	GError *error = NULL;
	for (unsigned n = 0; n < runs; n++) {
		autorelease(run) run = {0};
		run_init(&run);
		run.task = task->id;
		g_free(run.task_name);
		run.task_name = g_strdup(task->name);
		run.kind = RUN_MANUAL;
		run.occurrence = NOW - 86400 * (int64_t)(runs - n) - (int64_t)(task->id * 7919 % 80000);
		run.state = RUN_DELIVERED;
		for (int i = 0; i < 3; i++)
			run_add_recipient(&run, "soc@example.com");
		check(ledger_add(store, &run, &error), error);
	}
}

static void fill(const char *dir, unsigned n, unsigned runs)
{
	GError *error = NULL;
	autoptr(store) store = store_open(dir, &error);
	check(store != NULL, error);
	g_autofree struct task *tasks = g_new0(struct task, n);
	g_autofree struct task_write *writes = g_new0(struct task_write, n);
	for (unsigned i = 0; i < n; i++) {
		fill_task(&tasks[i], i);
		writes[i] = (struct task_write){.task = &tasks[i], .next_run = tasks[i].enabled ? NOW + (int64_t)(i * 7919 % 600000) : INT64_MIN};
	}
	check(store_tasks_write(store, writes, n, &error), error);
	for (unsigned i = 0; i < n; i++) {
		add_runs(store, &tasks[i], runs);
		task_release(&tasks[i]);
	}
}

static int order(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void say(const char *what, double *taken)
{
	qsort(taken, ROUNDS, sizeof *taken, order);
	printf("%-28s %6.2f ms of CPU (median of %d, most %.2f)\n", what, taken[ROUNDS / 2], ROUNDS, taken[ROUNDS - 1]);
}

static void press(struct console *console, uint32_t key)
{
	struct input input = {.type = INPUT_KEY, .key = key};
	console_input(console, &input);
	console_draw(console);
}

static void type(struct console *console, const char *text)
{
	struct input input = {.type = INPUT_TEXT, .text = g_strdup(text)};
	console_input(console, &input);
	input_clear(&input);
	console_draw(console);
}

static void measure_open(struct app *app)
{
	double taken[ROUNDS];
	for (int i = 0; i < ROUNDS; i++) {
		autorelease(console) console = {0};
		console_init(&console, app, "en");
		double before = cpu();
		reporting_open(&console);
		console_draw(&console);
		taken[i] = cpu() - before;
	}
	say("open the page", taken);
}

static void measure_keys(struct app *app)
{
	static const char *const names[] = {"Status", "Task name", "Recipients", "Recurs", "Next run", "Last run", "Tenants", "as they come"};
	double taken[G_N_ELEMENTS(names)][ROUNDS], letter[ROUNDS], more[ROUNDS], refresh[ROUNDS];
	autorelease(console) console = {0};
	console_init(&console, app, "en");
	reporting_open(&console);
	for (int i = 0; i < ROUNDS; i++) {
		struct input change = {.type = INPUT_CHANGE};
		for (size_t column = 0; column < G_N_ELEMENTS(names); column++) {
			double before = cpu();
			press(&console, 'o');
			taken[column][i] = cpu() - before;
			if (column == 5)
				console_input(&console, &change); /* what was read for it is read again the next time */
		}
		press(&console, '/');
		double before = cpu();
		type(&console, "u");
		letter[i] = cpu() - before;
		before = cpu();
		type(&console, "ral");
		more[i] = cpu() - before;
		press(&console, PRESS_ESCAPE);
		before = cpu();
		console_input(&console, &change);
		console_draw(&console);
		refresh[i] = cpu() - before;
	}
	for (size_t column = 0; column < G_N_ELEMENTS(names); column++) {
		g_autofree char *what = g_strconcat("sort: ", names[column], NULL);
		say(what, taken[column]);
	}
	say("filter: u", letter);
	say("filter: ural", more);
	say("the data have changed", refresh);
}

int main(int argc, char **argv)
{
	GError *error = NULL;
	guint64 n = 0, runs = 0;
	if (argc != 4 || !g_ascii_string_to_unsigned(argv[2], 10, 1, 1000000, &n, NULL) || !g_ascii_string_to_unsigned(argv[3], 10, 0, 1000, &runs, NULL))
		return 2;
	bool fresh = app_create(argv[1], "admin", NULL, NULL);
	if (fresh)
		fill(argv[1], (unsigned)n, (unsigned)runs);
	struct app_options options = {.dir = argv[1], .clock = {.fixed = true, .at = NOW}};
	autoptr(app) app = app_open(&options, &error);
	check(app != NULL, error);
	printf("%" G_GUINT64_FORMAT " tasks with %" G_GUINT64_FORMAT " runs each\n", n, runs);
	measure_open(app);
	measure_keys(app);
	return EXIT_SUCCESS;
}
