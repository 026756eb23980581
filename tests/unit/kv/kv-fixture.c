// SPDX-License-Identifier: Apache-2.0
// A database for a test.
#include "kv-fixture.h"

#include <string.h>

#include "test.h"

const char *const fixture_tables[] = {"a", "b", NULL};

void fixture_init(struct fixture *f)
{
	GError *error = NULL;
	f->dir = test_dir();
	f->path = g_build_filename(f->dir, "kv.mdb", NULL);
	g_assert_true(kv_create(f->path, fixture_tables, &error));
	fixture_reopen(f);
}

void fixture_release(struct fixture *f)
{
	kv_close(f->kv);
	g_free(f->dir);
	g_free(f->path);
}

void fixture_reopen(struct fixture *f)
{
	GError *error = NULL;
	kv_close(f->kv);
	f->kv = kv_open(f->path, fixture_tables, &error);
	test_no_error(error);
	g_assert_nonnull(f->kv);
}

struct kv_bytes fixture_bytes(const char *text)
{
	return (struct kv_bytes){(const uint8_t *)text, strlen(text)};
}

bool fixture_put_pair(struct kv_txn *txn, void *data, GError **error)
{
	const struct fixture_pair *pair = data;
	return kv_put(txn, pair->table, pair->key, pair->value, error);
}

static bool delete_pair(struct kv_txn *txn, void *data, GError **error)
{
	const struct fixture_pair *pair = data;
	return kv_delete(txn, pair->table, pair->key, error);
}

void fixture_put(struct fixture *f, unsigned table, const char *key, const char *value)
{
	GError *error = NULL;
	struct fixture_pair pair = {table, fixture_bytes(key), fixture_bytes(value)};
	bool ok = kv_write(f->kv, fixture_put_pair, &pair, &error);
	test_no_error(error);
	g_assert_true(ok);
}

void fixture_delete(struct fixture *f, unsigned table, const char *key)
{
	GError *error = NULL;
	struct fixture_pair pair = {table, fixture_bytes(key), {0}};
	bool ok = kv_write(f->kv, delete_pair, &pair, &error);
	test_no_error(error);
	g_assert_true(ok);
}

bool fixture_ask(struct kv_txn *txn, void *data, GError **error)
{
	struct fixture_question *question = data;
	struct kv_bytes value;
	if (!kv_get(txn, question->table, question->key, &value, error))
		return false;
	question->answer = g_strndup((const char *)value.data, value.length);
	g_assert_true(kv_has(txn, question->table, question->key));
	return true;
}

char *fixture_get(struct fixture *f, unsigned table, const char *key)
{
	GError *error = NULL;
	struct fixture_question question = {table, fixture_bytes(key), NULL};
	if (!kv_read(f->kv, fixture_ask, &question, &error))
		test_error(&error, ERROR_NOT_FOUND, NULL);
	return question.answer;
}

void fixture_expect(struct fixture *f, unsigned table, const char *key, const char *value)
{
	g_autofree char *found = fixture_get(f, table, key);
	g_assert_cmpstr(found, ==, value);
}

struct counting {
	unsigned table;
	uint64_t pairs;
};

static bool count_pairs(struct kv_txn *txn, void *data, GError **error)
{
	(void)error;
	struct counting *counting = data;
	counting->pairs = kv_count(txn, counting->table);
	return true;
}

uint64_t fixture_count(struct fixture *f, unsigned table)
{
	GError *error = NULL;
	struct counting counting = {table, 0};
	g_assert_true(kv_read(f->kv, count_pairs, &counting, &error));
	return counting.pairs;
}
