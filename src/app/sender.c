// SPDX-License-Identifier: Apache-2.0
// Use cases about the background process: status, start, stop.
#include "tidings/app/sender.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "alert-priv.h"
#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/run.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"

#define START_MS 5000
#define STOP_MS 30000
#define STEP_MS 20
#define PID_MAX_BYTES 64
#define DAY (24 * 3600)
#define HISTORY_MOST 1000

/* The sender holds the lock and writes its process id into the file. */
static bool read_lock(const struct app *app, int *ret_pid, GError **error)
{
	g_autofree char *path = g_build_filename(app->dir, "sender.lock", NULL);
	g_autoptr(GError) failure = NULL;
	int fd = -1;
	*ret_pid = 0;
	if (file_lock(path, &fd, &failure)) {
		close(fd);
		return true;
	}
	if (!error_is(failure, ERROR_BUSY)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	g_autofree char *text = NULL;
	size_t length = 0;
	guint64 pid = 0;
	if (!file_read(path, PID_MAX_BYTES, &text, &length, error))
		return false;
	if (!g_ascii_string_to_unsigned(g_strstrip(text), 10, 1, G_MAXINT, &pid, NULL))
		pid = 1; /* just starting: locked, not yet named */
	*ret_pid = (int)pid;
	return true;
}

static bool is_failure(const struct run *run)
{
	return run->state == RUN_FAILED || run->state == RUN_PARTIAL || run->state == RUN_UNKNOWN;
}

bool sender_status(struct app *app, struct sender_status *ret_status, GError **error)
{
	struct sender_status status = {0};
	if (!app_require(app, USE_REPORTING, true, error) || !read_lock(app, &status.pid, error) ||
	    !ledger_next_due(app->store, &status.next, error))
		return false;
	status.running = status.pid != 0;
	g_autoptr(GPtrArray) runs = ledger_list(app->store, 0, HISTORY_MOST, error);
	if (runs == NULL)
		return false;
	status.delivered = INSTANT_NONE;
	for (guint i = 0; i < runs->len; i++) {
		const struct run *run = runs->pdata[i];
		status.failed_today += is_failure(run) && run->started > app_now(app) - DAY;
		status.waiting += !run_state_is_final(run->state);
		if (run->state == RUN_DELIVERED && run->started > status.delivered)
			status.delivered = run->started;
	}
	*ret_status = status;
	return true;
}

char *sender_alert(struct app *app, GError **error)
{
	return app_require(app, USE_REPORTING, true, error) ? alert_get(app, error) : NULL;
}

/* Waits until the sender is (or is not) there. */
static bool wait_for(const struct app *app, bool running, int most_ms, GError **error)
{
	for (int waited = 0; waited < most_ms; waited += STEP_MS) {
		int pid = 0;
		if (!read_lock(app, &pid, error))
			return false;
		if ((pid > 1) == running && (running || pid == 0))
			return true;
		poll(NULL, 0, STEP_MS);
	}
	return error_set(error, ERROR_TIMEOUT, running ? N_("the sender did not start within %d s; try tidings sender run to see why")
						       : N_("the sender did not stop within %d s; it may be finishing a mail, try again"),
			 most_ms / 1000);
}

static bool spawn(struct app *app, GError **error)
{
	const char *argv[] = {app->sender, "--data", app->dir, "--detach", NULL};
	if (!g_spawn_sync(NULL, (char **)(uintptr_t)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
			  NULL, error)) {
		g_prefix_error(error, "while starting \"%s\": ", app->sender);
		return false;
	}
	return wait_for(app, true, START_MS, error);
}

static bool terminate(struct app *app, int pid, GError **error)
{
	if (pid > 1 && kill(pid, SIGTERM) != 0 && errno != ESRCH)
		return error_set_errno(error, errno, "while stopping the sender (process %d)", pid);
	return wait_for(app, false, STOP_MS, error);
}

bool sender_start(struct app *app, GError **error)
{
	int pid = 0;
	if (!app_require(app, USE_SENDER, false, error) || !read_lock(app, &pid, error))
		return false;
	if (pid != 0)
		return true;
	if (app->sender == NULL)
		return error_set(error, ERROR_BUG, "the path of tidings-sender is not known");
	const struct app_act act = {.action = "start", .noun = "sender"};
	return app_audit_begin(app, &act, error) && app_audit_end(app, &act, spawn(app, error), error);
}

bool sender_stop(struct app *app, GError **error)
{
	int pid = 0;
	if (!app_require(app, USE_SENDER, false, error) || !read_lock(app, &pid, error))
		return false;
	if (pid == 0)
		return true;
	const struct app_act act = {.action = "stop", .noun = "sender"};
	return app_audit_begin(app, &act, error) && app_audit_end(app, &act, terminate(app, pid, error), error);
}

bool sender_exec(struct app *app, bool until_idle, const char *metrics, GError **error)
{
	if (!app_require(app, USE_SENDER, false, error))
		return false;
	if (app->sender == NULL)
		return error_set(error, ERROR_BUG, "the path of tidings-sender is not known");
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	const char *const always[] = {app->sender, "--data", app->dir};
	for (size_t i = 0; i < G_N_ELEMENTS(always); i++)
		g_ptr_array_add(argv, (char *)(uintptr_t)always[i]);
	if (until_idle)
		g_ptr_array_add(argv, (char *)(uintptr_t)"--until-idle");
	if (metrics != NULL) {
		g_ptr_array_add(argv, (char *)(uintptr_t)"--metrics");
		g_ptr_array_add(argv, (char *)(uintptr_t)metrics);
	}
	g_ptr_array_add(argv, NULL);
	const struct app_act act = {.action = "run", .noun = "sender"};
	if (!app_audit_begin(app, &act, error))
		return false;
	execv(app->sender, (char **)argv->pdata);
	return error_set_errno(error, errno, "while starting \"%s\"", app->sender);
}
