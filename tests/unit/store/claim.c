// SPDX-License-Identifier: Apache-2.0
// Claims: one worker a run, what a dead sender left, stale senders fenced.
#include "tidings/store/ledger.h"

#include <glib.h>

#include "store-fixture.h"
#include "test.h"
#include "tidings/kv/kv.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

static void settle(struct fixture *f, struct run *run, enum run_state state, enum delivery_state delivery, int64_t next_try)
{
	run->state = state;
	for (guint i = 0; i < run->deliveries->len; i++) {
		run_delivery(run, i)->state = delivery;
		run_delivery(run, i)->next_try = next_try;
	}
	fixture_update(f, run);
}

/* A run that is being sent by generation 1. */
static uint64_t sending(struct fixture *f, struct run *run)
{
	uint64_t id = fixture_add(f, 1);
	run_init(run);
	fixture_claim(f, 1, 50, id, run);
	settle(f, run, RUN_QUEUED, DELIVERY_QUEUED, INSTANT_NONE);
	fixture_claim(f, 1, 60, id, run);
	g_assert_cmpint(run->state, ==, RUN_SENDING);
	return id;
}

TEST(claim__planned__becomes_building_once)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_claim_none(&f, 1, 0);
	g_assert_cmpint(fixture_next_try(&f), ==, INSTANT_NONE);
	uint64_t first = fixture_add(&f, 1), second = fixture_add(&f, 1);
	g_assert_cmpint(fixture_next_try(&f), ==, 0);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_claim(&f, 1, 50, first, &run);
	g_assert_cmpint(run.state, ==, RUN_BUILDING);
	g_assert_cmpint(run.generation, ==, 1);
	g_assert_cmpint(run.started, ==, 50);
	g_assert_cmpint(run.attempts, ==, 0);
	fixture_claim(&f, 1, 50, second, &run);
	fixture_reopen(&f);
	fixture_claim_none(&f, 1, 50);
	g_assert_cmpint(fixture_next_try(&f), ==, INSTANT_NONE);
	fixture_get(&f, first, &run);
	g_assert_cmpint(run.state, ==, RUN_BUILDING);
}

TEST(claim__queued__becomes_sending_and_counts)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) run = {0};
	sending(&f, &run);
	g_assert_cmpint(run.attempts, ==, 1);
	g_assert_cmpint(run.started, ==, 50);
	fixture_claim_none(&f, 1, 60);
}

TEST(claim__deferred__not_before_its_next_try)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) run = {0};
	uint64_t id = sending(&f, &run);
	settle(&f, &run, RUN_DEFERRED, DELIVERY_DEFERRED, 500);
	g_assert_cmpint(fixture_next_try(&f), ==, 500);
	fixture_claim_none(&f, 1, 499);
	fixture_claim(&f, 1, 500, id, &run);
	g_assert_cmpint(run.state, ==, RUN_SENDING);
	g_assert_cmpint(run.attempts, ==, 2);
	g_assert_cmpint(run_delivery(&run, 0)->state, ==, DELIVERY_DEFERRED);
}

TEST(claim__deferred__earliest_of_the_open_deliveries)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) run = {0};
	sending(&f, &run);
	run_add_recipient(&run, "c@example.com");
	settle(&f, &run, RUN_DEFERRED, DELIVERY_DEFERRED, 500);
	run_delivery(&run, 1)->next_try = 400;
	run_delivery(&run, 2)->next_try = 100;
	run_delivery(&run, 2)->state = DELIVERY_ACCEPTED;
	fixture_update(&f, &run);
	g_assert_cmpint(fixture_next_try(&f), ==, 400);
}

TEST(claim__queued__with_nobody_left_is_given_to_a_worker)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) run = {0};
	uint64_t id = sending(&f, &run);
	settle(&f, &run, RUN_QUEUED, DELIVERY_ACCEPTED, INSTANT_NONE);
	fixture_claim(&f, 1, 60, id, &run);
}

