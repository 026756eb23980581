// SPDX-License-Identifier: Apache-2.0
// Planning and working: each occurrence once, missed ones by policy, retries with the same bytes.
#include "tidings/app/run.h"

#include <string.h>

#include "app-test.h"
#include "tidings/app/mail.h"
#include "tidings/app/task.h"
#include "tidings/util/instant.h"

static void expect_history(struct app *app, uint32_t task, const char *expected)
{
	g_autofree char *history = app_history(app, task);
	g_assert_cmpstr(history, ==, expected);
}

static struct app *with_task(const char *dir, const char *missed, uint32_t *ret_id)
{
	struct app *app = app_at(dir, "2026-11-10T08:00:00Z");
	app_mail(app);
	*ret_id = app_task(app, true, "missed", missed, NULL);
	return app;
}

TEST(run_plan_due__record__once_per_occurrence)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "latest", &id));
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	g_assert_cmpint(app_work(app), ==, 0);
	g_assert_cmpint(app_work(app), ==, 0);
	expect_history(app, id, "delivered@2026-11-10");
	g_assert_cmpint(fake_mail.sent, ==, 1);
}

TEST(run_plan_due__clock_back__nothing_repeats)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "latest", &id));
	autoptr(app) late = app_at(dir, "2026-11-10T09:00:05Z");
	app_work(late);
	app_close(g_steal_pointer(&late));
	autoptr(app) back = app_at(dir, "2026-11-10T08:59:00Z");
	app_work(back);
	app_close(g_steal_pointer(&back));
	autoptr(app) again = app_at(dir, "2026-11-10T09:00:10Z");
	app_work(again);
	expect_history(again, id, "delivered@2026-11-10");
}

TEST(run_plan_due__missed_latest__runs_the_last_and_tells_the_rest)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "latest", &id));
	autoptr(app) app = app_at(dir, "2026-11-13T07:00:00Z");
	app_work(app);
	expect_history(app, id, "delivered@2026-11-12 missed@2026-11-11 missed@2026-11-10");
}

TEST(run_plan_due__missed_skip__tells_all)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "skip", &id));
	autoptr(app) app = app_at(dir, "2026-11-12T07:00:00Z");
	app_work(app);
	expect_history(app, id, "missed@2026-11-11 missed@2026-11-10");
	g_assert_cmpint(fake_mail.sent, ==, 0);
}

TEST(run_plan_due__missed_all__runs_at_most_so_many)
{
	g_autofree char *dir = test_dir();
	autoptr(app) first = app_at(dir, "2026-11-10T08:00:00Z");
	app_mail(first);
	uint32_t id = app_task(first, true, "missed", "all", "missed-most", "2", NULL);
	app_close(g_steal_pointer(&first));
	autoptr(app) app = app_at(dir, "2026-11-13T07:00:00Z");
	app_work(app);
	expect_history(app, id, "delivered@2026-11-12 delivered@2026-11-11 missed@2026-11-10");
}

TEST(run_plan_due__late_run__period_follows_the_occurrence)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "latest", &id));
	autoptr(app) app = app_at(dir, "2026-11-10T15:00:00Z");
	app_work(app);
	GError *error = NULL;
	g_autoptr(GPtrArray) runs = run_list(app, id, 0, &error);
	const struct run *run = runs->pdata[0];
	g_assert_cmpint(run->period.to, ==, run->occurrence);
	g_assert_cmpint(run->period.to - run->period.from, ==, 7 * 24 * 3600);
}

TEST(run_plan_due__disabled_task__is_never_due)
{
	g_autofree char *dir = test_dir();
	autoptr(app) first = app_at(dir, "2026-11-10T08:00:00Z");
	app_mail(first);
	uint32_t id = app_task(first, false, NULL);
	app_close(g_steal_pointer(&first));
	autoptr(app) app = app_at(dir, "2026-11-13T07:00:00Z");
	app_work(app);
	expect_history(app, id, "");
}

