// SPDX-License-Identifier: Apache-2.0
// Sign-ins: failures in a row, the lock-out after them, and what the audit log says of both.
#include "tidings/store/sign-in.h"

#include <string.h>

#include "store-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

#define UNKNOWN_COUNTERS 256
#define KNOWN 'a'
#define UNKNOWN 'u'

/* Of one login, or of the unknown ones that share a counter. */
struct series {
	uint32_t failures; /* in a row */
	int64_t at;        /* the newest one */
	uint32_t refused;  /* tries since then that did not count */
};

struct job {
	const struct store *store;
	const struct sign_in_try *try;
	int64_t now;
	bool done;
	/* What the transaction found. */
	bool known;
	struct account *account;
	GByteArray *key;
	struct series series;
};

/* What was typed in the place of a login may be a password: it is not kept. */
static GByteArray *series_key(const char *login, bool known)
{
	GByteArray *key = g_byte_array_new();
	bytes_put_u8(key, known ? KNOWN : UNKNOWN);
	if (known)
		g_byte_array_append(key, (const guint8 *)login, (guint)strlen(login));
	else
		bytes_put_u8(key, (uint8_t)(g_str_hash(login) % UNKNOWN_COUNTERS));
	return key;
}

/* A damaged one begins anew: it must not lock anybody out for ever. */
static struct series get_series(struct kv_txn *txn, const GByteArray *key)
{
	struct series series = {0};
	struct kv_bytes value;
	if (!kv_has(txn, TABLE_SIGN_INS, store_array_bytes(key)) || !kv_get(txn, TABLE_SIGN_INS, store_array_bytes(key), &value, NULL))
		return series;
	struct byte_reader reader = byte_reader(value.data, value.length);
	series.failures = byte_reader_u32(&reader);
	series.at = (int64_t)byte_reader_u64(&reader);
	series.refused = byte_reader_u32(&reader);
	return reader.failed ? (struct series){0} : series;
}

static bool put_series(struct kv_txn *txn, const GByteArray *key, const struct series *series, GError **error)
{
	g_autoptr(GByteArray) value = g_byte_array_new();
	bytes_put_u32(value, series->failures);
	bytes_put_u64(value, (uint64_t)series->at);
	bytes_put_u32(value, series->refused);
	return kv_put(txn, TABLE_SIGN_INS, store_array_bytes(key), store_array_bytes(value), error);
}

/* Ends a lock-out whose time is over; one that lies in the future began now, as nobody can tell how long ago it was. */
static bool is_locked(struct series *series, int64_t now)
{
	if (series->failures < SIGN_IN_FAILURES)
		return false;
	series->at = MIN(series->at, now);
	if (now - series->at < SIGN_IN_WAIT_SECONDS)
		return true;
	*series = (struct series){.refused = series->refused};
	return false;
}

/* The account of that login as it is now; an empty record when there is none. */
static bool get_account(struct kv_txn *txn, const char *login, struct account *account)
{
	struct kv_bytes key = store_text_bytes(login), value;
	return key.length > 0 && kv_has(txn, TABLE_ACCOUNTS, key) && kv_get(txn, TABLE_ACCOUNTS, key, &value, NULL) &&
	       fields_decode(&account_table, account, value.data, value.length, NULL);
}

/* NULL = the sign-in is good. */
static const char *fault_of(const struct job *job)
{
	const struct account *account = job->account;
	if (!job->known)
		return "unknown login";
	if (account->disabled)
		return "the account is disabled";
	if (*account->password == '\0')
		return "the account has no password";
	return job->try->matched && g_strcmp0(job->try->hash, account->password) == 0 ? NULL : "wrong password";
}

static bool note(struct kv_txn *txn, const struct job *job, const char *action, const char *detail, GError **error)
{
	bool good = strcmp(action, "sign-in") == 0;
	g_autofree char *refused = job->series.refused > 0 ? g_strdup_printf("%s; %u refused while locked out", detail, job->series.refused) : NULL;
	const struct audit_subject subject = {.action = action, .noun = account_table.noun, .subject = job->known ? job->try->login : NULL,
					      .detail = refused != NULL ? refused : detail, .account = good ? job->try->login : NULL};
	return store_audit_put(txn, job->store, &subject, error);
}

