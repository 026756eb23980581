// SPDX-License-Identifier: Apache-2.0
// Verdicts: SMTP code and phase to delivery state and fault.
#include "verdict-priv.h"

#include <string.h>

#define BIT(phase) (1U << (phase))
#define CONNECTING (BIT(SMTP_GREETING) | BIT(SMTP_EHLO) | BIT(SMTP_OTHER))
#define MAILING (BIT(SMTP_MAIL) | BIT(SMTP_RCPT) | BIT(SMTP_DATA) | BIT(SMTP_END))
#define ANY (BIT(SMTP_PHASES) - 1)

struct row {
	unsigned phases;
	int low, high; /* codes, both included */
	struct smtp_verdict verdict;
};

/* The first row that fits. */
static const struct row rows[] = {
	{MAILING, 200, 299, {DELIVERY_ACCEPTED, MAIL_FAULT_NONE, 0}},
	{ANY, 421, 421, {DELIVERY_DEFERRED, MAIL_FAULT_ACCOUNT, ERROR_REMOTE}},
	{BIT(SMTP_AUTH), 400, 499, {DELIVERY_DEFERRED, MAIL_FAULT_ACCOUNT, ERROR_AUTH}},
	{BIT(SMTP_AUTH), 500, 599, {DELIVERY_DEFERRED, MAIL_FAULT_CONFIG, ERROR_AUTH}},
	/* 530 sign in or STARTTLS first, 534 mechanism too weak, 535 wrong, 538 encryption needed */
	{ANY, 530, 530, {DELIVERY_DEFERRED, MAIL_FAULT_CONFIG, ERROR_AUTH}},
	{ANY, 534, 535, {DELIVERY_DEFERRED, MAIL_FAULT_CONFIG, ERROR_AUTH}},
	{ANY, 538, 538, {DELIVERY_DEFERRED, MAIL_FAULT_CONFIG, ERROR_AUTH}},
	{BIT(SMTP_STARTTLS), 400, 499, {DELIVERY_DEFERRED, MAIL_FAULT_ACCOUNT, ERROR_TLS}},
	{BIT(SMTP_STARTTLS), 500, 599, {DELIVERY_DEFERRED, MAIL_FAULT_CONFIG, ERROR_TLS}},
	{CONNECTING, 400, 499, {DELIVERY_DEFERRED, MAIL_FAULT_ACCOUNT, ERROR_REMOTE}},
	{CONNECTING, 500, 599, {DELIVERY_DEFERRED, MAIL_FAULT_CONFIG, ERROR_REMOTE}},
	{MAILING, 400, 499, {DELIVERY_DEFERRED, MAIL_FAULT_NONE, ERROR_REMOTE}},
	{MAILING, 500, 599, {DELIVERY_FAILED, MAIL_FAULT_NONE, ERROR_REMOTE}},
	{BIT(SMTP_END), 0, 999, {DELIVERY_UNKNOWN, MAIL_FAULT_NONE, ERROR_REMOTE}},
};

struct smtp_verdict smtp_verdict(enum smtp_phase phase, int code)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if ((rows[i].phases & BIT(phase)) != 0 && code >= rows[i].low && code <= rows[i].high)
			return rows[i].verdict;
	}
	return (struct smtp_verdict){DELIVERY_DEFERRED, MAIL_FAULT_ACCOUNT, ERROR_NET};
}

bool smtp_too_many_recipients(const struct smtp_reply *reply)
{
	if ((reply->code != 452 && reply->code != 552) || reply->text == NULL)
		return false;
	g_autofree char *lower = g_ascii_strdown(reply->text, -1);
	return strstr(lower, ".5.3") != NULL || strstr(lower, "too many") != NULL;
}
