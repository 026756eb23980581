// SPDX-License-Identifier: Apache-2.0
// The store: made, opened, verified, damaged.
#include <string.h>

#include "row-priv.h"
#include "stats-fixture.h"
#include "table-priv.h"
#include "test.h"
#include "tidings/kv/kv.h"
#include "tidings/util/bytes.h"

TEST(stats__create__twice)
{
	GError *error = NULL;
	g_autofree char *dir = test_dir();
	g_assert_true(stats_create(dir, &error));
	g_assert_false(stats_create(dir, &error));
	test_error(&error, ERROR_EXISTS, NULL);
}

TEST(stats__open__not_there)
{
	GError *error = NULL;
	g_autofree char *dir = test_dir();
	g_assert_null(stats_open(dir, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

/* Writes one pair behind the store's back. */
struct change {
	enum stats_table table;
	GByteArray *key, *value;
};

static bool change_write(struct kv_txn *txn, void *data, GError **error)
{
	const struct change *change = data;
	return kv_put(txn, change->table, table_array_bytes(change->key), table_array_bytes(change->value), error);
}

static void change_run(struct fixture *f, const struct change *change)
{
	GError *error = NULL;
	stats_batch_free(f->batch);
	stats_close(f->stats);
	g_autofree char *path = g_build_filename(f->dir, "stats", "stats.mdb", NULL);
	autoptr(kv) kv = kv_open(path, stats_tables, &error);
	g_assert_true(kv_write(kv, change_write, (void *)(uintptr_t)change, &error));
	f->stats = NULL;
	f->batch = NULL;
}

static GByteArray *text_bytes(const char *text)
{
	GByteArray *out = g_byte_array_new();
	g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
	return out;
}

TEST(stats__open__newer_version)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	g_autoptr(GByteArray) key = text_bytes("version"), value = g_byte_array_new();
	bytes_put_u64(value, 2);
	change_run(&f, &(struct change){TABLE_META, key, value});
	g_assert_null(stats_open(f.dir, &error));
	test_error(&error, ERROR_VERSION, NULL);
	fixture_release(&f);
}

static void expect_damage(struct fixture *f)
{
	GError *error = NULL;
	uint64_t detections = 7;
	f->stats = stats_open(f->dir, &error);
	test_no_error(error);
	g_assert_false(stats_check(f->stats, &detections, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	g_assert_cmpuint(detections, ==, 7);
}

static void expect_damaged_answer(struct fixture *f)
{
	GError *error = NULL;
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	expect_damage(f);
	g_assert_false(stats_query(f->stats, &query, &result, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	g_assert_null(result.categories);
}

TEST(stats__check__rows_that_nobody_counted)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_add(&f, fixture_detection(NOON, "a.example"));
	fixture_commit(&f);
	g_autoptr(GByteArray) key = text_bytes("detections"), value = g_byte_array_new();
	bytes_put_u64(value, 2);
	change_run(&f, &(struct change){TABLE_META, key, value});
	expect_damage(&f);
	fixture_release(&f);
}

static void put_rows(struct fixture *f, uint32_t tuple, uint32_t indicator, unsigned second)
{
	g_autoptr(GByteArray) key = g_byte_array_new(), value = g_byte_array_new();
	bytes_put_be64(key, (uint64_t)(NOON / HOUR));
	bytes_put_be64(key, 0);
	bytes_put_u16(value, (uint16_t)second);
	bytes_put_u8(value, 0);
	bytes_put_u32(value, tuple);
	bytes_put_u32(value, indicator);
	change_run(f, &(struct change){TABLE_ROWS, key, value});
}

TEST(stats__query__rows_of_unknown_ids)
{
	static const struct {
		uint32_t tuple, indicator;
		unsigned second;
	} wrong[] = {{9, 0, 0}, {0, 9, 0}, {0, 0, 3600}};
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		struct fixture f = {0};
		fixture_init(&f);
		fixture_add(&f, fixture_detection(NOON, "a.example"));
		fixture_commit(&f);
		put_rows(&f, wrong[i].tuple, wrong[i].indicator, wrong[i].second);
		expect_damaged_answer(&f);
		fixture_release(&f);
	}
}

TEST(stats__query__values_of_wrong_shape)
{
	static const struct {
		enum stats_table table;
		uint64_t key, second;
	} places[] = {
		{TABLE_ROWS, UINT64_C(497484), 0}, {TABLE_TUPLES, 0, UINT64_MAX}, {TABLE_INDICATORS, 0, UINT64_MAX},
		{TABLE_INCOMING, UINT64_C(497484), 0}, {TABLE_MARKS, 7, 7},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		struct fixture f = {0};
		fixture_init(&f);
		fixture_add(&f, fixture_detection(NOON, "a.example"));
		fixture_commit(&f);
		g_autoptr(GByteArray) key = g_byte_array_new(), value = text_bytes("\xff");
		bytes_put_be64(key, places[i].key);
		if (places[i].second != UINT64_MAX)
			bytes_put_be64(key, places[i].second);
		change_run(&f, &(struct change){places[i].table, key, value});
		expect_damaged_answer(&f);
		fixture_release(&f);
	}
}

TEST(stats__query__keys_of_wrong_shape)
{
	static const enum stats_table tables[] = {TABLE_ROWS, TABLE_INCOMING, TABLE_MARKS};
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		for (guint length = 1; length <= 17; length += 8) {
			struct fixture f = {0};
			fixture_init(&f);
			g_autoptr(GByteArray) key = text_bytes("\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"), value = g_byte_array_new();
			g_byte_array_set_size(key, length);
			change_run(&f, &(struct change){tables[i], key, value});
			expect_damaged_answer(&f);
			fixture_release(&f);
		}
	}
}

TEST(stats__query__marks_of_unknown_ids)
{
	struct fixture f = {0};
	fixture_init(&f);
	g_autoptr(GByteArray) key = g_byte_array_new(), value = g_byte_array_new();
	bytes_put_be64(key, 5);
	bytes_put_be64(key, 0);
	bytes_put_u64(value, 0);
	change_run(&f, &(struct change){TABLE_MARKS, key, value});
	expect_damaged_answer(&f);
	fixture_release(&f);
}

TEST(stats__commit__damage_on_the_way)
{
	static const struct {
		enum stats_table table;
		const char *key, *value;
	} places[] = {
		{TABLE_META, "detections", "x"},
		{TABLE_INDICATOR_IDS, "\x01" "a.example", "x"},
		{TABLE_INDICATOR_IDS, "\x01" "a.example", "xxxx"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		struct fixture f = {0};
		GError *error = NULL;
		fixture_init(&f);
		g_autoptr(GByteArray) key = text_bytes(places[i].key), value = text_bytes(places[i].value);
		change_run(&f, &(struct change){places[i].table, key, value});
		fixture_reopen(&f);
		fixture_add(&f, fixture_detection(NOON, "a.example"));
		g_assert_false(stats_batch_commit(f.batch, NULL, &error));
		test_error(&error, ERROR_CORRUPT, NULL);
		fixture_release(&f);
	}
}

TEST(stats__find__damaged_progress)
{
	const uint8_t identity[STATS_IDENTITY_BYTES] = {0};
	struct stats_progress progress = {0};
	struct fixture f = {0};
	GError *error = NULL;
	bool found = false;
	fixture_init(&f);
	g_autoptr(GByteArray) key = g_byte_array_new(), value = text_bytes("x");
	g_byte_array_append(key, identity, sizeof(identity));
	change_run(&f, &(struct change){TABLE_BATCHES, key, value});
	fixture_reopen(&f);
	g_assert_false(stats_batch_find(f.stats, identity, &progress, &found, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	fixture_release(&f);
}

TEST(stats__check__sound_store)
{
	struct fixture f = {0};
	GError *error = NULL;
	uint64_t detections = 7;
	fixture_init(&f);
	g_assert_true(stats_check(f.stats, &detections, &error));
	g_assert_cmpuint(detections, ==, 0);
	for (int i = 0; i < 2500; i++) {
		g_autofree char *name = g_strdup_printf("host%d.example", i % 50);
		fixture_add(&f, fixture_detection(NOON + i * 7, name));
	}
	fixture_add(&f, fixture_incoming(NOON, 3));
	fixture_commit(&f);
	struct stats_mark mark = {(char *)(uintptr_t)"General", KIND_DOMAIN, (char *)(uintptr_t)"host1.example", NOON};
	g_assert_true(stats_mark_add(f.stats, &mark, &error));
	g_assert_true(stats_check(f.stats, &detections, &error));
	g_assert_cmpuint(detections, ==, 2500);
	fixture_release(&f);
}
