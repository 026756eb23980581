// SPDX-License-Identifier: Apache-2.0
// What goes wrong around a run: turns, clocks, changes meanwhile, dead workers, sizes, notices, sending again.
#include "tidings/app/run.h"

#include <string.h>


#include "app-test.h"
#include "tidings/app/mail.h"
#include "tidings/app/task.h"
#include "tidings/app/upkeep.h"
#include "tidings/store/ledger.h"
#include "tidings/util/instant.h"

static void expect_history(struct app *app, uint32_t task, const char *expected)
{
	g_autofree char *history = app_history(app, task);
	g_assert_cmpstr(history, ==, expected);
}

/* A directory with a daily task; policy may be NULL. */
static uint32_t with_task(const char *dir, const char *policy)
{
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	app_mail(app);
	return policy != NULL ? app_task(app, true, "unknown", policy, NULL) : app_task(app, true, NULL);
}

static int work_at(const char *dir, const char *instant)
{
	autoptr(app) app = app_at(dir, instant);
	return app_work(app);
}

/* The newest run of the task. */
static void newest(struct app *app, uint32_t task, struct run *ret_run)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) runs = run_list(app, task, 0, &error);
	test_no_error(error);
	g_assert_cmpuint(runs->len, >, 0);
	run_copy(ret_run, runs->pdata[0]);
}

static void newest_at(const char *dir, const char *instant, uint32_t task, struct run *ret_run)
{
	autoptr(app) app = app_at(dir, instant);
	newest(app, task, ret_run);
}

static void server(enum delivery_state verdict, int code, const char *only)
{
	fake_mail.verdict = verdict;
	fake_mail.code = code;
	fake_mail.only = only;
}

static const char *message(guint i)
{
	g_assert_cmpuint(i, <, fake_mail.messages->len);
	return g_bytes_get_data(fake_mail.messages->pdata[i], NULL);
}

TEST(run_work__two_recipients__each_in_its_turn)
{
	g_autofree char *dir = test_dir();
	autorelease(run) run = {0};
	run_init(&run);
	uint32_t id = with_task(dir, NULL);
	server(DELIVERY_DEFERRED, 451, NULL);
	work_at(dir, "2026-11-10T09:00:00Z");
	newest_at(dir, "2026-11-10T09:00:00Z", id, &run);
	/* the spread of five minutes by a tenth parts the two */
	int64_t a = run_delivery(&run, 0)->next_try, b = run_delivery(&run, 1)->next_try;
	g_assert_true(a != b);
	g_autofree char *between = instant_to_text(MIN(a, b));
	work_at(dir, between);
	newest_at(dir, between, id, &run);
	size_t first = a < b ? 0 : 1;
	g_assert_cmpint(fake_mail.tries, ==, 3);
	g_assert_cmpint(run_delivery(&run, first)->attempts, ==, 2);
	g_assert_cmpint(run_delivery(&run, 1 - first)->attempts, ==, 1);
	g_assert_cmpint(run_delivery(&run, 1 - first)->next_try, ==, MAX(a, b));
	server(DELIVERY_ACCEPTED, 250, NULL);
	g_autofree char *other = instant_to_text(MAX(a, b));
	work_at(dir, other);
	newest_at(dir, other, id, &run);
	g_assert_cmpint(run_delivery(&run, 1 - first)->state, ==, DELIVERY_ACCEPTED);
	g_assert_cmpint(run_delivery(&run, first)->state, ==, DELIVERY_DEFERRED);
}

TEST(run_work__no_server__the_others_are_not_counted_as_tried)
{
	g_autofree char *dir = test_dir();
	autorelease(run) first = {0}, second = {0};
	run_init(&first);
	run_init(&second);
	uint32_t id = with_task(dir, NULL);
	autoptr(app) before = app_at(dir, "2026-11-10T08:00:00Z");
	uint32_t other = app_task(before, true, NULL);
	app_close(g_steal_pointer(&before));
	fake_mail.refuse_connection = true;
	work_at(dir, "2026-11-10T09:00:00Z");
	newest_at(dir, "2026-11-10T09:00:00Z", id, &first);
	newest_at(dir, "2026-11-10T09:00:00Z", other, &second);
	g_assert_cmpint(run_delivery(&first, 0)->attempts, ==, 1);
	g_assert_cmpint(run_delivery(&second, 0)->attempts, ==, 0);
	g_assert_cmpint(run_delivery(&second, 0)->next_try, >, second.occurrence + 240);
	g_assert_nonnull(strstr(second.reason, "connection refused"));
}

