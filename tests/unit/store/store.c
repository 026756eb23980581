// SPDX-License-Identifier: Apache-2.0
// The contract of store.h about the data directory as a whole.
#include "tidings/store/store.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "store-fixture.h"
#include "test.h"
#include "tidings/kv/kv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/instant.h"

static unsigned mode_of(const char *path)
{
	struct stat st;
	g_assert_cmpint(stat(path, &st), ==, 0);
	return st.st_mode & 07777;
}

TEST(store__create__private_files)
{
	g_autofree char *parent = test_dir();
	g_autofree char *dir = g_build_filename(parent, "new", "data", NULL);
	GError *error = NULL;
	mode_t old = umask(0);
	g_assert_true(store_create(dir, &error));
	autoptr(store) store = store_open(dir, &error);
	g_assert_true(store != NULL);
	umask(old);
	test_no_error(error);
	static const char *const names[] = {"tidings.mdb", "key", "changed", "tidings.mdb-lock"};
	g_assert_cmpuint(mode_of(dir), ==, 0700);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(dir, names[i], NULL);
		g_assert_cmpuint(mode_of(path), ==, 0600);
	}
}

TEST(store__create__general_and_licence)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	enum licence licence = LICENCE_COMMUNITY;
	g_assert_true(store_licence_get(f.store, &licence, &error));
	g_assert_cmpint(licence, ==, LICENCE_TIP_ENTERPRISE);
	g_autoptr(GPtrArray) tenants = store_tenants(f.store, &error);
	g_assert_cmpuint(tenants->len, ==, 1);
	g_assert_cmpstr(((struct tenant *)tenants->pdata[0])->name, ==, TENANT_GENERAL);
}

TEST(store__create__keeps_what_is_there)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_assert_true(store_note_put(f.store, "k", "v", &error));
	fixture_close(&f);
	g_assert_false(store_create(f.dir, &error));
	test_error(&error, ERROR_EXISTS, NULL);
	fixture_reopen(&f);
	g_autofree char *note = store_note_get(f.store, "k", &error);
	g_assert_cmpstr(note, ==, "v");
}

