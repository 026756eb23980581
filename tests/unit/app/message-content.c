// SPDX-License-Identifier: Apache-2.0
// The content of messages, as sent and as received.
#include "../../../src/app/message-content-priv.h"

#include <string.h>

#include "test.h"

static const char sent[] =
	"Date: Tue, 24 Nov 2026 09:00:00 +0000\r\nFrom: reports@example.com\r\nTo: soc@example.com\r\nSubject: A\r\n long one\r\n"
	"Message-ID: <1.2@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nBody\r\n\r\nEnd\r\n";

static char *digest(const char *text)
{
	return message_content_digest(text, strlen(text));
}

static void assert_same(const char *a, const char *b, bool same)
{
	g_autofree char *one = digest(a), *other = digest(b);
	g_assert_cmpint(g_strcmp0(one, other) == 0, ==, same);
}

static char *with(const char *text, const char *what, const char *by)
{
	g_auto(GStrv) parts = g_strsplit(text, what, -1);
	return g_strjoinv(by, parts);
}

TEST(message_content__digest__is_that_of_the_received_message)
{
	g_autofree char *unix_lines = with(sent, "\r\n", "\n");
	g_autofree char *traced = g_strconcat("Return-Path: <x@y>\r\nReceived: from a\r\n\tby b; Tue\r\n", sent, NULL);
	g_autofree char *mailbox = g_strconcat("From reports@example.com Tue Nov 24\nReceived: a\n", unix_lines, "\n\n", NULL);
	assert_same(sent, unix_lines, true);
	assert_same(sent, traced, true);
	assert_same(sent, mailbox, true);
}

TEST(message_content__digest__sees_every_changed_byte)
{
	g_autofree char *right = digest(sent);
	g_assert_nonnull(right);
	for (size_t i = 0; i < strlen(sent); i++) {
		static const char others[] = {'\r', '\n', ' ', 'x', ':', '\0'};
		for (size_t k = 0; k < sizeof others; k++) {
			g_autofree char *copy = g_strdup(sent);
			copy[i] = others[k];
			g_autofree char *wrong = message_content_digest(copy, strlen(sent));
			g_assert_true(sent[i] == others[k] || g_strcmp0(wrong, right) != 0);
		}
	}
}

TEST(message_content__digest__sees_a_second_field_of_ours)
{
	g_autofree char *twice = g_strconcat("Subject: another\r\n", sent, NULL);
	assert_same(sent, twice, false);
}

TEST(message_content__digest__is_null_for_other_bytes)
{
	static const char *const others[] = {"", "\n", "\n\n", "%PDF-1.7\n\n", "a: b", "X-Only: this\n\nbody", "Subject: a\r\n\nmixed"};
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		g_assert_null(digest(others[i]));
	g_assert_null(message_content_digest(NULL, 0));
}

TEST(message_content__field__is_found_where_a_line_has_lost_its_cr)
{
	g_autofree char *copy = g_strdup(sent);
	*strrchr(copy, '\r') = ' ';
	g_autofree char *none = digest(copy);
	g_autofree char *id = message_content_field(copy, strlen(copy), "Message-ID");
	g_autofree char *own = message_content_field(sent, strlen(sent), "Message-ID");
	g_assert_null(none);
	g_assert_nonnull(id);
	g_assert_cmpstr(id, ==, own);
}

TEST(message_content__field__unfolds)
{
	g_autofree char *subject = message_content_field(sent, strlen(sent), "subject");
	g_autofree char *id = message_content_field(sent, strlen(sent), "Message-ID");
	g_assert_cmpstr(subject, ==, "A long one");
	g_assert_cmpstr(id, ==, "<1.2@example.com>");
	g_assert_null(message_content_field(sent, strlen(sent), "Body"));
	g_assert_null(message_content_field(sent, strlen(sent), "X"));
}
