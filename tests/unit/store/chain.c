// SPDX-License-Identifier: Apache-2.0
// The chain of the ledger, and what somebody else does to rows.
#include "tidings/store/ledger.h"

#include <string.h>

#include <glib.h>

#include "store-fixture.h"
#include "test.h"
#include "tidings/kv/kv.h"

enum { RUNS, CHAIN };
static const char *const chain_tables[] = {"runs", "chain", NULL};

static char *expect_chain(struct fixture *f, uint64_t entries)
{
	GError *error = NULL;
	uint64_t found = 0, cut = 0;
	char *head = NULL;
	bool ok = ledger_verify(f->store, &found, &cut, &head, &error);
	test_no_error(error);
	g_assert_true(ok);
	g_assert_cmpuint(found, ==, entries);
	g_assert_cmpuint(strlen(head), ==, 64);
	return head;
}

/* Three runs, the first with three versions. */
static void fill(struct fixture *f)
{
	autorelease(run) run = {0};
	fixture_init(f);
	uint64_t id = fixture_add(f, 1);
	fixture_add(f, 1);
	fixture_add(f, 2);
	run_init(&run);
	fixture_claim(f, 1, 50, id, &run);
	run.state = RUN_FAILED;
	fixture_update(f, &run);
}

struct change {
	unsigned table;
	uint8_t key;
	int flip;         /* the byte to be changed; -1: the pair is removed */
	GByteArray *value; /* stored instead, when there is one */
};

static bool apply(struct kv_txn *txn, void *data, GError **error)
{
	const struct change *change = data;
	const uint8_t bytes[8] = {0, 0, 0, 0, 0, 0, 0, change->key};
	struct kv_bytes key = {bytes, 8}, value;
	if (change->value != NULL)
		return kv_put(txn, change->table, key, (struct kv_bytes){change->value->data, change->value->len}, error);
	if (change->flip < 0)
		return kv_delete(txn, change->table, key, error);
	if (!kv_get(txn, change->table, key, &value, error))
		return false;
	g_autoptr(GByteArray) copy = g_byte_array_new();
	g_byte_array_append(copy, value.data, (guint)value.length);
	copy->data[change->flip] ^= 1;
	return kv_put(txn, change->table, key, (struct kv_bytes){copy->data, copy->len}, error);
}

static bool take_row(struct kv_txn *txn, void *data, GError **error)
{
	const uint8_t bytes[8] = {0, 0, 0, 0, 0, 0, 0, 1};
	struct kv_bytes value;
	if (!kv_get(txn, RUNS, (struct kv_bytes){bytes, 8}, &value, error))
		return false;
	g_byte_array_append(data, value.data, (guint)value.length);
	return true;
}

static void outside(struct fixture *f, bool (*fn)(struct kv *, kv_fn, void *, GError **), kv_fn what, void *data)
{
	GError *error = NULL;
	fixture_close(f);
	g_autofree char *path = fixture_path(f, "tidings.mdb");
	autoptr(kv) kv = kv_open(path, chain_tables, &error);
	test_no_error(error);
	g_assert_true(fn(kv, what, data, &error));
	kv_close(g_steal_pointer(&kv));
	fixture_reopen(f);
}

static void expect_broken(struct fixture *f)
{
	GError *error = NULL;
	uint64_t entries = 7, cut = 0;
	char *head = NULL;
	g_assert_false(ledger_verify(f->store, &entries, &cut, &head, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	g_assert_null(head);
	g_assert_cmpuint(entries, ==, 7);
}

TEST(chain__verify__grows_with_every_version)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_autofree char *empty = expect_chain(&f, 0);
	fixture_close(&f);
	g_free(f.dir);
	fill(&f);
	g_autofree char *head = expect_chain(&f, 5);
	g_assert_cmpstr(head, !=, empty);
	fixture_reopen(&f);
	g_autofree char *again = expect_chain(&f, 5);
	g_assert_cmpstr(head, ==, again);
	fixture_add(&f, 1);
	g_autofree char *later = expect_chain(&f, 6);
	g_assert_cmpstr(head, !=, later);
}

TEST(chain__verify__every_kind_of_change)
{
	static const struct change changes[] = {
		{.table = RUNS, .key = 1, .flip = 30},  {.table = RUNS, .key = 3, .flip = 12},  {.table = RUNS, .key = 2, .flip = -1},
		{.table = CHAIN, .key = 1, .flip = -1}, {.table = CHAIN, .key = 3, .flip = -1}, {.table = CHAIN, .key = 5, .flip = -1},
		{.table = CHAIN, .key = 2, .flip = 0},  {.table = CHAIN, .key = 2, .flip = 8},  {.table = CHAIN, .key = 2, .flip = 71},
		{.table = CHAIN, .key = 5, .flip = 71},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
		autorelease(fixture) f = {0};
		fill(&f);
		struct change change = changes[i];
		outside(&f, kv_write, apply, &change);
		expect_broken(&f);
	}
}

TEST(chain__verify__an_older_version_put_back)
{
	autorelease(fixture) f = {0};
	fill(&f);
	g_autoptr(GByteArray) older = g_byte_array_new();
	outside(&f, kv_read, take_row, older);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_get(&f, 1, &run);
	run.state = RUN_DELIVERED;
	fixture_update(&f, &run);
	g_free(expect_chain(&f, 6));
	struct change change = {.table = RUNS, .key = 1, .value = older};
	outside(&f, kv_write, apply, &change);
	expect_broken(&f);
}

TEST(chain__verify__a_row_added)
{
	autorelease(fixture) f = {0};
	fill(&f);
	g_autoptr(GByteArray) row = g_byte_array_new();
	outside(&f, kv_read, take_row, row);
	struct change change = {.table = RUNS, .key = 9, .value = row};
	outside(&f, kv_write, apply, &change);
	expect_broken(&f);
}

enum { META = 2 };
static const char *const with_meta[] = {"runs", "chain", "meta", NULL};

/* As a store of format 1 was: without the head of the chain. */
static bool make_old(struct kv_txn *txn, void *data, GError **error)
{
	const uint8_t one[8] = {1};
	(void)data;
	return kv_delete(txn, META, (struct kv_bytes){(const uint8_t *)"ledger head", 11}, error) &&
	       kv_put(txn, META, (struct kv_bytes){(const uint8_t *)"format", 6}, (struct kv_bytes){one, 8}, error);
}

TEST(chain__migrate__a_store_without_a_head)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	fill(&f);
	g_autofree char *before = expect_chain(&f, 5);
	fixture_close(&f);
	g_autofree char *path = fixture_path(&f, "tidings.mdb");
	struct kv *kv = kv_open(path, with_meta, &error);
	g_assert_true(kv_write(kv, make_old, NULL, &error));
	kv_close(kv);
	fixture_reopen(&f);
	g_autofree char *after = expect_chain(&f, 5);
	g_assert_cmpstr(before, ==, after);
	fixture_add(&f, 1);
	g_free(expect_chain(&f, 6));
	const struct change cut = {.table = CHAIN, .key = 6, .flip = -1};
	outside(&f, kv_write, apply, (void *)(uintptr_t)&cut);
	expect_broken(&f);
}