TEST(run_plan_due__clock_was_ahead__waits_are_pulled_in)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, NULL);
	server(DELIVERY_DEFERRED, 451, NULL);
	work_at(dir, "2027-06-10T09:00:00Z");
	server(DELIVERY_ACCEPTED, 250, NULL);
	work_at(dir, "2026-11-10T09:00:00Z");
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	autorelease(run) run = {0};
	run_init(&run);
	newest(app, id, &run);
	g_assert_cmpint(run.state, ==, RUN_DELIVERED);
	g_assert_cmpint(fake_mail.sent, ==, 2);
	g_autofree char *history = app_history(app, id);
	app_work(app);
	expect_history(app, id, history);
}

TEST(run_work__task_deleted_while_deferred__ends_with_the_reason)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, NULL);
	server(DELIVERY_DEFERRED, 451, "b@example.com");
	work_at(dir, "2026-11-10T09:00:00Z");
	GError *error = NULL;
	autoptr(app) app = app_at(dir, "2026-11-10T09:10:00Z");
	g_assert_true(task_delete(app, id, &error));
	app_work(app);
	expect_history(app, id, "partial@2026-11-10");
	autorelease(run) run = {0};
	run_init(&run);
	newest(app, id, &run);
	g_assert_cmpint(fake_mail.sent, ==, 1);
	g_assert_cmpstr(run.reason, ==, "the task was deleted");
}

TEST(run_work__task_changed_while_deferred__same_bytes_and_off_does_not_stop_them)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, NULL);
	server(DELIVERY_DEFERRED, 451, NULL);
	work_at(dir, "2026-11-10T09:00:00Z");
	server(DELIVERY_ACCEPTED, 250, NULL);
	GError *error = NULL;
	autoptr(app) app = app_at(dir, "2026-11-10T09:10:00Z");
	autoptr(task_view) view = task_show(app, id, &error);
	g_free(view->task.subject);
	view->task.subject = g_strdup("Another one");
	g_assert_true(task_save(app, &view->task, &error));
	g_assert_true(task_enable(app, id, false, &error));
	app_work(app);
	expect_history(app, id, "delivered@2026-11-10");
	g_assert_true(g_bytes_equal(fake_mail.messages->pdata[0], fake_mail.messages->pdata[1]));
}

TEST(run_work__settings_changed__another_connection)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, NULL);
	work_at(dir, "2026-11-10T09:00:00Z");
	autoptr(app) app = app_at(dir, "2026-11-11T09:00:00Z");
	app_mail(app);
	app_work(app);
	expect_history(app, id, "delivered@2026-11-11 delivered@2026-11-10");
	g_assert_cmpint(fake_mail.connections, ==, 2);
}

TEST(run_plan_due__licence_lowered_and_raised__skipped_meanwhile)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, NULL);
	GError *error = NULL;
	autoptr(app) lower = app_at(dir, "2026-11-10T08:30:00Z");
	g_assert_true(licence_set(lower, "community", &error));
	app_close(g_steal_pointer(&lower));
	g_assert_cmpint(work_at(dir, "2026-11-10T09:00:00Z"), ==, 0);
	autoptr(app) higher = app_at(dir, "2026-11-10T10:00:00Z");
	expect_history(higher, id, "skipped@2026-11-10");
	g_assert_true(licence_set(higher, "tip-enterprise", &error));
	app_close(g_steal_pointer(&higher));
	work_at(dir, "2026-11-11T09:00:00Z");
	autoptr(app) app = app_at(dir, "2026-11-11T09:00:00Z");
	expect_history(app, id, "delivered@2026-11-11 skipped@2026-11-10");
}

/* What a worker of a generation of its own takes next, in that state; the store is given. */
static struct store *claim(const char *dir, const char *instant, enum run_state state, struct run *ret_run)
{
	GError *error = NULL;
	int generation = 0;
	int64_t now = 0;
	run_init(ret_run);
	struct store *store = store_open(dir, &error);
	test_no_error(error);
	g_assert_true(instant_from_text(instant, &now, &error));
	g_assert_true(ledger_generation(store, &generation, &error));
	const struct claim_order order = {.generation = generation, .now = now};
	g_assert_true(ledger_claim(store, &order, ret_run, &error));
	g_assert_cmpint(ret_run->state, ==, state);
	return store;
}

