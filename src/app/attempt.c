// SPDX-License-Identifier: Apache-2.0
// Attempts at deliveries: turn, next try, expiry, and results that are not known.
#include "attempt-priv.h"

#include "tidings/util/catalog.h"
#include "tidings/util/instant.h"

#define ATTEMPTS_AT_ONCE 2 /* so many times workers were lost over a delivery: then it waits */

/* Waits after the first, second, ... attempt; then the last one. */
static const int retry_seconds[] = {RETRY_FIRST, 15 * 60, 30 * 60, 60 * 60};

static void set_text(char **member, const char *text)
{
	g_free(*member);
	*member = g_strdup(text);
}

static struct delivery *delivery_at(struct run *run, guint i)
{
	return run_delivery(run, i);
}

static bool is_open(const struct delivery *delivery)
{
	return delivery->state == DELIVERY_QUEUED || delivery->state == DELIVERY_SENDING || delivery->state == DELIVERY_DEFERRED;
}

static bool is_due(const struct delivery *delivery, enum unknown_policy policy, int64_t now)
{
	bool again = delivery->state == DELIVERY_UNKNOWN && policy == UNKNOWN_RETRY;
	return (is_open(delivery) || again) && (delivery->next_try == INSTANT_NONE || delivery->next_try <= now);
}

guint attempt_begin(struct run *run, const struct attempt_rule *rule, bool tried)
{
	guint count = 0;
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		if (!is_due(delivery, rule->policy, rule->now))
			continue;
		delivery->unknown += delivery->state == DELIVERY_UNKNOWN;
		delivery->state = DELIVERY_SENDING;
		delivery->next_try = INSTANT_NONE;
		delivery->attempts += tried;
		count++;
	}
	return count;
}

guint attempt_sending(const struct run *run)
{
	guint count = 0;
	for (guint i = 0; i < run->deliveries->len; i++)
		count += g_array_index(run->deliveries, struct delivery, i).state == DELIVERY_SENDING;
	return count;
}

static bool is_meant(const struct run *run, guint whom, guint i)
{
	return (whom == ATTEMPT_ALL || whom == i) && g_array_index(run->deliveries, struct delivery, i).state == DELIVERY_SENDING;
}

void attempt_show(const struct run *run, guint whom, struct run *ret_view)
{
	run_copy(ret_view, run);
	for (guint i = 0; i < ret_view->deliveries->len; i++) {
		if (!is_meant(run, whom, i))
			delivery_at(ret_view, i)->state = DELIVERY_ACCEPTED;
	}
}

void attempt_merge(struct run *run, guint whom, const struct run *view)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		const struct delivery *seen = &g_array_index(view->deliveries, struct delivery, i);
		if (!is_meant(run, whom, i))
			continue;
		delivery->state = seen->state == DELIVERY_QUEUED ? DELIVERY_SENDING : seen->state;
		delivery->code = seen->code;
		set_text(&delivery->text, seen->text);
	}
}

void attempt_explain(struct run *run, const char *reason)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		if (delivery->state == DELIVERY_SENDING)
			set_text(&delivery->text, reason);
	}
}

int64_t attempt_next(const struct run *run, const struct delivery *delivery, int n, int64_t now)
{
	size_t step = MIN((size_t)MAX(n - 1, 0), G_N_ELEMENTS(retry_seconds) - 1);
	int wait = retry_seconds[step];
	/* spread by up to a tenth, the same for the same run and attempt */
	guint spread = g_str_hash(delivery->recipient) + (guint)run->id * 2654435761U + (guint)n;
	return now + wait + (int)(spread % (guint)(wait / 5 + 1)) - wait / 10;
}

static void defer(const struct run *run, struct delivery *delivery, const struct attempt_rule *rule, bool tried)
{
	bool expired = rule->now - run->started >= rule->expire_after;
	/* those behind a server that cannot be used were not tried, but wait longer each time too */
	int n = tried ? delivery->attempts : run->attempts;
	delivery->state = expired ? DELIVERY_EXPIRED : DELIVERY_DEFERRED;
	delivery->next_try = expired ? INSTANT_NONE : attempt_next(run, delivery, n, rule->now);
}

/* After the end of data without a reply: the same bytes again, or wait for a person. */
static void settle_unknown(const struct run *run, struct delivery *delivery, const struct attempt_rule *rule)
{
	delivery->state = DELIVERY_UNKNOWN;
	delivery->next_try = INSTANT_NONE;
	if (rule->policy == UNKNOWN_HOLD)
		return;
	delivery->unknown++;
	defer(run, delivery, rule, true);
	g_autofree char *text = g_strdup_printf(N_("unknown whether it was delivered, the same message is sent again: %s"), delivery->text);
	set_text(&delivery->text, text);
}

bool attempt_was_left(const struct run *run)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		const struct delivery *delivery = &g_array_index(run->deliveries, struct delivery, i);
		if (delivery->state == DELIVERY_DEFERRED && delivery->next_try == INSTANT_NONE)
			return true;
	}
	return false;
}

void attempt_take_over(struct run *run, const struct attempt_rule *rule)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		if (delivery->attempts < ATTEMPTS_AT_ONCE || delivery->next_try != INSTANT_NONE)
			continue;
		if (delivery->state == DELIVERY_DEFERRED)
			defer(run, delivery, rule, true);
		else if (delivery->state == DELIVERY_UNKNOWN && rule->policy == UNKNOWN_RETRY)
			settle_unknown(run, delivery, rule);
	}
}

const char *attempt_reason(const struct run *run)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		const struct delivery *delivery = &g_array_index(run->deliveries, struct delivery, i);
		if (delivery->state != DELIVERY_ACCEPTED && delivery->text != NULL && *delivery->text != '\0')
			return delivery->text;
	}
	return "";
}

void attempt_settle(struct run *run, const struct attempt_rule *rule, bool tried)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		if (delivery->state == DELIVERY_UNKNOWN || delivery->state == DELIVERY_DOT)
			settle_unknown(run, delivery, rule);
		else if (!is_open(delivery))
			delivery->next_try = INSTANT_NONE;
		else if (delivery->next_try == INSTANT_NONE)
			defer(run, delivery, rule, tried);
	}
	run->state = run_state_of_deliveries(run);
	set_text(&run->reason, attempt_reason(run));
}

void attempt_cancel(struct run *run, const char *reason)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		if (!is_open(delivery))
			continue;
		delivery->state = DELIVERY_FAILED;
		delivery->next_try = INSTANT_NONE;
		set_text(&delivery->text, reason);
	}
}