TEST(run_next_wake__nothing_planned__none)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	GError *error = NULL;
	int64_t next = 0;
	g_assert_true(run_next_wake(app, &next, &error));
	g_assert_true(next == INSTANT_NONE);
	app_mail(app);
	app_task(app, true, NULL);
	g_assert_true(run_next_wake(app, &next, &error));
	g_autofree char *text = instant_to_text(next);
	g_assert_cmpstr(text, ==, "2026-11-10T09:00:00Z");
}

TEST(run_work__message__names_what_was_asked)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "latest", &id));
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	app_work(app);
	const char *text = g_bytes_get_data(fake_mail.messages->pdata[0], NULL);
	g_assert_true(g_str_has_prefix(text, "Subject: Report 2026-11-10\n"));
	g_assert_nonnull(strstr(text, "To: a@example.com\nTo: b@example.com\n"));
	g_assert_nonnull(strstr(text, "Attachment: threat-report_2026-11-03_2026-11-10.pdf "));
}

TEST(run_work__deferred__same_bytes_again_later)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "latest", &id));
	fake_mail.verdict = DELIVERY_DEFERRED;
	fake_mail.code = 451;
	autoptr(app) first = app_at(dir, "2026-11-10T09:00:00Z");
	app_work(first);
	expect_history(first, id, "deferred@2026-11-10");
	g_assert_cmpint(app_work(first), ==, 0);
	g_assert_cmpint(fake_mail.sent, ==, 1);
	app_close(g_steal_pointer(&first));
	fake_mail.verdict = DELIVERY_ACCEPTED;
	fake_mail.code = 250;
	autoptr(app) later = app_at(dir, "2026-11-10T09:10:00Z");
	app_work(later);
	expect_history(later, id, "delivered@2026-11-10");
	g_assert_true(g_bytes_equal(fake_mail.messages->pdata[0], fake_mail.messages->pdata[1]));
}

TEST(run_work__no_server__deferred_with_the_reason)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "latest", &id));
	fake_mail.refuse_connection = true;
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	g_assert_cmpint(app_work(app), ==, 0);
	GError *error = NULL;
	g_autoptr(GPtrArray) runs = run_list(app, id, 0, &error);
	const struct run *run = runs->pdata[0];
	g_assert_cmpint(run->state, ==, RUN_DEFERRED);
	g_assert_nonnull(strstr(run->reason, "connection refused"));
	g_assert_cmpint(g_array_index(run->deliveries, struct delivery, 0).next_try, >, app_now(app));
}

TEST(run_work__shorter_limit__expired_sooner)
{
	g_autofree char *dir = test_dir();
	GError *error = NULL;
	autoptr(app) before = app_at(dir, "2026-11-10T08:00:00Z");
	app_mail(before);
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	bool has_password = false;
	g_assert_true(mail_show(before, &settings, &has_password, &error));
	g_assert_cmpint(settings.expire_hours, ==, 48);
	settings.expire_hours = 3;
	g_assert_true(mail_save(before, &settings, true, &error));
	uint32_t id = app_task(before, true, NULL);
	fake_mail.refuse_connection = true;
	app_close(g_steal_pointer(&before));
	static const struct {
		const char *at, *history;
	} steps[] = {
		{"2026-11-10T09:00:00Z", "deferred@2026-11-10"},
		{"2026-11-10T11:59:00Z", "deferred@2026-11-10"},
		{"2026-11-10T13:30:00Z", "failed@2026-11-10"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		autoptr(app) app = app_at(dir, steps[i].at);
		app_work(app);
		g_autofree char *history = app_history(app, id);
		g_assert_cmpstr(history, ==, steps[i].history);
	}
}

TEST(run_work__two_days_without_server__expired)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "skip", &id));
	fake_mail.refuse_connection = true;
	autoptr(app) first = app_at(dir, "2026-11-10T09:00:00Z");
	app_work(first);
	app_close(g_steal_pointer(&first));
	autoptr(app) app = app_at(dir, "2026-11-12T09:00:30Z");
	app_work(app);
	g_autofree char *history = app_history(app, id);
	g_assert_true(g_str_has_suffix(history, "failed@2026-11-10"));
}

