// SPDX-License-Identifier: Apache-2.0
// letter-copy-priv.h: what each recipient gets where each gets a message of their own.
#include "letter-copy-priv.h"

#include <string.h>

#include "test.h"
#include "tidings/util/error.h"

#define HEAD "Date: Mon, 23 Nov 2026 06:00:00 +0000\r\nFrom: reports@example.com\r\n"
#define REST "Subject: S\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nTo: nobody\r\nMessage-ID: <none@example.com>\r\n"
#define BUILT HEAD "To: undisclosed-recipients:;\r\nMessage-ID: <1.2.ab@example.com>\r\n" REST

static GBytes *bytes_of(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

static void check_text(GBytes *bytes, const char *expected)
{
	g_assert_nonnull(bytes);
	g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), expected, strlen(expected));
}

static void fill(struct run *run)
{
	run_init(run);
	run->id = 7;
	run->addressing = ADDRESSING_EACH;
	g_free(run->message_id);
	run->message_id = g_strdup("1.2.ab@example.com");
	run_add_recipient(run, "one@example.com");
	run_add_recipient(run, "two@example.com");
}

TEST(letter_copy__make__differs_in_to_and_message_id_alone)
{
	autorelease(run) run = {0};
	g_autoptr(GBytes) built = bytes_of(BUILT);
	GError *error = NULL;
	fill(&run);
	for (int again = 0; again < 2; again++) {
		g_autoptr(GBytes) copy = letter_copy(built, &run, 1, &error);
		test_no_error(error);
		check_text(copy, HEAD "To: two@example.com\r\nMessage-ID: <1.2.ab.2@example.com>\r\n" REST);
	}
}

TEST(letter_copy__make__replaces_a_folded_field_whole)
{
	autorelease(run) run = {0};
	g_autoptr(GBytes) built = bytes_of(HEAD "to:\r\n undisclosed-recipients:;\r\nMESSAGE-ID:\r\n\t<1.2.ab@example.com>\r\n" REST);
	GError *error = NULL;
	fill(&run);
	g_autoptr(GBytes) copy = letter_copy(built, &run, 0, &error);
	test_no_error(error);
	check_text(copy, HEAD "To: one@example.com\r\nMessage-ID: <1.2.ab.1@example.com>\r\n" REST);
}

TEST(letter_copy__make__refuses_what_has_not_one_of_each_field)
{
	static const char *const bad[] = {
		HEAD "Message-ID: <1.2.ab@example.com>\r\n" REST, HEAD "To: undisclosed-recipients:;\r\n" REST,
		HEAD "To: a\r\nTo: b\r\nMessage-ID: <1.2.ab@example.com>\r\n" REST, "", "To", "\r\n",
	};
	autorelease(run) run = {0};
	fill(&run);
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GBytes) built = bytes_of(bad[i]);
		GError *error = NULL;
		g_assert_null(letter_copy(built, &run, 0, &error));
		test_error(&error, ERROR_CORRUPT, NULL);
	}
}

TEST(letter_copy__find__gives_the_built_message_again)
{
	autorelease(run) run = {0};
	g_autoptr(GBytes) built = bytes_of(BUILT);
	fill(&run);
	for (guint i = 0; i < run.deliveries->len; i++) {
		g_autoptr(GBytes) copy = letter_copy(built, &run, i, NULL);
		g_autoptr(GBytes) found = letter_of_copy(copy, &run);
		check_text(found, BUILT);
	}
}

TEST(letter_copy__find__keeps_what_servers_added_and_their_line_ends)
{
	autorelease(run) run = {0};
	fill(&run);
	g_autoptr(GBytes) copy = bytes_of("Received: by mx\nTo: one@example.com\nMessage-ID: <1.2.ab.1@example.com>\n\ntext\n");
	g_autoptr(GBytes) found = letter_of_copy(copy, &run);
	check_text(found, "Received: by mx\nTo: undisclosed-recipients:;\nMessage-ID: <1.2.ab@example.com>\n\ntext\n");
}

TEST(letter_copy__find__knows_no_other_address_or_number)
{
	static const char *const bad[] = {
		"To: two@example.com\r\nMessage-ID: <1.2.ab.1@example.com>\r\n\r\n", "To: one@example.com\r\nMessage-ID: <1.2.ab@example.com>\r\n\r\n",
		"To: one@example.com\r\nMessage-ID: <1.2.ab.3@example.com>\r\n\r\n", "To: one@example.com, x@example.com\r\nMessage-ID: <1.2.ab.1@example.com>\r\n\r\n",
	};
	autorelease(run) run = {0};
	fill(&run);
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GBytes) copy = bytes_of(bad[i]);
		g_assert_null(letter_of_copy(copy, &run));
	}
	run.addressing = ADDRESSING_BCC;
	g_autoptr(GBytes) copy = bytes_of("To: one@example.com\r\nMessage-ID: <1.2.ab@example.com>\r\n\r\n");
	g_assert_null(letter_of_copy(copy, &run));
}
