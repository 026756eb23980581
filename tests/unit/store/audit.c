// SPDX-License-Identifier: Apache-2.0
// The audit log: what is written with a change, and what somebody else does to it.
#include "tidings/store/audit.h"

#include <string.h>

#include <glib.h>

#include "store-fixture.h"
#include "test.h"
#include "tidings/kv/kv.h"

enum { AUDIT, CHAIN, META };
static const char *const audit_tables[] = {"audit", "audit chain", "meta", NULL};

static void act(struct fixture *f, const char *account)
{
	const struct store_actor actor = {account, "192.0.2.7", "SHA256:abc", "command", {.fixed = true, .at = 1000}};
	store_set_actor(f->store, &actor);
}

/* "number:account:action:noun:subject ..." newest first. */
static char *log_of(struct fixture *f, const struct audit_query *query)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) entries = store_audit_list(f->store, query, &error);
	test_no_error(error);
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < entries->len; i++) {
		const struct audit *entry = entries->pdata[i];
		g_string_append_printf(text, "%s%" G_GUINT64_FORMAT ":%s:%s:%s:%s", i > 0 ? " " : "", entry->number, entry->account, entry->action,
				       entry->noun, entry->subject);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void expect_log(struct fixture *f, const char *expected)
{
	const struct audit_query all = {.since = INT64_MIN};
	g_autofree char *log = log_of(f, &all);
	g_assert_cmpstr(log, ==, expected);
}

static char *newest_changes(struct fixture *f)
{
	GError *error = NULL;
	const struct audit_query one = {.since = INT64_MIN, .most = 1};
	g_autoptr(GPtrArray) entries = store_audit_list(f->store, &one, &error);
	test_no_error(error);
	g_assert_cmpuint(entries->len, ==, 1);
	return audit_changes_text(entries->pdata[0]);
}

static void expect_changes(struct fixture *f, const char *expected)
{
	g_autofree char *changes = newest_changes(f);
	g_assert_cmpstr(changes, ==, expected);
}

static char *expect_sound(struct fixture *f, uint64_t entries)
{
	GError *error = NULL;
	uint64_t found = 0;
	char *head = NULL;
	bool sound = store_audit_verify(f->store, NULL, &found, &head, &error);
	test_no_error(error);
	g_assert_true(sound);
	g_assert_cmpuint(found, ==, entries);
	return head;
}

static void fill(struct fixture *f)
{
	fixture_init(f);
	act(f, "olga");
	fixture_put_tenant(f, "Alfa", false);
	fixture_put_tenant(f, "Alfa", true);
	fixture_put_tenant(f, "Beta", false);
	fixture_put_tenant(f, "Gamma", false);
}

TEST(audit__put__who_what_and_from_where)
{
	autorelease(fixture) f = {0};
	fill(&f);
	expect_log(&f, "4:olga:add:tenant:Gamma 3:olga:add:tenant:Beta 2:olga:disable:tenant:Alfa 1:olga:add:tenant:Alfa");
	GError *error = NULL;
	const struct audit_query one = {.since = INT64_MIN, .most = 1};
	g_autoptr(GPtrArray) entries = store_audit_list(f.store, &one, &error);
	const struct audit *entry = entries->pdata[0];
	g_assert_cmpint(entry->time, ==, 1000);
	g_assert_cmpstr(entry->address, ==, "192.0.2.7");
	g_assert_cmpstr(entry->key, ==, "SHA256:abc");
	g_assert_cmpstr(entry->via, ==, "command");
	expect_changes(&f, "name: \"Gamma\"");
}

TEST(audit__put__nothing_for_no_change)
{
	autorelease(fixture) f = {0};
	fill(&f);
	fixture_put_tenant(&f, "Gamma", false);
	g_free(expect_sound(&f, 4));
}

TEST(audit__put__tasks_with_before_and_after)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	fixture_init(&f);
	act(&f, "olga");
	autorelease(task) task = {0};
	fixture_task(&task, "Weekly");
	g_assert_true(store_task_put(f.store, &task, 100, &error));
	g_free(task.name);
	task.name = g_strdup("Daily");
	g_assert_true(store_task_put(f.store, &task, 100, &error));
	expect_changes(&f, "Daily; name: \"Weekly\" -> \"Daily\"");
	bool was = task.enabled;
	task.enabled = !was;
	g_assert_true(store_task_put(f.store, &task, 200, &error));
	g_assert_true(store_task_put(f.store, &task, 300, &error)); /* the next run is no change of anybody's */
	g_assert_true(store_task_delete(f.store, task.id, &error));
	expect_log(&f, was ? "4:olga:delete:task:1 3:olga:disable:task:1 2:olga:edit:task:1 1:olga:add:task:1"
			   : "4:olga:delete:task:1 3:olga:enable:task:1 2:olga:edit:task:1 1:olga:add:task:1");
	g_autofree char *changes = newest_changes(&f);
	g_assert_nonnull(strstr(changes, "name: \"Daily\" -> \"\""));
	g_free(expect_sound(&f, 4));
}

