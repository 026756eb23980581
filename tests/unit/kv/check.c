// SPDX-License-Identifier: Apache-2.0
// Damaged files: found before they are mapped, by kv_check, or when a value is read; never wrong data.
#include "tidings/kv/kv.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "kv-fixture.h"
#include "kv-priv.h"
#include "test.h"

/* Random work: what is in a table afterwards differs in page kinds, depths and free pages. */
struct churn {
	GRand *rand;
	int steps, keys, length;
};

static bool churn_once(struct kv_txn *txn, void *data, GError **error)
{
	struct churn *churn = data;
	g_autofree char *value = g_strnfill((gsize)churn->length, 'v');
	for (int i = 0; i < churn->steps; i++) {
		char key[300];
		int n = g_rand_int_range(churn->rand, 0, churn->keys);
		g_snprintf(key, sizeof(key), "%0*d", n % 200 + 8, n);
		struct kv_bytes name = fixture_bytes(key);
		unsigned table = (unsigned)n % 2;
		bool fill = g_rand_int_range(churn->rand, 0, 5) < 3;
		struct kv_bytes bytes = {(const uint8_t *)value, (size_t)g_rand_int_range(churn->rand, 0, churn->length)};
		if (!(fill ? kv_put(txn, table, name, bytes, error) : kv_delete(txn, table, name, error)))
			return false;
	}
	return true;
}

static void churn(struct fixture *f, struct churn *churn)
{
	GError *error = NULL;
	bool ok = kv_write(f->kv, churn_once, churn, &error);
	test_no_error(error);
	g_assert_true(ok);
}

static void expect_sound(struct fixture *f)
{
	GError *error = NULL;
	uint64_t values = 0;
	bool ok = kv_check(f->kv, &values, &error);
	test_no_error(error);
	g_assert_true(ok);
	g_assert_cmpuint(values, ==, fixture_count(f, TABLE_A) + fixture_count(f, TABLE_B));
}

TEST(check__sound__after_any_work)
{
	static const struct churn kinds[] = {{NULL, 3, 50, 40}, {NULL, 200, 3000, 100}, {NULL, 40, 300, 20000}, {NULL, 60, 40, 3000}};
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		autorelease(fixture) f = {0};
		fixture_init(&f);
		struct churn work = kinds[i];
		work.rand = g_rand_new_with_seed((guint32)i + 1);
		for (int round = 0; round < 30; round++) {
			churn(&f, &work);
			expect_sound(&f);
			if (round % 10 == 0)
				fixture_reopen(&f);
		}
		g_rand_free(work.rand);
	}
}

static void fill(struct fixture *f)
{
	struct churn work = {g_rand_new_with_seed(7), 100, 300, 2500};
	for (int i = 0; i < 3; i++)
		churn(f, &work);
	g_rand_free(work.rand);
}

static char *contents(const struct fixture *f, gsize *ret_length)
{
	char *data = NULL;
	g_assert_true(g_file_get_contents(f->path, &data, ret_length, NULL));
	return data;
}

/* Writes into the file behind the handle's back. */
static void patch(const struct fixture *f, const void *bytes, size_t length, size_t at)
{
	int fd = open(f->path, O_WRONLY | O_CLOEXEC);
	g_assert_cmpint(pwrite(fd, bytes, length, (off_t)at), ==, (gssize)length);
	close(fd);
}

static void expect_open(struct fixture *f, enum error_code code)
{
	GError *error = NULL;
	g_assert_null(kv_open(f->path, fixture_tables, &error));
	test_error(&error, code, NULL);
}

TEST(check__open__cut_short)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fill(&f);
	kv_close(g_steal_pointer(&f.kv));
	struct stat st;
	g_assert_cmpint(stat(f.path, &st), ==, 0);
	const off_t lengths[] = {st.st_size / 2, st.st_size / 4 + 1, 12288, 8192, 8191, 4096, 4095, 100, 1, 0};
	for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
		g_assert_cmpint(truncate(f.path, lengths[i]), ==, 0);
		expect_open(&f, ERROR_CORRUPT);
	}
}

TEST(check__open__foreign_files)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	kv_close(g_steal_pointer(&f.kv));
	g_autofree char *zeros = g_malloc0(100000);
	g_autofree char *text = g_strnfill(100000, 'x');
	const char *const files[] = {zeros, text};
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_assert_true(g_file_set_contents(f.path, files[i], 100000, NULL));
		expect_open(&f, ERROR_CORRUPT);
	}
	g_assert_cmpint(unlink(f.path), ==, 0);
	g_assert_cmpint(mkdir(f.path, 0700), ==, 0);
	expect_open(&f, ERROR_IO);
}

TEST(check__open__another_format)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	kv_close(g_steal_pointer(&f.kv));
	patch(&f, "\2", 1, 20); /* the version */
	expect_open(&f, ERROR_VERSION);
}

TEST(check__open__each_byte_of_a_header)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "k", "v");
	fixture_put(&f, TABLE_A, "k", "w");
	kv_close(g_steal_pointer(&f.kv));
	gsize length = 0;
	g_autofree char *data = contents(&f, &length);
	for (size_t i = 0; i < 152; i++) {
		GError *error = NULL;
		char flipped = (char)(data[i] ^ 0x40);
		g_assert_cmpint(truncate(f.path, (off_t)length), ==, 0);
		patch(&f, data, length, 0);
		patch(&f, &flipped, 1, i);
		/* The other header holds, or this one still does, or the damage is found: no crash, no other value. */
		autoptr(kv) kv = kv_open(f.path, fixture_tables, &error);
		uint64_t values = 0;
		if (kv == NULL || !kv_check(kv, &values, &error)) {
			g_assert_nonnull(error);
			g_clear_error(&error);
			continue;
		}
		f.kv = kv;
		g_autofree char *value = fixture_get(&f, TABLE_A, "k");
		g_assert_true(value == NULL || strcmp(value, "v") == 0 || strcmp(value, "w") == 0);
		f.kv = NULL;
	}
}

