// SPDX-License-Identifier: Apache-2.0
// The ledger: each occurrence once, whatever happens; rows, messages and questions.
#include "tidings/store/ledger.h"

#include <string.h>

#include <glib.h>

#include "store-fixture.h"
#include "test.h"
#include "tidings/kv/kv.h"
#include "tidings/util/instant.h"

static void expect_runs(struct fixture *f, uint32_t task, size_t most, const char *expected)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) runs = ledger_list(f->store, task, most, &error);
	test_no_error(error);
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < runs->len; i++) {
		const struct run *run = runs->pdata[i];
		g_string_append_printf(text, "%s%" G_GUINT64_FORMAT ":%s@%" G_GINT64_FORMAT, i == 0 ? "" : " ", run->id,
			enum_to_text(run_state_names, (int)run->state), run->occurrence);
	}
	g_assert_cmpstr(text->str, ==, expected);
}

TEST(ledger__record__run_and_next_run_in_one_step)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "a", 100);
	g_assert_cmpuint(fixture_record(&f, task, 100, 200), ==, 1);
	fixture_reopen(&f);
	g_assert_cmpint(fixture_next_run(&f, task), ==, 200);
	expect_runs(&f, 0, 0, "1:planned@100");
	GError *error = NULL;
	int64_t due = 0;
	g_assert_true(ledger_next_due(f.store, &due, &error));
	g_assert_cmpint(due, ==, 200);
}

TEST(ledger__record__the_last_occurrence)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "a", 100);
	fixture_record(&f, task, 100, INSTANT_NONE);
	GError *error = NULL;
	int64_t due = 0;
	g_assert_true(ledger_next_due(f.store, &due, &error));
	g_assert_cmpint(due, ==, INSTANT_NONE);
}

static void expect_record(struct fixture *f, struct due due, struct run *run, int64_t next_run, enum error_code code)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) runs = g_ptr_array_new();
	g_ptr_array_add(runs, run);
	g_assert_false(ledger_record(f->store, due, NULL, runs, next_run, &error));
	test_error(&error, code, NULL);
	g_assert_cmpuint(run->id, ==, 0);
	expect_runs(f, 0, 0, "");
}

TEST(ledger__record__only_while_it_is_due)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "a", 100);
	autorelease(run) run = {0};
	fixture_run(&run, task, RUN_SCHEDULED, 100);
	expect_record(&f, (struct due){task, 99}, &run, 200, ERROR_BUSY);
	expect_record(&f, (struct due){task, 101}, &run, 200, ERROR_BUSY);
	run.task = task + 1;
	expect_record(&f, (struct due){task + 1, 100}, &run, 200, ERROR_BUSY);
	g_assert_cmpint(fixture_next_run(&f, task), ==, 100);
}

static struct decision decision_for(uint32_t task, int64_t instant, struct run *run)
{
	struct decision decision = {.due = {task, instant}, .runs = g_ptr_array_new(), .next_run = instant + 100};
	fixture_run(run, task, RUN_SCHEDULED, instant);
	g_ptr_array_add(decision.runs, run);
	return decision;
}

static void release(struct decision *decision, struct run *run)
{
	g_ptr_array_unref(decision->runs);
	run_release(run);
}

TEST(ledger__record_each__one_that_changed_spoils_no_other)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	uint32_t first = fixture_put_task(&f, "a", 100), changed = fixture_put_task(&f, "b", 150), last = fixture_put_task(&f, "c", 100);
	struct run runs[3] = {{0}};
	struct decision decisions[3] = {decision_for(first, 100, &runs[0]), decision_for(changed, 100, &runs[1]), decision_for(last, 100, &runs[2])};
	g_assert_true(ledger_record_each(f.store, decisions, 3, &error));
	g_assert_true(decisions[0].recorded && !decisions[1].recorded && decisions[2].recorded);
	g_assert_cmpuint(runs[0].id, ==, 1);
	g_assert_cmpuint(runs[1].id, ==, 0);
	g_assert_cmpuint(runs[2].id, ==, 2);
	g_assert_cmpint(fixture_next_run(&f, first), ==, 200);
	g_assert_cmpint(fixture_next_run(&f, changed), ==, 150);
	g_assert_cmpint(fixture_next_run(&f, last), ==, 200);
	for (int i = 0; i < 3; i++)
		release(&decisions[i], &runs[i]);
}