TEST(audit__put__secrets_are_masked)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	fixture_init(&f);
	autorelease(mail_settings) settings = {0};
	fixture_mail(&settings, "s3cret-one");
	g_assert_true(store_mail_put(f.store, &settings, &error));
	secret_set(&settings.password, "s3cret-two", 10);
	g_assert_true(store_mail_put(f.store, &settings, &error));
	expect_changes(&f, "password: \"***\" -> \"***\"");
	autorelease(account) account = {0};
	account_init(&account);
	g_free(account.login);
	account.login = g_strdup("ivan");
	g_free(account.password);
	account.password = g_strdup("$argon2id$hash-one");
	g_assert_true(store_account_put(f.store, &account, &error));
	const struct audit_query all = {.since = INT64_MIN};
	g_autoptr(GPtrArray) entries = store_audit_list(f.store, &all, &error);
	for (guint i = 0; i < entries->len; i++) {
		g_autofree char *changes = audit_changes_text(entries->pdata[i]);
		g_assert_null(strstr(changes, "s3cret"));
		g_assert_null(strstr(changes, "hash-one"));
		g_assert_nonnull(strstr(changes, "password: "));
	}
}

TEST(audit__put__undone_with_the_change)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	fixture_init(&f);
	autorelease(account) account = {0};
	account_init(&account);
	g_free(account.login);
	account.login = g_strdup("olga");
	account.role = ROLE_ADMINISTRATOR;
	g_assert_true(store_account_put(f.store, &account, &error));
	g_assert_false(store_account_delete(f.store, "olga", &error));
	test_error(&error, ERROR_DENIED, NULL);
	g_free(expect_sound(&f, 1));
}

TEST(audit__put__runs_that_somebody_asked_for)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	uint32_t task = fixture_put_task(&f, "Weekly", 100);
	fixture_add(&f, task);
	fixture_record(&f, task, 100, 200);
	expect_log(&f, "2::run:task:1 1::add:task:1");
}

TEST(audit__list__since_account_and_noun)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	fill(&f);
	const struct store_actor later = {"ivan", NULL, NULL, "console", {.fixed = true, .at = 2000}};
	store_set_actor(f.store, &later);
	g_assert_true(store_audit(f.store, "start", "sender", NULL, NULL, &error));
	static const struct {
		struct audit_query query;
		const char *expected;
	} cases[] = {
		{{.since = 1001}, "5:ivan:start:sender:"},
		{{.since = INT64_MIN, .account = "ivan"}, "5:ivan:start:sender:"},
		{{.since = INT64_MIN, .noun = "tenant", .most = 1}, "4:olga:add:tenant:Gamma"},
		{{.since = 2001}, ""},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *log = log_of(&f, &cases[i].query);
		g_assert_cmpstr(log, ==, cases[i].expected);
	}
}

struct change {
	unsigned table;
	const char *name; /* key of META; NULL: entry */
	uint8_t key;
	int flip;        /* the byte to be changed; -1: the pair is removed; -2: copied to key 9 */
};

static struct kv_bytes key_of(const struct change *change, uint8_t *bytes, uint8_t number)
{
	memset(bytes, 0, 8);
	bytes[7] = number;
	return change->name != NULL ? (struct kv_bytes){(const uint8_t *)change->name, strlen(change->name)} : (struct kv_bytes){bytes, 8};
}

