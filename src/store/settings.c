// SPDX-License-Identifier: Apache-2.0
// The settings of the installation.
#include "tidings/store/store.h"

#include <glib.h>

#include "store-priv.h"

#define SETTINGS_KEY "settings"

struct settings_job {
	const struct store *store;
	const struct settings *given;
	struct settings *ret;
};

static bool read_settings(struct kv_txn *txn, struct settings *settings, GError **error)
{
	struct kv_bytes key = store_text_bytes(SETTINGS_KEY), value;
	if (!kv_has(txn, TABLE_SETTINGS, key))
		return true;
	if (!kv_get(txn, TABLE_SETTINGS, key, &value, error) || !fields_decode(&settings_table, settings, value.data, value.length, error)) {
		g_prefix_error(error, "while reading the settings: ");
		return false;
	}
	return true;
}

static bool get_settings(struct kv_txn *txn, void *data, GError **error)
{
	const struct settings_job *job = data;
	return read_settings(txn, job->ret, error);
}

bool store_settings_get(struct store *store, struct settings *ret_settings, GError **error)
{
	autorelease(settings) settings = {0};
	settings_init(&settings);
	struct settings_job job = {.ret = &settings};
	if (!store_read(store, get_settings, &job, error))
		return false;
	settings_copy(ret_settings, &settings);
	return true;
}

static bool put_settings(struct kv_txn *txn, void *data, GError **error)
{
	const struct settings_job *job = data;
	autorelease(settings) before = {0};
	settings_init(&before);
	if (!read_settings(txn, &before, error))
		return false;
	if (fields_equal(&settings_table, &before, job->given))
		return true;
	const struct audit_subject subject = {.noun = settings_table.noun, .table = &settings_table, .before = &before, .after = job->given};
	g_autoptr(GByteArray) record = g_byte_array_new();
	fields_encode(&settings_table, job->given, record);
	return kv_put(txn, TABLE_SETTINGS, store_text_bytes(SETTINGS_KEY), store_array_bytes(record), error) &&
	       store_audit_put(txn, job->store, &subject, error);
}

bool store_settings_put(struct store *store, const struct settings *settings, GError **error)
{
	struct settings_job job = {.store = store, .given = settings};
	return fields_check(&settings_table, settings, error) && store_write(store, put_settings, &job, error);
}
