// SPDX-License-Identifier: Apache-2.0
// The background process: one lock, one loop, a few workers; it sleeps until something is due.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>

#include "tidings/app/run.h"
#include "tidings/app/sender.h"
#include "tidings/sender/sender.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"
#include "tidings/util/instant.h"
#include "tidings/util/log.h"
#include "workers-priv.h"

#define BURST_LEAST 8    /* so many runs that wait are worth another worker */
#define REST_USEC 100000 /* how long changes are not looked at while workers make them */
#define FRUITLESS_MOST 5 /* workers in a row that died or found nothing to claim although the ledger says there is; then a pause */

struct service {
	struct app *app;
	const struct service_options *options;
	sd_event *event;
	sd_event_source *pause; /* nothing is begun until it ends */
	sd_event_source *timer_source, *term, *interrupt;
	sd_event_source *change, *rest; /* changes are watched for, or, while workers make them, not until the rest is over */
	int lock, timer;
	struct workers workers;
	sd_event_time_handler_t on_pause_end;
	sd_event_inotify_handler_t on_change;
	int fruitless;
	bool stopping, failed;
	GError *error;      /* why the loop ended; NULL = as asked */
};

static void service_release(struct service *service)
{
	workers_release(&service->workers);
	sd_event_source_unref(service->timer_source);
	sd_event_source_unref(service->term);
	sd_event_source_unref(service->interrupt);
	sd_event_source_unref(service->change);
	sd_event_source_unref(service->rest);
	sd_event_source_unref(service->pause);
	sd_event_unref(service->event);
	if (service->timer >= 0)
		close(service->timer);
	if (service->lock >= 0)
		close(service->lock);
	g_clear_error(&service->error);
}
AUTORELEASE_DEFINE(service, service_release)

static bool take_lock(struct service *service, GError **error)
{
	g_autofree char *path = g_build_filename(app_dir(service->app), "sender.lock", NULL);
	g_autofree char *pid = g_strdup_printf("%d\n", (int)getpid());
	if (!file_lock(path, &service->lock, error)) {
		if (error_is(*error, ERROR_BUSY)) {
			g_clear_error(error);
			error_set(error, ERROR_BUSY, "a sender is running for \"%s\" already; see tidings sender status", app_dir(service->app));
		}
		return false;
	}
	if (ftruncate(service->lock, 0) != 0 || pwrite(service->lock, pid, strlen(pid), 0) < 0)
		return error_set_errno(error, errno, "while writing \"%s\"", path);
	return true;
}

static bool check(int result, const char *what, GError **error)
{
	return result >= 0 || error_set_errno(error, -result, "while setting up the sender's %s", what);
}

/* The loop ends at once; the error, when there is one, is handed on. */
static void end_loop(struct service *service, GError *take_error)
{
	if (service->error == NULL)
		service->error = take_error;
	else
		g_clear_error(&take_error);
	sd_event_exit(service->event, 0);
}

/* Whoever removes the lock file lets a second sender in: this one has to go then. */
static bool lock_is_ours(const struct service *service, GError **error)
{
	g_autofree char *path = g_build_filename(app_dir(service->app), "sender.lock", NULL);
	struct stat held = {0}, there = {0};
	if (fstat(service->lock, &held) == 0 && stat(path, &there) == 0 && held.st_dev == there.st_dev && held.st_ino == there.st_ino)
		return true;
	return error_set(error, ERROR_BUSY, "the lock file \"%s\" was removed or replaced: the sender stops", path);
}

/* Sleeps until the instant; a clock that is set wakes too. INSTANT_NONE, and a clock that stands still: until something changes. */
static bool sleep_until(struct service *service, int64_t instant, GError **error)
{
	bool comes = instant != INSTANT_NONE && !app_clock_is_fixed(service->app);
	struct itimerspec when = {.it_value.tv_sec = comes ? (time_t)MAX(instant, 1) : 0};
	if (timerfd_settime(service->timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL) == 0)
		return true;
	return error_set_errno(error, errno, "while setting the sender's timer");
}

