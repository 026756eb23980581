// SPDX-License-Identifier: Apache-2.0
// Mail settings and the sealed password.
#include "tidings/store/store.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "store-fixture.h"
#include "test.h"
#include "tidings/kv/kv.h"
#include "tidings/util/bytes.h"

#define PASSWORD "Correct-Horse-7-Battery"

static void put(struct fixture *f, const char *password)
{
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	fixture_mail(&settings, password);
	bool ok = store_mail_put(f->store, &settings, &error);
	test_no_error(error);
	g_assert_true(ok);
}

static void expect_password(struct fixture *f, const char *password, int generation)
{
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	bool ok = store_mail_get(f->store, &settings, &error);
	test_no_error(error);
	g_assert_true(ok);
	g_assert_cmpstr(secret_text(&settings.password), ==, password);
	g_assert_cmpstr(settings.server, ==, "mail.example.com");
	g_assert_cmpint(settings.generation, ==, generation);
	int alone = -1;
	g_assert_true(store_mail_generation(f->store, &alone, &error));
	g_assert_cmpint(alone, ==, generation);
}

static void expect_failure(struct fixture *f, enum error_code code)
{
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	g_assert_false(store_mail_get(f->store, &settings, &error));
	test_error(&error, code, NULL);
	g_assert_true(secret_is_empty(&settings.password));
}

TEST(mail__get__before_the_first_save)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	expect_failure(&f, ERROR_NOT_FOUND);
}

TEST(mail__put__round_trip_and_generation)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	put(&f, "first");
	expect_password(&f, "first", 1);
	put(&f, PASSWORD);
	fixture_reopen(&f);
	expect_password(&f, PASSWORD, 2);
	put(&f, "");
	expect_password(&f, "", 3);
}

TEST(mail__put__longest_password)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_autoptr(GString) longest = g_string_new(NULL);
	for (int i = 0; i < 128; i++)
		g_string_append(longest, "ё");
	put(&f, longest->str);
	expect_password(&f, longest->str, 1);
}

TEST(mail__put__refuses_what_could_not_be_read_again)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	fixture_mail(&settings, PASSWORD);
	settings.port = 70000;
	g_assert_false(store_mail_put(f.store, &settings, &error));
	test_error(&error, ERROR_INVALID, "port");
}

TEST(mail__put__no_plain_password_in_any_file)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	put(&f, PASSWORD);
	put(&f, PASSWORD);
	static const char *const names[] = {"tidings.mdb", "tidings.mdb-lock", "key", "changed"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = fixture_path(&f, names[i]);
		g_autofree char *data = NULL;
		gsize length = 0;
		g_assert_true(g_file_get_contents(path, &data, &length, NULL));
		g_assert_null(memmem(data, length, PASSWORD, 8));
	}
}

