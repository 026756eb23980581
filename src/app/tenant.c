// SPDX-License-Identifier: Apache-2.0
// Use cases of tenants: list, add, rename, disable, delete.
#include "tidings/app/tenant.h"

#include <string.h>

#include "app-priv.h"
#include "tidings/app/access.h"

GPtrArray *tenant_list(struct app *app, GError **error)
{
	g_auto(GStrv) seen = app_tenants(app, error);
	g_autoptr(GPtrArray) tenants = seen != NULL ? store_tenants(app->store, error) : NULL;
	if (tenants == NULL)
		return NULL;
	for (guint i = tenants->len; i-- > 0;)
		if (!g_strv_contains((const char *const *)seen, ((const struct tenant *)tenants->pdata[i])->name))
			g_ptr_array_remove_index(tenants, i);
	return g_steal_pointer(&tenants);
}

static const struct tenant *find(const GPtrArray *tenants, const char *name)
{
	for (guint i = 0; i < tenants->len; i++)
		if (strcmp(((const struct tenant *)tenants->pdata[i])->name, name) == 0)
			return tenants->pdata[i];
	return NULL;
}

/* All tenants there are, for who may change them; there is one of that name, and it may be changed. */
static GPtrArray *load(struct app *app, const char *name, struct tenant *tenant, GError **error)
{
	g_autoptr(GPtrArray) tenants = app_require(app, USE_ADMINISTER, false, error) ? store_tenants(app->store, error) : NULL;
	if (tenants == NULL)
		return NULL;
	const struct tenant *found = find(tenants, name);
	if (found == NULL)
		error_set(error, ERROR_NOT_FOUND, "no tenant \"%s\"; see tidings tenant list", name);
	else if (strcmp(name, TENANT_GENERAL) == 0)
		error_set(error, ERROR_DENIED, "the tenant \"%s\" is always there as it is", name);
	else
		fields_copy(&tenant_table, tenant, found);
	return found != NULL && strcmp(name, TENANT_GENERAL) != 0 ? g_steal_pointer(&tenants) : NULL;
}

bool tenant_add(struct app *app, const char *name, GError **error)
{
	autorelease(tenant) tenant = {0};
	tenant_init(&tenant);
	if (!app_require(app, USE_ADMINISTER, false, error) || !field_set_text(field_by_name(&tenant_table, "name"), &tenant, name, error))
		return false;
	g_autoptr(GPtrArray) tenants = store_tenants(app->store, error);
	if (tenants == NULL)
		return false;
	if (find(tenants, tenant.name) != NULL)
		return error_set(error, ERROR_EXISTS, "there is a tenant \"%s\" already", tenant.name);
	return store_tenant_put(app->store, &tenant, error);
}

bool tenant_enable(struct app *app, const char *name, bool enabled, GError **error)
{
	autorelease(tenant) tenant = {0};
	tenant_init(&tenant);
	g_autoptr(GPtrArray) tenants = load(app, name, &tenant, error);
	if (tenants == NULL)
		return false;
	tenant.disabled = !enabled;
	return store_tenant_put(app->store, &tenant, error);
}

static bool has_data(struct app *app, const char *name, bool *ret_has, GError **error)
{
	char *const names[] = {(char *)(uintptr_t)name, NULL};
	const struct stats_query query = {.period = {INT64_MIN / 4, INT64_MAX / 4}, .tenants = names, .false_positives = true};
	autorelease(stats_result) result = {0};
	struct stats *stats = app_stats(app, error);
	g_autoptr(GArray) marks = stats != NULL ? stats_mark_list(stats, name, error) : NULL;
	if (marks == NULL || !stats_query(stats, &query, &result, error))
		return false;
	*ret_has = marks->len > 0 || result.detections > 0 || result.incoming_events > 0;
	return true;
}

bool tenant_rename(struct app *app, const char *name, const char *new_name, GError **error)
{
	autorelease(tenant) tenant = {0};
	bool has = false;
	tenant_init(&tenant);
	g_autoptr(GPtrArray) tenants = load(app, name, &tenant, error);
	if (tenants == NULL || !field_set_text(field_by_name(&tenant_table, "name"), &tenant, new_name, error))
		return false;
	if (strcmp(tenant.name, name) == 0)
		return true;
	if (find(tenants, tenant.name) != NULL)
		return error_set_field(error, ERROR_EXISTS, "name", "there is a tenant \"%s\" already", tenant.name);
	if (!has_data(app, name, &has, error))
		return false;
	if (has)
		return error_set(error, ERROR_DENIED, "tenant \"%s\" has events or marks, which carry its name; add another tenant instead", name);
	return store_tenant_rename(app->store, name, &tenant, error);
}

bool tenant_delete(struct app *app, const char *name, GError **error)
{
	autorelease(tenant) tenant = {0};
	bool has = false;
	tenant_init(&tenant);
	g_autoptr(GPtrArray) tenants = load(app, name, &tenant, error);
	if (tenants == NULL || !has_data(app, name, &has, error))
		return false;
	if (has)
		return error_set(error, ERROR_DENIED, "tenant \"%s\" has events or marks; disable it with tidings tenant disable", name);
	return store_tenant_delete(app->store, name, error);
}