TEST(run_work__permanent_refusal__failed)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "latest", &id));
	fake_mail.verdict = DELIVERY_FAILED;
	fake_mail.code = 550;
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	g_assert_cmpint(app_work(app), ==, 1);
	expect_history(app, id, "failed@2026-11-10");
}

TEST(run_work__no_reply_after_dot__held_by_policy)
{
	g_autofree char *dir = test_dir();
	autoptr(app) first = app_at(dir, "2026-11-10T08:00:00Z");
	app_mail(first);
	uint32_t id = app_task(first, true, "unknown", "hold", NULL);
	app_close(g_steal_pointer(&first));
	fake_mail.verdict = DELIVERY_UNKNOWN;
	fake_mail.code = 0;
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	app_work(app);
	app_work(app);
	expect_history(app, id, "unknown@2026-11-10");
	g_assert_cmpint(fake_mail.sent, ==, 2); /* and the notice, which is no task's: it is not held */
}

TEST(run_work__build_fails__failed_with_the_reason_and_nothing_sent)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "latest", &id));
	fake_mail.break_pdf = true;
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	g_assert_cmpint(app_work(app), ==, 1);
	expect_history(app, id, "failed@2026-11-10");
	g_assert_cmpint(fake_mail.sent, ==, 1); /* the notice of it */
	g_assert_nonnull(strstr(g_bytes_get_data(fake_mail.messages->pdata[0], NULL), "not delivered"));
	GError *error = NULL;
	g_autoptr(GPtrArray) runs = run_list(app, id, 0, &error);
	g_assert_nonnull(strstr(((const struct run *)runs->pdata[0])->reason, "no ink"));
}

TEST(run_work__many_runs__one_connection)
{
	g_autofree char *dir = test_dir();
	autoptr(app) first = app_at(dir, "2026-11-10T08:00:00Z");
	app_mail(first);
	for (int i = 0; i < 5; i++)
		app_task(first, true, NULL);
	app_close(g_steal_pointer(&first));
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	app_work(app);
	g_assert_cmpint(fake_mail.sent, ==, 5);
	g_assert_cmpint(fake_mail.connections, ==, 1);
}

TEST(task_run__manual__does_not_consume_the_occurrence)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	app_close(with_task(dir, "latest", &id));
	autoptr(app) before = app_at(dir, "2026-11-10T08:30:00Z");
	GError *error = NULL;
	uint64_t run = 0;
	g_assert_true(task_run(before, id, RUN_TEST, "me@example.com", &run, &error));
	app_work(before);
	app_close(g_steal_pointer(&before));
	autoptr(app) app = app_at(dir, "2026-11-10T09:00:00Z");
	app_work(app);
	expect_history(app, id, "delivered@2026-11-10 delivered@2026-11-10");
	g_assert_nonnull(strstr(g_bytes_get_data(fake_mail.messages->pdata[0], NULL), "To: me@example.com\n"));
}

static void at(const char *dir, const char *instant)
{
	autoptr(app) app = app_at(dir, instant);
	g_assert_cmpint(app_work(app), ==, 0);
}

TEST(run_plan_due__clock_was_years_ahead__goes_on_from_now)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	fake_mail.sent = 0;
	app_close(with_task(dir, "latest", &id));
	at(dir, "2026-11-10T09:00:00Z");
	at(dir, "2099-01-01T10:00:00Z");
	g_assert_cmpint(fake_mail.sent, ==, 2);
	autoptr(app) app = app_at(dir, "2026-11-11T08:00:00Z");
	g_assert_cmpint(app_work(app), ==, 0);
	app_expect_next(app, id, "2026-11-11T09:00:00Z");
	app_close(g_steal_pointer(&app));
	at(dir, "2026-11-11T09:00:00Z");
	at(dir, "2026-11-12T09:00:00Z");
	at(dir, "2026-11-12T09:00:00Z");
	g_assert_cmpint(fake_mail.sent, ==, 4);
	app = app_at(dir, "2026-11-12T10:00:00Z");
	app_expect_next(app, id, "2026-11-13T09:00:00Z");
	g_autofree char *history = app_history(app, id);
	g_assert_nonnull(g_strstr_len(history, -1, "delivered@2026-11-12 delivered@2026-11-11 delivered@2099-01-01 missed@2098-12-31 "));
	g_assert_true(g_str_has_suffix(history, " missed@2026-11-11 delivered@2026-11-10")); /* it stands for 71 years */
	g_auto(GStrv) rows = g_strsplit(history, " ", -1);
	g_assert_cmpuint(g_strv_length(rows), ==, 2 + 400 + 1 + 1);
}

