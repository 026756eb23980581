// SPDX-License-Identifier: Apache-2.0
// Verdicts: the table of DELIVERY.md, row by row.
#include "verdict-priv.h"

#include "test.h"

static void assert_verdict(enum smtp_phase phase, int code, enum delivery_state state, enum mail_fault fault)
{
	struct smtp_verdict verdict = smtp_verdict(phase, code);
	g_assert_cmpint(verdict.state, ==, state);
	g_assert_cmpint(verdict.fault, ==, fault);
}

TEST(verdict__of__a_421_is_the_account_s_everywhere)
{
	for (int phase = SMTP_GREETING; phase < SMTP_PHASES; phase++)
		assert_verdict((enum smtp_phase)phase, 421, DELIVERY_DEFERRED, MAIL_FAULT_ACCOUNT);
}

TEST(verdict__of__greeting_and_ehlo)
{
	assert_verdict(SMTP_GREETING, 450, DELIVERY_DEFERRED, MAIL_FAULT_ACCOUNT);
	assert_verdict(SMTP_GREETING, 554, DELIVERY_DEFERRED, MAIL_FAULT_CONFIG);
	assert_verdict(SMTP_EHLO, 504, DELIVERY_DEFERRED, MAIL_FAULT_CONFIG);
}

TEST(verdict__of__starttls_stops_the_queue_unless_it_is_temporary)
{
	assert_verdict(SMTP_STARTTLS, 502, DELIVERY_DEFERRED, MAIL_FAULT_CONFIG);
	assert_verdict(SMTP_STARTTLS, 454, DELIVERY_DEFERRED, MAIL_FAULT_ACCOUNT);
	g_assert_cmpint(smtp_verdict(SMTP_STARTTLS, 502).error, ==, ERROR_TLS);
}

TEST(verdict__of__sign_in)
{
	assert_verdict(SMTP_AUTH, 535, DELIVERY_DEFERRED, MAIL_FAULT_CONFIG);
	assert_verdict(SMTP_AUTH, 504, DELIVERY_DEFERRED, MAIL_FAULT_CONFIG);
	assert_verdict(SMTP_AUTH, 454, DELIVERY_DEFERRED, MAIL_FAULT_ACCOUNT);
	g_assert_cmpint(smtp_verdict(SMTP_AUTH, 535).error, ==, ERROR_AUTH);
}

TEST(verdict__of__a_demand_to_sign_in_is_a_fault_of_the_settings)
{
	assert_verdict(SMTP_MAIL, 530, DELIVERY_DEFERRED, MAIL_FAULT_CONFIG);
	assert_verdict(SMTP_RCPT, 530, DELIVERY_DEFERRED, MAIL_FAULT_CONFIG);
	assert_verdict(SMTP_MAIL, 538, DELIVERY_DEFERRED, MAIL_FAULT_CONFIG);
}

TEST(verdict__of__mail_phases)
{
	for (int phase = SMTP_MAIL; phase <= SMTP_END; phase++) {
		assert_verdict((enum smtp_phase)phase, 250, DELIVERY_ACCEPTED, MAIL_FAULT_NONE);
		assert_verdict((enum smtp_phase)phase, 451, DELIVERY_DEFERRED, MAIL_FAULT_NONE);
		assert_verdict((enum smtp_phase)phase, 552, DELIVERY_FAILED, MAIL_FAULT_NONE);
	}
}

TEST(verdict__of__nonsense)
{
	assert_verdict(SMTP_END, 399, DELIVERY_UNKNOWN, MAIL_FAULT_NONE);
	assert_verdict(SMTP_END, 0, DELIVERY_UNKNOWN, MAIL_FAULT_NONE);
	assert_verdict(SMTP_MAIL, 999, DELIVERY_DEFERRED, MAIL_FAULT_ACCOUNT);
}

TEST(verdict__too_many__is_told_from_a_full_mailbox)
{
	struct smtp_reply reply = {.code = 452, .text = g_strdup("4.5.3 Too many recipients")};
	g_assert_true(smtp_too_many_recipients(&reply));
	reply.code = 552;
	g_assert_true(smtp_too_many_recipients(&reply));
	reply.code = 450;
	g_assert_false(smtp_too_many_recipients(&reply));
	g_free(reply.text);
	reply = (struct smtp_reply){.code = 452, .text = g_strdup("4.2.2 mailbox full")};
	g_assert_false(smtp_too_many_recipients(&reply));
	g_free(reply.text);
	g_assert_false(smtp_too_many_recipients(&(struct smtp_reply){.code = 452}));
}