TEST(ledger__record_each__one_that_fails_stores_none)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	uint32_t first = fixture_put_task(&f, "a", 100), wrong = fixture_put_task(&f, "b", 100);
	struct run runs[2] = {{0}};
	struct decision decisions[2] = {decision_for(first, 100, &runs[0]), decision_for(wrong, 100, &runs[1])};
	runs[1].state = RUN_DELIVERED;
	g_assert_false(ledger_record_each(f.store, decisions, 2, &error));
	test_error(&error, ERROR_BUG, NULL);
	expect_runs(&f, 0, 0, "");
	g_assert_cmpint(fixture_next_run(&f, first), ==, 100);
	for (int i = 0; i < 2; i++)
		release(&decisions[i], &runs[i]);
}

TEST(ledger__record__second_time_is_busy)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "a", 100);
	fixture_record(&f, task, 100, 200);
	GError *error = NULL;
	autorelease(run) run = {0};
	fixture_run(&run, task, RUN_SCHEDULED, 100);
	g_autoptr(GPtrArray) runs = g_ptr_array_new();
	g_ptr_array_add(runs, &run);
	g_assert_false(ledger_record(f.store, (struct due){task, 100}, NULL, runs, 200, &error));
	test_error(&error, ERROR_BUSY, NULL);
	expect_runs(&f, 0, 0, "1:planned@100");
}

TEST(ledger__record__next_run_must_be_later)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "a", 100);
	autorelease(run) run = {0};
	fixture_run(&run, task, RUN_SCHEDULED, 100);
	expect_record(&f, (struct due){task, 100}, &run, 100, ERROR_BUG);
	expect_record(&f, (struct due){task, 100}, &run, 99, ERROR_BUG);
}

TEST(ledger__record__runs_that_do_not_fit)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "a", 100);
	struct due due = {task, 100};
	autorelease(run) run = {0};
	fixture_run(&run, task + 1, RUN_SCHEDULED, 100);
	expect_record(&f, due, &run, 200, ERROR_BUG);
	run.task = task;
	run.kind = RUN_MANUAL;
	expect_record(&f, due, &run, 200, ERROR_BUG);
	run.kind = RUN_SCHEDULED;
	run.state = RUN_DELIVERED;
	expect_record(&f, due, &run, 200, ERROR_BUG);
}

TEST(ledger__record__one_that_could_not_be_planned)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	uint32_t task = fixture_put_task(&f, "a", 100);
	autorelease(run) run = {0};
	fixture_run(&run, task, RUN_SCHEDULED, 100);
	run.state = RUN_FAILED;
	g_autoptr(GPtrArray) runs = g_ptr_array_new();
	g_ptr_array_add(runs, &run);
	g_assert_true(ledger_record(f.store, (struct due){task, 100}, NULL, runs, INSTANT_NONE, &error));
	expect_runs(&f, task, 0, "1:failed@100");
}

static bool spoil_task(struct kv_txn *txn, void *data, GError **error)
{
	const uint8_t key[4] = {0, 0, 0, 1};
	const struct kv_bytes name = {key, 4};
	if (data == NULL)
		return kv_delete(txn, 0, name, error);
	return kv_put(txn, 0, name, (struct kv_bytes){data, strlen(data)}, error);
}

TEST(ledger__record__damaged_task_leaves_the_index)
{
	static const char *const tasks_table[] = {"tasks", NULL};
	const char *const records[] = {NULL, "junk"};
	for (size_t i = 0; i < G_N_ELEMENTS(records); i++) {
		autorelease(fixture) f = {0};
		fixture_init(&f);
		GError *error = NULL;
		fixture_put_task(&f, "a", 100);
		fixture_put_task(&f, "b", 500);
		fixture_close(&f);
		g_autofree char *path = fixture_path(&f, "tidings.mdb");
		struct kv *kv = kv_open(path, tasks_table, &error);
		g_assert_true(kv_write(kv, spoil_task, (void *)(uintptr_t)records[i], &error));
		kv_close(kv);
		fixture_reopen(&f);
		fixture_record(&f, 1, 100, 200);
		int64_t due = 0;
		g_assert_true(ledger_next_due(f.store, &due, &error));
		g_assert_cmpint(due, ==, 500);
	}
}