static void tell(const struct service *service, int64_t next)
{
	g_autofree char *when = instant_to_text(next);
	const char *metrics = service->options->metrics;
	g_autoptr(GError) failure = NULL;
	if (metrics != NULL && !sender_write_metrics(service->app, metrics, &failure))
		log_line(LOG_LEVEL_WARNING, "no metrics: %s", failure->message);
	if (service->options->notify)
		sd_notifyf(0, "READY=1\nSTATUS=%s%s", when != NULL ? "next report or try " : "nothing is planned", when != NULL ? when : "");
}

/* What is wrong may pass (no room on the disk, workers that die): not a reason to spin, nor to end. */
static bool pause_service(struct service *service, const char *reason, GError **error)
{
	if (service->options->until_idle)
		return error_set(error, ERROR_IO, "%s", reason);
	log_line(LOG_LEVEL_ERROR, "%s; waiting %d s", reason, service->options->pause_seconds);
	service->fruitless = FRUITLESS_MOST - 1;
	uint64_t usec = (uint64_t)service->options->pause_seconds * G_USEC_PER_SEC;
	return check(sd_event_add_time_relative(service->event, &service->pause, CLOCK_MONOTONIC, usec, 0, service->on_pause_end, service), "timers",
		     error);
}

/* One worker for what waits, all of them for a burst; while they work, only new occurrences are waited for. */
static bool employ(struct service *service, GError **error)
{
	size_t waiting = 0;
	int64_t next = INSTANT_NONE;
	if (workers_running(&service->workers) == 0 && !workers_start(&service->workers, error))
		return false;
	if (!run_waiting(service->app, BURST_LEAST, &waiting, error) || !run_next_due(service->app, &next, error))
		return false;
	/* Not in the place of those that die: the last of them has to leave a turn without any, which sees how many did. */
	while (waiting >= BURST_LEAST && service->fruitless == 0 && workers_running(&service->workers) < WORKERS_MOST)
		if (!workers_start(&service->workers, error))
			return false;
	return sleep_until(service, next, error);
}

/* Plans what is due and sees to it that somebody works on it. */
static bool turn(struct service *service, GError **error)
{
	int recorded = 0;
	int64_t next = INSTANT_NONE;
	if (service->stopping || service->pause != NULL)
		return true;
	if (!lock_is_ours(service, error) || !workers_renew(&service->workers, error) || !run_plan_due(service->app, &recorded, error) ||
	    !run_next_wake(service->app, &next, error))
		return false;
	bool waits = next != INSTANT_NONE && next <= app_now(service->app);
	bool busy = workers_running(&service->workers) > 0;
	if (busy || (waits && service->fruitless < FRUITLESS_MOST))
		return employ(service, error);
	if (waits)
		return pause_service(service, "the sender's workers cannot do what waits; see tidings runs list", error);
	tell(service, next);
	if (service->options->until_idle) {
		end_loop(service, NULL);
		return true;
	}
	return sleep_until(service, next, error);
}

static void turn_or_end(struct service *service)
{
	g_autoptr(GError) failure = NULL;
	GError *error = NULL;
	if (turn(service, &failure))
		return;
	bool may_pass = !service->options->until_idle && (error_is(failure, ERROR_FULL) || error_is(failure, ERROR_IO));
	if (!may_pass)
		end_loop(service, g_steal_pointer(&failure));
	else if (!pause_service(service, failure->message, &error))
		end_loop(service, error);
}

static int on_pause_end(sd_event_source *source, uint64_t usec, void *data)
{
	struct service *service = data;
	(void)source;
	(void)usec;
	service->pause = sd_event_source_unref(service->pause);
	turn_or_end(service);
	return 0;
}

static void on_worker_end(const struct worker_end *end, void *data)
{
	struct service *service = data;
	service->failed = service->failed || end->failed;
	service->fruitless = end->worked ? 0 : service->fruitless + 1;
	if (!service->stopping)
		turn_or_end(service);
	else if (workers_running(&service->workers) == 0)
		end_loop(service, NULL);
}

