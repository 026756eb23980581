// SPDX-License-Identifier: Apache-2.0
// tidings-sender: the background process, its workers, and jobs that tidings hands over.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "../program.h"
#include "tidings/app/job.h"
#include "tidings/app/run.h"
#include "tidings/render/render.h"
#include "tidings/sender/sender.h"
#include "tidings/util/error.h"
#include "tidings/util/log.h"

#define BEGIN_SECONDS 300
#define JOB_SECONDS 900 /* more than the ten minutes that a server may take after the dot */
#define STOP_SECONDS 25 /* less than "tidings sender stop" waits */
#define PAUSE_SECONDS 60

struct arguments {
	char *data, *as, *mode, *tenant, *metrics;
	int worker, seconds, job_seconds;
	gboolean job, until_idle, detach;
};

static bool parse(int *argc, char ***argv, struct arguments *a, GError **error)
{
	const GOptionEntry entries[] = {
		{"data", 0, 0, G_OPTION_ARG_FILENAME, &a->data, "Data directory", "DIR"},
		{"as", 0, 0, G_OPTION_ARG_STRING, &a->as, "Acting account", "LOGIN"},
		{"mode", 0, 0, G_OPTION_ARG_STRING, &a->mode, "system or data", "MODE"},
		{"tenant", 0, 0, G_OPTION_ARG_STRING, &a->tenant, "Tenant of data mode", "NAME"},
		{"job", 0, 0, G_OPTION_ARG_NONE, &a->job, "Serve one job from standard input", NULL},
		{"worker", 0, 0, G_OPTION_ARG_INT, &a->worker, "Work on the ledger as this generation", "N"},
		{"seconds", 0, 0, G_OPTION_ARG_INT, &a->seconds, "Workers begin nothing new after this time", "N"},
		{"job-seconds", 0, 0, G_OPTION_ARG_INT, &a->job_seconds, "What one report may take", "N"},
		{"metrics", 0, 0, G_OPTION_ARG_FILENAME, &a->metrics, "Keep a file for Prometheus in this directory", "DIR"},
		{"until-idle", 0, 0, G_OPTION_ARG_NONE, &a->until_idle, "Do all that is due, then exit", NULL},
		{"detach", 0, 0, G_OPTION_ARG_NONE, &a->detach, "Start in the background", NULL},
		{0},
	};
	g_autoptr(GOptionContext) context = g_option_context_new("- sender of Tidings, started by tidings or systemd");
	g_option_context_add_main_entries(context, entries, NULL);
	return g_option_context_parse(context, argc, argv, error);
}

static void arguments_release(struct arguments *a)
{
	g_free(a->data);
	g_free(a->as);
	g_free(a->mode);
	g_free(a->tenant);
	g_free(a->metrics);
}

/* A new session of its own, without this terminal; what it has to say goes to a file in the data directory. */
static bool detach(const char *program, const char *dir, GError **error)
{
	g_autofree char *log = g_build_filename(dir, "sender.log", NULL);
	const char *argv[] = {program, "--data", dir, NULL};
	posix_spawnattr_t attributes;
	posix_spawn_file_actions_t actions;
	pid_t pid = 0;
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	int result = posix_spawn(&pid, program, &actions, &attributes, (char **)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return result == 0 || error_set_errno(error, result, "while starting \"%s\"", program);
}

/* SIGTERM lets the mail in flight be finished: a worker stops at the next run. */
static volatile sig_atomic_t stop_asked;

static void on_term(int number)
{
	(void)number;
	stop_asked = 1;
}

static bool worker_stops(void)
{
	return stop_asked != 0;
}

/* SIGALRM ends the worker; the run that took so long is tried again by a later one. */
static void worker_deadline(int seconds)
{
	alarm((unsigned)seconds);
}

static int work(struct app *app, const struct arguments *a, GError **error)
{
	struct sigaction action = {.sa_handler = on_term, .sa_flags = SA_RESTART};
	sigset_t none;
	struct run_outcome outcome = {0};
	/* one whose sender was killed finishes its mail and makes room */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigemptyset(&none);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL); /* from the terminal it reaches the whole group */
	sigprocmask(SIG_SETMASK, &none, NULL);
	const struct run_limits limits = {.generation = a->worker, .seconds = a->seconds, .stop = worker_stops, .job_seconds = a->job_seconds,
					  .deadline = worker_deadline};
	if (!run_work(app, &limits, &outcome, error))
		return error_exit_code(*error);
	return outcome.worked == 0 ? SENDER_IDLE : outcome.failed > 0 ? SENDER_FAILED : 0;
}

static int serve(struct app *app, const struct arguments *a, const char *program, GError **error)
{
	bool failed = false;
	if (a->job)
		return job_serve(app, stdin, stdout, error) ? 0 : error_exit_code(*error);
	if (a->worker > 0)
		return work(app, a, error);
	struct service_options options = {.program = program, .until_idle = a->until_idle, .notify = !a->until_idle,
					  .begin_seconds = a->seconds, .job_seconds = a->job_seconds, .stop_seconds = STOP_SECONDS, .pause_seconds = PAUSE_SECONDS, .metrics = a->metrics};
	if (!service_run(app, &options, &failed, error))
		return error_exit_code(*error);
	return failed && a->until_idle ? 1 : 0;
}

static int run(int argc, char **argv, const struct program *program, GError **error)
{
	__attribute__((cleanup(arguments_release))) struct arguments a = {.seconds = BEGIN_SECONDS, .job_seconds = JOB_SECONDS};
	if (!parse(&argc, &argv, &a, error))
		return 2;
	g_autofree char *self = g_file_read_link("/proc/self/exe", error);
	if (self == NULL)
		return 1;
	const char *dir = a.data != NULL ? a.data : program->data_dir;
	if (a.detach)
		return detach(self, dir, error) ? 0 : 1;
	struct app_options options = {.dir = dir, .as = a.as, .mode = a.mode, .tenant = a.tenant, .clock = program->clock,
				      .origin = {.via = "sender"}, .key = program->key, .sender = self,
				      .locale_dir = program->locale_dir, .operations = &sender_operations};
	autoptr(app) app = app_open(&options, error);
	int code = app != NULL ? serve(app, &a, self, error) : error_exit_code(*error);
	render_shutdown();
	return code;
}

int main(int argc, char **argv)
{
	struct program program = {0};
	g_autoptr(GError) error = NULL;
	int code = program_init(&program, &error) ? run(argc, argv, &program, &error) : error_exit_code(error);
	if (error != NULL)
		log_line(LOG_LEVEL_ERROR, "tidings-sender: %s", error->message);
	program_release(&program);
	return code;
}
