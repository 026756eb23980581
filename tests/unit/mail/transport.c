// SPDX-License-Identifier: Apache-2.0
// Transport without a server: what is decided before anything is sent. Conversations: tests/mail/transport.py.
#include "tidings/mail/transport.h"

#include <string.h>

#include "test.h"

static void fill(struct mail_settings *s)
{
	mail_settings_init(s);
	g_free(s->server);
	s->server = g_strdup("127.0.0.1");
	s->port = 1;
	g_free(s->email);
	s->email = g_strdup("reports@example.org");
}

static bool no_dot(void *data, GError **error)
{
	(void)data;
	return error_set(error, ERROR_BUG, "the end of data was reached");
}

TEST(transport__new__settings_that_cannot_be_used)
{
	autorelease(mail_settings) s = {0};
	GError *error = NULL;
	fill(&s);
	s.port = 0;
	g_assert_null(mail_transport_new(&s, &error));
	test_error(&error, ERROR_INVALID, "port");
	s.port = 25;
	s.connection = MAIL_STARTTLS;
	g_free(s.ca);
	s.ca = g_strdup("/nowhere/ca.pem");
	g_assert_null(mail_transport_new(&s, &error));
	test_error(&error, ERROR_NOT_FOUND, "ca");
}

TEST(transport__new__settings_are_copied)
{
	GError *error = NULL;
	autoptr(mail_transport) transport = NULL;
	{
		autorelease(mail_settings) s = {0};
		fill(&s);
		transport = mail_transport_new(&s, &error);
	}
	test_no_error(error);
	g_assert_nonnull(transport);
}

TEST(transport__free__null)
{
	mail_transport_free(NULL);
}

TEST(transport__send__nobody_left_needs_no_server)
{
	autorelease(mail_settings) s = {0};
	autorelease(run) run = {0};
	enum mail_fault fault = MAIL_FAULT_CONFIG;
	GError *error = NULL;
	fill(&s);
	autoptr(mail_transport) transport = mail_transport_new(&s, &error);
	g_autoptr(GBytes) message = g_bytes_new_static("x\r\n", 3);
	run_init(&run);
	run_add_recipient(&run, "a@example.com");
	run_add_recipient(&run, "b@example.com");
	run_delivery(&run, 0)->state = DELIVERY_ACCEPTED;
	run_delivery(&run, 1)->state = DELIVERY_UNKNOWN;
	struct mail_job job = {.run = &run, .from = "reports@example.org", .message = message, .dot = no_dot};
	g_assert_true(mail_transport_send(transport, &job, &fault, &error));
	test_no_error(error);
	g_assert_cmpint(fault, ==, MAIL_FAULT_NONE);
	g_assert_cmpint(run_delivery(&run, 0)->state, ==, DELIVERY_ACCEPTED);
	g_assert_cmpint(run_delivery(&run, 1)->state, ==, DELIVERY_UNKNOWN);
}

TEST(transport__send__without_a_server_all_are_deferred)
{
	autorelease(mail_settings) s = {0};
	autorelease(run) run = {0};
	enum mail_fault fault = MAIL_FAULT_NONE;
	GError *error = NULL;
	fill(&s);
	autoptr(mail_transport) transport = mail_transport_new(&s, &error);
	g_autoptr(GBytes) message = g_bytes_new_static("x\r\n", 3);
	run_init(&run);
	const enum delivery_state states[] = {DELIVERY_QUEUED, DELIVERY_SENDING, DELIVERY_DEFERRED, DELIVERY_FAILED};
	for (guint i = 0; i < G_N_ELEMENTS(states); i++) {
		run_add_recipient(&run, "a@example.com");
		run_delivery(&run, i)->state = states[i];
	}
	struct mail_job job = {.run = &run, .from = "reports@example.org", .message = message, .dot = no_dot};
	g_assert_false(mail_transport_send(transport, &job, &fault, &error));
	test_error(&error, ERROR_NET, NULL);
	g_assert_cmpint(fault, ==, MAIL_FAULT_ACCOUNT);
	for (guint i = 0; i < 3; i++) {
		g_assert_cmpint(run_delivery(&run, i)->state, ==, DELIVERY_DEFERRED);
		g_assert_nonnull(strstr(run_delivery(&run, i)->text, "cannot connect"));
	}
	g_assert_cmpint(run_delivery(&run, 3)->state, ==, DELIVERY_FAILED);
}

TEST(transport__send__a_sender_that_is_none_stops_the_queue)
{
	autorelease(mail_settings) s = {0};
	autorelease(run) run = {0};
	enum mail_fault fault = MAIL_FAULT_NONE;
	GError *error = NULL;
	fill(&s);
	autoptr(mail_transport) transport = mail_transport_new(&s, &error);
	g_autoptr(GBytes) message = g_bytes_new_static("x\r\n", 3);
	run_init(&run);
	run_add_recipient(&run, "a@example.com");
	struct mail_job job = {.run = &run, .from = "reports@example.org>\r\nRCPT TO:<x@y", .message = message, .dot = no_dot};
	g_assert_false(mail_transport_send(transport, &job, &fault, &error));
	test_error(&error, ERROR_INVALID, NULL);
	g_assert_cmpint(fault, ==, MAIL_FAULT_CONFIG);
	g_assert_cmpint(run_delivery(&run, 0)->state, ==, DELIVERY_DEFERRED);
}
