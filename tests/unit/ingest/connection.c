// SPDX-License-Identifier: Apache-2.0
// One connection of collect: flags, lines, answers, whatever pieces the bytes come in.
#include "connection-priv.h"

#include <string.h>

#include "test.h"
#include "tidings/ingest/ingest.h"

/* What a connection makes of a text that comes in pieces of `step` bytes: "[session]" and "line|line*|" (* = too long), and its answers. */
static char *story(const char *text, size_t length, size_t step)
{
	struct connection *connection = connection_new(-1, 0);
	g_autoptr(GString) out = g_string_new(NULL);
	for (size_t at = 0;; at = MIN(at + step, length)) {
		connection->ended = at == length;
		connection_put(connection, text + at, MIN(step, length - at));
		enum connection_step now = CONNECTION_LINES;
		while (!connection->greeted && (now = connection_greet(connection)) == CONNECTION_SESSION)
			g_string_append_printf(out, "[%s]", connection->session);
		if (now == CONNECTION_BAD) {
			g_string_append(out, "bad");
			break;
		}
		struct line line;
		size_t from = 0;
		while (connection->greeted && connection_line(connection, &from, &line)) {
			g_string_append_len(out, line.text, (gssize)MIN(line.length, 20));
			g_string_append(out, line.too_long ? "*|" : "|");
		}
		connection_drop(connection, from);
		if (connection->ended)
			break;
	}
	g_string_append_printf(out, "%s%s", connection->answers ? " answers " : "", connection->answer->str);
	connection_free(connection);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void expect(const char *text, const char *wanted)
{
	for (size_t step = 1; step <= strlen(text) + 1; step++) {
		g_autofree char *got = story(text, strlen(text), step);
		g_assert_cmpstr(got, ==, wanted);
	}
}

TEST(connection__greet__flags)
{
	expect("", "");
	expect("a\nb\n", "a|b|");
	expect("a\r\n\r\nb", "a||b|");
	expect("X", "X|");
	expect("X-Ray\n", "X-Ray|");
	expect("X-KF-ReplyBackPING", "PONG\n");
	expect("X-KF-ReplyBackPINGa\n", "a|PONG\n");
	expect("X-KF-ReplyBackX-KF-SendFinishedEvent\na\n", "a| answers ");
	expect("X-KF-SendFinishedEventX-KF-ReplyBackX-KF-SaveStatisticCEF:0\n", "CEF:0| answers ");
	expect("X-KF-ReplyBack", "");
	expect("X-KF-SaveStatistic\r\nX-KF-ReplyBack\nX-KF-SendFinishedEvent\r\na", "a| answers ");
	expect("X-KF-Other-1X-KF-ReplyBack{\n", "{|");
	expect("X-KF-OtherCEF:0|x\n", "CEF:0|x|");
	expect("X-KF-Other\na\nX-KF-ReplyBackPING\n", "a|X-KF-ReplyBackPING|");
}

TEST(connection__greet__session)
{
	expect("X-Tidings-Session=a.B_1-2\na\n", "[a.B_1-2]a| answers ");
	expect("X-KF-SaveStatisticX-Tidings-Session=a\r\nb\n", "[a]b| answers ");
	expect("X-Tidings-Session=a", "X-Tidings-Session=a|");
	expect("X-Tidings-Session=\na", "bad");
	expect("X-Tidings-Session=a b\n", "bad");
	expect("X-Tidings-Session=a\rb\n", "bad");
	expect("X-Tidings-Session=0123456789012345678901234567890123456789012345678901234567890123\n",
	       "[0123456789012345678901234567890123456789012345678901234567890123] answers ");
	expect("X-Tidings-Session=01234567890123456789012345678901234567890123456789012345678901234\n", "bad");
}

TEST(connection__line__too_long)
{
	g_autofree char *data = g_malloc(3 * INGEST_LINE_MAX);
	memset(data, 'x', 3 * INGEST_LINE_MAX);
	memcpy(data + 2 * INGEST_LINE_MAX, "\nend\n", 5);
	static const size_t steps[] = {65536, 262144, 3 * INGEST_LINE_MAX};
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		g_autofree char *got = story(data, 2 * INGEST_LINE_MAX + 5, steps[i]);
		g_assert_cmpstr(got, ==, "xxxxxxxxxxxxxxxxxxxx*|end|");
	}
	memset(data, 'x', INGEST_LINE_MAX);
	data[INGEST_LINE_MAX] = '\n';
	g_autofree char *longest = story(data, INGEST_LINE_MAX + 1, 100000);
	g_assert_cmpstr(longest, ==, "xxxxxxxxxxxxxxxxxxxx|");
}

TEST(connection__answer__one_at_a_time)
{
	struct connection *connection = connection_new(-1, 0);
	connection_answer(connection);
	g_assert_cmpstr(connection->answer->str, ==, "");
	connection->stored = (struct stats_progress){.lines = 5, .rejected = 2};
	connection->owed = true;
	connection_answer(connection);
	g_assert_cmpstr(connection->answer->str, ==, "LookupFinished lines=5 rejected=2\n");
	/* What is not sent yet is not overtaken; the last one says it all. */
	connection->stored.lines = 6;
	connection->owed = true;
	connection_answer(connection);
	connection->stored.lines = 7;
	g_assert_true(connection->owed);
	g_string_truncate(connection->answer, 0);
	connection_answer(connection);
	g_assert_cmpstr(connection->answer->str, ==, "LookupFinished lines=7 rejected=2\n");
	g_assert_false(connection->owed);
	connection_free(connection);
}
