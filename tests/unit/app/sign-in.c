// SPDX-License-Identifier: Apache-2.0
// Signing in: who is let in, what locks out, what the log says, and the lock of a console.
#include "tidings/app/sign-in.h"

#include <string.h>

#include "app-priv.h"
#include "app-test.h"
#include "tidings/app/access.h"
#include "tidings/app/account.h"
#include "tidings/app/audit.h"
#include "tidings/app/upkeep.h"
#include "tidings/kv/kv.h"
#include "tidings/store/password.h"
#include "tidings/util/instant.h"

#define RIGHT "Corr3ct-horse"
#define SENTENCE "wrong login or password, or locked for 60 s after five failures"

static const struct password_cost cheap = {.memory_kib = 64, .passes = 1}, dearer = {.memory_kib = 128, .passes = 2};

static void add(struct app *app, const char *login, int role, const char *password)
{
	GError *error = NULL;
	autorelease(account) account = {0};
	autorelease(secret) secret = {0};
	account_init(&account);
	g_assert_true(field_set_text(field_by_name(&account_table, "login"), &account, login, &error));
	account.role = role;
	secret_set(&secret, password, strlen(password));
	bool ok = account_add(app, &account, *password != '\0' ? &secret : NULL, &error);
	test_no_error(error);
	g_assert_true(ok);
}

/* A data directory with "anna" (an administrator with a password), "ivan" (disabled), "nopass". */
static char *prepared_dir(void)
{
	char *dir = test_dir();
	GError *error = NULL;
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	add(app, "anna", ROLE_ADMINISTRATOR, RIGHT);
	add(app, "ivan", ROLE_ANALYST, RIGHT);
	add(app, "nopass", ROLE_ANALYST, "");
	g_assert_true(account_enable(app, "ivan", false, &error));
	return dir;
}

static struct app *console_of(const char *dir, const char *instant, const struct password_cost *cost)
{
	GError *error = NULL;
	struct app_options options = {.dir = dir, .sign_in = true, .password_cost = cost, .clock.fixed = true, .origin.via = "console"};
	g_assert_true(instant_from_text(instant, &options.clock.at, &error));
	struct app *app = app_open(&options, &error);
	test_no_error(error);
	return app;
}

static bool try(struct app *app, const char *login, const char *password, GError **error)
{
	autorelease(secret) secret = {0};
	secret_set(&secret, password, strlen(password));
	return session_sign_in(app, login, &secret, error);
}

static void refuse(struct app *app, const char *login, const char *password)
{
	GError *error = NULL;
	g_assert_false(try(app, login, password, &error));
	g_assert_cmpstr(error->message, ==, SENTENCE);
	test_error(&error, ERROR_DENIED, "password");
}

static void let_in(struct app *app, const char *login, const char *password)
{
	GError *error = NULL;
	bool ok = try(app, login, password, &error);
	test_no_error(error);
	g_assert_true(ok);
	g_assert_cmpint(app_session(app), ==, SESSION_OPEN);
}

/* "action subject [detail]" of the newest entries, oldest of them first; given. */
static char *newest(const char *dir, size_t n)
{
	GError *error = NULL;
	autoptr(app) app = app_at(dir, "2026-11-10T08:00:00Z");
	const struct audit_request request = {.since = INSTANT_NONE, .most = n};
	g_autoptr(GPtrArray) entries = audit_list(app, &request, &error);
	test_no_error(error);
	GString *text = g_string_new(NULL);
	for (guint i = entries->len; i > 0; i--) {
		const struct audit *entry = entries->pdata[i - 1];
		g_string_append_printf(text, "%s %s by %s [%s]\n", entry->action, entry->subject, entry->account, entry->detail);
	}
	return g_string_free(text, FALSE);
}

TEST(sign_in__nobody_has_a_password__the_operator_acts)
{
	g_autofree char *dir = test_dir();
	app_close(app_at(dir, "2026-11-10T08:00:00Z"));
	autoptr(app) app = console_of(dir, "2026-11-10T08:00:00Z", &cheap);
	g_assert_cmpint(app_session(app), ==, SESSION_OPEN);
	g_assert_cmpstr(app_account(app)->login, ==, "admin");
}

TEST(sign_in__signed_out__every_use_case_is_refused)
{
	g_autofree char *dir = prepared_dir();
	autoptr(app) app = console_of(dir, "2026-11-10T08:00:00Z", &cheap);
	g_assert_cmpint(app_session(app), ==, SESSION_SIGNED_OUT);
	g_assert_cmpstr(app_account(app)->login, ==, "");
	for (int use = USE_REPORTING; use <= USE_SENDER; use++) {
		GError *error = NULL;
		g_assert_false(app_require(app, use, true, &error));
		test_error(&error, ERROR_DENIED, NULL);
		g_assert_cmpint(app_access(app, use), ==, ACCESS_HIDDEN);
	}
}

