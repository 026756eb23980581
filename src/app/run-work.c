// SPDX-License-Identifier: Apache-2.0
// The worker: claims runs, builds their message once, delivers it, and writes down what happened.
#include <string.h>

#include "alert-priv.h"
#include "app-priv.h"
#include "attempt-priv.h"
#include "letter-copy-priv.h"
#include "letter-priv.h"
#include "run-pending-priv.h"
#include "scope-priv.h"
#include "tidings/app/run.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"

#define BUILDS_MOST 10    /* a run that was left behind this often while building is given up: others may have ended the workers a few times */
#define BUILDS_AT_ONCE 2  /* from so often on it is put off first, for it may be what ends the workers */
#define BUILD_SECONDS 180 /* for one message */
#define BUILDER_REPORTS 200 /* one process builds so many, then another one does: its time is limited */
#define TOO_LARGE 552     /* the server's code for a message that it does not take for its size */

/* One worker's view of the queue: a connection per generation of the mail settings, and why the server cannot be used now. */
struct queue {
	struct app *app;
	const struct run_limits *limits;
	struct mail_settings settings;
	struct job_worker *builder; /* NULL until a report is built */
	int asked;                  /* how often */
	bool configured;   /* settings are those of their generation */
	void *connection;
	bool calm;         /* no alert is raised */
	char *closed;      /* reason: the rest of the queue is deferred without a try */
	struct run_pending pending;
	gint64 end;        /* monotonic: nothing new is begun after it */
	struct run_outcome outcome;
};

/* What comes back with a message. */
struct built {
	struct run *run;
	bool ok;
};

static void queue_release(struct queue *queue)
{
	job_worker_free(queue->builder);
	if (queue->connection != NULL)
		queue->app->operations->disconnect(queue->connection);
	mail_settings_release(&queue->settings);
	run_pending_release(&queue->pending);
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

static void fail(struct queue *queue, struct run *run, const char *reason)
{
	run->state = RUN_FAILED;
	set_text(&run->reason, reason);
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		delivery->state = DELIVERY_FAILED;
		delivery->next_try = INSTANT_NONE;
		set_text(&delivery->text, N_("the report was not built"));
	}
	queue->outcome.failed += run->task != TASK_NOTICE;
}

/* The settings as they are now; a change of them closes the connection. */
static bool read_settings(struct queue *queue, GError **error)
{
	autorelease(mail_settings) now = {0};
	int generation = 0;
	mail_settings_init(&now);
	if (queue->configured && !store_mail_generation(queue->app->store, &generation, error))
		return false;
	if (queue->configured && generation == queue->settings.generation)
		return true;
	queue->configured = false;
	if (!store_mail_get(queue->app->store, &now, error))
		return false;
	if (queue->connection != NULL && queue->settings.generation != now.generation) {
		queue->app->operations->disconnect(queue->connection);
		queue->connection = NULL;
	}
	mail_settings_copy(&queue->settings, &now);
	queue->configured = true;
	return true;
}

/* The bell rings when building or sending takes too long; 0 = silent again. */
static void set_deadline(const struct queue *queue, int seconds)
{
	if (queue->limits->deadline != NULL)
		queue->limits->deadline(seconds);
}

static bool may_pass(const GError *failure)
{
	return error_is(failure, ERROR_FULL) || error_is(failure, ERROR_IO) || error_is(failure, ERROR_AUTH);
}

static int64_t expire_after(const struct queue *queue)
{
	return (int64_t)queue->settings.expire_hours * 3600;
}

/* What does not lie with the report (the disk is full, the mail settings cannot be read, its certificate has run out) is waited for; the rest fails
 * the run. What a person has to mend is told at once. */
static bool not_built(struct queue *queue, struct run *run, const GError *failure, bool wait, GError **error)
{
	int64_t now = app_now(queue->app);
	g_autofree char *reason = g_strdup_printf(N_("could not be built: %s"), failure->message);
	if (!wait || now - run->started >= expire_after(queue)) {
		fail(queue, run, reason);
		return ledger_update(queue->app->store, run, error);
	}
	run->state = RUN_PLANNED;
	set_text(&run->reason, reason);
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		delivery->next_try = attempt_next(run, delivery, MAX(run->attempts - 1, 1), now);
		set_text(&delivery->text, reason);
	}
	if (error_is(failure, ERROR_AUTH) && !notice_queue(queue->app, run, error))
		return false;
	return ledger_update(queue->app->store, run, error);
}

