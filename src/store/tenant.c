// SPDX-License-Identifier: Apache-2.0
// Tenants renamed and deleted: what names them follows, or keeps them.
#include "tidings/store/store.h"

#include <string.h>

#include <glib.h>

#include "store-priv.h"
#include "tidings/util/error.h"

struct rename {
	struct store *store;
	const char *from;
	const struct tenant *to;
	GPtrArray *tasks, *accounts; /* that name it: struct named_task *, struct account * */
};

struct named_task {
	struct task task;
	int64_t next_run;
};

static bool names(const char *list, const char *tenant)
{
	g_auto(GStrv) all = tenant_list_parse(list);
	return all != NULL && g_strv_contains((const char *const *)all, tenant);
}

static char *replaced(const char *list, const char *from, const char *to)
{
	g_auto(GStrv) all = tenant_list_parse(list);
	for (char **name = all; *name != NULL; name++)
		if (strcmp(*name, from) == 0) {
			g_free(*name);
			*name = g_strdup(to);
		}
	return g_strjoinv(", ", all);
}

static void named_task_free(gpointer data)
{
	struct named_task *named = data;
	task_release(&named->task);
	g_free(named);
}

static bool take_task(const struct task *task, int64_t next_run, void *data, GError **error)
{
	struct rename *rename = data;
	(void)error;
	if (!names(task->tenants, rename->from))
		return true;
	struct named_task *named = g_new0(struct named_task, 1);
	task_init(&named->task);
	task_copy(&named->task, task);
	named->next_run = next_run;
	g_ptr_array_add(rename->tasks, named);
	return true;
}

static bool find_named(struct rename *rename, GError **error)
{
	rename->tasks = g_ptr_array_new_with_free_func(named_task_free);
	rename->accounts = store_accounts(rename->store, error);
	if (rename->accounts == NULL)
		return false;
	for (guint i = rename->accounts->len; i-- > 0;)
		if (!names(((const struct account *)rename->accounts->pdata[i])->tenants, rename->from))
			g_ptr_array_remove_index(rename->accounts, i);
	return store_task_each(rename->store, take_task, rename, error);
}

static void rename_release(struct rename *rename)
{
	g_clear_pointer(&rename->tasks, g_ptr_array_unref);
	g_clear_pointer(&rename->accounts, g_ptr_array_unref);
}
AUTORELEASE_DEFINE(rename, rename_release)

static bool drop(struct kv_txn *txn, void *data, GError **error)
{
	const struct rename *rename = data;
	const struct audit_subject subject = {.action = "delete", .noun = tenant_table.noun, .subject = rename->from};
	struct kv_bytes key = store_text_bytes(rename->from);
	if (!kv_has(txn, TABLE_TENANTS, key))
		return error_set(error, ERROR_NOT_FOUND, "no tenant \"%s\"; see tidings tenant list", rename->from);
	return kv_delete(txn, TABLE_TENANTS, key, error) && store_audit_put(txn, rename->store, &subject, error);
}

bool store_tenant_delete(struct store *store, const char *name, GError **error)
{
	autorelease(rename) rename = {.store = store, .from = name};
	if (!find_named(&rename, error))
		return false;
	if (rename.tasks->len > 0 || rename.accounts->len > 0)
		return error_set(error, ERROR_DENIED, "tenant \"%s\" is named by %u tasks and %u accounts; disable it with tidings tenant disable", name,
				 rename.tasks->len, rename.accounts->len);
	return store_write(store, drop, &rename, error);
}

/* The new name is there before anything says it, and the old one goes last: whatever ends this in between can be done again. */
bool store_tenant_rename(struct store *store, const char *name, const struct tenant *tenant, GError **error)
{
	autorelease(rename) rename = {.store = store, .from = name, .to = tenant};
	if (!find_named(&rename, error) || !store_tenant_put(store, tenant, error))
		return false;
	for (guint i = 0; i < rename.accounts->len; i++) {
		struct account *account = rename.accounts->pdata[i];
		g_autofree char *list = replaced(account->tenants, name, tenant->name);
		if (!field_set_text(field_by_name(&account_table, "tenants"), account, list, error) || !store_account_put(store, account, error))
			return false;
	}
	for (guint i = 0; i < rename.tasks->len; i++) {
		struct named_task *named = rename.tasks->pdata[i];
		g_autofree char *list = replaced(named->task.tenants, name, tenant->name);
		if (!field_set_text(field_by_name(&task_table, "tenants"), &named->task, list, error) ||
		    !store_task_put(store, &named->task, named->next_run, error))
			return false;
	}
	return store_write(store, drop, &rename, error);
}