TEST(sign_in__right_password__the_session_is_the_accounts)
{
	g_autofree char *dir = prepared_dir();
	struct app *app = console_of(dir, "2026-11-10T08:00:00Z", &cheap);
	let_in(app, "anna", RIGHT);
	g_assert_cmpstr(app_account(app)->login, ==, "anna");
	g_assert_cmpint(app_mode(app), ==, MODE_SYSTEM);
	GError *error = NULL;
	g_assert_true(licence_set(app, "community", &error));
	app_close(app);
	g_autofree char *said = newest(dir, 2);
	g_assert_cmpstr(said, ==, "sign-in anna by anna []\nedit  by anna []\n");
}

TEST(sign_in__all_that_is_wrong__one_sentence)
{
	g_autofree char *dir = prepared_dir();
	struct app *app = console_of(dir, "2026-11-10T08:00:00Z", &cheap);
	refuse(app, "anna", "wrong");
	refuse(app, "ivan", RIGHT);
	refuse(app, "nopass", "");
	refuse(app, "nobody", RIGHT);
	refuse(app, "", "");
	refuse(app, "\xff\x1b[2J", RIGHT);
	g_autofree char *long_login = g_strnfill(5000, 'x');
	refuse(app, long_login, long_login);
	g_assert_cmpint(app_session(app), ==, SESSION_SIGNED_OUT);
	app_close(app);
	g_autofree char *said = newest(dir, 7);
	g_assert_cmpstr(said, ==, "sign-in failed anna by  [wrong password]\nsign-in failed ivan by  [the account is disabled]\n"
				  "sign-in failed nopass by  [the account has no password]\nsign-in failed  by  [unknown login]\n"
				  "sign-in failed  by  [unknown login]\nsign-in failed  by  [unknown login]\nsign-in failed  by  [unknown login]\n");
}

static void fail_five_times(const char *dir, const char *instant, const char *login)
{
	for (int i = 0; i < 5; i++) {
		/* Each try in a process of its own: the count is in the store. */
		autoptr(app) app = console_of(dir, instant, &cheap);
		refuse(app, login, "wrong");
	}
}

/* What a try costs: verifications and their memory, new hashes, transactions. The functions stand before the real ones (tests.am). */
static struct work {
	unsigned verified, memory, hashed, read, written;
} work;

int __real_argon2id_verify(const char *encoded, const void *password, const size_t length);
int __wrap_argon2id_verify(const char *encoded, const void *password, const size_t length);
bool __real_kv_read(struct kv *kv, kv_fn fn, void *data, GError **error);
bool __wrap_kv_read(struct kv *kv, kv_fn fn, void *data, GError **error);
bool __real_kv_write_urgent(struct kv *kv, kv_fn fn, void *data, GError **error);
bool __wrap_kv_write_urgent(struct kv *kv, kv_fn fn, void *data, GError **error);
char *__real_password_hash(const struct secret *password, const struct password_cost *cost, GError **error);
char *__wrap_password_hash(const struct secret *password, const struct password_cost *cost, GError **error);

int __wrap_argon2id_verify(const char *encoded, const void *password, const size_t length)
{
	const char *memory = strstr(encoded, "$m=");
	work.verified++;
	g_assert_nonnull(memory);
	work.memory += (unsigned)g_ascii_strtoull(memory + 3, NULL, 10);
	return __real_argon2id_verify(encoded, password, length);
}

bool __wrap_kv_read(struct kv *kv, kv_fn fn, void *data, GError **error)
{
	work.read++;
	return __real_kv_read(kv, fn, data, error);
}

bool __wrap_kv_write_urgent(struct kv *kv, kv_fn fn, void *data, GError **error)
{
	work.written++;
	return __real_kv_write_urgent(kv, fn, data, error);
}

char *__wrap_password_hash(const struct secret *password, const struct password_cost *cost, GError **error)
{
	work.hashed++;
	return __real_password_hash(password, cost, error);
}

static struct work work_of(struct app *app, const char *login, const char *password)
{
	work = (struct work){0};
	refuse(app, login, password);
	return work;
}