static int on_timer(sd_event_source *source, int fd, uint32_t events, void *data)
{
	uint64_t ticks = 0;
	(void)source;
	(void)events;
	if (read(fd, &ticks, sizeof ticks) < 0 && errno == ECANCELED)
		log_line(LOG_LEVEL_NOTICE, "the clock was set; next runs are looked at again");
	turn_or_end(data);
	return 0;
}

static bool watch_changes(struct service *service, GError **error)
{
	return check(sd_event_add_inotify(service->event, &service->change, app_change_path(service->app), IN_MODIFY | IN_ATTRIB, service->on_change,
					  service), "change signal", error);
}

static int on_rest_end(sd_event_source *source, uint64_t usec, void *data)
{
	struct service *service = data;
	GError *error = NULL;
	(void)source;
	(void)usec;
	service->rest = sd_event_source_unref(service->rest);
	if (watch_changes(service, &error))
		turn_or_end(service);
	else
		end_loop(service, error);
	return 0;
}

/* Each mail makes two changes: they are looked at together, or the sender would be as busy as its workers. */
static int on_change(sd_event_source *source, const struct inotify_event *event, void *data)
{
	struct service *service = data;
	GError *error = NULL;
	(void)source;
	(void)event;
	if (workers_running(&service->workers) == 0) {
		turn_or_end(service);
		return 0;
	}
	service->change = sd_event_source_unref(service->change);
	if (!check(sd_event_add_time_relative(service->event, &service->rest, CLOCK_MONOTONIC, REST_USEC, 0, on_rest_end, service), "timers", &error))
		end_loop(service, error);
	return 0;
}

/* The mail in flight is finished: the worker gets the signal too and stops after it. */
static int on_stop(sd_event_source *source, const struct signalfd_siginfo *info, void *data)
{
	struct service *service = data;
	(void)source;
	(void)info;
	service->stopping = true;
	if (service->options->notify)
		sd_notify(0, "STOPPING=1");
	GError *error = NULL;
	if (workers_running(&service->workers) == 0 || !workers_stop(&service->workers, service->options->stop_seconds, &error))
		end_loop(service, error);
	return 0;
}

static bool block_signals(GError **error)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGCHLD);
	return sigprocmask(SIG_BLOCK, &set, NULL) == 0 || error_set_errno(error, errno, "while blocking signals");
}

static bool set_up(struct service *service, GError **error)
{
	service->timer = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	if (service->timer < 0)
		return error_set_errno(error, errno, "while making the sender's timer");
	return block_signals(error) && check(sd_event_new(&service->event), "loop", error) &&
	       check(sd_event_add_io(service->event, &service->timer_source, service->timer, EPOLLIN, on_timer, service), "timer", error) &&
	       check(sd_event_add_signal(service->event, &service->term, SIGTERM, on_stop, service), "signals", error) &&
	       check(sd_event_add_signal(service->event, &service->interrupt, SIGINT, on_stop, service), "signals", error) &&
	       watch_changes(service, error) &&
	       (!service->options->notify || check(sd_event_set_watchdog(service->event, 1), "watchdog", error));
}

bool service_run(struct app *app, const struct service_options *options, bool *ret_failed, GError **error)
{
	autorelease(service) service = {.app = app, .options = options, .lock = -1, .timer = -1, .on_pause_end = on_pause_end, .on_change = on_change};
	if (!take_lock(&service, error) || !set_up(&service, error))
		return false;
	service.workers = (struct workers){.app = app, .options = options, .event = service.event, .ended = on_worker_end, .data = &service};
	tell(&service, INSTANT_NONE);
	turn_or_end(&service);
	if (!check(sd_event_loop(service.event), "loop", error))
		return false;
	if (service.error != NULL) {
		g_propagate_error(error, g_steal_pointer(&service.error));
		return false;
	}
	*ret_failed = service.failed;
	return true;
}
