// SPDX-License-Identifier: Apache-2.0
// CPU time of next runs: all of them computed anew, and a wake-up for ten due tasks among many: schedule [TASKS] [DIRECTORY]
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <glib.h>

#include "tidings/app/run.h"
#include "tidings/schedule/recurrence.h"
#include "tidings/store/store.h"
#include "tidings/util/instant.h"

#define DUE 10
#define WAKES 7
#define WAKE_SECONDS 3
#define KINDS 8

static const char *const zones[] = {"Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"};

static const char *const mixed[KINDS] = {
	"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYDAY=-1FR",
	"FREQ=HOURLY;INTERVAL=6", "FREQ=YEARLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=900",
};

static const char *const yearly[KINDS] = {
	"FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTH=1;BYDAY=1MO", "FREQ=YEARLY;BYYEARDAY=100",
	"FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1", "FREQ=YEARLY;INTERVAL=2", "FREQ=YEARLY;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
};

static int64_t now(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

static double cpu(void)
{
	struct timespec t = {0};
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static void fail_on(GError *error)
{
	if (error != NULL)
		g_error("%s", error->message);
}

static void set(struct task *task, const char *name, const char *text)
{
	GError *error = NULL;
	if (!field_set_text(field_by_name(&task_table, name), task, text, &error))
		fail_on(error);
}

static void make_task(struct task *task, int i, const char *const *rules)
{
	g_autofree char *name = g_strdup_printf("Report %d", i);
	g_autofree char *start = g_strdup_printf("2024-%02d-%02dT%02d:%02d", 1 + i % 12, 1 + i / 7 % 28, i % 24, i % 60);
	task_init(task);
	set(task, "name", name);
	set(task, "recipients", "soc@example.com");
	set(task, "subject", "Report {period}");
	set(task, "start", start);
	set(task, "zone", zones[(size_t)i % G_N_ELEMENTS(zones)]);
	set(task, "rrule", rules[i / 12 % KINDS]);
	task->enabled = true;
}

static double compute(int tasks, const char *const *rules)
{
	autoptr(zones) shared = zones_new();
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct task));
	GError *error = NULL;
	int found = 0;
	g_array_set_size(all, (guint)tasks);
	for (int i = 0; i < tasks; i++)
		make_task(&g_array_index(all, struct task, i), i, rules);
	double begin = cpu();
	for (int i = 0; i < tasks; i++) {
		const struct task *task = &g_array_index(all, struct task, i);
		struct recurrence_spec spec = recurrence_spec_of_task(task);
		const struct zone *zone = zones_get(shared, task->zone, &error);
		fail_on(error);
		autoptr(recurrence) recurrence = recurrence_new_in(&spec, zone, &error);
		fail_on(error);
		struct occurrence next;
		found += recurrence_next(recurrence, now(), &next);
	}
	double took = cpu() - begin;
	if (found != tasks)
		g_error("%d of %d tasks have a next run", found, tasks);
	for (int i = 0; i < tasks; i++)
		task_release(&g_array_index(all, struct task, i));
	return took;
}

static struct app *open_app(const char *dir, int64_t at)
{
	GError *error = NULL;
	struct app_options options = {.dir = dir, .clock = {.fixed = at != 0, .at = at}};
	struct app *app = app_open(&options, &error);
	fail_on(error);
	return app;
}

static int64_t next_run(struct zones *shared, const struct task *task, int64_t after)
{
	GError *error = NULL;
	struct occurrence next = {.instant = INSTANT_NONE};
	struct recurrence_spec spec = recurrence_spec_of_task(task);
	const struct zone *zone = zones_get(shared, task->zone, &error);
	fail_on(error);
	autoptr(recurrence) recurrence = recurrence_new_in(&spec, zone, &error);
	fail_on(error);
	return recurrence_next(recurrence, after, &next) ? next.instant : INSTANT_NONE;
}