TEST(sign_in__refused__the_same_work_for_all)
{
	static const struct { const char *login, *password; } tries[] = {
		{"anna", "wrong"}, {"nobody", RIGHT}, {"nobody", ""}, {"", RIGHT}, {"ivan", RIGHT}, {"ivan", "wrong"}, {"nopass", RIGHT}, {"nopass", ""},
		{"Robert'); DROP TABLE", RIGHT}, {"\xd0\xb0nna", RIGHT}, {"anna ", RIGHT},
	};
	g_autofree char *dir = prepared_dir();
	/* A dearer cost: whose password is right would have a new hash made. */
	for (int costs = 0; costs < 2; costs++) {
		autoptr(app) app = console_of(dir, costs == 0 ? "2026-11-10T09:00:00Z" : "2026-11-10T10:00:00Z", costs == 0 ? NULL : &dearer);
		struct work usual = work_of(app, "anna", "wrong");
		g_assert_cmpuint(usual.verified, ==, 1);
		g_assert_cmpuint(usual.hashed, ==, 0);
		for (int locked = 0; locked < 7; locked++) /* from the fifth on locked out, each of them */
			for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
				struct work done = work_of(app, tries[i].login, tries[i].password);
				g_assert_cmpmem(&done, sizeof done, &usual, sizeof usual);
			}
		struct work right = work_of(app, "anna", RIGHT);
		g_assert_cmpmem(&right, sizeof right, &usual, sizeof usual);
	}
}

TEST(sign_in__five_failures__locked_out_for_sixty_seconds)
{
	g_autofree char *dir = prepared_dir();
	fail_five_times(dir, "2026-11-10T08:00:00Z", "anna");
	struct app *app = console_of(dir, "2026-11-10T08:00:59Z", &cheap);
	refuse(app, "anna", RIGHT);
	refuse(app, "anna", RIGHT);
	app_close(app);
	g_autofree char *said = newest(dir, 2);
	g_assert_cmpstr(said, ==, "sign-in failed anna by  [wrong password]\nlock-out anna by  [wrong password, 5 in a row: wait 60 s]\n");
	app = console_of(dir, "2026-11-10T08:01:00Z", &cheap);
	let_in(app, "anna", RIGHT);
	app_close(app);
	g_autofree char *then = newest(dir, 1);
	g_assert_cmpstr(then, ==, "sign-in anna by anna [; 2 refused while locked out]\n");
}

TEST(sign_in__four_failures__the_right_password_ends_them)
{
	g_autofree char *dir = prepared_dir();
	for (int round = 0; round < 3; round++) {
		autoptr(app) app = console_of(dir, "2026-11-10T08:00:00Z", &cheap);
		for (int i = 0; i < 4; i++)
			refuse(app, "anna", "wrong");
		let_in(app, "anna", RIGHT);
	}
}

TEST(sign_in__locked_out__others_are_let_in)
{
	g_autofree char *dir = prepared_dir();
	struct app *app = app_at(dir, "2026-11-10T08:00:00Z");
	add(app, "olga", ROLE_ANALYST, RIGHT);
	app_close(app);
	fail_five_times(dir, "2026-11-10T08:00:00Z", "anna");
	app = console_of(dir, "2026-11-10T08:00:01Z", &cheap);
	let_in(app, "olga", RIGHT);
	app_close(app);
}

TEST(sign_in__unknown_login__is_locked_out_as_a_known_one)
{
	g_autofree char *dir = prepared_dir();
	fail_five_times(dir, "2026-11-10T08:00:00Z", "Hunter2-in-the-wrong-field");
	g_autofree char *said = newest(dir, 1);
	g_assert_cmpstr(said, ==, "lock-out  by  [unknown login, 5 in a row: wait 60 s]\n");
	g_autofree char *path = g_build_filename(dir, "tidings.mdb", NULL), *data = NULL;
	gsize length = 0;
	g_assert_true(g_file_get_contents(path, &data, &length, NULL));
	g_assert_null(memmem(data, length, "Hunter2", 7));
}

TEST(sign_in__clock_set_back__waits_sixty_seconds_from_then)
{
	g_autofree char *dir = prepared_dir();
	fail_five_times(dir, "2026-11-10T08:00:00Z", "anna");
	static const struct { const char *at; bool in; } steps[] = {
		{"2026-11-09T08:00:00Z", false}, {"2026-11-09T08:00:59Z", false}, {"2026-11-09T08:01:00Z", true},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		autoptr(app) app = console_of(dir, steps[i].at, &cheap);
		if (steps[i].in)
			let_in(app, "anna", RIGHT);
		else
			refuse(app, "anna", RIGHT);
	}
}

