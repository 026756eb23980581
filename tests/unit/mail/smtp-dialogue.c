// SPDX-License-Identifier: Apache-2.0
// SMTP dialogue over a socket pair: what the other side may do, and where it is stopped.
#include "smtp-dialogue-priv.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "test.h"

#define SOON (g_get_monotonic_time() + 2 * G_USEC_PER_SEC)
#define NOW g_get_monotonic_time()

struct pair {
	struct smtp_dialogue dialogue;
	int server;
};

static void pair_init(struct pair *pair)
{
	int fds[2] = {-1, -1};
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
	pair->dialogue = (struct smtp_dialogue){.fd = -1};
	smtp_dialogue_open(&pair->dialogue, fds[0]);
	pair->server = fds[1];
}

static void pair_release(struct pair *pair)
{
	if (pair->server >= 0)
		close(pair->server);
	pair->server = -1;
	smtp_dialogue_close(&pair->dialogue);
}
AUTORELEASE_DEFINE(pair, pair_release)

static void server_says(struct pair *pair, const char *text)
{
	g_assert_cmpint(send(pair->server, text, strlen(text), MSG_NOSIGNAL), ==, (ssize_t)strlen(text));
}

static char *server_heard(struct pair *pair)
{
	char buffer[1000] = "";
	ssize_t n = recv(pair->server, buffer, sizeof buffer - 1, 0);
	return g_strndup(buffer, (gsize)MAX(n, 0));
}

TEST(dialogue__reply__comes_in_pieces)
{
	autorelease(pair) pair = {.server = -1};
	GError *error = NULL;
	pair_init(&pair);
	server_says(&pair, "220-first\r\n22");
	server_says(&pair, "0 second\r\n250 next");
	const struct smtp_reply *reply = smtp_dialogue_reply(&pair.dialogue, SOON, &error);
	test_no_error(error);
	g_assert_cmpint(reply->code, ==, 220);
	g_assert_cmpstr(reply->text, ==, "first second");
	g_assert_cmpuint(pair.dialogue.in->len, ==, strlen("250 next"));
}

TEST(dialogue__reply__a_deadline_ends_the_wait)
{
	autorelease(pair) pair = {.server = -1};
	GError *error = NULL;
	pair_init(&pair);
	server_says(&pair, "220-not yet\r\n");
	g_assert_null(smtp_dialogue_reply(&pair.dialogue, NOW, &error));
	test_error(&error, ERROR_TIMEOUT, NULL);
}

TEST(dialogue__reply__a_closed_connection)
{
	autorelease(pair) pair = {.server = -1};
	GError *error = NULL;
	pair_init(&pair);
	close(pair.server);
	pair.server = -1;
	g_assert_null(smtp_dialogue_reply(&pair.dialogue, SOON, &error));
	test_error(&error, ERROR_NET, NULL);
}

TEST(dialogue__reply__other_protocols_are_shown_safe)
{
	autorelease(pair) pair = {.server = -1};
	GError *error = NULL;
	pair_init(&pair);
	server_says(&pair, "HTTP/1.1 400 \x1b[31mBad\r\n");
	g_assert_null(smtp_dialogue_reply(&pair.dialogue, SOON, &error));
	g_assert_nonnull(strstr(error->message, "HTTP/1.1 400"));
	g_assert_null(strchr(error->message, '\x1b'));
	test_error(&error, ERROR_REMOTE, NULL);
}

TEST(dialogue__reply__lines_and_their_number_are_bounded)
{
	autorelease(pair) pair = {.server = -1};
	GError *error = NULL;
	g_autofree char *flood = g_strnfill(7000, 'x');
	pair_init(&pair);
	server_says(&pair, flood);
	g_assert_null(smtp_dialogue_reply(&pair.dialogue, SOON, &error));
	test_error(&error, ERROR_REMOTE, NULL);
	pair_release(&pair);
	pair_init(&pair);
	GString *lines = g_string_new(NULL);
	for (int i = 0; i < 300; i++)
		g_string_append(lines, "220-x\r\n");
	server_says(&pair, lines->str);
	g_string_free(lines, TRUE);
	g_assert_null(smtp_dialogue_reply(&pair.dialogue, SOON, &error));
	test_error(&error, ERROR_REMOTE, NULL);
}

TEST(dialogue__command__goes_out_as_one_line)
{
	autorelease(pair) pair = {.server = -1};
	GError *error = NULL;
	pair_init(&pair);
	server_says(&pair, "250 ok\r\n");
	const struct smtp_reply *reply = smtp_dialogue_command(&pair.dialogue, "RCPT TO:<a@x>", SOON, &error);
	test_no_error(error);
	g_assert_cmpint(reply->code, ==, 250);
	g_assert_cmpint(transcript_rcpt(&pair.dialogue.transcript, 0)->code, ==, 250);
	g_autofree char *heard = server_heard(&pair);
	g_assert_cmpstr(heard, ==, "RCPT TO:<a@x>\r\n");
}

TEST(dialogue__command__to_a_closed_connection_fails_without_a_signal)
{
	autorelease(pair) pair = {.server = -1};
	GError *error = NULL;
	pair_init(&pair);
	close(pair.server);
	pair.server = -1;
	g_assert_null(smtp_dialogue_command(&pair.dialogue, "NOOP", SOON, &error));
	test_error(&error, ERROR_NET, NULL);
}

TEST(dialogue__close__says_quit)
{
	autorelease(pair) pair = {.server = -1};
	pair_init(&pair);
	smtp_dialogue_close(&pair.dialogue);
	g_autofree char *heard = server_heard(&pair);
	g_assert_cmpstr(heard, ==, "QUIT\r\n");
	g_assert_cmpint(pair.dialogue.fd, ==, -1);
	smtp_dialogue_close(&pair.dialogue);
}