static void take_run(const struct js *line, void *data)
{
	struct built *built = data;
	built->ok = js_get_run(line, built->run, NULL);
}

/* By a process that has no network, and neither memory nor time without end: what it reads and draws was written by others. */
static GBytes *compose_apart(struct queue *queue, const struct task *task, struct run *run, enum letter_size size, GError **error)
{
	autoptr(js) request = js_object();
	js_set_text(request, "job", "letter");
	job_set_record(request, "task", &task_table, task);
	js_set_int(request, "size", size);
	js_set_run(request, run);
	if (queue->builder == NULL)
		queue->builder = job_worker_new(queue->app, error);
	if (queue->builder == NULL)
		return NULL;
	struct built built = {.run = run};
	struct job_call call = {.request = request, .line = take_run, .data = &built};
	GBytes *message = NULL;
	bool ok = job_worker_ask(queue->builder, &call, &message, error) && (built.ok || error_set(error, ERROR_BUG, "the built run is damaged"));
	if (!ok || ++queue->asked >= BUILDER_REPORTS) {
		g_clear_pointer(&queue->builder, job_worker_free);
		queue->asked = 0;
	}
	if (!ok)
		g_clear_pointer(&message, g_bytes_unref);
	return message;
}

static GBytes *compose(struct queue *queue, const struct task *task, struct run *run, enum letter_size size, GError **error)
{
	set_deadline(queue, MIN(BUILD_SECONDS, queue->limits->job_seconds));
	GBytes *message = NULL;
	if (run->task == TASK_NOTICE)
		message = letter_compose_notice(queue->app, run, &queue->settings, error);
	else if (queue->app->sender != NULL)
		message = compose_apart(queue, task, run, size, error);
	else
		message = letter_compose(queue->app, task, run, &queue->settings, size, error);
	set_deadline(queue, 0);
	return message;
}

static struct attempt_rule rule_for(const struct queue *queue, const struct task *task)
{
	return (struct attempt_rule){(enum unknown_policy)task->unknown_result, app_now(queue->app), expire_after(queue)};
}

/* With the message it is stored that sending begins. */
static bool store_built(struct queue *queue, const struct task *task, struct run *run, GBytes *message, GError **error)
{
	const struct attempt_rule rule = rule_for(queue, task);
	autorelease(run) built = {0};
	run_init(&built);
	run_copy(&built, run);
	built.state = RUN_SENDING;
	built.attempts++;
	(void)!attempt_begin(&built, &rule, queue->closed == NULL);
	if (!run_pending_built(&queue->pending, &built, message, error))
		return false;
	run_copy(run, &built);
	return true;
}

