// SPDX-License-Identifier: Apache-2.0
// The contract of kv.h on healthy files.
#include "tidings/kv/kv.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "kv-fixture.h"
#include "kv-priv.h"
#include "test.h"

TEST(kv__create__private_whatever_the_umask)
{
	static const mode_t masks[] = {0, 022, 0277, 0777};
	for (size_t i = 0; i < G_N_ELEMENTS(masks); i++) {
		g_autofree char *dir = test_dir();
		g_autofree char *path = g_build_filename(dir, "kv.mdb", NULL);
		g_autofree char *lock = g_strconcat(path, "-lock", NULL);
		GError *error = NULL;
		mode_t old = umask(masks[i]);
		bool made = kv_create(path, fixture_tables, &error);
		autoptr(kv) kv = made ? kv_open(path, fixture_tables, &error) : NULL;
		umask(old);
		test_no_error(error);
		g_assert_nonnull(kv);
		struct stat st;
		g_assert_cmpint(stat(path, &st), ==, 0);
		g_assert_cmpint(st.st_mode & 07777, ==, 0600);
		g_assert_cmpint(stat(lock, &st), ==, 0);
		g_assert_cmpint(st.st_mode & 07777, ==, 0600);
	}
}

TEST(kv__create__leaves_no_other_files)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	kv_close(g_steal_pointer(&f.kv));
	g_autoptr(GDir) dir = g_dir_open(f.dir, 0, NULL);
	unsigned n = 0;
	while (g_dir_read_name(dir) != NULL)
		n++;
	g_assert_cmpuint(n, ==, 3); /* kv.mdb, its lock and its reserve */
}

TEST(kv__create__refuses_what_is_there)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	fixture_put(&f, TABLE_A, "k", "v");
	g_assert_false(kv_create(f.path, fixture_tables, &error));
	test_error(&error, ERROR_EXISTS, NULL);
	fixture_expect(&f, TABLE_A, "k", "v");
}

TEST(kv__create__no_directory)
{
	GError *error = NULL;
	g_assert_false(kv_create("/nonexistent/kv.mdb", fixture_tables, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(kv__open__missing_file)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "kv.mdb", NULL);
	GError *error = NULL;
	g_assert_null(kv_open(path, fixture_tables, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

TEST(kv__open__once_in_a_process)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_autofree char *other_name = g_build_filename(f.dir, "other.mdb", NULL);
	g_assert_cmpint(link(f.path, other_name), ==, 0);
	g_assert_null(kv_open(f.path, fixture_tables, &error));
	test_error(&error, ERROR_BUG, NULL);
	g_assert_null(kv_open(other_name, fixture_tables, &error));
	test_error(&error, ERROR_BUG, NULL);
	fixture_put(&f, TABLE_A, "k", "v"); /* the first handle is unharmed */
	fixture_reopen(&f);
	fixture_expect(&f, TABLE_A, "k", "v");
}

TEST(kv__open__nothing_for_programs_that_are_started)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	unsigned seen = 0;
	for (int fd = 0; fd < 256; fd++) {
		g_autofree char *link_name = g_strdup_printf("/proc/self/fd/%d", fd);
		g_autofree char *file = g_file_read_link(link_name, NULL);
		if (file == NULL || !g_str_has_prefix(file, f.dir))
			continue;
		seen++;
		g_assert_cmpint(fcntl(fd, F_GETFD) & FD_CLOEXEC, !=, 0);
	}
	g_assert_cmpuint(seen, >=, 3);
}

TEST(kv__open__makes_a_table_that_was_not_there)
{
	static const char *const more[] = {"a", "new", "b", NULL};
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "k", "in a");
	fixture_put(&f, TABLE_B, "k", "in b");
	kv_close(g_steal_pointer(&f.kv));
	GError *error = NULL;
	f.kv = kv_open(f.path, more, &error);
	test_no_error(error);
	fixture_put(&f, 1, "k", "in new");
	fixture_expect(&f, 0, "k", "in a");
	fixture_expect(&f, 2, "k", "in b");
	fixture_reopen(&f);
	fixture_expect(&f, TABLE_B, "k", "in b");
}

TEST(kv__get__missing_key)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_autofree char *none = fixture_get(&f, TABLE_A, "k");
	g_assert_null(none);
}

TEST(kv__put__replaces_and_takes_empty_values)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "k", "first");
	fixture_put(&f, TABLE_A, "k", "");
	fixture_expect(&f, TABLE_A, "k", "");
	fixture_put(&f, TABLE_A, "k", "third");
	fixture_expect(&f, TABLE_A, "k", "third");
	g_assert_cmpuint(fixture_count(&f, TABLE_A), ==, 1);
	g_assert_cmpuint(fixture_count(&f, TABLE_B), ==, 0);
}