TEST(run_plan_due__clock_was_days_ahead__what_was_sent_then_does_not_come_again)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	fake_mail.sent = 0;
	app_close(with_task(dir, "latest", &id));
	at(dir, "2026-11-10T08:30:00Z");
	at(dir, "2026-11-13T10:00:00Z");
	g_assert_cmpint(fake_mail.sent, ==, 1);
	at(dir, "2026-11-11T08:00:00Z");
	at(dir, "2026-11-13T08:00:00Z"); /* 11 is missed indeed, and has its row; 12 is run after all */
	at(dir, "2026-11-13T09:00:00Z");
	at(dir, "2026-11-14T09:00:00Z");
	autoptr(app) app = app_at(dir, "2026-11-14T09:00:00Z");
	expect_history(app, id, "delivered@2026-11-14 delivered@2026-11-12 delivered@2026-11-13 missed@2026-11-12 missed@2026-11-11 missed@2026-11-10");
	g_assert_cmpint(fake_mail.sent, ==, 3);
}

TEST(run_plan_due__clock_goes_back_to_just_after_an_occurrence__it_is_run)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	fake_mail.sent = 0;
	app_close(with_task(dir, "latest", &id));
	at(dir, "2026-11-10T09:00:00Z");
	at(dir, "2099-01-01T08:00:00Z");
	g_assert_cmpint(fake_mail.sent, ==, 2);
	at(dir, "2026-11-12T09:00:10Z");
	g_assert_cmpint(fake_mail.sent, ==, 3);
	at(dir, "2026-11-12T09:00:20Z");
	g_assert_cmpint(fake_mail.sent, ==, 3);
	autoptr(app) app = app_at(dir, "2026-11-12T10:00:00Z");
	app_expect_next(app, id, "2026-11-13T09:00:00Z");
}

TEST(run_plan_due__task_switched_off_while_clock_was_ahead__runs_when_switched_on)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	GError *error = NULL;
	fake_mail.sent = 0;
	app_close(with_task(dir, "latest", &id));
	at(dir, "2026-11-13T10:00:00Z");
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	g_assert_true(task_enable(app, id, false, &error) && task_enable(app, id, true, &error));
	app_close(g_steal_pointer(&app));
	at(dir, "2026-11-10T09:00:00Z");
	at(dir, "2026-11-10T09:00:00Z");
	app = app_at(dir, "2026-11-10T09:00:00Z");
	expect_history(app, id, "delivered@2026-11-10 delivered@2026-11-13 missed@2026-11-12 missed@2026-11-11 missed@2026-11-10");
}

TEST(run_plan_due__clock_was_behind__nothing_is_planned_again)
{
	g_autofree char *dir = test_dir();
	uint32_t id = 0;
	fake_mail.sent = 0;
	app_close(with_task(dir, "all", &id));
	at(dir, "2026-11-10T09:00:00Z");
	for (int i = 0; i < 2; i++) {
		at(dir, "2000-01-01T00:00:00Z");
		autoptr(app) behind = app_at(dir, "2000-01-01T00:00:05Z");
		app_expect_next(behind, id, "2026-11-11T09:00:00Z");
		app_close(g_steal_pointer(&behind));
		at(dir, "2026-11-10T10:00:00Z");
	}
	autoptr(app) app = app_at(dir, "2026-11-10T10:00:00Z");
	expect_history(app, id, "delivered@2026-11-10");
	g_assert_cmpint(fake_mail.sent, ==, 1);
}
