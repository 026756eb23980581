// SPDX-License-Identifier: Apache-2.0
// One connection of collect: bytes -> flags and lines, and the answers to them.
#include "connection-priv.h"

#include <string.h>
#include <unistd.h>

#include "slice-priv.h"
#include "tidings/ingest/ingest.h"

#define FLAG_PREFIX "X-KF-"
#define FLAG_MOST 256 /* bytes of a flag that is not known */
#define SESSION_PREFIX "X-Tidings-Session="
#define SESSION_MOST 64
#define KEPT (64 * 1024) /* memory that is not given back */

enum flag { FLAG_PING, FLAG_REPLY_BACK, FLAG_FINISHED_EVENT, FLAG_SAVE_STATISTIC };
static const char *const flags[] = {
	[FLAG_PING] = "X-KF-ReplyBackPING", [FLAG_REPLY_BACK] = "X-KF-ReplyBack", [FLAG_FINISHED_EVENT] = "X-KF-SendFinishedEvent",
	[FLAG_SAVE_STATISTIC] = "X-KF-SaveStatistic",
};

struct connection *connection_new(int fd, size_t listener)
{
	struct connection *connection = g_new0(struct connection, 1);
	connection->fd = fd;
	connection->listener = listener;
	connection->bytes = g_string_new(NULL);
	connection->answer = g_string_new(NULL);
	return connection;
}

void connection_free(struct connection *connection)
{
	if (connection == NULL)
		return;
	if (connection->fd >= 0)
		close(connection->fd);
	g_string_free(connection->bytes, TRUE);
	g_string_free(connection->answer, TRUE);
	g_free(connection->session);
	g_free(connection);
}

void connection_put(struct connection *connection, const char *data, size_t length)
{
	g_string_append_len(connection->bytes, data, (gssize)length);
}

void connection_drop(struct connection *connection, size_t at)
{
	g_string_erase(connection->bytes, 0, (gssize)at);
	if (connection->bytes->len < KEPT && connection->bytes->allocated_len > 4 * KEPT) {
		GString *smaller = g_string_new_len(connection->bytes->str, (gssize)connection->bytes->len);
		g_string_free(connection->bytes, TRUE);
		connection->bytes = smaller;
	}
}

/* Does text begin with prefix, or (more may come) end within it? */
static bool begins(const GString *text, const char *prefix, bool *ret_perhaps)
{
	size_t length = strlen(prefix);
	bool same = memcmp(text->str, prefix, MIN(text->len, length)) == 0;
	*ret_perhaps |= same && text->len < length;
	return same && text->len >= length;
}

static void take_flag(struct connection *connection, enum flag flag)
{
	if (flag == FLAG_PING)
		g_string_append(connection->answer, "PONG\n");
	connection->reply_back |= flag == FLAG_REPLY_BACK;
	connection->finished_event |= flag == FLAG_FINISHED_EVENT;
	connection->answers = connection->reply_back && connection->finished_event;
	connection->flagged = true;
	connection_drop(connection, strlen(flags[flag]));
}

/* The length of a flag that is not known: letters and digits, up to the next flag or an event; 0 when its end is not there yet. */
static size_t unknown_flag(const GString *text)
{
	size_t at = strlen(FLAG_PREFIX);
	for (; at < text->len && (g_ascii_isalnum(text->str[at]) || text->str[at] == '-'); at++) {
		const char *rest = text->str + at;
		if (at > FLAG_MOST || g_str_has_prefix(rest, FLAG_PREFIX) || g_str_has_prefix(rest, "CEF:"))
			return at;
	}
	return at < text->len ? at : 0;
}

static void skip_line_end(struct connection *connection)
{
	size_t n = 0;
	while (n < connection->bytes->len && (connection->bytes->str[n] == '\r' || connection->bytes->str[n] == '\n'))
		n++;
	if (n > 0)
		connection_drop(connection, n);
}

