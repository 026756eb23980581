// SPDX-License-Identifier: Apache-2.0
// A data directory for a test, and child processes.
#include "store-fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"
#include "tidings/util/instant.h"

extern char **environ;

void fixture_init(struct fixture *f)
{
	GError *error = NULL;
	f->dir = test_dir();
	bool made = store_create(f->dir, &error);
	test_no_error(error);
	g_assert_true(made);
	fixture_reopen(f);
}

void fixture_close(struct fixture *f)
{
	g_clear_pointer(&f->store, store_close);
}

void fixture_release(struct fixture *f)
{
	fixture_close(f);
	g_free(f->dir);
}

void fixture_reopen(struct fixture *f)
{
	GError *error = NULL;
	fixture_close(f);
	f->store = store_open(f->dir, &error);
	test_no_error(error);
	g_assert_nonnull(f->store);
}

char *fixture_path(const struct fixture *f, const char *name)
{
	return g_build_filename(f->dir, name, NULL);
}

static void set(const struct field_table *table, void *record, const char *name, const char *text)
{
	GError *error = NULL;
	bool ok = field_set_text(field_by_name(table, name), record, text, &error);
	test_no_error(error);
	g_assert_true(ok);
}

void fixture_task(struct task *task, const char *name)
{
	task_init(task);
	set(&task_table, task, "name", name);
	set(&task_table, task, "recipients", "a@example.com");
	set(&task_table, task, "subject", "Report");
	set(&task_table, task, "start", "2026-11-30T09:00");
	set(&task_table, task, "zone", "Europe/Moscow");
	set(&task_table, task, "rrule", "FREQ=DAILY");
}

uint32_t fixture_put_task(struct fixture *f, const char *name, int64_t next_run)
{
	GError *error = NULL;
	autorelease(task) task = {0};
	fixture_task(&task, name);
	bool ok = store_task_put(f->store, &task, next_run, &error);
	test_no_error(error);
	g_assert_true(ok);
	return task.id;
}

int64_t fixture_next_run(struct fixture *f, uint32_t id)
{
	GError *error = NULL;
	autorelease(task) task = {0};
	task_init(&task);
	int64_t next_run = INSTANT_NONE;
	g_assert_true(store_task_get(f->store, id, &task, &next_run, &error));
	return next_run;
}

void fixture_mail(struct mail_settings *settings, const char *password)
{
	mail_settings_init(settings);
	set(&mail_settings_table, settings, "server", "mail.example.com");
	set(&mail_settings_table, settings, "login", "reports");
	set(&mail_settings_table, settings, "email", "reports@example.com");
	secret_set(&settings->password, password, strlen(password));
}

void fixture_run(struct run *run, uint32_t task, enum run_kind kind, int64_t occurrence)
{
	run_init(run);
	run->task = task;
	run->kind = kind;
	run->occurrence = occurrence;
	run->period = (struct period){occurrence - 100, occurrence};
	run_add_recipient(run, "a@example.com");
	run_add_recipient(run, "b@example.com");
}

uint64_t fixture_record(struct fixture *f, uint32_t task, int64_t instant, int64_t next_run)
{
	GError *error = NULL;
	autorelease(run) run = {0};
	fixture_run(&run, task, RUN_SCHEDULED, instant);
	g_autoptr(GPtrArray) runs = g_ptr_array_new();
	g_ptr_array_add(runs, &run);
	bool ok = ledger_record(f->store, (struct due){task, instant}, NULL, runs, next_run, &error);
	test_no_error(error);
	g_assert_true(ok);
	return run.id;
}

uint64_t fixture_add(struct fixture *f, uint32_t task)
{
	GError *error = NULL;
	autorelease(run) run = {0};
	fixture_run(&run, task, RUN_MANUAL, 1000);
	bool ok = ledger_add(f->store, &run, &error);
	test_no_error(error);
	g_assert_true(ok);
	return run.id;
}

void fixture_get(struct fixture *f, uint64_t id, struct run *run)
{
	GError *error = NULL;
	bool ok = ledger_get(f->store, id, run, &error);
	test_no_error(error);
	g_assert_true(ok);
}

void fixture_claim(struct fixture *f, int generation, int64_t now, uint64_t id, struct run *run)
{
	GError *error = NULL;
	const struct claim_order order = {.generation = generation, .now = now};
	bool ok = ledger_claim(f->store, &order, run, &error);
	test_no_error(error);
	g_assert_true(ok);
	g_assert_cmpuint(run->id, ==, id);
}

void fixture_claim_none(struct fixture *f, int generation, int64_t now)
{
	GError *error = NULL;
	autorelease(run) run = {0};
	run_init(&run);
	const struct claim_order order = {.generation = generation, .now = now};
	g_assert_false(ledger_claim(f->store, &order, &run, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	g_assert_cmpuint(run.id, ==, 0);
}

void fixture_update(struct fixture *f, const struct run *run)
{
	GError *error = NULL;
	bool ok = ledger_update(f->store, run, &error);
	test_no_error(error);
	g_assert_true(ok);
}

int64_t fixture_next_try(struct fixture *f)
{
	GError *error = NULL;
	int64_t instant = 77;
	g_assert_true(ledger_next_try(f->store, &instant, &error));
	return instant;
}

int fixture_generation(struct fixture *f)
{
	GError *error = NULL;
	int generation = 0;
	bool ok = ledger_generation(f->store, &generation, &error);
	test_no_error(error);
	g_assert_true(ok);
	return generation;
}

void child_start(struct child *child, const char *role, const char *dir)
{
	int in[2], out[2];
	g_assert_cmpint(pipe2(in, O_CLOEXEC), ==, 0);
	g_assert_cmpint(pipe2(out, O_CLOEXEC), ==, 0);
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	char *argv[] = {program, (char *)(uintptr_t)role, (char *)(uintptr_t)dir, NULL};
	g_assert_cmpint(posix_spawn(&child->pid, program, &actions, NULL, argv, environ), ==, 0);
	posix_spawn_file_actions_destroy(&actions);
	close(in[0]);
	close(out[1]);
	child->in = fdopen(in[1], "w");
	child->out = fdopen(out[0], "r");
}

char *child_read(struct child *child)
{
	char line[256];
	g_assert_nonnull(fgets(line, sizeof(line), child->out));
	return g_strdup(g_strchomp(line));
}

int child_end(struct child *child, int signal)
{
	int status = 0;
	if (signal != 0)
		kill(child->pid, signal);
	fclose(child->in);
	g_assert_cmpint(waitpid(child->pid, &status, 0), ==, child->pid);
	fclose(child->out);
	return status;
}

void fixture_put_tenant(struct fixture *f, const char *name, bool disabled)
{
	GError *error = NULL;
	autorelease(tenant) tenant = {0};
	tenant_init(&tenant);
	g_free(tenant.name);
	tenant.name = g_strdup(name);
	tenant.disabled = disabled;
	bool ok = store_tenant_put(f->store, &tenant, &error);
	test_no_error(error);
	g_assert_true(ok);
}