/* A worker takes the next run and dies. */
static void die_with_a_run(const char *dir, const char *instant)
{
	autorelease(run) run = {0};
	store_close(claim(dir, instant, RUN_BUILDING, &run));
}

TEST(run_work__worker_dies_each_time__that_run_fails_and_others_go_on)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, NULL);
	autoptr(app) before = app_at(dir, "2026-11-10T08:00:00Z");
	uint32_t other = app_task(before, true, NULL);
	app_close(g_steal_pointer(&before));
	autoptr(app) plan = app_at(dir, "2026-11-10T09:00:00Z");
	GError *error = NULL;
	int recorded = 0;
	g_assert_true(run_plan_due(plan, &recorded, &error));
	g_assert_cmpint(recorded, ==, 2);
	app_close(g_steal_pointer(&plan));
	for (int i = 0; i < 2; i++)
		die_with_a_run(dir, "2026-11-10T09:00:00Z");
	g_assert_cmpint(work_at(dir, "2026-11-10T09:00:00Z"), ==, 0);
	autorelease(run) waits = {0};
	run_init(&waits);
	newest_at(dir, "2026-11-10T09:00:00Z", id, &waits);
	g_assert_cmpint(waits.state, ==, RUN_PLANNED);
	g_assert_cmpint(run_delivery(&waits, 0)->next_try, >, waits.occurrence + 240);
	static const char *const later[] = {"2026-11-10T09:06:00Z", "2026-11-10T09:30:00Z", "2026-11-10T10:10:00Z", "2026-11-10T11:30:00Z",
					    "2026-11-10T12:50:00Z", "2026-11-10T14:10:00Z", "2026-11-10T15:30:00Z", "2026-11-10T16:50:00Z"};
	for (size_t i = 0; i < G_N_ELEMENTS(later); i++) {
		die_with_a_run(dir, later[i]);
		g_assert_cmpint(work_at(dir, later[i]), ==, i == G_N_ELEMENTS(later) - 1);
	}
	autoptr(app) app = app_at(dir, later[G_N_ELEMENTS(later) - 1]);
	expect_history(app, id, "failed@2026-11-10");
	expect_history(app, other, "delivered@2026-11-10");
	autorelease(run) run = {0};
	run_init(&run);
	newest(app, id, &run);
	g_assert_nonnull(strstr(run.reason, "the worker died"));
}

/* A worker that claims a run on its way, and perhaps sends it to the end, and is gone. */
static void die_while_sending(const char *dir, const char *instant, enum delivery_state reached)
{
	GError *error = NULL;
	autorelease(run) run = {0};
	autoptr(store) store = claim(dir, instant, RUN_SENDING, &run);
	for (guint i = 0; i < run.deliveries->len; i++) {
		run_delivery(&run, i)->state = reached;
		run_delivery(&run, i)->attempts++;
	}
	g_assert_true(ledger_update(store, &run, &error));
}

static void expect_left(const char *dir, const char *instant, uint32_t task, int unknown)
{
	autorelease(run) run = {0};
	run_init(&run);
	newest_at(dir, instant, task, &run);
	g_assert_cmpint(run.state, ==, RUN_DEFERRED);
	g_assert_cmpint(run_delivery(&run, 0)->unknown, ==, unknown);
	g_assert_cmpint(run_delivery(&run, 0)->next_try, >, run.occurrence + 300 + 240);
}

static void workers_die_while_sending(enum delivery_state reached, int unknown)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, "retry");
	server(DELIVERY_DEFERRED, 451, NULL);
	work_at(dir, "2026-11-10T09:00:00Z");
	server(DELIVERY_ACCEPTED, 250, NULL);
	die_while_sending(dir, "2026-11-10T09:06:00Z", reached);
	int sent = fake_mail.sent;
	work_at(dir, "2026-11-10T09:06:00Z");
	g_assert_cmpint(fake_mail.sent, ==, sent);
	expect_left(dir, "2026-11-10T09:06:00Z", id, unknown);
	work_at(dir, "2026-11-10T10:30:00Z");
	autoptr(app) app = app_at(dir, "2026-11-10T10:30:00Z");
	expect_history(app, id, "delivered@2026-11-10");
}