TEST(claim__order__ready_ones_by_number_then_by_next_try)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) late = {0};
	autorelease(run) early = {0};
	autorelease(run) run = {0};
	run_init(&run);
	uint64_t first = sending(&f, &late), second = sending(&f, &early);
	settle(&f, &late, RUN_DEFERRED, DELIVERY_DEFERRED, 500);
	settle(&f, &early, RUN_DEFERRED, DELIVERY_DEFERRED, 400);
	uint64_t third = fixture_add(&f, 1), fourth = fixture_add(&f, 1);
	g_assert_cmpint(fixture_next_try(&f), ==, 0);
	fixture_claim(&f, 1, 600, third, &run);
	fixture_claim(&f, 1, 600, fourth, &run);
	fixture_claim(&f, 1, 600, second, &run);
	fixture_claim(&f, 1, 600, first, &run);
}

TEST(claim__final__is_never_claimed)
{
	static const enum run_state states[] = {RUN_DELIVERED, RUN_PARTIAL, RUN_FAILED, RUN_MISSED, RUN_SKIPPED, RUN_UNKNOWN};
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) run = {0};
	run_init(&run);
	for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
		fixture_get(&f, fixture_add(&f, 1), &run);
		run.state = states[i];
		fixture_update(&f, &run);
		fixture_claim_none(&f, 9, INT64_MAX);
		g_assert_cmpint(fixture_next_try(&f), ==, INSTANT_NONE);
	}
}

TEST(claim__final__that_is_sent_again)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) run = {0};
	uint64_t id = sending(&f, &run);
	settle(&f, &run, RUN_FAILED, DELIVERY_FAILED, INSTANT_NONE);
	fixture_claim_none(&f, 1, 60);
	settle(&f, &run, RUN_QUEUED, DELIVERY_QUEUED, INSTANT_NONE);
	fixture_claim(&f, 1, 60, id, &run);
}

TEST(claim__left__building_is_built_again)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	int old = fixture_generation(&f);
	uint64_t id = fixture_add(&f, 1);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_claim(&f, old, 50, id, &run);
	g_assert_cmpint(fixture_next_try(&f), ==, INSTANT_NONE);
	int generation = fixture_generation(&f);
	g_assert_cmpint(fixture_next_try(&f), ==, 0);
	fixture_claim(&f, generation, 70, id, &run);
	g_assert_cmpint(run.state, ==, RUN_BUILDING);
	g_assert_cmpint(run.generation, ==, generation);
	g_assert_cmpint(run.attempts, ==, 1);
	g_assert_cmpint(run.started, ==, 50);
	fixture_claim_none(&f, generation, 70);
}

TEST(claim__left__sending_by_what_went_out)
{
	static const struct {
		enum delivery_state left, found;
	} cases[] = {
		{DELIVERY_QUEUED, DELIVERY_QUEUED},     {DELIVERY_SENDING, DELIVERY_DEFERRED}, {DELIVERY_DOT, DELIVERY_UNKNOWN},
		{DELIVERY_ACCEPTED, DELIVERY_ACCEPTED}, {DELIVERY_DEFERRED, DELIVERY_DEFERRED}, {DELIVERY_FAILED, DELIVERY_FAILED},
		{DELIVERY_EXPIRED, DELIVERY_EXPIRED},   {DELIVERY_UNKNOWN, DELIVERY_UNKNOWN},
	};
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) run = {0};
	uint64_t id = sending(&f, &run);
	g_array_set_size(run.deliveries, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		run_add_recipient(&run, "x@example.com");
		run_delivery(&run, i)->state = cases[i].left;
	}
	fixture_update(&f, &run);
	fixture_claim(&f, 2, 80, id, &run);
	g_assert_cmpint(run.state, ==, RUN_SENDING);
	g_assert_cmpint(run.attempts, ==, 2);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(run_delivery(&run, i)->state, ==, cases[i].found);
	g_assert_cmpstr(run_delivery(&run, 2)->text, !=, "");
	autorelease(run) stored = {0};
	run_init(&stored);
	fixture_get(&f, id, &stored);
	g_assert_cmpint(run_delivery(&stored, 2)->state, ==, DELIVERY_UNKNOWN);
}

TEST(claim__left__before_what_is_ready)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint64_t ready = fixture_add(&f, 1), left = fixture_add(&f, 1);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_claim(&f, 1, 50, ready, &run);
	fixture_claim(&f, 1, 50, left, &run);
	fixture_get(&f, ready, &run);
	settle(&f, &run, RUN_QUEUED, DELIVERY_QUEUED, INSTANT_NONE);
	fixture_claim(&f, 2, 50, left, &run);
	fixture_claim(&f, 2, 50, ready, &run);
}

