// SPDX-License-Identifier: Apache-2.0
// The installation's own logo in the store.
#include "tidings/store/store.h"

#include <string.h>

#include "store-priv.h"
#include "tidings/util/error.h"

#define LOGO_KEY "logo"
#define LOGO_NOUN "logo"

static bool get_logo(struct kv_txn *txn, void *data, GError **error)
{
	struct kv_bytes key = store_text_bytes(LOGO_KEY), value;
	if (!kv_has(txn, TABLE_SETTINGS, key))
		return true;
	return kv_get(txn, TABLE_SETTINGS, key, &value, error) && logo_decode(data, value.data, value.length, error);
}

bool store_logo_get(struct store *store, struct logo *ret_logo, GError **error)
{
	autorelease(logo) logo = {0};
	if (!store_read(store, get_logo, &logo, error))
		return false;
	*ret_logo = logo;
	logo = (struct logo){0};
	return true;
}

struct put_job {
	const struct store *store;
	const struct logo *logo;
};

/* What the log says of it: enough to know it again. */
static char *words_of(const struct logo *logo)
{
	g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, logo->png);
	return g_strdup_printf("%d x %d pixels, %" G_GSIZE_FORMAT " bytes, SHA-256 %s", logo->width, logo->height, g_bytes_get_size(logo->png), sha256);
}

static bool put_logo(struct kv_txn *txn, void *data, GError **error)
{
	const struct put_job *job = data;
	struct kv_bytes key = store_text_bytes(LOGO_KEY), value;
	g_autofree char *detail = words_of(job->logo);
	g_autoptr(GByteArray) record = g_byte_array_new();
	bool there = kv_has(txn, TABLE_SETTINGS, key);
	const struct audit_subject subject = {.action = there ? "edit" : "add", .noun = LOGO_NOUN, .detail = detail};
	logo_encode(job->logo, record);
	if (there && kv_get(txn, TABLE_SETTINGS, key, &value, NULL) && value.length == record->len && memcmp(value.data, record->data, record->len) == 0)
		return true;
	return kv_put(txn, TABLE_SETTINGS, key, store_array_bytes(record), error) && store_audit_put(txn, job->store, &subject, error);
}

bool store_logo_put(struct store *store, const struct logo *logo, GError **error)
{
	struct put_job job = {store, logo};
	return store_write(store, put_logo, &job, error);
}

static bool delete_logo(struct kv_txn *txn, void *data, GError **error)
{
	const struct audit_subject subject = {.action = "delete", .noun = LOGO_NOUN};
	struct kv_bytes key = store_text_bytes(LOGO_KEY);
	if (!kv_has(txn, TABLE_SETTINGS, key))
		return error_set(error, ERROR_NOT_FOUND, "no logo was set; reports show the neutral mark");
	return kv_delete(txn, TABLE_SETTINGS, key, error) && store_audit_put(txn, data, &subject, error);
}

bool store_logo_delete(struct store *store, GError **error)
{
	return store_write(store, delete_logo, store, error);
}
