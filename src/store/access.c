// SPDX-License-Identifier: Apache-2.0
// Tenants by name, accounts by login.
#include "tidings/store/store.h"

#include <glib.h>

#include "store-priv.h"
#include "tidings/util/error.h"

struct put {
	const struct store *store;
	enum store_table table;
	const struct field_table *fields;
	const char *name;
	const void *record;
};

static bool put_record(struct kv_txn *txn, const struct put *put, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	fields_encode(put->fields, put->record, bytes);
	return kv_put(txn, put->table, store_text_bytes(put->name), store_array_bytes(bytes), error);
}

/* One record of a table, or all of them. */
struct list {
	enum store_table table;
	const struct field_table *fields;
	GPtrArray *records;
};

static bool decode_record(const struct list *list, struct kv_bytes key, struct kv_bytes value, void *record, GError **error)
{
	if (fields_decode(list->fields, record, value.data, value.length, error))
		return true;
	g_autofree char *name = g_strndup((const char *)key.data, key.length);
	g_prefix_error(error, "while reading %s \"%s\": ", list->fields->noun, name);
	return false;
}

/* The stored record in the place of `before`, an initialised one; a damaged one can be replaced, and was nothing. */
static bool get_before(struct kv_txn *txn, const struct put *put, void *before)
{
	const struct list list = {.fields = put->fields};
	struct kv_bytes key = store_text_bytes(put->name), value;
	return kv_has(txn, put->table, key) && kv_get(txn, put->table, key, &value, NULL) && decode_record(&list, key, value, before, NULL);
}

static bool put_audited(struct kv_txn *txn, const struct put *put, GError **error)
{
	g_autofree void *before = g_malloc0(put->fields->size);
	fields_init(put->fields, before);
	bool there = get_before(txn, put, before);
	const struct audit_subject subject = {.noun = put->fields->noun, .subject = put->name, .table = put->fields,
					      .before = there ? before : NULL, .after = put->record};
	bool done = put_record(txn, put, error) && store_audit_put(txn, put->store, &subject, error);
	fields_release(put->fields, before);
	return done;
}

static enum kv_step take_record(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct list *list = data;
	void *record = g_malloc0(list->fields->size);
	fields_init(list->fields, record);
	g_ptr_array_add(list->records, record);
	return decode_record(list, key, value, record, error) ? KV_NEXT : KV_FAIL;
}

static bool read_list(struct kv_txn *txn, void *data, GError **error)
{
	struct list *list = data;
	return kv_each(txn, (struct kv_range){.table = list->table}, take_record, list, error);
}

static GPtrArray *list_records(struct store *store, struct list *list, GError **error)
{
	g_autoptr(GPtrArray) records = list->records;
	return store_read(store, read_list, list, error) ? g_steal_pointer(&records) : NULL;
}

static void tenant_free(gpointer data)
{
	tenant_release(data);
	g_free(data);
}

static void account_free(gpointer data)
{
	account_release(data);
	g_free(data);
}

bool store_tenant_begin(struct kv_txn *txn, GError **error)
{
	autorelease(tenant) general = {0};
	tenant_init(&general);
	g_free(general.name);
	general.name = g_strdup(TENANT_GENERAL);
	struct put put = {NULL, TABLE_TENANTS, &tenant_table, general.name, &general};
	return put_record(txn, &put, error);
}

static bool put_tenant(struct kv_txn *txn, void *data, GError **error)
{
	return put_audited(txn, data, error);
}

bool store_tenant_put(struct store *store, const struct tenant *tenant, GError **error)
{
	struct put put = {store, TABLE_TENANTS, &tenant_table, tenant->name, tenant};
	return fields_check(&tenant_table, tenant, error) && store_write(store, put_tenant, &put, error);
}

GPtrArray *store_tenants(struct store *store, GError **error)
{
	struct list list = {TABLE_TENANTS, &tenant_table, g_ptr_array_new_with_free_func(tenant_free)};
	return list_records(store, &list, error);
}

struct account_job {
	const struct store *store;
	const char *login;
	struct account *account;
};

static bool get_account(struct kv_txn *txn, void *data, GError **error)
{
	struct account_job *job = data;
	struct kv_bytes key = store_text_bytes(job->login), value;
	if (key.length == 0 || !kv_has(txn, TABLE_ACCOUNTS, key))
		return error_set(error, ERROR_NOT_FOUND, "there is no account \"%s\"", job->login);
	const struct list list = {.fields = &account_table};
	return kv_get(txn, TABLE_ACCOUNTS, key, &value, error) && decode_record(&list, key, value, job->account, error);
}

static bool is_ruling(const struct account *account)
{
	return account->role == ROLE_ADMINISTRATOR && !account->disabled;
}

static enum kv_step count_ruling(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	const struct list list = {.fields = &account_table};
	autorelease(account) account = {0};
	account_init(&account);
	if (!decode_record(&list, key, value, &account, error))
		return KV_FAIL;
	*(unsigned *)data += is_ruling(&account);
	return KV_NEXT;
}

/* After a change in the same transaction: an installation that had an administrator still has one. */
static bool keeps_ruling(struct kv_txn *txn, bool ruled, const char *login, GError **error)
{
	unsigned ruling = 0;
	if (!ruled)
		return true;
	if (!kv_each(txn, (struct kv_range){.table = TABLE_ACCOUNTS}, count_ruling, &ruling, error))
		return false;
	return ruling > 0 || error_set(error, ERROR_DENIED, "account \"%s\" is the last administrator that is not disabled", login);
}

static bool ruled_before(struct kv_txn *txn, const char *login)
{
	autorelease(account) before = {0};
	account_init(&before);
	struct account_job job = {NULL, login, &before};
	return get_account(txn, &job, NULL) && is_ruling(&before);
}

static bool put_account(struct kv_txn *txn, void *data, GError **error)
{
	const struct put *put = data;
	bool ruled = ruled_before(txn, put->name);
	return put_audited(txn, put, error) && keeps_ruling(txn, ruled, put->name, error);
}

bool store_account_put(struct store *store, const struct account *account, GError **error)
{
	struct put put = {store, TABLE_ACCOUNTS, &account_table, account->login, account};
	return fields_check(&account_table, account, error) && store_write(store, put_account, &put, error);
}

static bool delete_account(struct kv_txn *txn, void *data, GError **error)
{
	const struct account_job *job = data;
	if (!get_account(txn, data, error))
		return false;
	const struct audit_subject subject = {.noun = account_table.noun, .subject = job->login, .table = &account_table, .before = job->account};
	return kv_delete(txn, TABLE_ACCOUNTS, store_text_bytes(job->login), error) && store_audit_put(txn, job->store, &subject, error) &&
	       store_sign_in_forget(txn, job->login, error) &&
	       keeps_ruling(txn, is_ruling(job->account), job->login, error);
}

bool store_account_delete(struct store *store, const char *login, GError **error)
{
	autorelease(account) before = {0};
	account_init(&before);
	struct account_job job = {store, login, &before};
	return store_write(store, delete_account, &job, error);
}

bool store_account_get(struct store *store, const char *login, struct account *ret_account, GError **error)
{
	struct account_job job = {store, login, ret_account};
	return store_read(store, get_account, &job, error);
}

GPtrArray *store_accounts(struct store *store, GError **error)
{
	struct list list = {TABLE_ACCOUNTS, &account_table, g_ptr_array_new_with_free_func(account_free)};
	return list_records(store, &list, error);
}