static bool apply(struct kv_txn *txn, void *data, GError **error)
{
	const struct change *change = data;
	uint8_t bytes[8], other[8];
	struct kv_bytes key = key_of(change, bytes, change->key), value;
	if (change->flip == -1)
		return kv_delete(txn, change->table, key, error);
	if (!kv_get(txn, change->table, key, &value, error))
		return false;
	g_autoptr(GByteArray) copy = g_byte_array_new();
	g_byte_array_append(copy, value.data, (guint)value.length);
	if (change->flip == -2)
		return kv_put(txn, change->table, key_of(change, other, 9), (struct kv_bytes){copy->data, copy->len}, error);
	g_assert_cmpint(change->flip, <, copy->len);
	copy->data[change->flip] ^= 1;
	return kv_put(txn, change->table, key, (struct kv_bytes){copy->data, copy->len}, error);
}

static void outside(struct fixture *f, const struct change *changes, size_t n)
{
	GError *error = NULL;
	fixture_close(f);
	g_autofree char *path = fixture_path(f, "tidings.mdb");
	struct kv *kv = kv_open(path, audit_tables, &error);
	test_no_error(error);
	for (size_t i = 0; i < n; i++) {
		struct change change = changes[i];
		g_assert_true(kv_write(kv, apply, &change, &error));
	}
	kv_close(kv);
	fixture_reopen(f);
}

static void expect_broken(struct fixture *f)
{
	GError *error = NULL;
	uint64_t entries = 7;
	char *head = NULL;
	g_assert_false(store_audit_verify(f->store, NULL, &entries, &head, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	g_assert_null(head);
	g_assert_cmpuint(entries, ==, 7);
}

TEST(audit__verify__changed_removed_and_added)
{
	static const struct change changes[] = {
		{AUDIT, NULL, 1, 10}, {AUDIT, NULL, 4, 30}, {AUDIT, NULL, 2, -1}, {AUDIT, NULL, 4, -1}, {AUDIT, NULL, 1, -2},
		{CHAIN, NULL, 1, -1}, {CHAIN, NULL, 3, -1}, {CHAIN, NULL, 4, -1}, {CHAIN, NULL, 4, -2}, {CHAIN, NULL, 2, 0},
		{CHAIN, NULL, 2, 8},  {CHAIN, NULL, 4, 71}, {META, "audit head", 0, 0}, {META, "audit head", 0, 20}, {META, "audit head", 0, -1},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
		autorelease(fixture) f = {0};
		fill(&f);
		outside(&f, &changes[i], 1);
		expect_broken(&f);
	}
}

TEST(audit__verify__the_end_cut_off)
{
	static const struct change cut[] = {
		{AUDIT, NULL, 4, -1}, {CHAIN, NULL, 4, -1}, {AUDIT, NULL, 3, -1}, {CHAIN, NULL, 3, -1},
	};
	autorelease(fixture) f = {0};
	fill(&f);
	outside(&f, cut, G_N_ELEMENTS(cut));
	GError *error = NULL;
	uint64_t entries = 0;
	char *head = NULL;
	g_assert_false(store_audit_verify(f.store, NULL, &entries, &head, &error));
	g_assert_nonnull(strstr(error->message, "2 of 4"));
	test_error(&error, ERROR_CORRUPT, NULL);
	fixture_put_tenant(&f, "Delta", false); /* who goes on does not heal it */
	expect_broken(&f);
}

TEST(audit__verify__everything_removed)
{
	static const struct change all[] = {
		{AUDIT, NULL, 1, -1}, {CHAIN, NULL, 1, -1}, {AUDIT, NULL, 2, -1}, {CHAIN, NULL, 2, -1},
		{AUDIT, NULL, 3, -1}, {CHAIN, NULL, 3, -1}, {AUDIT, NULL, 4, -1}, {CHAIN, NULL, 4, -1},
	};
	autorelease(fixture) f = {0};
	fill(&f);
	outside(&f, all, G_N_ELEMENTS(all));
	expect_broken(&f);
}

TEST(audit__verify__a_head_kept_elsewhere)
{
	autorelease(fixture) f = {0};
	GError *error = NULL;
	fill(&f);
	g_autofree char *kept = expect_sound(&f, 4);
	fixture_put_tenant(&f, "Delta", false);
	uint64_t entries = 0;
	g_autofree char *head = NULL;
	g_assert_true(store_audit_verify(f.store, kept, &entries, &head, &error));
	g_assert_cmpuint(entries, ==, 5);
	g_assert_cmpstr(head, !=, kept);
	g_autofree char *never = g_strdup(kept);
	never[0] = never[0] == '0' ? '1' : '0';
	char *none = NULL;
	g_assert_false(store_audit_verify(f.store, never, &entries, &none, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}
