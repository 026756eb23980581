// SPDX-License-Identifier: Apache-2.0
// Messages: what is refused, and that bytes depend on the message alone. Readers of the bytes: tests/mail/message.py.
#include "tidings/mail/message.h"

#include <string.h>

#include "test.h"

static struct mail_message plain(void)
{
	return (struct mail_message){.from = "reports@example.org", .subject = "Weekly", .date = 1700000000, .message_id = "1@example.org", .text = "x\n"};
}

static char *build(const struct mail_message *message)
{
	GError *error = NULL;
	g_autoptr(GBytes) bytes = mail_message_build(message, &error);
	test_no_error(error);
	return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

static void assert_refused(const struct mail_message *message)
{
	GError *error = NULL;
	g_autoptr(GBytes) bytes = mail_message_build(message, &error);
	g_assert_null(bytes);
	test_error(&error, ERROR_INVALID, NULL);
}

TEST(message__build__plain_text_alone)
{
	struct mail_message message = plain();
	g_autofree char *bytes = build(&message);
	g_assert_nonnull(strstr(bytes, "\r\nSubject: Weekly\r\n"));
	g_assert_nonnull(strstr(bytes, "\r\nTo: undisclosed-recipients:;\r\n"));
	g_assert_nonnull(strstr(bytes, "\r\nMessage-ID: <1@example.org>\r\n"));
	g_assert_nonnull(strstr(bytes, "\r\nAuto-Submitted: auto-generated\r\n"));
	g_assert_nonnull(strstr(bytes, "\r\nList-Unsubscribe: <mailto:reports@example.org>\r\n"));
	g_assert_nonnull(strstr(bytes, "\r\n\r\neA0K\r\n"));
	g_assert_null(strstr(bytes, "List-Id"));
	g_assert_null(strstr(bytes, "alternative"));
}

TEST(message__build__twice_the_same)
{
	struct mail_message message = plain();
	g_autofree char *first = build(&message), *second = build(&message);
	g_assert_cmpstr(first, ==, second);
	message.text = "y\n";
	g_autofree char *third = build(&message);
	g_assert_cmpstr(first, !=, third);
}

TEST(message__build__empty_parts)
{
	g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0);
	const struct mail_attachment attachment = {.name = "", .type = "text/csv", .data = nothing};
	struct mail_message message = plain();
	message.text = message.html = "";
	message.attachments = &attachment;
	message.n_attachments = 1;
	g_autofree char *bytes = build(&message);
	g_assert_nonnull(strstr(bytes, "filename=\"attachment\""));
}

TEST(message__build__addresses_are_checked)
{
	struct mail_message message = plain();
	char evil[] = "a@example.com\r\nBcc: evil@example.com";
	char *to[] = {evil, NULL};
	message.to = to;
	assert_refused(&message);
	message = plain();
	message.from = "reports";
	assert_refused(&message);
}

TEST(message__build__ids_are_checked)
{
	const char *const bad[] = {"", "1", "@example.org", "1@", "1@a@b", "1@a>\r\nBcc: x", "1 2@a", "ж@a"};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		struct mail_message message = plain();
		message.message_id = bad[i];
		assert_refused(&message);
	}
	struct mail_message message = plain();
	message.list_id = "task 3";
	assert_refused(&message);
	message = plain();
	message.chart_cid = "a>b";
	assert_refused(&message);
	message = plain();
	message.logo_cid = "a>b";
	assert_refused(&message);
}

TEST(message__build__error_may_be_null)
{
	struct mail_message message = plain();
	message.message_id = "";
	g_assert_null(mail_message_build(&message, NULL));
}

TEST(message__build__logo_without_a_chart__stands_beside_the_page)
{
	struct mail_message message = plain();
	g_autoptr(GBytes) logo = g_bytes_new_static("logo", 4);
	message.html = "<p>x</p>";
	message.logo = logo;
	message.logo_cid = "logo@tidings";
	g_autofree char *bytes = build(&message);
	g_assert_nonnull(strstr(bytes, "multipart/related"));
	g_assert_nonnull(strstr(bytes, "Content-Id: <logo@tidings>"));
	g_assert_nonnull(strstr(bytes, "bG9nbw=="));
}
