// SPDX-License-Identifier: Apache-2.0
// Events over TCP: the loop over listeners and connections.
#include "tidings/ingest/collect.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collect-priv.h"
#include "tidings/util/error.h"

#define READ_BYTES (256 * 1024)
#define WAITING_MOST (64 * 1024 * 1024)            /* bytes of lines without their end, of all connections */
#define COMMIT_MICROSECONDS (250 * 1000)           /* a line waits for its commit no longer */
#define QUIET_MILLISECONDS 10                      /* nothing more has come for so long: commit now */
#define TICK_MILLISECONDS 1000
#define STUCK_MILLISECONDS 200
#define LAST_READS 32
#define EVENTS 64

struct collect {
	const struct collect_options *options;
	struct collect_batch batch;
	GPtrArray *connections; /* struct connection * */
	int epoll;
	bool accepting;         /* listeners are watched */
	char *buffer;
	uint64_t waiting;       /* bytes of lines without their end */
	uint64_t reported;      /* a sum that changes with the figures */
	int64_t report_next;
	bool speak;             /* acknowledgements are due */
	int64_t tidy_next;
};

static bool watch(struct collect *collect, int operation, int fd, uint32_t events, void *data)
{
	struct epoll_event event = {.events = events, .data.ptr = data};
	return epoll_ctl(collect->epoll, operation, fd, &event) == 0;
}

static bool watch_listeners(struct collect *collect, bool accepting, GError **error)
{
	for (size_t i = 0; collect->accepting != accepting && i < collect->options->n_listeners; i++) {
		const struct collect_listener *listener = &collect->options->listeners[i];
		if (!watch(collect, accepting ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, listener->fd, EPOLLIN, (void *)(uintptr_t)listener))
			return error_set_errno(error, errno, "cannot wait for connections");
	}
	collect->accepting = accepting;
	return true;
}

static void drop_connection(struct collect *collect, struct connection *connection)
{
	collect->waiting -= connection->bytes->len;
	g_ptr_array_remove_fast(collect->connections, connection);
	connection_free(connection);
}

/* Watches for what the connection is waiting for: bytes, or room for an answer. */
static void rewatch(struct collect *collect, struct connection *connection)
{
	uint32_t events = (connection->ended ? 0 : EPOLLIN) | (connection->answer->len > 0 ? EPOLLOUT : 0);
	int operation = events == 0 ? EPOLL_CTL_DEL : connection->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
	if (events != 0 || connection->watched)
		(void)watch(collect, operation, connection->fd, events, connection);
	connection->watched = events != 0;
}

/* Nothing of it is on its way any more: neither lines of a session, whose number goes into the same commit, nor an answer. */
static bool is_done(const struct connection *connection)
{
	bool uncommitted = connection->progress.lines != connection->stored.lines;
	bool unsaid = connection->answer->len > 0 || connection->owed || uncommitted;
	return connection->ended && !(connection->session != NULL && uncommitted) && !(connection->answers && unsaid);
}

static void drop_when_done(struct collect *collect, struct connection *connection)
{
	if (is_done(connection))
		drop_connection(collect, connection);
	else
		rewatch(collect, connection);
}

/* It is not heard any more, whatever it sends. */
static void end_connection(struct collect *collect, struct connection *connection)
{
	connection->ended = true;
	connection->answers = false;
	g_string_truncate(connection->answer, 0);
	(void)shutdown(connection->fd, SHUT_RDWR);
	drop_when_done(collect, connection);
}

static void send_answer(struct connection *connection)
{
	connection_answer(connection);
	while (connection->answer->len > 0) {
		ssize_t put = send(connection->fd, connection->answer->str, connection->answer->len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno == EAGAIN)
			return;
		/* When nobody listens, what was sent is still taken. */
		connection->answers = connection->answers && put >= 0;
		g_string_erase(connection->answer, 0, put >= 0 ? put : -1);
		connection_answer(connection);
	}
}

static void answer_all(struct collect *collect)
{
	for (guint i = collect->connections->len; i > 0; i--) {
		struct connection *connection = collect->connections->pdata[i - 1];
		if (connection->answers)
			send_answer(connection);
		drop_when_done(collect, connection);
	}
}

static bool commit(struct collect *collect)
{
	bool was_bad = collect->batch.fault != NULL;
	bool done = collect_batch_commit(&collect->batch, collect->connections);
	if (!done && !was_bad)
		collect->report_next = 0;
	collect->speak |= done;
	return done;
}