TEST(run_work__worker_dies_while_sending_again__waits_for_its_turn)
{
	workers_die_while_sending(DELIVERY_SENDING, 0);
}

TEST(run_work__worker_dies_after_the_dot_again__waits_and_is_counted)
{
	workers_die_while_sending(DELIVERY_DOT, 1);
}

/* Builds it, but the last step has a newer sender before it. */
TEST(run_work__stale_sender__is_fenced)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, NULL);
	GError *error = NULL;
	int stale = 0, newer = 0, recorded = 0;
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	g_assert_true(run_plan_due(app, &recorded, &error));
	g_assert_true(run_generation(app, &stale, &error) && run_generation(app, &newer, &error));
	struct run_outcome outcome = {0};
	g_assert_false(run_work(app, &(struct run_limits){.generation = stale, .seconds = 60, .stop = app_never}, &outcome, &error));
	test_error(&error, ERROR_BUSY, NULL);
	g_assert_cmpint(fake_mail.sent, ==, 0);
	expect_history(app, id, "planned@2026-11-10");
}

TEST(run_work__no_room_while_building__waits_and_goes_on)
{
	g_autofree char *dir = test_dir();
	autorelease(run) run = {0};
	run_init(&run);
	uint32_t id = with_task(dir, NULL);
	fake_mail.no_room = true;
	g_assert_cmpint(work_at(dir, "2026-11-10T09:00:00Z"), ==, 0);
	newest_at(dir, "2026-11-10T09:00:00Z", id, &run);
	g_assert_cmpint(run.state, ==, RUN_PLANNED);
	g_assert_nonnull(strstr(run.reason, "no room"));
	g_assert_cmpint(run_delivery(&run, 0)->next_try, >, run.occurrence);
	g_assert_cmpint(run_delivery(&run, 0)->attempts, ==, 0);
	fake_mail.no_room = false;
	work_at(dir, "2026-11-10T09:10:00Z");
	newest_at(dir, "2026-11-10T09:10:00Z", id, &run);
	g_assert_cmpint(run.state, ==, RUN_DELIVERED);
}

static void expect_smaller(size_t limit, const char *there, const char *gone)
{
	g_autofree char *dir = test_dir();
	autoptr(app) first = app_at(dir, "2026-11-10T08:00:00Z");
	app_mail(first);
	uint32_t id = app_task(first, true, "formats", "html,pdf,csv,json", NULL);
	app_close(g_steal_pointer(&first));
	autoptr(app) whole = app_at(dir, "2026-11-10T09:00:00Z");
	app_work(whole);
	size_t size = g_bytes_get_size(fake_mail.messages->pdata[0]);
	app_close(g_steal_pointer(&whole));
	fake_mail.size_limit = size - limit;
	autoptr(app) app = app_at(dir, "2026-11-11T09:00:00Z");
	g_assert_cmpint(app_work(app), ==, 0);
	expect_history(app, id, "delivered@2026-11-11 delivered@2026-11-10");
	const char *last = message(fake_mail.messages->len - 1);
	g_assert_nonnull(strstr(last, there));
	g_assert_null(strstr(last, gone));
	g_assert_nonnull(strstr(last, "left out: the mail"));
	autorelease(run) run = {0};
	run_init(&run);
	newest(app, id, &run);
	g_assert_cmpuint(run.size, <=, fake_mail.size_limit);
	g_assert_cmpint(run_delivery(&run, 0)->attempts, ==, 1);
}

TEST(run_work__too_large__data_files_are_dropped_first)
{
	expect_smaller(300, ".pdf", ".csv");
}

TEST(run_work__too_large_still__then_the_pdf)
{
	expect_smaller(520, "HTML:", ".pdf");
}

TEST(run_work__too_large_still__then_the_body_only)
{
	expect_smaller(920, "Subject:", "HTML:");
}

TEST(run_work__too_large_for_all__failed)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, NULL);
	fake_mail.size_limit = 10;
	work_at(dir, "2026-11-10T09:00:00Z");
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	expect_history(app, id, "failed@2026-11-10");
}

static guint count_notices(struct app *app)
{
	GError *error = NULL;
	guint count = 0;
	g_autoptr(GPtrArray) runs = run_list(app, 0, 0, &error);
	for (guint i = 0; i < runs->len; i++)
		count += ((const struct run *)runs->pdata[i])->task == 0;
	return count;
}

