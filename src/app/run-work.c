// SPDX-License-Identifier: Apache-2.0
// The worker: claims runs, builds their message once, delivers it, and writes down what happened.
#include <string.h>

#include "app-priv.h"
#include "tidings/app/run.h"
#include "tidings/util/error.h"

#define BUILDS_MOST 3 /* a run that was left behind this often while building is given up */
#define EXPIRE_AFTER (2 * 24 * 3600) /* seconds after which a delivery is given up */

/* Waits after the first, second, ... attempt; then the last one. */
static const int retry_seconds[] = {5 * 60, 15 * 60, 30 * 60, 60 * 60};

/* One worker's view of the queue: a connection per generation of the mail settings, and why the server cannot be used now. */
struct queue {
	struct app *app;
	struct mail_settings settings;
	void *connection;
	char *closed;      /* reason: the rest of the queue is deferred without a try */
	struct run_outcome outcome;
};

static void queue_release(struct queue *queue)
{
	if (queue->connection != NULL)
		queue->app->operations->disconnect(queue->connection);
	mail_settings_release(&queue->settings);
	g_free(queue->closed);
}
AUTORELEASE_DEFINE(queue, queue_release)

static void set_text(char **member, const char *text)
{
	g_free(*member);
	*member = g_strdup(text);
}

static struct delivery *delivery_at(struct run *run, guint i)
{
	return run_delivery(run, i);
}

/* Hourly retries are spread by up to a tenth, the same for the same run and attempt. */
static int64_t next_try(const struct run *run, const struct delivery *delivery, int64_t now)
{
	size_t step = MIN((size_t)MAX(delivery->attempts - 1, 0), G_N_ELEMENTS(retry_seconds) - 1);
	int wait = retry_seconds[step];
	guint spread = g_str_hash(delivery->recipient) + (guint)run->id * 2654435761U + (guint)delivery->attempts;
	return now + wait + (int)(spread % (guint)(wait / 5 + 1)) - wait / 10;
}

static void defer(struct run *run, struct delivery *delivery, int64_t now)
{
	if (now - run->started >= EXPIRE_AFTER) {
		delivery->state = DELIVERY_EXPIRED;
		delivery->next_try = INSTANT_NONE;
		return;
	}
	delivery->state = DELIVERY_DEFERRED;
	delivery->next_try = next_try(run, delivery, now);
}

static bool is_open(const struct delivery *delivery)
{
	return delivery->state == DELIVERY_QUEUED || delivery->state == DELIVERY_SENDING || delivery->state == DELIVERY_DEFERRED;
}

/* After the end of data without a reply: the same bytes again, or wait for a person. */
static void settle_unknown(struct run *run, struct delivery *delivery, const struct task *task, int64_t now)
{
	if (task->unknown_result == UNKNOWN_HOLD)
		return;
	delivery->unknown++;
	defer(run, delivery, now);
	g_autofree char *text = g_strdup_printf("unknown whether it was delivered, the same message is sent again: %s", delivery->text);
	set_text(&delivery->text, text);
}

static const char *first_reason(const struct run *run)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		const struct delivery *delivery = &g_array_index(run->deliveries, struct delivery, i);
		if (delivery->state != DELIVERY_ACCEPTED && delivery->text != NULL && *delivery->text != '\0')
			return delivery->text;
	}
	return "";
}

static void settle(struct queue *queue, struct run *run, const struct task *task)
{
	int64_t now = app_now(queue->app);
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		if (delivery->state == DELIVERY_UNKNOWN || delivery->state == DELIVERY_DOT) {
			delivery->state = DELIVERY_UNKNOWN;
			settle_unknown(run, delivery, task, now);
		} else if (is_open(delivery)) {
			defer(run, delivery, now);
		} else {
			delivery->next_try = INSTANT_NONE;
		}
	}
	run->state = run_state_of_deliveries(run);
	set_text(&run->reason, first_reason(run));
}

static void fail(struct queue *queue, struct run *run, const char *reason)
{
	run->state = RUN_FAILED;
	set_text(&run->reason, reason);
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		delivery->state = DELIVERY_FAILED;
		delivery->next_try = INSTANT_NONE;
		set_text(&delivery->text, "the report was not built");
	}
	queue->outcome.failed++;
}

static bool build(struct queue *queue, const struct task *task, struct run *run, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (run->attempts >= BUILDS_MOST) {
		fail(queue, run, "could not be built: the worker died or took too long each time");
		return ledger_update(queue->app->store, run, error);
	}
	g_autoptr(GBytes) message = letter_compose(queue->app, task, run, &failure);
	if (message == NULL) {
		g_autofree char *reason = g_strdup_printf("could not be built: %s", failure->message);
		fail(queue, run, reason);
		return ledger_update(queue->app->store, run, error);
	}
	run->state = RUN_SENDING;
	run->attempts++;
	return ledger_built(queue->app->store, run, message, error);
}