static bool build(struct queue *queue, const struct task *task, struct run *run, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (run->attempts >= BUILDS_MOST && attempt_was_left(run)) {
		fail(queue, run, "could not be built: the worker died or took too long each time");
		return ledger_update(queue->app->store, run, error);
	}
	if (run->attempts >= BUILDS_AT_ONCE && attempt_was_left(run)) {
		error_set(&failure, ERROR_TIMEOUT, "the worker died or took too long");
		return not_built(queue, run, failure, true, error);
	}
	if (!read_settings(queue, &failure)) {
		g_prefix_error(&failure, "while reading the mail settings: ");
		return not_built(queue, run, failure, true, error);
	}
	g_autoptr(GBytes) message = compose(queue, task, run, LETTER_WHOLE, &failure);
	if (message == NULL)
		return not_built(queue, run, failure, may_pass(failure), error);
	if (store_built(queue, task, run, message, &failure))
		return true;
	if (!may_pass(failure)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	return not_built(queue, run, failure, true, error);
}

static bool connect(struct queue *queue, GError **error)
{
	if (!read_settings(queue, error))
		return false;
	if (queue->connection == NULL)
		queue->connection = queue->app->operations->connect(&queue->settings, error);
	return queue->connection != NULL;
}

static bool goes_on(const struct queue *queue)
{
	return g_get_monotonic_time() < queue->end && !queue->limits->stop();
}

/* What is claimed is what is sent next: its attempt begins with the claim. The policy for unknown results is for what was left behind. */
static void begin_claimed(struct run *run, void *data)
{
	const struct queue *queue = data;
	const struct attempt_rule rule = {UNKNOWN_HOLD, app_now(queue->app), expire_after(queue)};
	(void)!attempt_begin(run, &rule, queue->closed == NULL);
}

static struct claim_order order_of(struct queue *queue)
{
	return (struct claim_order){.generation = queue->limits->generation, .now = app_now(queue->app), .begin = begin_claimed, .data = queue};
}

/* What is sent, and what is wrong with the server. */
struct parcel {
	GBytes *message;
	enum mail_fault *fault;
};

struct dot {
	struct queue *queue;
	const struct run *run, *view;
	guint whom;
};

/* The mark before the end of data: what the transport has set in its view is made durable. */
static bool mark_dot(void *data, GError **error)
{
	struct dot *dot = data;
	autorelease(run) marked = {0};
	run_init(&marked);
	run_copy(&marked, dot->run);
	attempt_merge(&marked, dot->whom, dot->view);
	struct claim_order order = order_of(dot->queue);
	return run_pending_mark(&dot->queue->pending, &marked, goes_on(dot->queue) ? &order : NULL, error);
}

/* One message to one of those who are being sent, or to all of them. */
static bool transmit_to(struct queue *queue, struct run *run, guint whom, const struct parcel *parcel, GError **error)
{
	autorelease(run) view = {0};
	run_init(&view);
	attempt_show(run, whom, &view);
	struct dot dot = {.queue = queue, .run = run, .view = &view, .whom = whom};
	struct mail_job job = {&view, queue->settings.email, parcel->message, mark_dot, &dot};
	set_deadline(queue, queue->limits->job_seconds);
	bool sent = queue->app->operations->send(queue->connection, &job, parcel->fault, error);
	set_deadline(queue, 0);
	attempt_merge(run, whom, &view);
	return sent;
}

/* A copy each, until one shows that the next ones have no chance; what became of one is stored with the mark of the next. */
static bool transmit_each(struct queue *queue, struct run *run, const struct parcel *parcel, GError **error)
{
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = delivery_at(run, i);
		if (delivery->state != DELIVERY_SENDING)
			continue;
		g_autoptr(GBytes) copy = letter_copy(parcel->message, run, i, error);
		if (copy == NULL || !transmit_to(queue, run, i, &(struct parcel){copy, parcel->fault}, error))
			return false;
		if (*parcel->fault == MAIL_FAULT_NONE)
			continue;
		g_autofree char *reason = g_strdup(delivery->text);
		attempt_explain(run, reason);
		break;
	}
	return true;
}

static bool transmit(struct queue *queue, struct run *run, GBytes *message, enum mail_fault *fault, GError **error)
{
	const struct parcel parcel = {message, fault};
	return run->addressing == ADDRESSING_EACH ? transmit_each(queue, run, &parcel, error) : transmit_to(queue, run, ATTEMPT_ALL, &parcel, error);
}

static bool too_large(const struct delivery *delivery)
{
	/* X.2.2 is a mailbox without room, whatever the size (RFC 3463) */
	return delivery->state == DELIVERY_FAILED && delivery->code == TOO_LARGE && strstr(delivery->text, ".2.2") == NULL;
}