/* The session goes on here: an older connection of it is no more. */
static bool resume(struct collect *collect, struct connection *connection)
{
	if (!commit(collect) || !collect_batch_resume(&collect->batch, connection))
		return false;
	for (guint i = 0; i < collect->connections->len; i++) {
		struct connection *other = collect->connections->pdata[i];
		if (other == connection || other->session == NULL || memcmp(other->identity, connection->identity, STATS_IDENTITY_BYTES) != 0)
			continue;
		g_clear_pointer(&other->session, g_free);
		other->ended = true;
		other->answers = false;
		(void)shutdown(other->fd, SHUT_RDWR);
	}
	return true;
}

static bool greet(struct collect *collect, struct connection *connection)
{
	enum connection_step step = CONNECTION_WAIT;
	while ((step = connection_greet(connection)) == CONNECTION_SESSION) {
		if (!resume(collect, connection))
			return false;
	}
	return step != CONNECTION_BAD;
}

/* What was read, put to use. false: the connection is to be closed. */
static bool use_bytes(struct collect *collect, struct connection *connection)
{
	if (!connection->greeted && !greet(collect, connection))
		return false;
	if (connection->greeted)
		collect_batch_take(&collect->batch, connection);
	return true;
}

/* Reads what has come; false when there was nothing to read, or the connection may be gone. */
static bool hear(struct collect *collect, struct connection *connection)
{
	ssize_t got = recv(connection->fd, collect->buffer, READ_BYTES, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	size_t before = connection->bytes->len;
	connection->ended = got <= 0;
	connection->heard = g_get_monotonic_time();
	if (got > 0) {
		connection_put(connection, collect->buffer, (size_t)got);
		collect->batch.figures.bytes += (uint64_t)got;
	}
	/* After a reset the start of a line is no line. */
	bool good = got >= 0 && use_bytes(collect, connection);
	collect->waiting += connection->bytes->len - before;
	bool greedy = collect->waiting > WAITING_MOST && connection->bytes->len > READ_BYTES;
	send_answer(connection);
	if (!good || greedy)
		end_connection(collect, connection);
	else
		drop_when_done(collect, connection);
	return got > 0 && good && !greedy;
}

static bool welcome(struct collect *collect, const struct collect_listener *listener, GError **error)
{
	const int on = 1;
	int fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd < 0)
		return errno != EMFILE && errno != ENFILE ? true : watch_listeners(collect, false, error);
	struct connection *connection = connection_new(fd, (size_t)(listener - collect->options->listeners));
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	connection->heard = g_get_monotonic_time();
	rewatch(collect, connection);
	g_ptr_array_add(collect->connections, connection);
	collect->batch.figures.accepted++;
	return collect->connections->len < collect->options->connections_most || watch_listeners(collect, false, error);
}

/* Connections that have been silent for too long, and room for new ones. */
static bool tidy(struct collect *collect, GError **error)
{
	int64_t now = g_get_monotonic_time();
	if (now < collect->tidy_next)
		return true;
	collect->tidy_next = now + G_USEC_PER_SEC;
	for (guint i = collect->connections->len; i > 0; i--) {
		struct connection *connection = collect->connections->pdata[i - 1];
		bool idle = now - connection->heard > (int64_t)collect->options->idle_seconds * G_USEC_PER_SEC;
		if (idle)
			end_connection(collect, connection);
	}
	bool room = collect->connections->len < collect->options->connections_most;
	return !room || collect->accepting || watch_listeners(collect, true, error);
}

static void report(struct collect *collect)
{
	struct collect_figures *figures = &collect->batch.figures;
	int64_t now = g_get_monotonic_time();
	figures->connections = collect->connections->len;
	figures->fault = collect->batch.fault;
	uint64_t sum = figures->bytes + figures->accepted + figures->connections + figures->commits + (figures->fault != NULL);
	if (now < collect->report_next || collect->options->report == NULL)
		return;
	if (sum != collect->reported)
		collect->options->report(collect->options->data, figures);
	collect->reported = sum;
	collect->report_next = now + (int64_t)MAX(collect->options->report_seconds, 1) * G_USEC_PER_SEC;
}

