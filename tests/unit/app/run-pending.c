// SPDX-License-Identifier: Apache-2.0
#include "run-pending-priv.h"

#include "app-priv.h"
#include "app-test.h"
#include "tidings/app/run.h"
#include "tidings/util/instant.h"

#define AT "2026-11-10T09:00:00Z"

/* Three runs that wait for their reports, and a worker that has claimed none. */
struct place {
	char *dir;
	struct app *app;
	struct run_pending pending;
	struct claim_order order;
};

static void place_init(struct place *place)
{
	GError *error = NULL;
	int recorded = 0, generation = 0;
	place->dir = test_dir();
	autoptr(app) before = app_at(place->dir, "2026-11-10T08:00:00Z");
	app_mail(before);
	for (int i = 0; i < 3; i++)
		app_task(before, true, NULL);
	app_close(g_steal_pointer(&before));
	place->app = app_at(place->dir, AT);
	g_assert_true(run_plan_due(place->app, &recorded, &error));
	g_assert_cmpint(recorded, ==, 3);
	g_assert_true(run_generation(place->app, &generation, &error));
	place->pending.store = place->app->store;
	place->order = (struct claim_order){.generation = generation, .now = app_now(place->app)};
}

static void place_release(struct place *place)
{
	run_pending_release(&place->pending);
	app_close(place->app);
	g_free(place->dir);
}
AUTORELEASE_DEFINE(place, place_release)

static enum run_state stored(struct place *place, uint64_t id)
{
	GError *error = NULL;
	autorelease(run) run = {0};
	run_init(&run);
	g_assert_true(ledger_get(place->app->store, id, &run, &error));
	return run.state;
}

static void claim(struct place *place, struct run *run)
{
	GError *error = NULL;
	run_release(run);
	run_init(run);
	struct claim_order order = place->order;
	g_assert_true(run_pending_claim(&place->pending, &order, run, &error));
}

/* Built and about to be sent to the end. */
static void mark(struct place *place, struct run *run)
{
	GError *error = NULL;
	g_autoptr(GBytes) message = g_bytes_new_static("x", 1);
	struct claim_order order = place->order;
	run->state = RUN_SENDING;
	g_assert_true(run_pending_built(&place->pending, run, message, &error));
	run_delivery(run, 0)->state = DELIVERY_DOT;
	g_assert_true(run_pending_mark(&place->pending, run, &order, &error));
}

static void deliver(struct place *place, struct run *run)
{
	GError *error = NULL;
	run->state = RUN_DELIVERED;
	g_assert_true(run_pending_end(&place->pending, run, &error));
}

TEST(run_pending__quick__a_result_is_stored_with_what_follows)
{
	autorelease(place) place = {0};
	autorelease(run) first = {0}, second = {0};
	place_init(&place);
	claim(&place, &first);
	mark(&place, &first);
	g_assert_cmpuint(place.pending.next.id, !=, 0);
	g_assert_cmpint(stored(&place, place.pending.next.id), ==, RUN_BUILDING);
	deliver(&place, &first);
	g_assert_cmpint(stored(&place, first.id), ==, RUN_SENDING);
	claim(&place, &second);
	g_assert_cmpuint(second.id, !=, first.id);
	g_assert_cmpuint(place.pending.next.id, ==, 0);
	g_assert_cmpint(stored(&place, first.id), ==, RUN_SENDING);
	mark(&place, &second);
	g_assert_cmpint(stored(&place, first.id), ==, RUN_DELIVERED);
	g_assert_cmpint(stored(&place, second.id), ==, RUN_SENDING);
}