/* Those who were refused the message for its size get a smaller one: the first step of the ladder that is smaller. */
static bool shrink(struct queue *queue, const struct task *task, struct run *run, GBytes **ret_message, GError **error)
{
	autorelease(run) smaller = {0};
	guint refused = 0;
	run_init(&smaller);
	run_copy(&smaller, run);
	for (guint i = 0; i < smaller.deliveries->len; i++) {
		struct delivery *delivery = delivery_at(&smaller, i);
		if (!too_large(delivery))
			continue;
		refused++;
		delivery->state = DELIVERY_SENDING;
	}
	*ret_message = NULL;
	for (int size = LETTER_WHOLE + 1; refused > 0 && run->task != TASK_NOTICE && size < LETTER_SIZES; size++) {
		g_autoptr(GError) ignored = NULL; /* what cannot be built smaller stays refused */
		g_autoptr(GBytes) message = compose(queue, task, &smaller, (enum letter_size)size, &ignored);
		if (message == NULL || smaller.size >= run->size)
			continue;
		if (!run_pending_built(&queue->pending, &smaller, message, error))
			return false;
		run_copy(run, &smaller);
		*ret_message = g_steal_pointer(&message);
		return true;
	}
	return true;
}

/* Waiting alone does not mend a refused login, a certificate, missing STARTTLS or wrong settings. */
static bool needs_a_person(enum mail_fault fault, const GError *failure)
{
	return fault == MAIL_FAULT_CONFIG || error_is(failure, ERROR_TLS) || error_is(failure, ERROR_AUTH) || error_is(failure, ERROR_INVALID);
}

static bool send(struct queue *queue, const struct task *task, struct run *run, GError **error)
{
	g_autoptr(GBytes) message = ledger_message(queue->app->store, run->id, error);
	while (message != NULL) {
		g_autoptr(GError) failure = NULL;
		enum mail_fault fault = MAIL_FAULT_NONE;
		bool sent = connect(queue, &failure) && transmit(queue, run, message, &fault, &failure);
		if (!sent)
			attempt_explain(run, failure->message);
		if (!sent || fault != MAIL_FAULT_NONE) {
			set_text(&queue->closed, sent ? attempt_reason(run) : failure->message);
			return !needs_a_person(fault, failure) || alert_raise(queue->app, queue->closed, error);
		}
		if (!queue->calm && !alert_clear(queue->app, error))
			return false;
		queue->calm = true;
		g_clear_pointer(&message, g_bytes_unref);
		if (!shrink(queue, task, run, &message, error))
			return false;
		if (message == NULL)
			return true;
	}
	return false;
}

static bool is_failure(const struct run *run)
{
	return run->state == RUN_FAILED || run->state == RUN_PARTIAL || run->state == RUN_UNKNOWN;
}

/* What was left behind is begun here, and that is made durable; all else was begun when it was claimed or built. */
static bool begin_left(struct queue *queue, const struct attempt_rule *rule, struct run *run, guint *ret_due, GError **error)
{
	bool tried = queue->closed == NULL;
	*ret_due = attempt_sending(run);
	if (*ret_due > 0)
		return true;
	attempt_take_over(run, rule);
	*ret_due = attempt_begin(run, rule, tried);
	return !tried || *ret_due == 0 || ledger_update(queue->app->store, run, error);
}

static bool deliver(struct queue *queue, const struct task *task, struct run *run, GError **error)
{
	const struct attempt_rule rule = rule_for(queue, task);
	bool tried = queue->closed == NULL;
	guint due = 0;
	if (!begin_left(queue, &rule, run, &due, error))
		return false;
	if (!tried)
		attempt_explain(run, queue->closed);
	else if (due > 0 && run->task != TASK_NOTICE && !scope_drop_recipients(queue->app, run, &due, error))
		return false;
	if (tried && due > 0 && !send(queue, task, run, error))
		return false;
	attempt_settle(run, &rule, tried);
	queue->outcome.failed += is_failure(run) && run->task != TASK_NOTICE;
	return run_pending_end(&queue->pending, run, error);
}

