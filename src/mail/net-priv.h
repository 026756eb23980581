/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets with deadlines. A deadline is g_get_monotonic_time() in the future; when it passes the error is ERROR_TIMEOUT. */
#ifndef TIDINGS_MAIL_NET_PRIV_H
#define TIDINGS_MAIL_NET_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include <netdb.h>

/* The addresses of a host name or address, given: freeaddrinfo. ERROR_NET says what the resolver said. */
struct addrinfo *net_resolve(const char *server, int port, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "192.0.2.7, 2001:db8::7", given. */
char *net_addresses_to_text(const struct addrinfo *addresses) G_GNUC_WARN_UNUSED_RESULT;

/* Connects to the first address that answers: a non-blocking socket, given (close). -1 with ERROR_NET or ERROR_TIMEOUT. */
int net_connect(const struct addrinfo *addresses, gint64 deadline, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All of the bytes; never a SIGPIPE. */
bool net_send(int fd, const void *data, size_t length, gint64 deadline, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What there is, at least one octet. 0 when the other side has closed, -1 on failure. */
gssize net_receive(int fd, void *buffer, size_t length, gint64 deadline, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
