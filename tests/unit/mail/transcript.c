// SPDX-License-Identifier: Apache-2.0
// Transcripts: which reply answers which command, and what is never kept.
#include "transcript-priv.h"

#include <string.h>

#include "test.h"
#include "tidings/util/auto.h"

AUTORELEASE_DEFINE(transcript, transcript_release)

static void out(struct transcript *t, const char *line)
{
	transcript_out(t, line, strlen(line));
}

static int in(struct transcript *t, const char *line)
{
	return transcript_in(t, line, strlen(line));
}

static void exchange(struct transcript *t, const char *line, const char *reply)
{
	out(t, line);
	g_assert_cmpint(in(t, reply), >, 0);
}

TEST(transcript__in__greeting_comes_before_any_command)
{
	autorelease(transcript) t = {0};
	g_assert_cmpint(in(&t, "220 mail.example ESMTP\r\n"), ==, 220);
	g_assert_cmpint(t.replies[SMTP_GREETING].code, ==, 220);
	g_assert_cmpstr(t.replies[SMTP_GREETING].text, ==, "mail.example ESMTP");
	g_assert_cmpint(t.last, ==, SMTP_GREETING);
}

TEST(transcript__in__lines_are_joined)
{
	autorelease(transcript) t = {0};
	out(&t, "RCPT TO:<a@x>\r\n");
	g_assert_cmpint(in(&t, "550-5.1.1 first\r\n"), ==, 0);
	g_assert_cmpint(in(&t, "550-\r\n"), ==, 0);
	g_assert_cmpint(in(&t, "550 5.1.1 last\r\n"), ==, 550);
	g_assert_cmpstr(transcript_rcpt(&t, 0)->text, ==, "5.1.1 first  5.1.1 last");
}

TEST(transcript__in__a_code_alone_is_a_reply)
{
	autorelease(transcript) t = {0};
	g_assert_cmpint(in(&t, "220\r\n"), ==, 220);
	g_assert_cmpstr(t.replies[SMTP_GREETING].text, ==, "");
}

TEST(transcript__in__nonsense_is_told)
{
	autorelease(transcript) t = {0};
	g_assert_cmpint(in(&t, "SSH-2.0"), ==, -1);
	g_assert_cmpint(in(&t, ""), ==, -1);
	g_assert_true(t.nonsense);
	g_assert_cmpint(t.replies[SMTP_GREETING].code, ==, 0);
}

TEST(transcript__in__text_is_bounded_and_safe)
{
	autorelease(transcript) t = {0};
	g_autofree char *flood = g_strnfill(5000, 'x');
	g_autofree char *line = g_strconcat("220-\x1b[2J", flood, NULL);
	for (int i = 0; i < 100; i++)
		(void)in(&t, line);
	g_assert_cmpint(in(&t, "220 end"), ==, 220);
	g_assert_cmpuint(strlen(t.replies[SMTP_GREETING].text), <, 1100);
	g_assert_null(strchr(t.replies[SMTP_GREETING].text, '\x1b'));
}

TEST(transcript__out__ehlo_offers)
{
	autorelease(transcript) t = {0};
	out(&t, "EHLO me");
	(void)in(&t, "250-mail.example");
	(void)in(&t, "250-STARTTLS");
	(void)in(&t, "250-AUTH CRAM-MD5 plain LOGIN");
	(void)in(&t, "250 SIZE 1000000");
	g_assert_true(t.offers_starttls && t.offers_plain && t.offers_login);
	g_assert_cmpuint(t.size_limit, ==, 1000000);
	exchange(&t, "EHLO me", "250 mail.example");
	g_assert_false(t.offers_starttls || t.offers_plain || t.offers_login);
	g_assert_cmpuint(t.size_limit, ==, 0);
}

TEST(transcript__out__a_size_without_a_figure_is_no_limit)
{
	autorelease(transcript) t = {0};
	exchange(&t, "EHLO me", "250 SIZE");
	g_assert_cmpuint(t.size_limit, ==, 0);
}

TEST(transcript__in__starttls_and_sign_in_need_their_own_codes)
{
	autorelease(transcript) t = {0};
	exchange(&t, "STARTTLS", "250 ok");
	g_assert_false(t.starttls);
	exchange(&t, "STARTTLS", "220 go");
	g_assert_true(t.starttls);
	exchange(&t, "AUTH PLAIN AHgAeQ==", "250 ok");
	g_assert_false(t.signed_in);
	exchange(&t, "AUTH PLAIN AHgAeQ==", "235 ok");
	g_assert_true(t.signed_in);
}

TEST(transcript__out__an_answer_to_a_challenge_is_no_command)
{
	autorelease(transcript) t = {0};
	exchange(&t, "AUTH LOGIN", "334 VXNlcm5hbWU6");
	exchange(&t, "DATA", "334 UGFzc3dvcmQ6"); /* the login, in base64 */
	exchange(&t, "RCPT", "535 wrong");
	g_assert_cmpint(t.replies[SMTP_AUTH].code, ==, 535);
	g_assert_cmpint(t.replies[SMTP_DATA].code, ==, 0);
	g_assert_null(t.rcpt);
}

TEST(transcript__out__recipients_are_counted)
{
	autorelease(transcript) t = {0};
	exchange(&t, "MAIL FROM:<a@x>", "250 ok");
	exchange(&t, "RCPT TO:<a@x>", "250 ok");
	exchange(&t, "RCPT TO:<b@x>", "550 no");
	out(&t, "RCPT TO:<c@x>");
	g_assert_cmpint(transcript_rcpt(&t, 0)->code, ==, 250);
	g_assert_cmpint(transcript_rcpt(&t, 1)->code, ==, 550);
	g_assert_cmpint(transcript_rcpt(&t, 2)->code, ==, 0);
	g_assert_cmpint(transcript_rcpt(&t, 3)->code, ==, 0);
}

TEST(transcript__in__the_end_of_data_has_its_own_reply)
{
	autorelease(transcript) t = {0};
	exchange(&t, "DATA", "354 go on");
	g_assert_cmpint(in(&t, "250 queued"), ==, 250);
	g_assert_cmpint(t.replies[SMTP_DATA].code, ==, 354);
	g_assert_cmpint(t.replies[SMTP_END].code, ==, 250);
}

TEST(transcript__begin_mail__forgets_the_mail_and_keeps_the_connection)
{
	autorelease(transcript) t = {0};
	exchange(&t, "EHLO me", "250 SIZE 7");
	exchange(&t, "AUTH PLAIN x", "235 ok");
	exchange(&t, "MAIL FROM:<a@x>", "250 ok");
	exchange(&t, "RCPT TO:<a@x>", "250 ok");
	transcript_begin_mail(&t);
	g_assert_cmpint(t.replies[SMTP_MAIL].code, ==, 0);
	g_assert_cmpint(transcript_rcpt(&t, 0)->code, ==, 0);
	g_assert_true(t.signed_in && t.size_limit == 7);
}

TEST(transcript__connect__forgets_everything)
{
	autorelease(transcript) t = {0};
	exchange(&t, "STARTTLS", "220 go");
	exchange(&t, "AUTH PLAIN x", "235 ok");
	transcript_connect(&t);
	g_assert_false(t.starttls || t.signed_in);
	g_assert_cmpint(in(&t, "220 hello"), ==, 220);
	g_assert_cmpint(t.replies[SMTP_GREETING].code, ==, 220);
}

TEST(transcript__release__null_and_zeroed)
{
	struct transcript t = {0};
	transcript_release(NULL);
	transcript_release(&t);
}
