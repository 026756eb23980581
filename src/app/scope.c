// SPDX-License-Identifier: Apache-2.0
// What a task may do when it runs: licence, owner, tenants and recipients as they are now.
#include "scope-priv.h"

#include <string.h>

#include "tidings/app/access.h"
#include "tidings/model/address.h"
#include "tidings/util/catalog.h"

static const struct tenant *find_tenant(const GPtrArray *tenants, const char *name)
{
	for (guint i = 0; i < tenants->len; i++) {
		const struct tenant *tenant = tenants->pdata[i];
		if (strcmp(tenant->name, name) == 0)
			return tenant;
	}
	return NULL;
}

static char *fault_of_tenant(const GPtrArray *tenants, char *const *seen, const struct account *account, const char *name)
{
	const struct tenant *tenant = find_tenant(tenants, name);
	if (tenant == NULL)
		return g_strdup_printf(N_("there is no tenant \"%s\""), name);
	if (tenant->disabled)
		return g_strdup_printf(N_("tenant \"%s\" is disabled"), name);
	if (seen != NULL && !g_strv_contains((const char *const *)seen, name))
		return g_strdup_printf(N_("account \"%s\" may not see tenant \"%s\""), account->login, name);
	return NULL;
}

bool scope_check_tenants(struct app *app, const struct account *account, const struct task *task, char **ret_reason, GError **error)
{
	g_autoptr(GPtrArray) tenants = store_tenants(app->store, error);
	g_auto(GStrv) names = tenant_list_parse(task->tenants), seen = tenant_list_parse(account->tenants);
	if (tenants == NULL)
		return false;
	*ret_reason = names == NULL && seen != NULL ? g_strdup_printf(N_("account \"%s\" may not see all tenants"), account->login) : NULL;
	for (char **name = names; *ret_reason == NULL && name != NULL && *name != NULL; name++)
		*ret_reason = fault_of_tenant(tenants, seen, account, *name);
	return true;
}

static bool load_owner(struct app *app, const char *login, struct account *owner, bool *ret_there, GError **error)
{
	g_autoptr(GError) failure = NULL;
	*ret_there = store_account_get(app->store, login, owner, &failure);
	if (*ret_there || error_is(failure, ERROR_NOT_FOUND))
		return true;
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

/* The licence of now, not of the time when the sender began. */
bool scope_of_task(struct app *app, const struct task *task, char **ret_reason, GError **error)
{
	autorelease(account) owner = {0};
	bool there = false;
	account_init(&owner);
	if (!store_licence_get(app->store, &app->licence, error) || !load_owner(app, task->owner, &owner, &there, error))
		return false;
	enum mode mode = owner.role == ROLE_ADMINISTRATOR ? MODE_SYSTEM : MODE_DATA;
	*ret_reason = NULL;
	if (access_rule(ROLE_ADMINISTRATOR, app->licence, MODE_SYSTEM, USE_TASK_CHANGE) != ACCESS_FULL)
		*ret_reason = g_strdup(N_("licence without reporting"));
	else if (!there)
		*ret_reason = g_strdup_printf(N_("the owner \"%s\" has no account any more"), task->owner);
	else if (owner.disabled)
		*ret_reason = g_strdup_printf(N_("the owner \"%s\" is disabled"), task->owner);
	else if (access_rule((enum role)owner.role, app->licence, mode, USE_TASK_CHANGE) != ACCESS_FULL)
		*ret_reason = g_strdup_printf(N_("the owner \"%s\" may not send reports any more"), task->owner);
	else
		return scope_check_tenants(app, &owner, task, ret_reason, error);
	return true;
}

static bool is_allowed(char *const *domains, const char *address)
{
	g_autofree char *domain = g_ascii_strdown(address_domain(address), -1);
	for (char *const *entry = domains; *entry != NULL; entry++)
		if (**entry == '.' ? g_str_has_suffix(domain, *entry) : strcmp(domain, *entry) == 0)
			return true;
	return *domains == NULL;
}

bool scope_check_recipients(struct app *app, char *const *addresses, GError **error)
{
	g_auto(GStrv) domains = store_allowed(app->store, error);
	for (char *const *address = addresses; domains != NULL && *address != NULL; address++)
		if (!is_allowed(domains, *address))
			return error_set_field(error, ERROR_INVALID, "recipients",
					       "reports may not go to \"%s\": its domain is not on the list of allowed domains; see tidings allow list",
					       *address);
	return domains != NULL;
}

bool scope_drop_recipients(struct app *app, struct run *run, guint *left, GError **error)
{
	g_auto(GStrv) domains = store_allowed(app->store, error);
	if (domains == NULL)
		return false;
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = run_delivery(run, i);
		if (delivery->state != DELIVERY_SENDING || is_allowed(domains, delivery->recipient))
			continue;
		delivery->state = DELIVERY_FAILED;
		delivery->next_try = INSTANT_NONE;
		g_free(delivery->text);
		delivery->text = g_strdup(N_("not sent: the domain is not on the list of allowed domains"));
		(*left)--;
	}
	return true;
}