struct scratch {
	const char *text;
	int times;
};

/* Takes pages at the end of the file and frees them before the commit. */
static bool put_and_delete(struct kv_txn *txn, void *data, GError **error)
{
	const struct scratch *scratch = data;
	for (int i = 0; i < scratch->times; i++) {
		if (!kv_put(txn, TABLE_A, fixture_bytes("big"), fixture_bytes(scratch->text), error) ||
		    !kv_delete(txn, TABLE_A, fixture_bytes("big"), error))
			return false;
	}
	return true;
}

static uint64_t missing_bytes(const struct fixture *f)
{
	uint64_t pages[2];
	struct stat st;
	g_autofree char *data = NULL;
	gsize length = 0;
	g_assert_true(g_file_get_contents(f->path, &data, &length, NULL));
	memcpy(&pages[0], data + 16 + 120, 8);
	memcpy(&pages[1], data + 4096 + 16 + 120, 8);
	g_assert_cmpint(stat(f->path, &st), ==, 0);
	uint64_t size = (MAX(pages[0], pages[1]) + 1) * 4096;
	return size > (uint64_t)st.st_size ? size - (uint64_t)st.st_size : 0;
}

TEST(check__open__pages_never_written_are_no_damage)
{
	if (sysconf(_SC_PAGESIZE) != 4096) {
		g_test_skip("pages of another size");
		return;
	}
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_autofree char *big = g_strnfill(500000, 'b');
	struct scratch scratch = {big, 2};
	fixture_put(&f, TABLE_A, "k", "v");
	fixture_put(&f, TABLE_B, "k", big);
	fixture_delete(&f, TABLE_B, "k");
	for (int i = 0; missing_bytes(&f) == 0 && i < 10; i++) {
		scratch.times++;
		g_assert_true(kv_write(f.kv, put_and_delete, &scratch, &error));
	}
	g_assert_cmpuint(missing_bytes(&f), >, 0);
	fixture_reopen(&f);
	g_assert_cmpuint(missing_bytes(&f), ==, 0);
	fixture_expect(&f, TABLE_A, "k", "v");
	expect_sound(&f);
}

TEST(check__pages__a_page_of_zeros)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fill(&f);
	kv_close(g_steal_pointer(&f.kv));
	gsize length = 0;
	g_autofree char *data = contents(&f, &length);
	unsigned found = 0, pages = (unsigned)(length / 4096);
	for (size_t page = 2; page < pages; page += 3) {
		GError *error = NULL;
		static const char zeros[4096];
		patch(&f, zeros, sizeof(zeros), page * 4096);
		uint64_t values = 0;
		/* LMDB is not asked for the tables before the pages are known to be sound: it would abort. */
		autoptr(kv) kv = environment_open(f.path, (const char *const[]){NULL}, 1 << 20, &error);
		test_no_error(error);
		found += !kv_check(kv, &values, &error);
		g_clear_error(&error);
		patch(&f, data + page * 4096, 4096, page * 4096);
	}
	/* Free pages and the bodies of large values may be zeros: no page of a tree may. */
	g_assert_cmpuint(found, >, 0);
}

/* Changes text that stands in the file once or more into another one of the same length. */
static void replace_text(struct fixture *f, const char *from, const char *to)
{
	gsize length = 0;
	kv_close(g_steal_pointer(&f->kv));
	g_autofree char *data = contents(f, &length);
	const char *at = memmem(data, length, from, strlen(from));
	g_assert_nonnull(at);
	for (; at != NULL; at = memmem(at + 1, length - (size_t)(at + 1 - data), from, strlen(from)))
		patch(f, to, strlen(to), (size_t)(at - data));
	fixture_reopen(f);
}

static void expect_corrupt(struct fixture *f, const char *key)
{
	GError *error = NULL;
	uint64_t values = 0;
	struct fixture_question question = {TABLE_A, fixture_bytes(key), NULL};
	g_assert_false(kv_read(f->kv, fixture_ask, &question, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	g_assert_false(kv_check(f->kv, &values, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
}

TEST(check__value__changed)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "key", "what was stored");
	replace_text(&f, "what was stored", "what was stoled");
	expect_corrupt(&f, "key");
}

TEST(check__value__under_another_key)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "key number one", "value");
	replace_text(&f, "key number one", "key number two");
	expect_corrupt(&f, "key number two");
}

TEST(check__value__in_another_table)
{
	static const char *const renamed[] = {"a", "long table nemo", NULL}, *const named[] = {"a", "long table name", NULL};
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	kv_close(f.kv);
	f.kv = kv_open(f.path, named, &error);
	fixture_put(&f, 1, "key", "value");
	replace_text(&f, named[1], renamed[1]);
	kv_close(f.kv);
	f.kv = kv_open(f.path, renamed, &error);
	struct fixture_question question = {1, fixture_bytes("key"), NULL};
	g_assert_false(kv_read(f.kv, fixture_ask, &question, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
}
