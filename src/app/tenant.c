// SPDX-License-Identifier: Apache-2.0
// Use cases of tenants.
#include "tidings/app/tenant.h"

#include "app-priv.h"
#include "tidings/app/access.h"

bool tenant_add(struct app *app, const char *name, GError **error)
{
	autorelease(tenant) tenant = {0};
	tenant_init(&tenant);
	if (!app_require(app, USE_ADMINISTER, false, error) || !field_set_text(field_by_name(&tenant_table, "name"), &tenant, name, error))
		return false;
	g_auto(GStrv) names = app_tenants(app, error);
	if (names == NULL)
		return false;
	if (g_strv_contains((const char *const *)names, tenant.name))
		return error_set(error, ERROR_EXISTS, "there is a tenant \"%s\" already", tenant.name);
	return store_tenant_put(app->store, &tenant, error);
}