static bool add_entry(struct kv_txn *txn, void *data, GError **error)
{
	(void)data;
	/* Task 1 at instant 50. */
	const uint8_t key[12] = {0x80, 0, 0, 0, 0, 0, 0, 50, 0, 0, 0, 1};
	return kv_put(txn, 0, (struct kv_bytes){key, 12}, (struct kv_bytes){0}, error);
}

TEST(ledger__record__entry_that_the_task_does_not_know)
{
	static const char *const due_table[] = {"due", NULL};
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	fixture_put_task(&f, "a", 100);
	fixture_close(&f);
	g_autofree char *path = fixture_path(&f, "tidings.mdb");
	struct kv *kv = kv_open(path, due_table, &error);
	g_assert_true(kv_write(kv, add_entry, NULL, &error));
	kv_close(kv);
	fixture_reopen(&f);
	fixture_record(&f, 1, 50, 200);
	g_autoptr(GArray) due = ledger_due(f.store, INT64_MAX, 10, &error);
	g_assert_cmpuint(due->len, ==, 1);
	g_assert_cmpint(g_array_index(due, struct due, 0).instant, ==, 200);
}

TEST(ledger__record__missed_ones_beside_the_latest)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	uint32_t task = fixture_put_task(&f, "a", 100);
	g_autoptr(GPtrArray) runs = g_ptr_array_new();
	struct run all[3] = {0};
	for (int i = 0; i < 3; i++) {
		fixture_run(&all[i], task, RUN_SCHEDULED, 100 * (i + 1));
		all[i].state = i < 2 ? RUN_MISSED : RUN_PLANNED;
		g_ptr_array_add(runs, &all[i]);
	}
	g_assert_true(ledger_record(f.store, (struct due){task, 100}, NULL, runs, 400, &error));
	expect_runs(&f, task, 0, "3:planned@300 2:missed@200 1:missed@100");
	for (int i = 0; i < 3; i++) {
		g_assert_cmpuint(all[i].id, ==, i + 1);
		run_release(&all[i]);
	}
}

TEST(ledger__record__a_clock_that_goes_back_repeats_nothing)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	uint32_t task = fixture_put_task(&f, "a", 100);
	fixture_record(&f, task, 100, 200);
	autorelease(task) edited = {0};
	fixture_task(&edited, "a");
	edited.id = task;
	g_assert_true(store_task_put(f.store, &edited, 100, &error));
	g_assert_cmpuint(fixture_record(&f, task, 100, 200), ==, 0);
	expect_runs(&f, 0, 0, "1:planned@100");
	g_assert_cmpint(fixture_next_run(&f, task), ==, 200);
}

TEST(ledger__add__consumes_no_occurrence)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	uint32_t task = fixture_put_task(&f, "a", 1000);
	g_assert_cmpuint(fixture_add(&f, task), ==, 1);
	g_assert_cmpuint(fixture_record(&f, task, 1000, 2000), ==, 2);
	autorelease(run) run = {0};
	fixture_run(&run, task, RUN_SCHEDULED, 1);
	g_assert_false(ledger_add(f.store, &run, &error));
	test_error(&error, ERROR_BUG, NULL);
}