TEST(store__create__finishes_what_was_interrupted)
{
	static const char *const only[] = {"meta", NULL};
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "tidings.mdb", NULL);
	GError *error = NULL;
	g_assert_true(kv_create(path, only, &error));
	g_assert_null(store_open(dir, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	g_assert_true(store_create(dir, &error));
	autoptr(store) store = store_open(dir, &error);
	test_no_error(error);
	g_assert_nonnull(store);
}

TEST(store__open__no_data_directory)
{
	g_autofree char *dir = test_dir();
	g_autofree char *missing = g_build_filename(dir, "missing", NULL);
	GError *error = NULL;
	g_assert_null(store_open(missing, &error));
	g_assert_nonnull(strstr(error->message, "tidings init"));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	g_assert_null(store_open(dir, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(store__open__once_in_a_process)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_assert_null(store_open(f.dir, &error));
	test_error(&error, ERROR_BUG, NULL);
}

static bool put_format(struct kv_txn *txn, void *data, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	bytes_put_u64(bytes, *(const uint64_t *)data);
	struct kv_bytes key = {(const uint8_t *)"format", 6}, value = {bytes->data, bytes->len};
	return kv_put(txn, 0, key, value, error);
}

TEST(store__open__newer_version)
{
	static const char *const only[] = {"meta", NULL};
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_close(&f);
	GError *error = NULL;
	uint64_t format = 99;
	g_autofree char *path = fixture_path(&f, "tidings.mdb");
	struct kv *kv = kv_open(path, only, &error);
	g_assert_true(kv_write(kv, put_format, &format, &error));
	kv_close(kv);
	g_autofree char *before = NULL, *after = NULL;
	gsize before_length = 0, after_length = 0;
	g_assert_true(g_file_get_contents(path, &before, &before_length, NULL));
	g_assert_null(store_open(f.dir, &error));
	g_assert_nonnull(strstr(error->message, "upgrade"));
	test_error(&error, ERROR_VERSION, NULL);
	g_assert_true(g_file_get_contents(path, &after, &after_length, NULL));
	g_assert_cmpmem(before, before_length, after, after_length);
}

TEST(store__open__truncated)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_autofree char *text = g_strnfill(100000, 'x');
	g_assert_true(store_note_put(f.store, "k", text, &error));
	fixture_close(&f);
	g_autofree char *path = fixture_path(&f, "tidings.mdb");
	g_autofree char *data = NULL;
	gsize length = 0;
	g_assert_true(g_file_get_contents(path, &data, &length, NULL));
	static const unsigned eighths[] = {7, 4, 1, 0};
	for (size_t i = 0; i < G_N_ELEMENTS(eighths); i++) {
		g_assert_cmpint(truncate(path, (off_t)(length / 8 * eighths[i])), ==, 0);
		g_assert_null(store_open(f.dir, &error));
		test_error(&error, ERROR_CORRUPT, NULL);
	}
}

TEST(store__open__key_that_others_can_read)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_close(&f);
	GError *error = NULL;
	g_autofree char *key = fixture_path(&f, "key");
	static const mode_t modes[] = {0640, 0604, 0620, 0602};
	for (size_t i = 0; i < G_N_ELEMENTS(modes); i++) {
		g_assert_cmpint(chmod(key, modes[i]), ==, 0);
		g_assert_null(store_open(f.dir, &error));
		test_error(&error, ERROR_DENIED, NULL);
	}
	g_assert_cmpint(chmod(key, 0400), ==, 0);
	fixture_reopen(&f);
}

static int64_t changed(struct fixture *f)
{
	struct stat st;
	g_assert_cmpint(stat(store_change_path(f->store), &st), ==, 0);
	return st.st_mtim.tv_sec;
}

static void expect_signal(struct fixture *f, bool signalled)
{
	g_assert_cmpint(changed(f) != 0, ==, signalled);
	struct timespec long_ago[2] = {{0, 0}, {0, 0}};
	g_assert_cmpint(utimensat(AT_FDCWD, store_change_path(f->store), long_ago, 0), ==, 0);
}

TEST(store__change__signalled_by_what_is_committed_only)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	changed(&f);
	expect_signal(&f, true);
	uint32_t task = fixture_put_task(&f, "a", INSTANT_NONE);
	expect_signal(&f, true);
	fixture_add(&f, task);
	expect_signal(&f, true);
	g_assert_true(store_note_put(f.store, "k", "v", &error));
	expect_signal(&f, true);
	g_free(store_note_get(f.store, "k", &error));
	fixture_next_try(&f);
	expect_signal(&f, false);
	g_assert_false(store_task_delete(f.store, 99, &error));
	g_clear_error(&error);
	autorelease(run) run = {0};
	run_init(&run);
	fixture_claim(&f, 0, 0, 1, &run);
	expect_signal(&f, true);
	fixture_claim_none(&f, 0, 0);
	expect_signal(&f, false);
}

TEST(store__note__put_get_remove)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_assert_null(store_note_get(f.store, "k", &error));
	test_no_error(error);
	g_assert_true(store_note_put(f.store, "k", "first", &error));
	g_assert_true(store_note_put(f.store, "k", "", &error));
	fixture_reopen(&f);
	g_autofree char *note = store_note_get(f.store, "k", &error);
	g_assert_cmpstr(note, ==, "");
	g_assert_true(store_note_put(f.store, "k", NULL, &error));
	g_assert_null(store_note_get(f.store, "k", &error));
	test_no_error(error);
	g_assert_false(store_note_put(f.store, "", "v", &error));
	test_error(&error, ERROR_LIMIT, NULL);
}

TEST(store__licence__put_get)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	enum licence licence = LICENCE_TIP_ENTERPRISE;
	g_assert_true(store_licence_put(f.store, LICENCE_COMMUNITY, &error));
	fixture_reopen(&f);
	g_assert_true(store_licence_get(f.store, &licence, &error));
	g_assert_cmpint(licence, ==, LICENCE_COMMUNITY);
}

TEST(store__backup__opens_with_the_same_records_and_no_key)
{
	g_autofree char *dir = test_dir();
	g_autofree char *parent = test_dir();
	g_autofree char *copy = g_build_filename(parent, "copy", NULL);
	g_autofree char *key = g_build_filename(copy, "key", NULL);
	g_autofree char *database = g_build_filename(copy, "tidings.mdb", NULL);
	GError *error = NULL;
	g_assert_true(store_create(dir, &error));
	autoptr(store) store = store_open(dir, &error);
	g_assert_true(store_backup(store, copy, &error));
	g_assert_true(g_file_test(database, G_FILE_TEST_EXISTS));
	g_assert_false(g_file_test(key, G_FILE_TEST_EXISTS));
	g_assert_false(store_backup(store, copy, &error));
	test_error(&error, ERROR_EXISTS, NULL);
}