/* A connection that fits the settings of now; a change of settings closes the old one. */
static bool connect(struct queue *queue, GError **error)
{
	autorelease(mail_settings) now = {0};
	mail_settings_init(&now);
	if (!store_mail_get(queue->app->store, &now, error))
		return false;
	if (queue->connection != NULL && queue->settings.generation == now.generation)
		return true;
	if (queue->connection != NULL)
		queue->app->operations->disconnect(queue->connection);
	mail_settings_copy(&queue->settings, &now);
	queue->connection = queue->app->operations->connect(&now, error);
	return queue->connection != NULL;
}

struct dot {
	struct queue *queue;
	const struct run *run;
};

/* The mark before the end of data: those whose RCPT stands may have the message from now on. */
static bool mark_dot(void *data, GError **error)
{
	struct dot *dot = data;
	autorelease(run) marked = {0};
	run_init(&marked);
	run_copy(&marked, dot->run);
	for (guint i = 0; i < marked.deliveries->len; i++) {
		struct delivery *delivery = delivery_at(&marked, i);
		if (delivery->state == DELIVERY_QUEUED || delivery->state == DELIVERY_SENDING)
			delivery->state = DELIVERY_DOT;
	}
	return ledger_update(dot->queue->app->store, &marked, error);
}

/* What an older sender left after the end of data without a reply goes out again, or waits for a person. */
static void begin_attempt(const struct task *task, struct run *run)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		bool unknown = delivery->state == DELIVERY_UNKNOWN;
		if (!is_open(delivery) && !(unknown && task->unknown_result == UNKNOWN_RETRY))
			continue;
		delivery->unknown += unknown;
		delivery->state = DELIVERY_QUEUED;
		delivery->next_try = INSTANT_NONE;
		delivery->attempts++;
	}
}

static void explain_open(struct run *run, const char *reason)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		if (is_open(delivery))
			set_text(&delivery->text, reason);
	}
}

static bool send_job(struct queue *queue, struct run *run, GBytes *message, enum mail_fault *fault, GError **error)
{
	struct dot dot = {.queue = queue, .run = run};
	struct mail_job job = {run, queue->settings.email, message, mark_dot, &dot};
	return queue->app->operations->send(queue->connection, &job, fault, error);
}

static bool send(struct queue *queue, const struct task *task, struct run *run, GError **error)
{
	g_autoptr(GBytes) message = ledger_message(queue->app->store, run->id, error);
	if (message == NULL)
		return false;
	g_autoptr(GError) failure = NULL;
	enum mail_fault fault = MAIL_FAULT_NONE;
	begin_attempt(task, run);
	if (!ledger_update(queue->app->store, run, error))
		return false;
	bool sent = connect(queue, &failure) &&
		    send_job(queue, run, message, &fault, &failure);
	if (!sent) {
		explain_open(run, failure->message);
		set_text(&queue->closed, failure->message);
	} else if (fault != MAIL_FAULT_NONE) {
		set_text(&queue->closed, first_reason(run));
	}
	return true;
}

static bool deliver(struct queue *queue, const struct task *task, struct run *run, GError **error)
{
	if (queue->closed != NULL) {
		begin_attempt(task, run);
		explain_open(run, queue->closed);
	} else if (!send(queue, task, run, error)) {
		return false;
	}
	settle(queue, run, task);
	if (run->state == RUN_FAILED || run->state == RUN_PARTIAL || run->state == RUN_UNKNOWN)
		queue->outcome.failed++;
	return ledger_update(queue->app->store, run, error);
}

static bool work_on(struct queue *queue, struct run *run, GError **error)
{
	autorelease(task) task = {0};
	int64_t next = INSTANT_NONE;
	g_autoptr(GError) failure = NULL;
	task_init(&task);
	bool there = store_task_get(queue->app->store, run->task, &task, &next, &failure);
	if (run->started == INSTANT_NONE)
		run->started = app_now(queue->app);
	if (!there && run->state == RUN_BUILDING) {
		g_autofree char *reason = g_strdup_printf("the task cannot be read: %s", failure->message);
		fail(queue, run, reason);
		return ledger_update(queue->app->store, run, error);
	}
	if (run->state == RUN_BUILDING && !build(queue, &task, run, error))
		return false;
	return run->state == RUN_FAILED || deliver(queue, &task, run, error);
}

bool run_work(struct app *app, const struct run_limits *limits, struct run_outcome *ret_outcome, GError **error)
{
	autorelease(queue) queue = {.app = app};
	gint64 end = g_get_monotonic_time() + limits->seconds * G_USEC_PER_SEC;
	mail_settings_init(&queue.settings);
	while (g_get_monotonic_time() < end && !limits->stop()) {
		autorelease(run) run = {0};
		g_autoptr(GError) failure = NULL;
		run_init(&run);
		if (!ledger_claim(app->store, limits->generation, app_now(app), &run, &failure)) {
			if (error_is(failure, ERROR_NOT_FOUND))
				break;
			g_propagate_error(error, g_steal_pointer(&failure));
			return false;
		}
		queue.outcome.worked++;
		if (!work_on(&queue, &run, error))
			return false;
	}
	*ret_outcome = queue.outcome;
	return true;
}