TEST(ledger__get__round_trip)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint64_t id = fixture_add(&f, 5);
	fixture_reopen(&f);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_get(&f, id, &run);
	g_assert_cmpuint(run.id, ==, id);
	g_assert_cmpuint(run.task, ==, 5);
	g_assert_cmpint(run.kind, ==, RUN_MANUAL);
	g_assert_cmpuint(run.deliveries->len, ==, 2);
	g_assert_cmpstr(run_delivery(&run, 1)->recipient, ==, "b@example.com");
	GError *error = NULL;
	g_assert_false(ledger_get(f.store, id + 1, &run, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	g_assert_cmpuint(run.id, ==, id);
}

TEST(ledger__update__unknown_run)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(run) run = {0};
	fixture_run(&run, 1, RUN_MANUAL, 5);
	run.id = 3;
	g_assert_false(ledger_update(f.store, &run, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(ledger__update__what_names_a_run_cannot_change)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(run) run = {0};
	run_init(&run);
	fixture_get(&f, fixture_add(&f, 1), &run);
	run.task = 2;
	g_assert_false(ledger_update(f.store, &run, &error));
	test_error(&error, ERROR_BUG, NULL);
	run.task = 1;
	run.occurrence++;
	g_assert_false(ledger_update(f.store, &run, &error));
	test_error(&error, ERROR_BUG, NULL);
}

TEST(ledger__built__message_with_the_row)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	uint64_t id = fixture_add(&f, 1);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_claim(&f, 1, 5, id, &run);
	g_assert_null(ledger_message(f.store, id, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	g_autoptr(GBytes) message = g_bytes_new("Subject: x\r\n\r\nbody\0!", 20);
	run.state = RUN_QUEUED;
	g_assert_true(ledger_built(f.store, &run, message, NULL, &error));
	fixture_reopen(&f);
	g_autoptr(GBytes) stored = ledger_message(f.store, id, &error);
	g_assert_true(g_bytes_equal(stored, message));
	fixture_get(&f, id, &run);
	g_assert_cmpint(run.state, ==, RUN_QUEUED);
}

TEST(ledger__built__only_while_it_is_being_worked_on)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	uint64_t id = fixture_add(&f, 1);
	g_autoptr(GBytes) message = g_bytes_new_static("x", 1);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_get(&f, id, &run);
	g_assert_false(ledger_built(f.store, &run, message, NULL, &error));
	test_error(&error, ERROR_BUSY, NULL);
	g_assert_null(ledger_message(f.store, id, &error));
	g_clear_error(&error);
	fixture_claim(&f, 1, 5, id, &run);
	autorelease(run) twin = {0};
	run_copy(&twin, &run);
	run.state = twin.state = RUN_QUEUED;
	g_assert_true(ledger_built(f.store, &run, message, NULL, &error));
	g_assert_false(ledger_built(f.store, &twin, message, NULL, &error)); /* a worker that was thought dead */
	test_error(&error, ERROR_BUSY, NULL);
	fixture_claim(&f, 1, 5, id, &run);
	g_autoptr(GBytes) smaller = g_bytes_new_static("y", 1);
	g_assert_true(ledger_built(f.store, &run, smaller, NULL, &error));
	g_autoptr(GBytes) stored = ledger_message(f.store, id, &error);
	g_assert_true(g_bytes_equal(stored, smaller));
}

TEST(ledger__built__stores_with_it_what_is_done_or_nothing)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	uint64_t first = fixture_add(&f, 1), second = fixture_add(&f, 1);
	g_autoptr(GBytes) message = g_bytes_new_static("x", 1);
	autorelease(run) done = {0};
	autorelease(run) run = {0};
	autorelease(run) found = {0};
	run_init(&done);
	run_init(&run);
	run_init(&found);
	fixture_claim(&f, 1, 5, first, &done);
	fixture_claim(&f, 1, 5, second, &run);
	done.state = RUN_DELIVERED;
	run.state = RUN_SENDING;
	g_assert_true(ledger_built(f.store, &run, message, &done, &error));
	fixture_reopen(&f);
	fixture_get(&f, first, &found);
	g_assert_cmpint(found.state, ==, RUN_DELIVERED);
	fixture_get(&f, second, &found);
	g_assert_cmpint(found.state, ==, RUN_SENDING);
	fixture_claim(&f, 2, 5, second, &found); /* somebody else has the second one now */
	done.attempts++;
	run_copy(&run, &found);
	run.generation = 1;
	g_assert_false(ledger_built(f.store, &run, message, &done, &error));
	test_error(&error, ERROR_BUSY, NULL);
	fixture_get(&f, first, &found);
	g_assert_cmpint(found.attempts, ==, done.attempts - 1);
}

TEST(ledger__list__newest_first_of_one_task_or_all)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	expect_runs(&f, 0, 0, "");
	expect_runs(&f, 1, 0, "");
	fixture_add(&f, 1);
	fixture_add(&f, 2);
	fixture_add(&f, 1);
	fixture_add(&f, UINT32_MAX);
	expect_runs(&f, 0, 0, "4:planned@1000 3:planned@1000 2:planned@1000 1:planned@1000");
	expect_runs(&f, 0, 2, "4:planned@1000 3:planned@1000");
	expect_runs(&f, 1, 0, "3:planned@1000 1:planned@1000");
	expect_runs(&f, 1, 1, "3:planned@1000");
	expect_runs(&f, UINT32_MAX, 0, "4:planned@1000");
	expect_runs(&f, 3, 0, "");
}