TEST(run_work__failure__one_notice_for_a_reason_and_day)
{
	g_autofree char *dir = test_dir();
	autoptr(app) first = app_at(dir, "2026-11-10T08:00:00Z");
	app_mail(first);
	(void)app_task(first, true, "rrule", "FREQ=HOURLY", NULL);
	app_close(g_steal_pointer(&first));
	server(DELIVERY_FAILED, 550, NULL);
	work_at(dir, "2026-11-10T09:00:00Z");
	autoptr(app) app = app_at(dir, "2026-11-10T10:00:00Z");
	g_assert_cmpint(app_work(app), ==, 1);
	g_assert_cmpuint(count_notices(app), ==, 1);
	g_assert_cmpint(fake_mail.sent, ==, 3);
	const char *text = message(1);
	g_assert_nonnull(strstr(text, "To: reports@example.com\n"));
	g_assert_nonnull(strstr(text, "\"Daily\""));
	g_assert_nonnull(strstr(text, "550 said the server"));
	app_close(g_steal_pointer(&app));
	autoptr(app) next = app_at(dir, "2026-11-11T10:00:00Z");
	app_work(next);
	g_assert_cmpuint(count_notices(next), ==, 2);
}

TEST(run_resend__partial__only_those_who_did_not_get_it)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, NULL);
	server(DELIVERY_FAILED, 550, "b@example.com");
	work_at(dir, "2026-11-10T09:00:00Z");
	server(DELIVERY_ACCEPTED, 250, NULL);
	fake_mail.tries = 0;
	GError *error = NULL;
	uint64_t run = 0, again = 0;
	autoptr(app) app = app_at(dir, "2026-11-14T08:00:00Z");
	g_autoptr(GPtrArray) runs = run_list(app, id, 0, &error);
	run = ((const struct run *)runs->pdata[0])->id;
	g_assert_true(run_resend(app, run, &again, &error));
	g_assert_cmpuint(again, ==, run);
	g_assert_false(run_resend(app, run, &again, &error));
	test_error(&error, ERROR_BUSY, NULL);
	g_assert_true(task_enable(app, id, false, &error));
	app_work(app);
	expect_history(app, id, "delivered@2026-11-10");
	g_assert_cmpint(fake_mail.tries, ==, 1);
	g_assert_true(g_bytes_equal(fake_mail.messages->pdata[0], fake_mail.messages->pdata[fake_mail.messages->len - 1]));
	g_assert_false(run_resend(app, run, &again, &error));
	test_error(&error, ERROR_INVALID, NULL);
	g_assert_false(run_resend(app, 999, &again, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(run_resend__never_built__a_manual_run_for_the_same_period)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, NULL);
	fake_mail.break_pdf = true;
	work_at(dir, "2026-11-10T09:00:00Z");
	fake_mail.break_pdf = false;
	GError *error = NULL;
	uint64_t again = 0;
	autorelease(run) run = {0};
	run_init(&run);
	autoptr(app) app = app_at(dir, "2026-11-10T15:00:00Z");
	newest(app, id, &run);
	g_assert_true(run_resend(app, run.id, &again, &error));
	g_assert_cmpuint(again, !=, run.id);
	app_work(app);
	expect_history(app, id, "delivered@2026-11-10 failed@2026-11-10");
	struct period period = run.period;
	newest(app, id, &run);
	g_assert_cmpint(run.kind, ==, RUN_MANUAL);
	g_assert_cmpint(run.period.to, ==, period.to);
}

TEST(run_resend__held__sent_again_and_counted)
{
	g_autofree char *dir = test_dir();
	uint32_t id = with_task(dir, "hold");
	server(DELIVERY_UNKNOWN, 0, NULL);
	work_at(dir, "2026-11-10T09:00:00Z");
	server(DELIVERY_ACCEPTED, 250, NULL);
	GError *error = NULL;
	uint64_t again = 0;
	autorelease(run) run = {0};
	run_init(&run);
	autoptr(app) app = app_at(dir, "2026-11-10T10:00:00Z");
	newest(app, id, &run);
	g_assert_true(run_resend(app, run.id, &again, &error));
	app_work(app);
	newest(app, id, &run);
	g_assert_cmpint(run.state, ==, RUN_DELIVERED);
	g_assert_cmpint(run_delivery(&run, 0)->unknown, ==, 1);
}