TEST(run_pending__slow__a_result_is_stored_at_once_and_nothing_is_claimed_ahead)
{
	autorelease(place) place = {0};
	autorelease(run) first = {0}, second = {0};
	place_init(&place);
	place.pending.slow = true;
	claim(&place, &first);
	mark(&place, &first);
	g_assert_cmpuint(place.pending.next.id, ==, 0);
	deliver(&place, &first);
	g_assert_cmpint(stored(&place, first.id), ==, RUN_DELIVERED);
	claim(&place, &second);
	place.pending.ended -= G_USEC_PER_SEC; /* this one took a second */
	mark(&place, &second);
	g_assert_true(place.pending.slow);
	place.pending.ended = g_get_monotonic_time(); /* and this one nothing */
	mark(&place, &second);
	g_assert_false(place.pending.slow);
}

TEST(run_pending__not_delivered__is_stored_at_once)
{
	autorelease(place) place = {0};
	autorelease(run) run = {0};
	GError *error = NULL;
	place_init(&place);
	claim(&place, &run);
	mark(&place, &run);
	run.state = RUN_UNKNOWN;
	g_assert_true(run_pending_end(&place.pending, &run, &error));
	g_assert_cmpint(stored(&place, run.id), ==, RUN_UNKNOWN);
}

TEST(run_pending__end__nothing_stays_behind)
{
	autorelease(place) place = {0};
	autorelease(run) run = {0};
	GError *error = NULL;
	place_init(&place);
	claim(&place, &run);
	mark(&place, &run);
	uint64_t next = place.pending.next.id;
	deliver(&place, &run);
	g_assert_true(run_pending_store(&place.pending, &error));
	g_assert_true(run_pending_give_back(&place.pending, &error));
	g_assert_cmpint(stored(&place, run.id), ==, RUN_DELIVERED);
	g_assert_cmpint(stored(&place, next), ==, RUN_PLANNED);
	claim(&place, &run);
	g_assert_cmpuint(run.id, ==, next);
}

TEST(run_pending__given_back__its_try_is_not_counted)
{
	autorelease(place) place = {0};
	autorelease(run) run = {0};
	GError *error = NULL;
	place_init(&place);
	claim(&place, &run);
	run.state = RUN_SENDING;
	run_delivery(&run, 0)->state = DELIVERY_SENDING;
	run_delivery(&run, 0)->attempts = 3;
	run_delivery(&run, 1)->state = DELIVERY_ACCEPTED;
	run_delivery(&run, 1)->attempts = 1;
	run_copy(&place.pending.next, &run);
	g_assert_true(run_pending_give_back(&place.pending, &error));
	g_assert_true(ledger_get(place.app->store, run.id, &run, &error));
	g_assert_cmpint(run.state, ==, RUN_QUEUED);
	g_assert_cmpint(run_delivery(&run, 0)->state, ==, DELIVERY_QUEUED);
	g_assert_cmpint(run_delivery(&run, 0)->attempts, ==, 2);
	g_assert_cmpint(run_delivery(&run, 1)->state, ==, DELIVERY_ACCEPTED);
	g_assert_cmpint(run_delivery(&run, 1)->attempts, ==, 1);
}

TEST(run_pending__newer_sender__the_mark_fails)
{
	autorelease(place) place = {0};
	autorelease(run) run = {0}, taken = {0};
	GError *error = NULL;
	int generation = 0;
	place_init(&place);
	claim(&place, &run);
	run.state = RUN_SENDING;
	g_autoptr(GBytes) message = g_bytes_new_static("x", 1);
	g_assert_true(run_pending_built(&place.pending, &run, message, &error));
	g_assert_true(run_generation(place.app, &generation, &error));
	const struct claim_order newer = {.generation = generation, .now = place.order.now};
	run_init(&taken);
	g_assert_true(ledger_claim(place.app->store, &newer, &taken, &error));
	g_assert_cmpuint(taken.id, ==, run.id);
	struct claim_order order = place.order;
	g_assert_false(run_pending_mark(&place.pending, &run, &order, &error));
	test_error(&error, ERROR_BUSY, NULL);
	g_assert_cmpuint(place.pending.next.id, ==, 0);
}
