// SPDX-License-Identifier: Apache-2.0
// SMTP dialogue: commands and replies over a socket, in plain text or TLS.
#include "smtp-dialogue-priv.h"

#include <string.h>
#include <unistd.h>

#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"
#include "tidings/util/secret.h"

#include "net-priv.h"

#define LINE_MAX_OCTETS 4096 /* RFC 5321 4.5.3.1.5 says 512; some say more */
#define REPLY_LINES_MAX 200
#define SHOWN_MAX 60
#define QUIT_MILLISECONDS 200

static bool send_bytes(struct smtp_dialogue *d, const char *bytes, size_t length, gint64 deadline, GError **error)
{
	return d->tls != NULL ? tls_probe_write(d->tls, bytes, length, deadline, error) : net_send(d->fd, bytes, length, deadline, error);
}

void smtp_dialogue_close(struct smtp_dialogue *d)
{
	const char quit[] = "QUIT\r\n";
	g_autoptr(GError) ignored = NULL;
	if (d->fd >= 0) {
		(void)send_bytes(d, quit, strlen(quit), g_get_monotonic_time() + QUIT_MILLISECONDS * 1000, &ignored);
		close(d->fd);
	}
	d->fd = -1;
	g_clear_pointer(&d->tls, tls_probe_free);
	g_clear_pointer(&d->in, g_byte_array_unref);
	transcript_release(&d->transcript);
}

void smtp_dialogue_open(struct smtp_dialogue *d, int fd)
{
	smtp_dialogue_close(d);
	d->fd = fd;
	d->in = g_byte_array_new();
	transcript_connect(&d->transcript);
}

static bool receive_more(struct smtp_dialogue *d, gint64 deadline, GError **error)
{
	char buffer[2048];
	gssize n = d->tls != NULL ? tls_probe_read(d->tls, buffer, sizeof buffer, deadline, error)
				  : net_receive(d->fd, buffer, sizeof buffer, deadline, error);
	if (n == 0)
		return error_set(error, ERROR_NET, "the server closed the connection");
	if (n > 0)
		g_byte_array_append(d->in, (const guint8 *)buffer, (guint)n);
	return n > 0;
}

/* The next line without its line end, given. */
static char *next_line(struct smtp_dialogue *d, gint64 deadline, GError **error)
{
	const guint8 *end = NULL;
	while (d->in->len == 0 || (end = memchr(d->in->data, '\n', d->in->len)) == NULL) {
		if (d->in->len > LINE_MAX_OCTETS) {
			(void)error_set(error, ERROR_REMOTE, "the server sends a line of more than %d octets", LINE_MAX_OCTETS);
			return NULL;
		}
		if (!receive_more(d, deadline, error))
			return NULL;
	}
	guint length = (guint)(end - d->in->data);
	char *line = g_strndup((const char *)d->in->data, length);
	g_byte_array_remove_range(d->in, 0, length + 1);
	return line;
}

static const struct smtp_reply *last_reply(const struct smtp_dialogue *d)
{
	const struct transcript *t = &d->transcript;
	if (t->last == SMTP_RCPT && t->rcpt != NULL && t->rcpt->len > 0)
		return transcript_rcpt(t, t->rcpt->len - 1);
	return &t->replies[t->last];
}

const struct smtp_reply *smtp_dialogue_reply(struct smtp_dialogue *d, gint64 deadline, GError **error)
{
	for (int i = 0; i < REPLY_LINES_MAX; i++) {
		g_autofree char *line = next_line(d, deadline, error);
		if (line == NULL)
			return NULL;
		int code = transcript_in(&d->transcript, line, strlen(line));
		if (code > 0)
			return last_reply(d);
		if (code < 0) {
			g_autofree char *safe = safe_text(line, (gssize)MIN(strlen(line), SHOWN_MAX));
			(void)error_set(error, ERROR_REMOTE, "the server does not answer in SMTP: \"%s\"", safe);
			return NULL;
		}
	}
	(void)error_set(error, ERROR_REMOTE, "the server sends a reply of more than %d lines", REPLY_LINES_MAX);
	return NULL;
}

const struct smtp_reply *smtp_dialogue_command(struct smtp_dialogue *d, const char *line, gint64 deadline, GError **error)
{
	g_autofree char *wire = g_strconcat(line, "\r\n", NULL);
	size_t length = strlen(wire);
	transcript_out(&d->transcript, line, strlen(line));
	bool sent = send_bytes(d, wire, length, deadline, error);
	secret_wipe(wire, length); /* it may be a sign-in */
	return sent ? smtp_dialogue_reply(d, deadline, error) : NULL;
}
