// SPDX-License-Identifier: Apache-2.0
// The pool of workers: started, watched for their deadline, and told to stop.
#include "workers-priv.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "tidings/app/run.h"
#include "tidings/util/error.h"
#include "tidings/util/log.h"

static bool check(int result, const char *what, GError **error)
{
	return result >= 0 || error_set_errno(error, -result, "while setting up the sender's %s", what);
}

static void clear_sources(struct worker *worker)
{
	worker->child = sd_event_source_unref(worker->child);
	worker->deadline = sd_event_source_unref(worker->deadline);
}

void workers_release(struct workers *pool)
{
	for (int i = 0; i < WORKERS_MOST; i++)
		clear_sources(&pool->worker[i]);
}

int workers_running(const struct workers *pool)
{
	int count = 0;
	for (int i = 0; i < WORKERS_MOST; i++)
		count += pool->worker[i].pid != 0;
	return count;
}

static int on_deadline(sd_event_source *source, uint64_t usec, void *data)
{
	const struct worker *worker = data;
	(void)source;
	(void)usec;
	log_line(LOG_LEVEL_ERROR, "the worker (process %d) took too long and is killed", (int)worker->pid);
	kill(worker->pid, SIGKILL);
	return 0;
}

static bool set_deadline(struct worker *worker, int seconds, GError **error)
{
	uint64_t usec = (uint64_t)seconds * G_USEC_PER_SEC;
	worker->deadline = sd_event_source_unref(worker->deadline);
	return check(sd_event_add_time_relative(worker->pool->event, &worker->deadline, CLOCK_MONOTONIC, usec, 0, on_deadline, worker), "timers",
		     error);
}

static void tell_signal(const siginfo_t *info)
{
	if (info->si_status == SIGALRM)
		log_line(LOG_LEVEL_ERROR, "the worker (process %d) took too long over one report and has ended", (int)info->si_pid);
	else
		log_line(LOG_LEVEL_ERROR, "the worker (process %d) was ended by signal %d", (int)info->si_pid, info->si_status);
}

/* What a worker that died had in hand is taken over by the next generation only: the others are to make room for it. */
static int on_end(sd_event_source *source, const siginfo_t *info, void *data)
{
	struct worker *worker = data;
	struct workers *pool = worker->pool;
	(void)source;
	bool exited = info->si_code == CLD_EXITED;
	bool good = exited && (info->si_status == 0 || info->si_status == SENDER_IDLE);
	const struct worker_end end = {.worked = exited && (info->si_status == 0 || info->si_status == SENDER_FAILED), .failed = !good};
	g_autoptr(GError) failure = NULL;
	worker->pid = 0;
	clear_sources(worker);
	if (!exited)
		tell_signal(info);
	if (!end.worked && !good) {
		pool->renewed = false;
		if (!workers_stop(pool, 0, &failure))
			log_line(LOG_LEVEL_ERROR, "%s", failure->message);
	}
	pool->ended(&end, pool->data);
	return 0;
}

static struct worker *find_free(struct workers *pool)
{
	for (int i = 0; i < WORKERS_MOST; i++) {
		if (pool->worker[i].pid == 0)
			return &pool->worker[i];
	}
	return NULL;
}

bool workers_renew(struct workers *pool, GError **error)
{
	if (pool->renewed || workers_running(pool) > 0)
		return true;
	pool->renewed = run_generation(pool->app, &pool->generation, error);
	return pool->renewed;
}

bool workers_start(struct workers *pool, GError **error)
{
	const struct service_options *options = pool->options;
	struct worker *worker = find_free(pool);
	GPid pid = 0;
	if (worker == NULL)
		return error_set(error, ERROR_BUG, "all workers are running already");
	g_autofree char *number = g_strdup_printf("%d", pool->generation);
	g_autofree char *begin = g_strdup_printf("%d", options->begin_seconds);
	g_autofree char *job = g_strdup_printf("%d", options->job_seconds);
	const char *argv[] = {options->program, "--data", app_dir(pool->app), "--worker", number, "--seconds", begin, "--job-seconds", job, NULL};
	if (!g_spawn_async(NULL, (char **)(uintptr_t)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, &pid, error))
		return false;
	worker->pool = pool;
	worker->pid = pid;
	/* each job has its own bell in the worker; this is for one that does not hear it */
	int most = options->begin_seconds + 2 * options->job_seconds + options->stop_seconds;
	return check(sd_event_add_child(pool->event, &worker->child, pid, WEXITED, on_end, worker), "worker", error) && set_deadline(worker, most, error);
}

bool workers_stop(struct workers *pool, int seconds, GError **error)
{
	for (int i = 0; i < WORKERS_MOST; i++) {
		struct worker *worker = &pool->worker[i];
		if (worker->pid == 0)
			continue;
		if (kill(worker->pid, SIGTERM) != 0)
			return error_set_errno(error, errno, "while stopping the worker (process %d)", (int)worker->pid);
		if (seconds > 0 && !set_deadline(worker, seconds, error))
			return false;
	}
	return true;
}