TEST(mail__get__under_another_key)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	put(&f, PASSWORD);
	g_autofree char *key = fixture_path(&f, "key");
	g_autofree char *other = g_strnfill(32, 'k');
	g_autofree char *own = NULL;
	gsize length = 0;
	g_assert_true(g_file_get_contents(key, &own, &length, NULL));
	g_assert_cmpuint(length, ==, 32);
	g_assert_true(g_file_set_contents_full(key, other, 32, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	expect_failure(&f, ERROR_CORRUPT);
	g_assert_true(g_file_set_contents_full(key, other, 31, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	expect_failure(&f, ERROR_CORRUPT);
	g_assert_true(g_file_set_contents_full(key, own, 32, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	expect_password(&f, PASSWORD, 1);
}

TEST(mail__get__without_a_key)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	put(&f, PASSWORD);
	g_autofree char *key = fixture_path(&f, "key");
	g_assert_cmpint(unlink(key), ==, 0);
	fixture_reopen(&f); /* all else can be read */
	expect_failure(&f, ERROR_CORRUPT);
}

static char *read_key(const struct fixture *f, const char *name)
{
	g_autofree char *path = fixture_path(f, name);
	char *bytes = NULL;
	gsize length = 0;
	if (g_file_get_contents(path, &bytes, &length, NULL))
		g_assert_cmpuint(length, ==, 32);
	return bytes;
}

static void write_key(const struct fixture *f, const char *name, const char *bytes)
{
	g_autofree char *path = fixture_path(f, name);
	g_assert_true(g_file_set_contents_full(path, bytes, 32, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void expect_key(const struct fixture *f, const char *bytes)
{
	g_autofree char *now = read_key(f, "key"), *next = read_key(f, "key.new");
	g_assert_cmpmem(now, 32, bytes, 32);
	g_assert_null(next);
}

static void change_key(struct fixture *f)
{
	GError *error = NULL;
	bool changed = store_key_change(f->store, &error);
	test_no_error(error);
	g_assert_true(changed);
}

TEST(key__change__seals_anew_and_forgets_the_old_one)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_autofree char *first = read_key(&f, "key");
	change_key(&f); /* nothing is sealed yet: a backup may hold something */
	g_autofree char *old = read_key(&f, "key");
	g_assert_true(memcmp(first, old, 32) != 0);
	put(&f, PASSWORD);
	change_key(&f);
	g_autofree char *now = read_key(&f, "key");
	g_assert_true(memcmp(now, old, 32) != 0);
	expect_key(&f, now);
	expect_password(&f, PASSWORD, 1); /* no saving of the settings */
	fixture_reopen(&f);
	expect_password(&f, PASSWORD, 1);
	write_key(&f, "key", old);
	expect_failure(&f, ERROR_CORRUPT);
}

TEST(key__change__who_holds_the_old_file_open_finds_nothing)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_autofree char *path = fixture_path(&f, "key");
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	change_key(&f);
	char bytes[32] = "x";
	static const char zeros[32];
	g_assert_cmpint(pread(fd, bytes, sizeof bytes, 0), ==, 32);
	g_assert_cmpmem(bytes, 32, zeros, 32);
	close(fd);
}

TEST(key__change__of_what_cannot_be_opened_changes_nothing)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	put(&f, PASSWORD);
	g_autofree char *own = read_key(&f, "key");
	g_autofree char *other = g_strnfill(32, 'k');
	write_key(&f, "key", other);
	g_assert_false(store_key_change(f.store, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	expect_key(&f, other);
	write_key(&f, "key", own);
	expect_password(&f, PASSWORD, 1);
}

/* Killed before the transaction was done: the next key is of no use to anybody. */
TEST(key__change__interrupted_before_the_change)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	put(&f, PASSWORD);
	g_autofree char *own = read_key(&f, "key");
	g_autofree char *next = g_strnfill(32, 'n');
	write_key(&f, "key.new", next);
	expect_password(&f, PASSWORD, 1);
	fixture_reopen(&f);
	expect_key(&f, own);
	expect_password(&f, PASSWORD, 1);
}

/* Killed between the transaction and the new file's name: both keys are there, and all goes on under the new one. */
TEST(key__change__interrupted_after_the_change)
{
	for (int save = 0; save <= 1; save++) {
		autorelease(fixture) f = {0};
		fixture_init(&f);
		put(&f, PASSWORD);
		g_autofree char *old = read_key(&f, "key");
		change_key(&f);
		g_autofree char *now = read_key(&f, "key");
		write_key(&f, "key", old);
		write_key(&f, "key.new", now);
		expect_password(&f, PASSWORD, 1);
		if (save == 1)
			put(&f, "another");
		fixture_reopen(&f);
		expect_key(&f, now);
		expect_password(&f, save == 1 ? "another" : PASSWORD, 1 + save);
	}
}

TEST(key__use__a_key_from_outside)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	GError *error = NULL;
	g_autofree char *bytes = g_strnfill(32, 'o');
	g_autofree char *path = fixture_path(&f, "credential");
	g_assert_false(store_use_key(f.store, path, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	write_key(&f, "credential", bytes);
	g_assert_true(store_use_key(f.store, path, &error));
	put(&f, PASSWORD);
	expect_password(&f, PASSWORD, 1);
	g_assert_false(store_key_change(f.store, &error));
	test_error(&error, ERROR_DENIED, NULL);
	fixture_reopen(&f);
	expect_failure(&f, ERROR_CORRUPT); /* the key of the data directory is another one */
}

/* What somebody who can write the database, but has no key, may try. */

static const char *const mail_table[] = {"mail", NULL};
static const struct kv_bytes mail_key = {(const uint8_t *)"mail", 4};

struct forgery {
	const char *from, *to; /* text replaced in the record */
	size_t flip;           /* or a bit of this byte from the end changed */
};

static void replace(GByteArray *value, const char *from, const char *to)
{
	uint8_t *at = memmem(value->data, value->len, from, strlen(from));
	g_assert_nonnull(at);
	memcpy(at, to, strlen(to));
}

static bool forge(struct kv_txn *txn, void *data, GError **error)
{
	const struct forgery *forgery = data;
	struct kv_bytes value;
	if (!kv_get(txn, 0, mail_key, &value, error))
		return false;
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_byte_array_append(bytes, value.data, (guint)value.length);
	if (forgery->from != NULL)
		replace(bytes, forgery->from, forgery->to);
	else
		bytes->data[bytes->len - forgery->flip] ^= 1;
	return kv_put(txn, 0, mail_key, (struct kv_bytes){bytes->data, bytes->len}, error);
}

static void apply(struct fixture *f, struct forgery forgery)
{
	GError *error = NULL;
	fixture_close(f);
	g_autofree char *path = fixture_path(f, "tidings.mdb");
	autoptr(kv) kv = kv_open(path, mail_table, &error);
	test_no_error(error);
	g_assert_true(kv_write(kv, forge, &forgery, &error));
	kv_close(g_steal_pointer(&kv));
	fixture_reopen(f);
}

TEST(mail__get__password_is_bound_to_the_server)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	put(&f, PASSWORD);
	apply(&f, (struct forgery){.from = "mail.example.com", .to = "evil.example.com"});
	expect_failure(&f, ERROR_CORRUPT);
}

TEST(mail__get__changed_bytes)
{
	static const size_t places[] = {1, 20, 30, 45, 52};
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		autorelease(fixture) f = {0};
		fixture_init(&f);
		put(&f, PASSWORD);
		apply(&f, (struct forgery){.flip = places[i]});
		expect_failure(&f, ERROR_CORRUPT);
	}
}

static bool take_value(struct kv_txn *txn, void *data, GError **error)
{
	struct kv_bytes value;
	if (!kv_get(txn, 0, mail_key, &value, error))
		return false;
	g_byte_array_append(data, value.data, (guint)value.length);
	return true;
}

static GByteArray *stored(struct fixture *f)
{
	GError *error = NULL;
	GByteArray *value = g_byte_array_new();
	fixture_close(f);
	g_autofree char *path = fixture_path(f, "tidings.mdb");
	autoptr(kv) kv = kv_open(path, mail_table, &error);
	g_assert_true(kv_read(kv, take_value, value, &error));
	kv_close(g_steal_pointer(&kv));
	fixture_reopen(f);
	return value;
}

TEST(mail__put__the_same_password_looks_different)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	put(&f, PASSWORD);
	g_autoptr(GByteArray) first = stored(&f);
	put(&f, PASSWORD);
	g_autoptr(GByteArray) second = stored(&f);
	/* The last bytes are the encrypted password; the same again would mean the same nonce. */
	size_t length = strlen(PASSWORD);
	g_assert_cmpint(memcmp(first->data + first->len - length, second->data + second->len - length, length), !=, 0);
}
