// SPDX-License-Identifier: Apache-2.0
// ingest, collect.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cli-priv.h"
#include "tidings/app/statistics.h"

#define CONNECTIONS_MOST 100000
#define IDLE_MOST (30 * 24 * 3600)
#define FIRST_SOCKET 3 /* of those that systemd hands over */

/* A descriptor that is readable once SIGINT or SIGTERM has come; it lasts as long as the process. */
static bool open_stop(int *ret_fd, GError **error)
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	int fd = sigprocmask(SIG_BLOCK, &signals, NULL) == 0 ? signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK) : -1;
	if (fd < 0)
		return error_set_errno(error, errno, "cannot wait for signals");
	*ret_fd = fd;
	return true;
}

/* A line on the terminal that is written over and over. */
struct watching {
	int stop_fd;
	bool shown; /* there is such a line */
	bool terminal;
	gint64 start, next;
	uint64_t first; /* lines at the start: of a run that was stopped before */
};

#define SHOWN_MICROSECONDS (200 * 1000)

static bool watch_step(void *data, const struct ingest_step *step)
{
	struct watching *watching = data;
	struct pollfd stop = {.fd = watching->stop_fd, .events = POLLIN};
	gint64 now = g_get_monotonic_time();
	if (watching->start == 0) {
		watching->start = now;
		watching->first = step->lines;
	}
	if (now < watching->next)
		return true;
	watching->next = now + SHOWN_MICROSECONDS;
	double seconds = MAX((double)(now - watching->start) / G_USEC_PER_SEC, 0.001);
	if (watching->terminal) {
		fprintf(stderr, "\r%3.0f %%  %" G_GUINT64_FORMAT " lines  %.0f lines/s  %" G_GUINT64_FORMAT " rejected ",
			100.0 * (double)step->done / (double)MAX(step->total, 1), step->lines, (double)(step->lines - watching->first) / seconds,
			step->rejected);
		watching->shown = true;
	}
	return poll(&stop, 1, 0) <= 0;
}

/* Before anything else is written. */
static void watch_end(struct watching *watching)
{
	if (watching->shown)
		fprintf(stderr, "\r\033[K");
	watching->shown = false;
	watching->start = 0;
}

static void print_ingest(const struct cli *cli, const char *name, const struct ingest_report *report)
{
	if (cli_switch(cli, "json")) {
		autoptr(js) line = js_object();
		js_set_text(line, "file", name);
		js_set_int(line, "lines", (int64_t)report->lines);
		js_set_int(line, "detections", (int64_t)report->detections);
		js_set_int(line, "incoming_events", (int64_t)report->incoming_events);
		js_set_int(line, "service_events", (int64_t)report->service_events);
		js_set_int(line, "rejected", (int64_t)report->rejected);
		js_set_text(line, "rejects", report->reject_path);
		print_json(line);
		return;
	}
	print_line("%s: %" G_GUINT64_FORMAT " lines, %" G_GUINT64_FORMAT " detections, %" G_GUINT64_FORMAT " incoming events, %" G_GUINT64_FORMAT
		   " service events, %" G_GUINT64_FORMAT " rejected",
		   name, report->lines, report->detections, report->incoming_events, report->service_events, report->rejected);
	if (report->rejected > 0)
		print_line("rejected lines are kept in %s; the first: %s", report->reject_path, report->first_reason);
}

static bool ingest_one(struct cli *cli, const char *name, const struct ingest_request *request, GError **error)
{
	autorelease(ingest_report) report = {0};
	bool from_stdin = strcmp(name, "-") == 0;
	int fd = from_stdin ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set_errno(error, errno, "while opening \"%s\"", name);
	bool ok = ingest_run(cli->app, fd, from_stdin ? "standard input" : name, request, &report, error);
	watch_end(request->step_data);
	if (!from_stdin)
		close(fd);
	if (!ok)
		return false;
	print_ingest(cli, name, &report);
	if (report.rejected > 0 && report.detections + report.incoming_events + report.service_events == 0)
		return error_set(error, ERROR_CORRUPT, "nothing was taken from \"%s\": %s", name, report.first_reason);
	return true;
}

static bool all_are_files(const GPtrArray *names)
{
	bool all = names->len > 0;
	for (guint i = 0; all && i < names->len; i++)
		all = g_file_test(names->pdata[i], G_FILE_TEST_IS_REGULAR);
	return all;
}

bool command_ingest(struct cli *cli, GError **error)
{
	struct ingest_request request = {
		.format = cli_option(cli, "format"), .tenant = cli_option(cli, "tenant"), .source = cli_option(cli, "source"),
		.zone = cli_option(cli, "time-zone"), .create_tenants = cli_switch(cli, "create-tenants"), .again = cli_switch(cli, "again"),
	};
	struct watching watching = {.stop_fd = -1, .terminal = isatty(STDERR_FILENO) != 0};
	request.step = watch_step;
	request.step_data = &watching;
	/* A stream may never end: there a signal ends the process as ever, and nothing is lost that was committed. */
	if (all_are_files(cli->operands) && !open_stop(&watching.stop_fd, error))
		return false;
	if (cli->operands->len == 0)
		return ingest_one(cli, "-", &request, error);
	for (guint i = 0; i < cli->operands->len; i++)
		if (!ingest_one(cli, cli->operands->pdata[i], &request, error))
			return false;
	return true;
}