static enum connection_step take_session(struct connection *connection)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
	size_t start = strlen(SESSION_PREFIX);
	size_t length = strspn(connection->bytes->str + start, allowed);
	const char *end = connection->bytes->str + start + length;
	if (length > SESSION_MOST)
		return CONNECTION_BAD;
	if (start + length == connection->bytes->len || (*end == '\r' && start + length + 1 == connection->bytes->len))
		return CONNECTION_WAIT;
	if (length == 0 || (*end != '\n' && (*end != '\r' || end[1] != '\n')))
		return CONNECTION_BAD;
	g_free(connection->session);
	connection->session = g_strndup(connection->bytes->str + start, length);
	connection->answers = true;
	connection->flagged = false; /* from here on every line counts */
	connection_drop(connection, start + length + (*end == '\r' ? 2 : 1));
	return CONNECTION_SESSION;
}

/* One flag off the front; CONNECTION_LINES when there is none. */
static enum connection_step greet_once(struct connection *connection, bool *ret_taken)
{
	if (connection->flagged)
		skip_line_end(connection);
	bool perhaps = connection->bytes->len == 0;
	*ret_taken = false;
	for (size_t i = 0; i < G_N_ELEMENTS(flags); i++) {
		if (begins(connection->bytes, flags[i], &perhaps)) {
			if (perhaps && !connection->ended)
				return CONNECTION_WAIT;
			take_flag(connection, (enum flag)i);
			*ret_taken = true;
			return CONNECTION_WAIT;
		}
	}
	if (begins(connection->bytes, SESSION_PREFIX, &perhaps))
		return take_session(connection);
	bool other = begins(connection->bytes, FLAG_PREFIX, &perhaps);
	if (perhaps)
		return CONNECTION_WAIT;
	size_t length = other ? unknown_flag(connection->bytes) : 0;
	if (other && length == 0)
		return CONNECTION_WAIT;
	if (!other)
		return CONNECTION_LINES;
	connection_drop(connection, length);
	connection->flagged = true;
	*ret_taken = true;
	return CONNECTION_WAIT;
}

enum connection_step connection_greet(struct connection *connection)
{
	bool taken = true;
	enum connection_step step = CONNECTION_WAIT;
	while (taken)
		step = greet_once(connection, &taken);
	if (step == CONNECTION_WAIT && connection->ended)
		step = CONNECTION_LINES;
	connection->greeted = step == CONNECTION_LINES;
	return step;
}

/* What is left of a line that was too long: up to its LF, or all of it. */
static void skip_rest(struct connection *connection, size_t *at)
{
	const char *feed = memchr(connection->bytes->str + *at, '\n', connection->bytes->len - *at);
	*at = feed != NULL ? (size_t)(feed - connection->bytes->str) + 1 : connection->bytes->len;
	connection->skipping = feed == NULL;
}

bool connection_line(struct connection *connection, size_t *at, struct line *ret_line)
{
	GString *bytes = connection->bytes;
	if (connection->skipping)
		skip_rest(connection, at);
	char *start = bytes->str + *at;
	size_t left = bytes->len - *at;
	const char *feed = memchr(start, '\n', left);
	size_t length = feed != NULL ? (size_t)(feed - start) : left;
	if (length > INGEST_LINE_MAX) {
		*ret_line = (struct line){start, INGEST_LINE_MAX, true, 0};
		*at += length + (feed != NULL);
		connection->skipping = feed == NULL;
		return true;
	}
	if (feed == NULL && (left == 0 || !connection->ended))
		return false;
	*at += length + (feed != NULL);
	*ret_line = (struct line){start, lines_drop_returns(start, length), false, 0};
	return true;
}

void connection_answer(struct connection *connection)
{
	if (!connection->owed || connection->answer->len > 0)
		return;
	g_string_append_printf(connection->answer, "LookupFinished lines=%" G_GUINT64_FORMAT " rejected=%" G_GUINT64_FORMAT "\n",
			       connection->stored.lines, connection->stored.rejected);
	connection->owed = false;
}