TEST(kv__put__bytes_of_any_kind_and_length)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_autofree char *big = g_strnfill(300000, 'x');
	fixture_put(&f, TABLE_A, "big", big);
	fixture_reopen(&f);
	fixture_expect(&f, TABLE_A, "big", big);
}

TEST(kv__delete__and_again)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "k", "v");
	fixture_delete(&f, TABLE_A, "k");
	fixture_delete(&f, TABLE_A, "k");
	g_autofree char *none = fixture_get(&f, TABLE_A, "k");
	g_assert_null(none);
}

static bool put_key_of_length(struct kv_txn *txn, void *data, GError **error)
{
	const size_t *length = data;
	g_autofree char *key = g_strnfill(*length, 'k');
	return kv_put(txn, TABLE_A, (struct kv_bytes){(const uint8_t *)key, *length}, fixture_bytes("v"), error);
}

TEST(kv__put__key_length_limits)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	size_t good[] = {1, 511}, bad[] = {0, 512, 100000};
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		g_assert_true(kv_write(f.kv, put_key_of_length, &good[i], &error));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_false(kv_write(f.kv, put_key_of_length, &bad[i], &error));
		test_error(&error, ERROR_LIMIT, NULL);
	}
	g_assert_cmpuint(fixture_count(&f, TABLE_A), ==, 2);
}

static bool touch_table(struct kv_txn *txn, void *data, GError **error)
{
	return kv_delete(txn, *(const unsigned *)data, fixture_bytes("k"), error);
}

TEST(kv__table__unknown_number)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	unsigned table = 2;
	g_assert_false(kv_write(f.kv, touch_table, &table, &error));
	test_error(&error, ERROR_BUG, NULL);
	g_assert_cmpuint(fixture_count(&f, table), ==, 0);
}

/* Walks. */

struct walk {
	GString *seen;
	int most;
	bool fail;
};

static enum kv_step see(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct walk *walk = data;
	if (walk->fail) {
		error_set(error, ERROR_DENIED, "no");
		return KV_FAIL;
	}
	g_string_append_len(walk->seen, (const char *)key.data, (gssize)key.length);
	g_string_append_len(walk->seen, (const char *)value.data, (gssize)value.length);
	return --walk->most == 0 ? KV_STOP : KV_NEXT;
}

struct each {
	struct walk walk;
	const char *from;
	bool backwards;
};

static bool run_each(struct kv_txn *txn, void *data, GError **error)
{
	struct each *each = data;
	struct kv_range range = {TABLE_A, fixture_bytes(each->from), each->backwards};
	return kv_each(txn, range, see, &each->walk, error);
}

static void expect_walk(struct fixture *f, const char *from, bool backwards, int most, const char *expected)
{
	GError *error = NULL;
	struct each each = {{g_string_new(NULL), most, false}, from, backwards};
	bool ok = kv_read(f->kv, run_each, &each, &error);
	g_autofree char *seen = g_string_free(each.walk.seen, FALSE);
	test_no_error(error);
	g_assert_true(ok);
	g_assert_cmpstr(seen, ==, expected);
}

TEST(kv__each__every_start_and_direction)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	expect_walk(&f, "", false, -1, "");
	expect_walk(&f, "", true, -1, "");
	expect_walk(&f, "m", true, -1, "");
	fixture_put(&f, TABLE_A, "f", "3");
	fixture_put(&f, TABLE_A, "b", "1");
	fixture_put(&f, TABLE_A, "bb", "2");
	fixture_put(&f, TABLE_B, "c", "other");
	expect_walk(&f, "", false, -1, "b1bb2f3");
	expect_walk(&f, "", true, -1, "f3bb2b1");
	expect_walk(&f, "bb", false, -1, "bb2f3");
	expect_walk(&f, "bb", true, -1, "bb2b1");
	expect_walk(&f, "c", false, -1, "f3");
	expect_walk(&f, "c", true, -1, "bb2b1");
	expect_walk(&f, "a", true, -1, "");
	expect_walk(&f, "a", false, -1, "b1bb2f3");
	expect_walk(&f, "g", false, -1, "");
	expect_walk(&f, "g", true, -1, "f3bb2b1");
	expect_walk(&f, "", false, 2, "b1bb2");
}

TEST(kv__each__failure_of_the_function)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "k", "v");
	GError *error = NULL;
	struct each each = {{NULL, -1, true}, "", false};
	g_assert_false(kv_read(f.kv, run_each, &each, &error));
	test_error(&error, ERROR_DENIED, NULL);
}

/* Transactions. */

static bool put_then_fail(struct kv_txn *txn, void *data, GError **error)
{
	(void)data;
	if (!kv_put(txn, TABLE_A, fixture_bytes("k"), fixture_bytes("new"), error))
		return false;
	return error_set(error, ERROR_DENIED, "changed my mind");
}

