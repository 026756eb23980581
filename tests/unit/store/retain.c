// SPDX-License-Identifier: Apache-2.0
// Runs that are not kept: what goes, what stays, and that the chain still tells the truth.
#include "store-fixture.h"

#include "test.h"
#include "tidings/store/audit.h"
#include "tidings/util/error.h"

/* A run of the task that ended at that instant. */
static uint64_t ended(struct fixture *f, uint32_t task, int64_t instant, enum run_state state)
{
	uint64_t id = fixture_record(f, task, instant, instant + 100);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_get(f, id, &run);
	run.state = state;
	run.started = instant;
	fixture_update(f, &run);
	return id;
}

static struct ledger_retained retain(struct fixture *f, int64_t before, size_t most)
{
	GError *error = NULL;
	struct ledger_retention retention = {before, 1, most};
	struct ledger_retained result = {0}, all = {0};
	do {
		g_assert_true(ledger_retain(f->store, &retention, &result, &error));
		test_no_error(error);
		all.removed += result.removed;
		all.cut = result.cut;
		retention.from = result.next;
	} while (result.next != 0);
	return all;
}

static void expect_whole(struct fixture *f, uint64_t cut)
{
	GError *error = NULL;
	uint64_t entries = 0, found = 0;
	g_autofree char *head = NULL;
	g_assert_true(ledger_verify(f->store, &entries, &found, &head, &error));
	test_no_error(error);
	g_assert_cmpuint(found, ==, cut);
}

static size_t kept(struct fixture *f)
{
	g_autoptr(GPtrArray) runs = ledger_list(f->store, 0, 0, NULL);
	return runs->len;
}

TEST(ledger_retain__old_runs__go_and_the_chain_stays_whole)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "Old", 100);
	bool has = true;
	for (int i = 1; i <= 8; i++)
		(void)ended(&f, task, i * 100, RUN_DELIVERED);
	struct ledger_retained result = retain(&f, 600, 3);
	g_assert_cmpuint(result.removed, ==, 5);
	g_assert_cmpuint(kept(&f), ==, 3);
	g_assert_cmpuint(result.cut, >, 0);
	expect_whole(&f, result.cut);
	g_assert_true(ledger_has(f.store, task, 100, &has, NULL) && !has);
	fixture_close(&f);
	fixture_reopen(&f);
	expect_whole(&f, result.cut);
	(void)ended(&f, task, 900, RUN_DELIVERED);
	expect_whole(&f, result.cut);
	g_assert_cmpuint(retain(&f, 600, 3).removed, ==, 0);
}

TEST(ledger_retain__what_a_task_goes_on_from__stays)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "Base", 100);
	uint64_t base = ended(&f, task, 100, RUN_DELIVERED);
	(void)ended(&f, task, 200, RUN_FAILED);
	uint64_t last = ended(&f, task, 300, RUN_FAILED);
	g_assert_cmpuint(retain(&f, 100000, 100).removed, ==, 1);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_get(&f, base, &run);
	fixture_get(&f, last, &run);
	expect_whole(&f, 1); /* what came before the row as it is; that one keeps all after it */
	g_assert_true(store_task_delete(f.store, task, NULL));
	g_assert_cmpuint(retain(&f, 100000, 100).removed, ==, 2);
	g_assert_cmpuint(kept(&f), ==, 0);
}

TEST(ledger_retain__open_runs__stay)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "Open", 100);
	(void)fixture_record(&f, task, 100, 200);
	(void)ended(&f, task, 200, RUN_FAILED);
	(void)ended(&f, task, 300, RUN_FAILED);
	g_assert_cmpuint(retain(&f, 100000, 100).removed, ==, 1);
	g_assert_cmpuint(kept(&f), ==, 2);
}

TEST(ledger_retain__removed__is_in_the_audit_log)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "Told", 100);
	(void)ended(&f, task, 100, RUN_FAILED);
	(void)ended(&f, task, 200, RUN_FAILED);
	(void)retain(&f, 100000, 100);
	const struct audit_query query = {.noun = "runs", .since = INT64_MIN, .most = 10};
	g_autoptr(GPtrArray) entries = store_audit_list(f.store, &query, NULL);
	g_assert_cmpuint(entries->len, ==, 1);
	g_assert_cmpstr(((struct audit *)entries->pdata[0])->action, ==, "delete");
}