/* A task that is gone takes its runs with it; one that cannot be read sends what is built, and nothing twice. */
static bool find_task(struct queue *queue, struct run *run, struct task *task, GError **error)
{
	int64_t next = INSTANT_NONE;
	g_autoptr(GError) failure = NULL;
	if (run->task == TASK_NOTICE || store_task_get(queue->app->store, run->task, task, &next, &failure))
		return true;
	if (may_pass(failure)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	task->unknown_result = UNKNOWN_HOLD;
	bool gone = error_is(failure, ERROR_NOT_FOUND);
	if (run->state != RUN_BUILDING && !gone)
		return true;
	g_autofree char *reason = gone ? g_strdup(N_("the task was deleted")) : g_strdup_printf(N_("the task cannot be read: %s"), failure->message);
	attempt_cancel(run, reason);
	run->state = run_state_of_deliveries(run);
	set_text(&run->reason, reason);
	queue->outcome.failed += !gone;
	return ledger_update(queue->app->store, run, error);
}

static bool was_accepted(const struct run *run)
{
	for (guint i = 0; i < run->deliveries->len; i++)
		if (g_array_index(run->deliveries, struct delivery, i).state == DELIVERY_ACCEPTED)
			return true;
	return false;
}

/* The task, its owner and its tenants as they are now: what may not be run any more ends, whatever was planned. */
static bool check_scope(struct queue *queue, const struct task *task, struct run *run, GError **error)
{
	g_autofree char *refused = NULL;
	if (run->task == TASK_NOTICE || task->id == 0)
		return true;
	if (!scope_of_task(queue->app, task, &refused, error))
		return false;
	if (refused == NULL)
		return true;
	attempt_cancel(run, refused);
	run->state = was_accepted(run) ? run_state_of_deliveries(run) : RUN_SKIPPED;
	set_text(&run->reason, refused);
	return ledger_update(queue->app->store, run, error);
}

static bool proceed(struct queue *queue, struct run *run, GError **error)
{
	autorelease(task) task = {0};
	task_init(&task);
	if (run->started == INSTANT_NONE)
		run->started = app_now(queue->app);
	if (!find_task(queue, run, &task, error) || (!run_state_is_final(run->state) && !check_scope(queue, &task, run, error)))
		return false;
	if (run->state == RUN_BUILDING && !build(queue, &task, run, error))
		return false;
	return run->state != RUN_SENDING || deliver(queue, &task, run, error);
}

/* A run whose message is lost or damaged stops no other one. */
static bool work_on(struct queue *queue, struct run *run, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (!proceed(queue, run, &failure)) {
		if (!error_is(failure, ERROR_CORRUPT) && !error_is(failure, ERROR_NOT_FOUND)) {
			g_propagate_error(error, g_steal_pointer(&failure));
			return false;
		}
		attempt_cancel(run, failure->message);
		run->state = run_state_of_deliveries(run);
		set_text(&run->reason, failure->message);
		queue->outcome.failed++;
		if (!ledger_update(queue->app->store, run, error))
			return false;
	}
	return !is_failure(run) || notice_queue(queue->app, run, error);
}

/* What was claimed ahead was begun as if the server could be used. */
static bool claim(struct queue *queue, struct run *run, GError **error)
{
	struct claim_order order = order_of(queue);
	return (queue->closed == NULL || run_pending_give_back(&queue->pending, error)) && run_pending_claim(&queue->pending, &order, run, error);
}

static bool work(struct queue *queue, GError **error)
{
	while (goes_on(queue)) {
		autorelease(run) run = {0};
		g_autoptr(GError) failure = NULL;
		run_init(&run);
		if (!claim(queue, &run, &failure)) {
			if (error_is(failure, ERROR_NOT_FOUND))
				return true;
			g_propagate_error(error, g_steal_pointer(&failure));
			return false;
		}
		queue->outcome.worked++;
		if (!work_on(queue, &run, error))
			return false;
	}
	return true;
}

bool run_work(struct app *app, const struct run_limits *limits, struct run_outcome *ret_outcome, GError **error)
{
	autorelease(queue) queue = {.app = app, .limits = limits, .pending = {.store = app->store, .slow = true}};
	g_autoptr(GError) later = NULL; /* told of when they are needed */
	queue.end = g_get_monotonic_time() + limits->seconds * G_USEC_PER_SEC;
	mail_settings_init(&queue.settings);

	(void)!read_settings(&queue, &later);
	bool worked = work(&queue, error);
	if (!run_pending_store(&queue.pending, worked ? error : NULL) || !run_pending_give_back(&queue.pending, worked ? error : NULL) || !worked)
		return false;
	*ret_outcome = queue.outcome;
	return true;
}