/* Sockets that systemd has opened (sd_listen_fds(3)). */
static size_t handed_sockets(int *ret_sockets, size_t most)
{
	guint64 pid = 0, n = 0;
	const char *pid_text = g_getenv("LISTEN_PID"), *n_text = g_getenv("LISTEN_FDS");
	if (pid_text == NULL || n_text == NULL || !g_ascii_string_to_unsigned(pid_text, 10, 1, G_MAXINT, &pid, NULL) || (pid_t)pid != getpid() ||
	    !g_ascii_string_to_unsigned(n_text, 10, 1, most, &n, NULL))
		return 0;
	for (size_t i = 0; i < n; i++) {
		ret_sockets[i] = FIRST_SOCKET + (int)i;
		(void)fcntl(ret_sockets[i], F_SETFD, FD_CLOEXEC);
		(void)fcntl(ret_sockets[i], F_SETFL, fcntl(ret_sockets[i], F_GETFL) | O_NONBLOCK);
	}
	return n;
}

/* What has come since the line before. */
struct collecting {
	const struct cli *cli;
	struct collect_state last;
	gint64 since;
};

static void say_listening(void *data, const char *name)
{
	const struct collecting *collecting = data;
	if (cli_switch(collecting->cli, "json")) {
		autoptr(js) line = js_object();
		js_set_text(line, "listening", name);
		print_json(line);
	} else {
		print_line("listening on %s", name);
	}
	(void)fflush(stdout);
}

static void say_json(const struct collect_state *state, double rate)
{
	autoptr(js) line = js_object();
	js_set_int(line, "connections", (int64_t)state->connections);
	js_set_int(line, "accepted", (int64_t)state->accepted);
	js_set_int(line, "bytes", (int64_t)state->bytes);
	js_set_int(line, "lines", (int64_t)state->lines);
	js_set_int(line, "detections", (int64_t)state->detections);
	js_set_int(line, "incoming_events", (int64_t)state->incoming_events);
	js_set_int(line, "service_events", (int64_t)state->service_events);
	js_set_int(line, "rejected", (int64_t)state->rejected);
	js_set_int(line, "commits", (int64_t)state->commits);
	js_set_int(line, "uncommitted", (int64_t)state->uncommitted);
	js_set_int(line, "lines_per_second", (int64_t)rate);
	js_set_text(line, "fault", state->fault);
	print_json(line);
}

static void say_state(void *data, const struct collect_state *state)
{
	struct collecting *collecting = data;
	gint64 now = g_get_monotonic_time();
	double seconds = MAX((double)(now - collecting->since) / G_USEC_PER_SEC, 0.001);
	double rate = (double)(state->lines - collecting->last.lines) / seconds;
	collecting->since = now;
	collecting->last = *state;
	if (cli_switch(collecting->cli, "json"))
		say_json(state, rate);
	else
		print_line("%" G_GUINT64_FORMAT " connections, %.0f lines/s; %" G_GUINT64_FORMAT " lines, %" G_GUINT64_FORMAT " detections, %" G_GUINT64_FORMAT
			   " incoming events, %" G_GUINT64_FORMAT " service events, %" G_GUINT64_FORMAT " rejected",
			   state->connections, rate, state->lines, state->detections, state->incoming_events, state->service_events, state->rejected);
	if (state->fault != NULL)
		fprintf(stderr, "tidings: %" G_GUINT64_FORMAT " lines wait, and nothing more is read: %s\n", state->uncommitted, state->fault);
	(void)fflush(stdout);
}

/* --listen and the operands. */
static GPtrArray *addresses(struct cli *cli)
{
	GPtrArray *list = g_ptr_array_new();
	if (cli_option(cli, "listen") != NULL)
		g_ptr_array_add(list, (gpointer)(uintptr_t)cli_option(cli, "listen"));
	for (guint i = 0; i < cli->operands->len; i++)
		g_ptr_array_add(list, cli->operands->pdata[i]);
	g_ptr_array_add(list, NULL);
	return list;
}

bool command_collect(struct cli *cli, GError **error)
{
	int sockets[16];
	struct collecting collecting = {.cli = cli, .since = g_get_monotonic_time()};
	struct collect_state state = {0};
	struct collect_request request = {
		.ingest = {.format = cli_option(cli, "format"), .tenant = cli_option(cli, "tenant"), .source = cli_option(cli, "source"),
			   .zone = cli_option(cli, "time-zone"), .create_tenants = cli_switch(cli, "create-tenants")},
		.sockets = sockets, .n_sockets = handed_sockets(sockets, G_N_ELEMENTS(sockets)),
		.connections_most = 1000, .idle_seconds = 3600, .report_seconds = 10,
		.listening = say_listening, .report = say_state, .data = &collecting,
	};
	g_autoptr(GPtrArray) listen = addresses(cli);
	request.listen = (const char *const *)listen->pdata;
	if (!cli_option_int(cli, "connections", 1, CONNECTIONS_MOST, &request.connections_most, error) ||
	    !cli_option_int(cli, "idle", 1, IDLE_MOST, &request.idle_seconds, error) ||
	    !cli_option_int(cli, "report", 1, IDLE_MOST, &request.report_seconds, error) || !open_stop(&request.stop_fd, error))
		return false;
	bool done = collect_events(cli->app, &request, &state, error);
	if (state.accepted > 0)
		say_state(&collecting, &state);
	return done;
}