static void finish(struct fixture *f, uint64_t id, enum run_state state)
{
	autorelease(run) run = {0};
	run_init(&run);
	fixture_get(f, id, &run);
	run.state = state;
	fixture_update(f, &run);
}

TEST(ledger__last__newest_that_is_final)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(run) run = {0};
	run_init(&run);
	g_assert_false(ledger_last(f.store, 1, &run, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	for (int i = 0; i < 3; i++)
		fixture_add(&f, 1);
	finish(&f, fixture_add(&f, 2), RUN_FAILED);
	g_assert_false(ledger_last(f.store, 1, &run, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	finish(&f, 1, RUN_FAILED);
	finish(&f, 2, RUN_DELIVERED);
	g_assert_true(ledger_last(f.store, 1, &run, &error));
	g_assert_cmpuint(run.id, ==, 2);
	finish(&f, 3, RUN_DEFERRED);
	g_assert_true(ledger_last(f.store, 1, &run, &error));
	g_assert_cmpuint(run.id, ==, 2);
}

TEST(ledger__last_of__many_tasks_at_once)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	static const uint32_t tasks[] = {2, 7, 1};
	struct run_brief last[3];
	for (int i = 0; i < 3; i++)
		fixture_add(&f, 1);
	finish(&f, fixture_add(&f, 2), RUN_FAILED);
	finish(&f, 1, RUN_DELIVERED);
	finish(&f, 2, RUN_PARTIAL);
	autorelease(run) run = {0};
	fixture_get(&f, 2, &run);
	g_assert_true(ledger_last_of(f.store, tasks, 3, last, &error));
	test_no_error(error);
	g_assert_cmpuint(last[0].id, ==, 4);
	g_assert_cmpint(last[0].state, ==, RUN_FAILED);
	g_assert_cmpuint(last[1].id, ==, 0);
	g_assert_cmpint(last[1].occurrence, ==, INSTANT_NONE);
	g_assert_cmpuint(last[2].id, ==, 2);
	g_assert_cmpint(last[2].state, ==, RUN_PARTIAL);
	g_assert_cmpint(last[2].occurrence, ==, run.occurrence);
}

TEST(ledger__since__newest_delivered_scheduled_run)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	int64_t since = 0;
	uint32_t task = fixture_put_task(&f, "a", 100);
	g_assert_true(ledger_since(f.store, task, &since, &error));
	g_assert_cmpint(since, ==, INSTANT_NONE);
	finish(&f, fixture_record(&f, task, 100, 200), RUN_DELIVERED);
	finish(&f, fixture_record(&f, task, 200, 300), RUN_DELIVERED);
	finish(&f, fixture_record(&f, task, 300, 400), RUN_FAILED);
	finish(&f, fixture_add(&f, task), RUN_DELIVERED);
	g_assert_true(ledger_since(f.store, task, &since, &error));
	g_assert_cmpint(since, ==, 200);
}

TEST(ledger__decided__latest_occurrence_that_has_a_row)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	int64_t decided = 0;
	uint32_t task = fixture_put_task(&f, "a", 100);
	uint32_t other = fixture_put_task(&f, "b", 500);
	(void)fixture_record(&f, other, 500, 600);
	g_assert_true(ledger_decided(f.store, task, &decided, &error));
	g_assert_cmpint(decided, ==, INSTANT_NONE);
	(void)fixture_record(&f, task, 100, 200);
	(void)fixture_record(&f, task, 200, 300);
	(void)fixture_add(&f, task);
	g_assert_true(ledger_decided(f.store, task, &decided, &error));
	g_assert_cmpint(decided, ==, 200);
}

TEST(ledger__generation__counts_up)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_assert_cmpint(fixture_generation(&f), ==, 1);
	fixture_reopen(&f);
	g_assert_cmpint(fixture_generation(&f), ==, 2);
}
