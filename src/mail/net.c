// SPDX-License-Identifier: Apache-2.0
// Sockets: resolve, connect, send and receive, each within a deadline.
#include "net-priv.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tidings/util/error.h"

struct addrinfo *net_resolve(const char *server, int port, GError **error)
{
	const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV};
	g_autofree char *service = g_strdup_printf("%d", port);
	struct addrinfo *found = NULL;
	int rc = getaddrinfo(server, service, &hints, &found);
	if (rc == 0)
		return found;
	(void)error_set(error, ERROR_NET, "the name \"%s\" has no address: %s", server, gai_strerror(rc));
	return NULL;
}

char *net_addresses_to_text(const struct addrinfo *addresses)
{
	GString *text = g_string_new(NULL);
	for (const struct addrinfo *a = addresses; a != NULL; a = a->ai_next) {
		char host[NI_MAXHOST] = "";
		if (getnameinfo(a->ai_addr, a->ai_addrlen, host, sizeof host, NULL, 0, NI_NUMERICHOST) == 0)
			g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", host);
	}
	return g_string_free(text, FALSE);
}

static bool wait_for(int fd, short events, gint64 deadline, GError **error)
{
	struct pollfd poll_fd = {.fd = fd, .events = events};
	for (;;) {
		gint64 left = (deadline - g_get_monotonic_time() + 999) / 1000;
		int n = poll(&poll_fd, 1, (int)CLAMP(left, 0, G_MAXINT));
		if (n > 0)
			return true;
		if (n == 0)
			return error_set(error, ERROR_TIMEOUT, "no answer in time");
		if (errno != EINTR)
			return error_set(error, ERROR_NET, "cannot wait for the server: %s", g_strerror(errno));
	}
}

static int connect_one(const struct addrinfo *address, gint64 deadline, GError **error)
{
	int fd = socket(address->ai_family, address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address->ai_protocol);
	int failure = 0;
	socklen_t size = sizeof failure;
	if (fd < 0) {
		(void)error_set(error, ERROR_NET, "cannot make a socket: %s", g_strerror(errno));
		return -1;
	}
	if (connect(fd, address->ai_addr, address->ai_addrlen) != 0 && errno != EINPROGRESS)
		failure = errno;
	else if (!wait_for(fd, POLLOUT, deadline, error)) {
		close(fd);
		return -1;
	} else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &size) != 0)
		failure = errno;
	if (failure == 0)
		return fd;
	close(fd);
	(void)error_set(error, ERROR_NET, "cannot connect: %s", g_strerror(failure));
	return -1;
}

int net_connect(const struct addrinfo *addresses, gint64 deadline, GError **error)
{
	g_autoptr(GError) last = NULL;
	for (const struct addrinfo *a = addresses; a != NULL; a = a->ai_next) {
		/* one dead address must not use up the time of the others */
		gint64 now = g_get_monotonic_time();
		gint64 until = a->ai_next != NULL ? now + (deadline - now) / 2 : deadline;
		g_clear_error(&last);
		int fd = connect_one(a, until, &last);
		if (fd >= 0)
			return fd;
	}
	if (last == NULL)
		(void)error_set(&last, ERROR_NET, "cannot connect: there is no address");
	g_propagate_error(error, g_steal_pointer(&last));
	return -1;
}

bool net_send(int fd, const void *data, size_t length, gint64 deadline, GError **error)
{
	const char *at = data;
	while (length > 0) {
		ssize_t n = send(fd, at, length, MSG_NOSIGNAL);
		if (n > 0) {
			at += n;
			length -= (size_t)n;
		} else if (n < 0 && errno != EAGAIN && errno != EINTR) {
			return error_set(error, ERROR_NET, "the connection was lost: %s", g_strerror(errno));
		} else if (!wait_for(fd, POLLOUT, deadline, error)) {
			return false;
		}
	}
	return true;
}

gssize net_receive(int fd, void *buffer, size_t length, gint64 deadline, GError **error)
{
	for (;;) {
		ssize_t n = recv(fd, buffer, length, 0);
		if (n >= 0)
			return n;
		if (errno != EAGAIN && errno != EINTR) {
			(void)error_set(error, ERROR_NET, "the connection was lost: %s", g_strerror(errno));
			return -1;
		}
		if (!wait_for(fd, POLLIN, deadline, error))
			return -1;
	}
}