/* Commits when enough has come together, has waited for long enough, or when nothing more comes. */
static void commit_when_due(struct collect *collect, bool quiet)
{
	int64_t now = g_get_monotonic_time();
	const struct collect_batch *batch = &collect->batch;
	bool due = quiet || funnel_is_full(batch->funnel) || now - batch->since >= COMMIT_MICROSECONDS;
	if (batch->since != 0 && due && now >= batch->retry)
		(void)commit(collect);
}

static bool handle(struct collect *collect, const struct epoll_event *event, GError **error)
{
	for (size_t i = 0; i < collect->options->n_listeners; i++) {
		if (event->data.ptr == &collect->options->listeners[i])
			return welcome(collect, &collect->options->listeners[i], error);
	}
	struct connection *connection = event->data.ptr;
	/* An event of this round may be of a connection that another one has closed. */
	if (!g_ptr_array_find(collect->connections, connection, NULL))
		return true;
	if (!connection->ended && (event->events & EPOLLIN) != 0)
		(void)hear(collect, connection);
	else if ((event->events & (EPOLLHUP | EPOLLERR)) != 0)
		end_connection(collect, connection);
	else
		send_answer(connection), drop_when_done(collect, connection);
	return true;
}

/* While commits fail, nobody is heard: only the end is waited for. */
static bool wait_stuck(const struct collect *collect)
{
	struct pollfd stop = {.fd = collect->options->stop_fd, .events = POLLIN};
	return poll(&stop, 1, STUCK_MILLISECONDS) > 0;
}

static bool wait_events(struct collect *collect, bool *ret_stop, bool *ret_quiet, GError **error)
{
	struct epoll_event events[EVENTS];
	int n = epoll_wait(collect->epoll, events, EVENTS, collect->batch.since != 0 ? QUIET_MILLISECONDS : TICK_MILLISECONDS);
	if (n < 0 && errno != EINTR)
		return error_set_errno(error, errno, "cannot wait for events");
	*ret_quiet = n == 0;
	for (int i = 0; i < n; i++) {
		if (events[i].data.ptr == collect)
			*ret_stop = true;
		else if (!handle(collect, &events[i], error))
			return false;
	}
	return true;
}

static bool loop(struct collect *collect, GError **error)
{
	for (bool stop = false; !stop;) {
		bool quiet = false;
		if (collect->batch.fault != NULL)
			stop = wait_stuck(collect);
		else if (!wait_events(collect, &stop, &quiet, error) || !tidy(collect, error))
			return false;
		commit_when_due(collect, quiet);
		if (collect->speak)
			answer_all(collect);
		collect->speak = false;
		report(collect);
	}
	return true;
}

static bool open_collect(struct collect *collect, GError **error)
{
	collect->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (collect->epoll < 0 || !watch(collect, EPOLL_CTL_ADD, collect->options->stop_fd, EPOLLIN, collect))
		return error_set_errno(error, errno, "cannot wait for events");
	return watch_listeners(collect, true, error);
}

/* What is in the sockets is heard once more before the last commit: it was sent before the end was asked for. */
static bool finish(struct collect *collect, GError **error)
{
	for (guint i = collect->connections->len; i > 0; i--) {
		struct connection *connection = collect->connections->pdata[i - 1];
		for (int round = 0; round < LAST_READS && !connection->ended && hear(collect, connection); round++)
			;
	}
	bool done = commit(collect);
	answer_all(collect);
	if (!done)
		return error_set(error, ERROR_FULL, "%" G_GUINT64_FORMAT " lines could not be committed, and were not acknowledged: %s",
				 collect->batch.figures.uncommitted, collect->batch.fault);
	return true;
}

bool collect_run(struct stats *stats, const struct collect_options *options, struct collect_figures *ret_figures, GError **error)
{
	struct collect collect = {.options = options, .epoll = -1};
	collect.connections = g_ptr_array_new();
	collect.buffer = g_malloc(READ_BYTES);
	bool done = collect_batch_init(&collect.batch, stats, options, error) && open_collect(&collect, error) && loop(&collect, error) &&
		    finish(&collect, error);
	collect.batch.figures.connections = collect.connections->len;
	collect.batch.figures.fault = NULL;
	*ret_figures = collect.batch.figures;
	while (collect.connections->len > 0)
		drop_connection(&collect, collect.connections->pdata[0]);
	g_ptr_array_unref(collect.connections);
	g_free(collect.buffer);
	if (collect.epoll >= 0)
		close(collect.epoll);
	collect_batch_release(&collect.batch);
	return done;
}