static void fill(const char *dir, int tasks)
{
	GError *error = NULL;
	if (!app_create(dir, "admin", NULL, &error))
		fail_on(error);
	autoptr(store) store = store_open(dir, &error);
	fail_on(error);
	autoptr(zones) shared = zones_new();
	for (int i = 0; i < tasks; i++) {
		autorelease(task) task = {0};
		make_task(&task, i, mixed);
		if (!store_task_put(store, &task, next_run(shared, &task, now() + 7200), &error))
			fail_on(error);
	}
}

/* At each of the coming instants ten tasks are due. */
static void make_due(const char *dir, int64_t from, int tasks)
{
	GError *error = NULL;
	autoptr(store) store = store_open(dir, &error);
	fail_on(error);
	for (int i = 0; i < DUE * WAKES; i++) {
		autorelease(task) task = {0};
		int64_t next = INSTANT_NONE;
		task_init(&task);
		if (!store_task_get(store, (uint32_t)(1 + i * 97 % tasks), &task, &next, &error) ||
		    !store_task_put(store, &task, from + i / DUE * WAKE_SECONDS, &error))
			fail_on(error);
	}
}

static void note_zone_data(const char *dir, const char *version)
{
	GError *error = NULL;
	autoptr(store) store = store_open(dir, &error);
	fail_on(error);
	if (!store_note_put(store, "tzdata", version, &error))
		fail_on(error);
}

/* CPU time of one turn of the sender that records at least so many runs. */
static double turn(struct app *app, int expected)
{
	int recorded = 0;
	int64_t next = INSTANT_NONE;
	GError *error = NULL;
	double begin = cpu();
	if (!run_plan_due(app, &recorded, &error) || !run_next_wake(app, &next, &error))
		fail_on(error);
	double took = cpu() - begin;
	if (recorded < expected || recorded > expected + DUE / 2)
		g_error("%d instead of %d runs were recorded", recorded, expected);
	return took;
}

/* The sender as it runs: open all the time, with the system's clock. */
static void wake(const char *dir, int tasks)
{
	double took[WAKES];
	int64_t from = now() + WAKE_SECONDS;
	make_due(dir, from, tasks);
	autoptr(app) app = open_app(dir, 0);
	for (int i = 0; i < WAKES; i++) {
		while (g_get_real_time() < (from + i * WAKE_SECONDS) * G_USEC_PER_SEC)
			g_usleep(10000);
		took[i] = turn(app, DUE);
	}
	qsort(took, WAKES, sizeof took[0], compare);
	printf("wake-up for %d due tasks:                 %.3f ms at least, %.3f ms in the middle\n", DUE, took[0] * 1000, took[WAKES / 2] * 1000);
	printf("a turn without anything due:              %.3f ms\n", turn(app, 0) * 1000);
}

int main(int argc, char **argv)
{
	int tasks = argc > 1 ? (int)g_ascii_strtoll(argv[1], NULL, 10) : 100000;
	g_autofree char *dir = g_build_filename(argc > 2 ? argv[2] : g_get_tmp_dir(), "schedule-bench-XXXXXX", NULL);
	printf("next runs of %d tasks, mixed rules:   %.3f s\n", tasks, compute(tasks, mixed));
	printf("next runs of %d tasks, yearly rules:  %.3f s\n", tasks, compute(tasks, yearly));
	if (g_mkdtemp(dir) == NULL)
		g_error("no directory \"%s\"", dir);
	double begin = cpu();
	fill(dir, tasks);
	printf("%d tasks stored:                      %.3f s\n", tasks, cpu() - begin);
	note_zone_data(dir, "older");
	{
		autoptr(app) app = open_app(dir, now() - 1);
		printf("new zone data, all tasks looked at:       %.3f s\n", turn(app, 0));
	}
	wake(dir, tasks);
	g_autofree char *remove = g_strdup_printf("rm -r %s", dir);
	return g_spawn_command_line_sync(remove, NULL, NULL, NULL, NULL) ? 0 : 1;
}