TEST(kv__write__undone_when_the_function_fails)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "k", "old");
	GError *error = NULL;
	g_assert_false(kv_write(f.kv, put_then_fail, NULL, &error));
	test_error(&error, ERROR_DENIED, NULL);
	fixture_expect(&f, TABLE_A, "k", "old");
}

static bool write_within(struct kv_txn *txn, void *data, GError **error)
{
	(void)txn;
	struct fixture *f = data;
	return kv_write(f->kv, put_then_fail, NULL, error);
}

static bool read_within(struct kv_txn *txn, void *data, GError **error)
{
	(void)txn;
	struct fixture *f = data;
	return kv_read(f->kv, put_then_fail, NULL, error);
}

TEST(kv__write__not_within_another)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_assert_false(kv_write(f.kv, write_within, &f, &error));
	test_error(&error, ERROR_BUG, NULL);
	g_assert_false(kv_write(f.kv, read_within, &f, &error));
	test_error(&error, ERROR_BUG, NULL);
	g_assert_false(kv_read(f.kv, write_within, &f, &error));
	test_error(&error, ERROR_BUG, NULL);
	fixture_put(&f, TABLE_A, "k", "v");
}

TEST(kv__read__cannot_write)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_assert_false(kv_read(f.kv, put_then_fail, NULL, &error));
	g_assert_nonnull(error);
	g_clear_error(&error);
	g_autofree char *none = fixture_get(&f, TABLE_A, "k");
	g_assert_null(none);
}

TEST(kv__write__the_map_grows)
{
	g_autofree char *value = g_strnfill(100000, 'v');
	autorelease(fixture) f = {0};
	fixture_init(&f);
	kv_close(g_steal_pointer(&f.kv));
	GError *error = NULL;
	f.kv = environment_open(f.path, fixture_tables, 1 << 16, &error);
	test_no_error(error);
	for (int i = 0; i < 20; i++) {
		g_autofree char *key = g_strdup_printf("%d", i);
		fixture_put(&f, TABLE_A, key, value);
	}
	g_assert_cmpuint(fixture_count(&f, TABLE_A), ==, 20);
	fixture_expect(&f, TABLE_A, "19", value);
}

TEST(kv__write__a_value_too_large)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	/* Never looked at: the length is refused first. */
	struct fixture_pair pair = {TABLE_A, fixture_bytes("k"), {(const uint8_t *)"", KV_VALUE_MAX + 1}};
	g_assert_false(kv_write(f.kv, fixture_put_pair, &pair, &error));
	test_error(&error, ERROR_LIMIT, NULL);
}

TEST(kv__check__counts_all_values)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "a", "1");
	fixture_put(&f, TABLE_A, "b", "2");
	fixture_put(&f, TABLE_B, "a", "3");
	GError *error = NULL;
	uint64_t values = 0;
	g_assert_true(kv_check(f.kv, &values, &error));
	g_assert_cmpuint(values, ==, 3);
}

TEST(kv__backup__is_a_private_database_of_its_own)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "k", "v");
	g_autofree char *path = g_build_filename(f.dir, "copy.mdb", NULL);
	GError *error = NULL;
	mode_t old = umask(0);
	g_assert_true(kv_backup(f.kv, path, &error));
	umask(old);
	struct stat st;
	g_assert_cmpint(stat(path, &st), ==, 0);
	g_assert_cmpint(st.st_mode & 07777, ==, 0600);
	g_assert_false(kv_backup(f.kv, path, &error));
	test_error(&error, ERROR_EXISTS, NULL);
	fixture_put(&f, TABLE_A, "k", "later");
	kv_close(f.kv);
	f.kv = kv_open(path, fixture_tables, &error);
	test_no_error(error);
	fixture_expect(&f, TABLE_A, "k", "v");
}

TEST(kv__measure__values_pages_and_file)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	struct kv_room empty = {0}, room = {0};
	g_assert_true(kv_measure(f.kv, &empty, &error));
	fixture_put(&f, TABLE_A, "a", "1");
	fixture_put(&f, TABLE_B, "b", "2");
	fixture_put(&f, TABLE_B, "c", "3");
	g_assert_true(kv_measure(f.kv, &room, &error));
	test_no_error(error);
	struct stat st;
	g_assert_cmpint(stat(f.path, &st), ==, 0);
	g_assert_cmpuint(empty.values, ==, 0);
	g_assert_cmpuint(room.values, ==, 3);
	g_assert_cmpuint(room.bytes - empty.bytes, ==, 2 * 4096); /* a page of each table */
	g_assert_cmpuint(room.file, ==, (uint64_t)st.st_size);
}