TEST(sign_in__dearer_hashes__the_hash_is_made_anew_once)
{
	g_autofree char *dir = prepared_dir();
	struct app *app = console_of(dir, "2026-11-10T08:00:00Z", &dearer);
	refuse(app, "anna", "wrong");
	let_in(app, "anna", RIGHT);
	app_close(app);
	g_autofree char *said = newest(dir, 1);
	g_assert_cmpstr(said, ==, "sign-in anna by anna [after 1 failed; hash made stronger]\n");
	app = console_of(dir, "2026-11-10T08:00:00Z", &dearer);
	let_in(app, "anna", RIGHT);
	g_assert_nonnull(strstr(app_account(app)->password, "$m=128,t=2,p=1$"));
	app_close(app);
	g_autofree char *then = newest(dir, 1);
	g_assert_cmpstr(then, ==, "sign-in anna by anna []\n");
}

TEST(session_lock__locked__refuses_until_the_same_account_unlocks)
{
	g_autofree char *dir = prepared_dir();
	autoptr(app) app = console_of(dir, "2026-11-10T08:00:00Z", &cheap);
	autorelease(secret) right = {0}, wrong = {0};
	GError *error = NULL;
	int seconds = 0;
	let_in(app, "anna", RIGHT);
	g_assert_cmpint(session_idle(app, &seconds), ==, IDLE_LOCK);
	g_assert_cmpint(seconds, ==, 300);
	session_lock(app);
	g_assert_cmpint(app_session(app), ==, SESSION_LOCKED);
	g_assert_false(app_require(app, USE_REPORTING, true, &error));
	test_error(&error, ERROR_DENIED, NULL);
	secret_set(&wrong, "wrong", 5);
	g_assert_false(session_unlock(app, &wrong, &error));
	test_error(&error, ERROR_DENIED, "password");
	g_assert_cmpint(app_session(app), ==, SESSION_LOCKED);
	secret_set(&right, RIGHT, strlen(RIGHT));
	g_assert_true(session_unlock(app, &right, &error));
	g_assert_true(app_require(app, USE_REPORTING, true, &error));
}

TEST(session_idle__setting_and_account__decide)
{
	g_autofree char *dir = prepared_dir();
	GError *error = NULL;
	int seconds = -1;
	struct app_options options = {.dir = dir, .as = "admin", .origin.key = "SHA256:abc"};
	struct app *app = app_open(&options, &error);
	test_no_error(error);
	g_assert_cmpint(session_idle(app, &seconds), ==, IDLE_END);
	autorelease(settings) settings = {0};
	settings_init(&settings);
	settings.lock_minutes = 7;
	g_assert_true(settings_save(app, &settings, &error));
	g_assert_cmpint(session_idle(app, &seconds), ==, IDLE_END);
	g_assert_cmpint(seconds, ==, 420);
	settings.lock_minutes = 1441;
	g_assert_false(settings_save(app, &settings, &error));
	test_error(&error, ERROR_INVALID, "lock-minutes");
	settings.lock_minutes = 0;
	g_assert_true(settings_save(app, &settings, &error));
	g_assert_cmpint(session_idle(app, &seconds), ==, IDLE_NOTHING);
	app_close(app);
	g_autofree char *said = newest(dir, 2);
	g_assert_cmpstr(said, ==, "edit  by admin []\nedit  by admin []\n");
}

/* As another administrator would, past the use cases. */
static void change_account(struct app *app, const char *login, int role, bool disabled)
{
	GError *error = NULL;
	autorelease(account) account = {0};
	account_init(&account);
	g_assert_true(store_account_get(app->store, login, &account, &error));
	account.role = role;
	account.disabled = disabled;
	g_assert_true(store_account_put(app->store, &account, &error));
}

/* What another administrator changes holds for a console that is open. */
TEST(app_require__changed_meanwhile__is_followed)
{
	g_autofree char *dir = prepared_dir();
	GError *error = NULL;
	autoptr(app) app = console_of(dir, "2026-11-10T08:00:00Z", &cheap);
	let_in(app, "anna", RIGHT);
	autorelease(account) anna = {0};
	g_assert_true(account_show(app, "anna", &anna, &error));
	g_assert_true(app_require(app, USE_ADMINISTER, false, &error));
	change_account(app, "anna", ROLE_TENANT_MANAGER, false);
	g_assert_false(app_require(app, USE_ADMINISTER, false, &error));
	test_error(&error, ERROR_DENIED, NULL);
	change_account(app, "anna", ROLE_ADMINISTRATOR, true);
	g_assert_false(app_require(app, USE_REPORTING, true, &error));
	test_error(&error, ERROR_DENIED, NULL);
}