static bool renew_hash(struct kv_txn *txn, const struct job *job, GError **error)
{
	g_autoptr(GByteArray) record = g_byte_array_new();
	g_free(job->account->password);
	job->account->password = g_strdup(job->try->renewed);
	fields_encode(&account_table, job->account, record);
	return kv_put(txn, TABLE_ACCOUNTS, store_text_bytes(job->try->login), store_array_bytes(record), error);
}

static bool let_in(struct kv_txn *txn, struct job *job, GError **error)
{
	const struct series *series = &job->series;
	bool renewed = job->try->renewed != NULL;
	g_autofree char *detail = series->failures == 0 ? g_strdup(renewed ? "hash made stronger" : "")
				  : g_strdup_printf("after %u failed%s", series->failures, renewed ? "; hash made stronger" : "");
	job->done = true;
	return (!renewed || renew_hash(txn, job, error)) && kv_delete(txn, TABLE_SIGN_INS, store_array_bytes(job->key), error) &&
	       note(txn, job, "sign-in", detail, error);
}

static bool count_failure(struct kv_txn *txn, struct job *job, const char *fault, GError **error)
{
	struct series *series = &job->series;
	bool noted = false;
	series->failures++;
	series->at = job->now;
	g_autofree char *detail = g_strdup_printf("%s, %u in a row: wait %d s", fault, series->failures, SIGN_IN_WAIT_SECONDS);
	noted = series->failures < SIGN_IN_FAILURES ? note(txn, job, "sign-in failed", fault, error) : note(txn, job, "lock-out", detail, error);
	series->refused = 0;
	return noted && put_series(txn, job->key, series, error);
}

static bool decide(struct kv_txn *txn, void *data, GError **error)
{
	struct job *job = data;
	autorelease(account) account = {0};
	account_init(&account);
	job->account = &account;
	job->known = get_account(txn, job->try->login, &account);
	g_autoptr(GByteArray) key = series_key(job->try->login, job->known);
	job->key = key;
	job->series = get_series(txn, key);
	job->done = false;
	if (is_locked(&job->series, job->now)) {
		job->series.refused++;
		return put_series(txn, key, &job->series, error);
	}
	const char *fault = fault_of(job);
	return fault == NULL ? let_in(txn, job, error) : count_failure(txn, job, fault, error);
}

bool store_sign_in(struct store *store, const struct sign_in_try *try, bool *ret_done, GError **error)
{
	struct job job = {.store = store, .try = try, .now = clock_now(&store->clock)};
	if (!store_write_urgent(store, decide, &job, error))
		return false;
	*ret_done = job.done;
	return true;
}

struct lock_job {
	const char *login;
	int64_t now;
	bool locked;
};

static bool look_lock(struct kv_txn *txn, void *data, GError **error)
{
	struct lock_job *job = data;
	(void)error;
	struct kv_bytes login = store_text_bytes(job->login);
	g_autoptr(GByteArray) key = series_key(job->login, login.length > 0 && kv_has(txn, TABLE_ACCOUNTS, login));
	struct series series = get_series(txn, key);
	job->locked = is_locked(&series, job->now);
	return true;
}

bool store_sign_in_is_locked(struct store *store, const char *login, bool *ret_locked, GError **error)
{
	struct lock_job job = {.login = login, .now = clock_now(&store->clock)};
	if (!store_read(store, look_lock, &job, error))
		return false;
	*ret_locked = job.locked;
	return true;
}

bool store_sign_in_forget(struct kv_txn *txn, const char *login, GError **error)
{
	g_autoptr(GByteArray) key = series_key(login, true);
	return kv_delete(txn, TABLE_SIGN_INS, store_array_bytes(key), error);
}
