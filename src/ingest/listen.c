// SPDX-License-Identifier: Apache-2.0
// Sockets that listen.
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tidings/ingest/collect.h"
#include "tidings/util/error.h"

#define QUEUE 128

/* "HOST:PORT" and "[HOST]:PORT" into both. */
static bool split(const char *text, char **ret_host, char **ret_port)
{
	const char *colon = strrchr(text, ':');
	if (colon == NULL || colon == text || colon[1] == '\0' || colon[1 + strspn(colon + 1, "0123456789")] != '\0' || strlen(colon) > 6)
		return false;
	bool bracketed = *text == '[' && colon[-1] == ']';
	if (!bracketed && memchr(text, ':', (size_t)(colon - text)) != NULL)
		return false;
	*ret_host = bracketed ? g_strndup(text + 1, (gsize)(colon - text) - 2) : g_strndup(text, (gsize)(colon - text));
	*ret_port = g_strdup(colon + 1);
	return true;
}

static int open_socket(const struct addrinfo *info)
{
	const int on = 1;
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, QUEUE) == 0)
		return fd;
	int number = errno;
	close(fd);
	errno = number;
	return -1;
}

char *collect_name(int fd)
{
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof(address), size = sizeof(int);
	char host[64], port[8];
	int listens = 0;
	if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) < 0 || listens == 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &length) < 0)
		return NULL;
	if (getnameinfo((struct sockaddr *)&address, length, host, sizeof(host), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return g_strdup("a local socket");
	return g_strdup_printf(strchr(host, ':') != NULL ? "[%s]:%s" : "%s:%s", host, port);
}

bool collect_listen(const char *text, int *ret_fd, char **ret_name, GError **error)
{
	g_autofree char *host = NULL;
	g_autofree char *port = NULL;
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV | AI_ADDRCONFIG};
	struct addrinfo *list = NULL;
	if (!split(text, &host, &port))
		return error_set(error, ERROR_INVALID, "\"%s\" is not ADDRESS:PORT, such as 127.0.0.1:9998 or [::1]:9998", text);
	int fault = getaddrinfo(host, port, &hints, &list);
	if (fault != 0)
		return error_set(error, ERROR_NET, "cannot listen on \"%s\": %s", text, gai_strerror(fault));
	int fd = -1;
	for (const struct addrinfo *info = list; info != NULL && fd < 0; info = info->ai_next)
		fd = open_socket(info);
	int number = errno;
	freeaddrinfo(list);
	if (fd < 0)
		return error_set(error, ERROR_NET, "cannot listen on \"%s\": %s", text, g_strerror(number));
	*ret_fd = fd;
	*ret_name = collect_name(fd);
	return true;
}
