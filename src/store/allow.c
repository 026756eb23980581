// SPDX-License-Identifier: Apache-2.0
// The domains that reports may go to.
#include "tidings/store/store.h"

#include <glib.h>

#include "store-priv.h"
#include "tidings/util/error.h"

#define ALLOW_NOUN "allowed domain"

struct allow {
	const struct store *store;
	const char *domain;
};

static bool add_domain(struct kv_txn *txn, void *data, GError **error)
{
	const struct allow *allow = data;
	const struct audit_subject subject = {.action = "add", .noun = ALLOW_NOUN, .subject = allow->domain};
	struct kv_bytes key = store_text_bytes(allow->domain);
	if (kv_has(txn, TABLE_ALLOW, key))
		return error_set(error, ERROR_EXISTS, "the domain \"%s\" is allowed already", allow->domain);
	return kv_put(txn, TABLE_ALLOW, key, (struct kv_bytes){0}, error) && store_audit_put(txn, allow->store, &subject, error);
}

static bool remove_domain(struct kv_txn *txn, void *data, GError **error)
{
	const struct allow *allow = data;
	const struct audit_subject subject = {.action = "delete", .noun = ALLOW_NOUN, .subject = allow->domain};
	struct kv_bytes key = store_text_bytes(allow->domain);
	if (!kv_has(txn, TABLE_ALLOW, key))
		return error_set(error, ERROR_NOT_FOUND, "the domain \"%s\" is not on the list; see tidings allow list", allow->domain);
	return kv_delete(txn, TABLE_ALLOW, key, error) && store_audit_put(txn, allow->store, &subject, error);
}

bool store_allow_add(struct store *store, const char *domain, GError **error)
{
	struct allow allow = {store, domain};
	return store_write(store, add_domain, &allow, error);
}

bool store_allow_remove(struct store *store, const char *domain, GError **error)
{
	struct allow allow = {store, domain};
	return store_write(store, remove_domain, &allow, error);
}

static enum kv_step take_domain(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)value;
	(void)error;
	g_ptr_array_add(data, g_strndup((const char *)key.data, key.length));
	return KV_NEXT;
}

static bool read_domains(struct kv_txn *txn, void *data, GError **error)
{
	return kv_each(txn, (struct kv_range){.table = TABLE_ALLOW}, take_domain, data, error);
}

char **store_allowed(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) domains = g_ptr_array_new_with_free_func(g_free);
	if (!store_read(store, read_domains, domains, error))
		return NULL;
	g_ptr_array_add(domains, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&domains), FALSE);
}