TEST(claim__stale__sender_is_fenced)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	int old = fixture_generation(&f);
	uint64_t id = fixture_add(&f, 1);
	autorelease(run) mine = {0};
	run_init(&mine);
	fixture_claim(&f, old, 50, id, &mine);
	int generation = fixture_generation(&f);
	autorelease(run) run = {0};
	run_init(&run);
	const struct claim_order order = {.generation = old, .now = 50};
	g_assert_false(ledger_claim(f.store, &order, &run, &error));
	test_error(&error, ERROR_BUSY, NULL);
	/* Nobody has taken the run over yet: what became of it is still true. */
	mine.reason = (g_free(mine.reason), g_strdup("first"));
	fixture_update(&f, &mine);
	fixture_claim(&f, generation, 60, id, &run);
	g_assert_false(ledger_update(f.store, &mine, &error));
	test_error(&error, ERROR_BUSY, NULL);
	g_autoptr(GBytes) message = g_bytes_new_static("x", 1);
	g_assert_false(ledger_built(f.store, &mine, message, NULL, &error));
	test_error(&error, ERROR_BUSY, NULL);
	g_assert_null(ledger_message(f.store, id, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	fixture_update(&f, &run);
}

TEST(claim__stale__copy_from_before_the_claim_is_refused)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(run) run = {0};
	uint64_t id = sending(&f, &run);
	settle(&f, &run, RUN_FAILED, DELIVERY_FAILED, INSTANT_NONE);
	autorelease(run) one = {0};
	autorelease(run) two = {0};
	run_copy(&one, &run);
	run_copy(&two, &run);
	settle(&f, &one, RUN_QUEUED, DELIVERY_QUEUED, INSTANT_NONE); /* somebody sends it again */
	fixture_claim(&f, 1, 60, id, &run);
	two.state = RUN_QUEUED; /* and somebody else, too late: it would be sent twice */
	g_assert_false(ledger_update(f.store, &two, &error));
	test_error(&error, ERROR_BUSY, NULL);
}

/* Damage. */

static const char *const runs_table[] = {"runs", "ready", NULL};

static bool spoil_run(struct kv_txn *txn, void *data, GError **error)
{
	const uint8_t key[8] = {0, 0, 0, 0, 0, 0, 0, *(const uint8_t *)data};
	return kv_put(txn, 0, (struct kv_bytes){key, 8}, (struct kv_bytes){(const uint8_t *)"\0junk", 5}, error);
}

TEST(claim__damaged__row_stops_no_other)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	fixture_add(&f, 1);
	uint64_t good = fixture_add(&f, 1);
	fixture_close(&f);
	g_autofree char *path = fixture_path(&f, "tidings.mdb");
	struct kv *kv = kv_open(path, runs_table, &error);
	uint8_t bad = 1;
	g_assert_true(kv_write(kv, spoil_run, &bad, &error));
	kv_close(kv);
	fixture_reopen(&f);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_claim(&f, 1, 50, good, &run);
	fixture_claim_none(&f, 1, 50);
	g_assert_cmpint(fixture_next_try(&f), ==, INSTANT_NONE);
	g_autoptr(GPtrArray) runs = ledger_list(f.store, 1, 0, &error);
	g_assert_cmpuint(runs->len, ==, 2);
	const struct run *shown = runs->pdata[1];
	g_assert_cmpuint(shown->id, ==, 1);
	g_assert_cmpint(shown->state, ==, RUN_UNKNOWN);
	g_assert_cmpstr(shown->reason, !=, "");
	g_assert_false(ledger_get(f.store, 1, &run, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
}

static void begin(struct run *run, void *data)
{
	*(int *)data += 1;
	run_delivery(run, 0)->state = DELIVERY_SENDING;
	run_delivery(run, 0)->attempts++;
}

/* A claim of this order: the run's number, 0 when there is none. */
static uint64_t claim(struct fixture *f, const struct claim_order *order)
{
	g_autoptr(GError) error = NULL;
	autorelease(run) run = {0};
	run_init(&run);
	bool claimed = ledger_claim(f->store, order, &run, &error);
	g_assert_true(claimed || error_is(error, ERROR_NOT_FOUND));
	return run.id;
}

TEST(claim__queued__is_begun_durably_and_only_then)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) run = {0};
	int begun = 0;
	uint64_t id = fixture_add(&f, 1);
	struct claim_order order = {.generation = 1, .now = 60, .begin = begin, .data = &begun};
	g_assert_cmpuint(claim(&f, &order), ==, id);
	g_assert_cmpint(begun, ==, 0); /* it is to be built */
	run_init(&run);
	fixture_get(&f, id, &run);
	settle(&f, &run, RUN_QUEUED, DELIVERY_QUEUED, INSTANT_NONE);
	g_assert_cmpuint(claim(&f, &order), ==, id);
	g_assert_cmpint(begun, ==, 1);
	fixture_reopen(&f);
	fixture_get(&f, id, &run);
	g_assert_cmpint(run_delivery(&run, 0)->state, ==, DELIVERY_SENDING);
	g_assert_cmpint(run_delivery(&run, 0)->attempts, ==, 1);
	g_assert_cmpint(run_delivery(&run, 1)->state, ==, DELIVERY_QUEUED);
	order.generation = 2; /* left behind now */
	g_assert_cmpuint(claim(&f, &order), ==, id);
	g_assert_cmpint(begun, ==, 1);
	fixture_get(&f, id, &run);
	g_assert_cmpint(run_delivery(&run, 0)->state, ==, DELIVERY_DEFERRED);
	g_assert_cmpint(run_delivery(&run, 0)->attempts, ==, 1);
}

