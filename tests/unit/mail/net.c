// SPDX-License-Identifier: Apache-2.0
// Sockets with deadlines, against a listener of our own.
#include "net-priv.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "test.h"

#define SOON (g_get_monotonic_time() + 2 * G_USEC_PER_SEC)
#define NOW g_get_monotonic_time()

/* A socket bound to a free loopback port, listening or not. */
static int bound(bool listening, int *ret_port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	g_assert_cmpint(bind(fd, (struct sockaddr *)&address, size), ==, 0);
	g_assert_cmpint(getsockname(fd, (struct sockaddr *)&address, &size), ==, 0);
	g_assert_true(!listening || listen(fd, 4) == 0);
	*ret_port = ntohs(address.sin_port);
	return fd;
}

TEST(net__resolve__an_address_is_itself)
{
	GError *error = NULL;
	struct addrinfo *found = net_resolve("127.0.0.1", 25, &error);
	test_no_error(error);
	g_autofree char *text = net_addresses_to_text(found);
	g_assert_cmpstr(text, ==, "127.0.0.1");
	freeaddrinfo(found);
}

TEST(net__resolve__what_is_no_name_fails)
{
	GError *error = NULL;
	g_assert_null(net_resolve("999.999.999.999..", 25, &error));
	test_error(&error, ERROR_NET, NULL);
}

TEST(net__connect__refused_is_told)
{
	int port = 0;
	GError *error = NULL;
	int fd = bound(false, &port);
	struct addrinfo *found = net_resolve("127.0.0.1", port, &error);
	g_assert_cmpint(net_connect(found, SOON, &error), ==, -1);
	test_error(&error, ERROR_NET, NULL);
	freeaddrinfo(found);
	close(fd);
}

TEST(net__connect__no_address_is_an_error)
{
	GError *error = NULL;
	g_assert_cmpint(net_connect(NULL, SOON, &error), ==, -1);
	test_error(&error, ERROR_NET, NULL);
}

TEST(net__connect__the_next_address_is_tried)
{
	int closed_port = 0, open_port = 0;
	GError *error = NULL;
	int closed = bound(false, &closed_port), listener = bound(true, &open_port);
	struct addrinfo *first = net_resolve("127.0.0.1", closed_port, &error), *second = net_resolve("127.0.0.1", open_port, &error);
	first->ai_next = second;
	int fd = net_connect(first, SOON, &error);
	test_no_error(error);
	g_assert_cmpint(fd, >=, 0);
	close(fd);
	first->ai_next = NULL;
	freeaddrinfo(first);
	freeaddrinfo(second);
	close(closed);
	close(listener);
}

TEST(net__send__more_than_the_buffers_hold_times_out)
{
	int fds[2] = {-1, -1};
	GError *error = NULL;
	g_autofree char *data = g_malloc0(8 << 20);
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
	g_assert_false(net_send(fds[0], data, 8 << 20, NOW, &error));
	test_error(&error, ERROR_TIMEOUT, NULL);
	close(fds[1]);
	g_assert_false(net_send(fds[0], data, 1, SOON, &error));
	test_error(&error, ERROR_NET, NULL);
	close(fds[0]);
}

TEST(net__receive__data_end_and_deadline)
{
	int fds[2] = {-1, -1};
	char buffer[10] = "";
	GError *error = NULL;
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
	g_assert_cmpint(net_receive(fds[0], buffer, sizeof buffer, NOW, &error), ==, -1);
	test_error(&error, ERROR_TIMEOUT, NULL);
	g_assert_cmpint(send(fds[1], "abc", 3, 0), ==, 3);
	g_assert_cmpint(net_receive(fds[0], buffer, sizeof buffer, SOON, &error), ==, 3);
	close(fds[1]);
	g_assert_cmpint(net_receive(fds[0], buffer, sizeof buffer, SOON, &error), ==, 0);
	test_no_error(error);
	close(fds[0]);
}
