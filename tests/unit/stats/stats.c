// SPDX-License-Identifier: Apache-2.0
// The store: made, opened, verified, damaged.
#include <stddef.h>
#include <string.h>

#include "head-priv.h"
#include "lists-priv.h"
#include "shelf-priv.h"
#include "state-priv.h"
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

/* Writes one pair behind the store's back; without a value it is deleted. */
struct change {
	enum stats_table table;
	GByteArray *key, *value;
};

static bool change_write(struct kv_txn *txn, void *data, GError **error)
{
	const struct change *change = data;
	if (change->value == NULL)
		return kv_delete(txn, change->table, table_array_bytes(change->key), error);
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

TEST(stats__open__another_version)
{
	static const struct {
		const char *key;
		uint64_t version;
	} others[] = {{"state", 3}, {"state", 1}, {"version", 1}};
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		GError *error = NULL;
		g_autofree char *dir = test_dir();
		g_assert_true(stats_create(dir, &error));
		struct fixture f = {.dir = dir};
		g_autoptr(GByteArray) state = text_bytes("state"), key = text_bytes(others[i].key), value = g_byte_array_new();
		bytes_put_u64(value, others[i].version);
		change_run(&f, &(struct change){TABLE_META, state, NULL});
		change_run(&f, &(struct change){TABLE_META, key, value});
		g_assert_null(stats_open(dir, &error));
		test_error(&error, ERROR_VERSION, NULL);
	}
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

static void expect_damaged_answer(struct fixture *f, bool false_positives)
{
	GError *error = NULL;
	autorelease(stats_result) result = {0};
	struct stats_query query = fixture_everything();
	query.false_positives = false_positives;
	expect_damage(f);
	g_assert_false(stats_query(f->stats, &query, &result, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	g_assert_null(result.categories);
}

/* A store with one event and one mark, in which the value of a key is replaced. */
static void damage(struct fixture *f, enum stats_table table, GByteArray *key, GByteArray *value)
{
	GError *error = NULL;
	fixture_init(f);
	fixture_add(f, fixture_detection(NOON, "a.example"));
	fixture_add(f, fixture_incoming(NOON, 3));
	fixture_commit(f);
	struct stats_mark mark = {(char *)(uintptr_t)"General", KIND_DOMAIN, (char *)(uintptr_t)"a.example", NOON};
	g_assert_true(stats_mark_add(f->stats, &mark, &error));
	change_run(f, &(struct change){table, key, value});
}

TEST(stats__query__values_of_wrong_shape)
{
	static const struct {
		enum stats_table table;
		uint64_t key, second;
	} places[] = {
		{TABLE_TAIL, 0, UINT64_MAX}, {TABLE_TUPLES, 0, UINT64_MAX}, {TABLE_PROFILES, 0, UINT64_MAX}, {TABLE_KINDS, 5, UINT64_MAX},
		{TABLE_INCOMING, UINT64_C(497484), 0}, {TABLE_MARKED, UINT64_C(20728), 0},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		struct fixture f = {0};
		g_autoptr(GByteArray) key = g_byte_array_new(), value = text_bytes("\xff");
		bytes_put_be64(key, places[i].table == TABLE_KINDS ? 0 : places[i].key);
		if (places[i].second != UINT64_MAX)
			bytes_put_be64(key, places[i].second);
		if (places[i].table == TABLE_KINDS)
			g_byte_array_set_size(value, 0);
		damage(&f, places[i].table, key, value);
		/* A kind is looked at when a list may take its indicator: not when that is only marked. */
		expect_damaged_answer(&f, places[i].table == TABLE_KINDS);
		fixture_release(&f);
	}
}

TEST(stats__query__keys_of_wrong_shape)
{
	static const enum stats_table tables[] = {TABLE_INCOMING, TABLE_MARKED};
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		for (guint length = 1; length <= 17; length += 8) {
			struct fixture f = {0};
			g_autoptr(GByteArray) key = text_bytes("\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"), value = g_byte_array_new();
			g_byte_array_set_size(key, length);
			damage(&f, tables[i], key, value);
			expect_damaged_answer(&f, false);
			fixture_release(&f);
		}
	}
}

/* Takes a member of the state back behind the store's back. */
static bool state_change(struct kv_txn *txn, void *data, GError **error)
{
	struct state state = {0};
	const size_t *member = data;
	uint64_t number = 0;
	if (!state_read(txn, &state, error))
		return false;
	memcpy(&number, (const char *)&state + *member, sizeof(number));
	number--;
	memcpy((char *)&state + *member, &number, sizeof(number));
	return state_write(txn, &state, error);
}

TEST(stats__check__ids_and_events_that_the_state_does_not_know)
{
	static const size_t members[] = {
		offsetof(struct state, detections), offsetof(struct state, tuples), offsetof(struct state, profiles),
		offsetof(struct state, indicators), offsetof(struct state, names), offsetof(struct state, tail_events),
	};
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
		struct fixture f = {0};
		GError *error = NULL;
		fixture_init(&f);
		fixture_add(&f, fixture_detection(NOON, "a.example"));
		fixture_commit(&f);
		stats_batch_free(f.batch);
		stats_close(f.stats);
		g_autofree char *path = g_build_filename(f.dir, "stats", "stats.mdb", NULL);
		autoptr(kv) kv = kv_open(path, stats_tables, &error);
		g_assert_true(kv_write(kv, state_change, (void *)(uintptr_t)&members[i], &error));
		kv_close(g_steal_pointer(&kv));
		f.stats = NULL;
		f.batch = NULL;
		expect_damage(&f);
		fixture_release(&f);
	}
}

TEST(stats__commit__damage_on_the_way)
{
	static const enum stats_table tables[] = {TABLE_META, TABLE_INDICATORS, TABLE_TUPLES, TABLE_MARKS};
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		struct fixture f = {0};
		GError *error = NULL;
		g_autoptr(GByteArray) key = g_byte_array_new(), value = text_bytes("x");
		if (tables[i] == TABLE_META)
			g_byte_array_append(key, (const guint8 *)"state", 5);
		else
			bytes_put_be64(key, 0);
		damage(&f, tables[i], key, value);
		f.stats = stats_open(f.dir, &error);
		if (f.stats != NULL) {
			f.batch = stats_batch_new(f.stats);
			fixture_add(&f, fixture_detection(NOON, "b.example"));
			g_assert_false(stats_batch_commit(f.batch, NULL, &error));
		}
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

/* Of 1000 events in segments of 50, which are rolled up; some of the events are late. */
static void fill_rolled(struct fixture *f)
{
	GError *error = NULL;
	fixture_init_small(f, 50, 4);
	for (int i = 0; i < 1000; i++) {
		g_autofree char *name = g_strdup_printf("host%d.example", i % 50);
		fixture_add(f, fixture_detection(NOON + i * 7000 - (i % 10 == 0 ? 90000 : 0), name));
		if (i % 30 == 0)
			fixture_commit(f);
	}
	fixture_commit(f);
	uint64_t detections = 0;
	g_assert_true(stats_check(f->stats, &detections, &error));
	g_assert_cmpuint(detections, ==, 1000);
}

/* Adds a detection of all tenants to what the roll-ups say of the first day (or month), and nowhere else. */
struct edit {
	enum stats_table table;
	enum shelf_level level;
};

static bool edit_write(struct kv_txn *txn, void *data, GError **error)
{
	const struct edit *edit = data;
	uint64_t buckets[2] = {0};
	bool found = false;
	if (!shelf_bounds(txn, edit->table, &(struct shelf_key){.level = edit->level}, buckets, &found, error))
		return false;
	g_assert_true(found);
	uint64_t key = list_key(list_number(TENANT_ALL, 0), 0);
	if (edit->table == TABLE_LISTS)
		return lists_add(txn, edit->level, buckets[0], &key, 1, error);
	g_autoptr(GPtrArray) heads = g_ptr_array_new_with_free_func((GDestroyNotify)head_free);
	struct head *head = head_new(TENANT_ALL);
	head_count(head, 0, 1);
	g_ptr_array_add(heads, head);
	return heads_add(txn, edit->level, buckets[0], heads, error);
}

TEST(stats__check__roll_ups_that_differ_from_the_detections)
{
	static const struct edit edits[] = {{TABLE_LISTS, LEVEL_DAY}, {TABLE_LISTS, LEVEL_MONTH}, {TABLE_HEADS, LEVEL_DAY}, {TABLE_HEADS, LEVEL_MONTH}};
	for (size_t i = 0; i < G_N_ELEMENTS(edits); i++) {
		struct fixture f = {0};
		GError *error = NULL;
		fill_rolled(&f);
		stats_batch_free(f.batch);
		stats_close(f.stats);
		f.batch = NULL;
		g_autofree char *path = g_build_filename(f.dir, "stats", "stats.mdb", NULL);
		autoptr(kv) kv = kv_open(path, stats_tables, &error);
		g_assert_true(kv_write(kv, edit_write, (void *)(uintptr_t)&edits[i], &error));
		kv_close(g_steal_pointer(&kv));
		expect_damage(&f);
		fixture_release(&f);
	}
}

TEST(stats__measure__what_was_stored)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	struct stats_room empty = {0}, room = {0};
	fixture_init_small(&f, 10, 2);
	g_assert_true(stats_measure(f.stats, &empty, &error));
	test_no_error(error);
	g_assert_cmpuint(empty.detections, ==, 0);
	g_assert_cmpint(empty.first, ==, INSTANT_NONE);
	g_assert_cmpint(empty.last, ==, INSTANT_NONE);
	for (int i = 0; i < 37; i++)
		fixture_add(&f, fixture_detection(NOON + i, i % 2 == 0 ? "a.example" : "b.example"));
	fixture_add(&f, fixture_incoming(NOON + HOUR, 5));
	fixture_commit(&f);
	struct stats_mark mark = {(char *)(uintptr_t)"General", KIND_DOMAIN, (char *)(uintptr_t)"a.example", NOON};
	g_assert_true(stats_mark_add(f.stats, &mark, &error));
	g_assert_true(stats_measure(f.stats, &room, &error));
	test_no_error(error);
	g_assert_cmpuint(room.detections, ==, 37);
	g_assert_cmpuint(room.indicators, ==, 2);
	g_assert_cmpuint(room.waiting, <=, 17); /* what is not two full segments */
	g_assert_cmpuint(room.waiting, >=, 7);
	g_assert_cmpuint(room.marks, ==, 1);
	g_assert_cmpuint(room.batches, ==, 0);
	g_assert_cmpint(room.first, ==, NOON);
	g_assert_cmpint(room.last, ==, NOON + 36);
	g_assert_cmpint(room.cut, ==, 0);
	for (enum stats_area area = 0; area < STATS_AREAS; area++)
		g_assert_cmpuint(room.areas[area], >, 0);
	g_assert_cmpuint(room.areas[AREA_ROLL_UPS], >, empty.areas[AREA_ROLL_UPS]);
	g_assert_cmpuint(room.file, >=, empty.file);
}