TEST(claim__done__is_stored_with_the_next_and_without_one)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) done = {0};
	autorelease(run) found = {0};
	uint64_t id = sending(&f, &done), next = fixture_add(&f, 1);
	run_init(&found);
	done.state = RUN_DELIVERED;
	struct claim_order order = {.generation = 1, .now = 70, .done = &done};
	g_assert_cmpuint(claim(&f, &order), ==, next);
	fixture_reopen(&f);
	fixture_get(&f, id, &found);
	g_assert_cmpint(found.state, ==, RUN_DELIVERED);
	fixture_get(&f, next, &found);
	g_assert_cmpint(found.state, ==, RUN_BUILDING);
	run_copy(&done, &found);
	done.state = RUN_DELIVERED;
	g_assert_cmpuint(claim(&f, &order), ==, 0);
	fixture_get(&f, next, &found);
	g_assert_cmpint(found.state, ==, RUN_DELIVERED);
}

TEST(claim__done__of_somebody_else_stores_nothing)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(run) done = {0};
	autorelease(run) found = {0};
	uint64_t id = sending(&f, &done), waits = fixture_add(&f, 1);
	run_init(&found);
	done.state = RUN_DELIVERED;
	fixture_claim(&f, 2, 70, id, &found);
	const struct claim_order order = {.generation = 2, .now = 70, .done = &done};
	g_assert_false(ledger_claim(f.store, &order, &found, &error));
	test_error(&error, ERROR_BUSY, NULL);
	fixture_get(&f, id, &found);
	g_assert_cmpint(found.state, ==, RUN_SENDING);
	fixture_get(&f, waits, &found);
	g_assert_cmpint(found.state, ==, RUN_PLANNED);
}

TEST(claim__mark__is_stored_with_the_next_but_nothing_left_is_taken)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	autorelease(run) mark = {0};
	autorelease(run) found = {0};
	uint64_t id = sending(&f, &mark), next = fixture_add(&f, 1);
	run_init(&found);
	run_delivery(&mark, 0)->state = DELIVERY_DOT;
	struct claim_order order = {.generation = 1, .now = 70, .mark = &mark};
	g_assert_cmpuint(claim(&f, &order), ==, next);
	fixture_reopen(&f);
	fixture_get(&f, id, &found);
	g_assert_cmpint(found.state, ==, RUN_SENDING);
	g_assert_cmpint(run_delivery(&found, 0)->state, ==, DELIVERY_DOT);
	fixture_claim(&f, 2, 70, id, &mark); /* the other one is left behind */
	uint64_t ready = fixture_add(&f, 1);
	run_delivery(&mark, 1)->state = DELIVERY_DOT;
	order.generation = 2;
	g_assert_cmpuint(claim(&f, &order), ==, 0);
	fixture_get(&f, id, &found);
	g_assert_cmpint(run_delivery(&found, 1)->state, ==, DELIVERY_DOT);
	fixture_get(&f, ready, &found);
	g_assert_cmpint(found.state, ==, RUN_PLANNED);
}
