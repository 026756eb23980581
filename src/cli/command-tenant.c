// SPDX-License-Identifier: Apache-2.0
// tenant add, list, edit, disable, enable, delete; allow add, list, remove.
#include "cli-priv.h"
#include "tidings/app/allow.h"
#include "tidings/app/tenant.h"

bool command_tenant_add(struct cli *cli, GError **error)
{
	return tenant_add(cli->app, cli_operand(cli, 0), error);
}

bool command_tenant_edit(struct cli *cli, GError **error)
{
	const char *name = cli_option(cli, "name");
	return name != NULL ? tenant_rename(cli->app, cli_operand(cli, 0), name, error)
			    : error_set(error, ERROR_USAGE, "nothing to change; give --name");
}

bool command_tenant_disable(struct cli *cli, GError **error)
{
	return tenant_enable(cli->app, cli_operand(cli, 0), false, error);
}

bool command_tenant_enable(struct cli *cli, GError **error)
{
	return tenant_enable(cli->app, cli_operand(cli, 0), true, error);
}

bool command_tenant_delete(struct cli *cli, GError **error)
{
	return tenant_delete(cli->app, cli_operand(cli, 0), error);
}

bool command_tenant_list(struct cli *cli, GError **error)
{
	g_autoptr(GPtrArray) tenants = tenant_list(cli->app, error);
	for (guint i = 0; tenants != NULL && i < tenants->len; i++) {
		const struct tenant *tenant = tenants->pdata[i];
		if (!cli_switch(cli, "json")) {
			print_line("%s%s", tenant->name, tenant->disabled ? "  disabled" : "");
			continue;
		}
		autoptr(js) line = js_object();
		js_set_text(line, "name", tenant->name);
		js_set_bool(line, "disabled", tenant->disabled);
		print_json(line);
	}
	return tenants != NULL;
}

bool command_allow_add(struct cli *cli, GError **error)
{
	return allow_add(cli->app, cli_operand(cli, 0), error);
}

bool command_allow_remove(struct cli *cli, GError **error)
{
	return allow_remove(cli->app, cli_operand(cli, 0), error);
}

bool command_allow_list(struct cli *cli, GError **error)
{
	g_auto(GStrv) domains = allow_list(cli->app, error);
	for (char **domain = domains; domain != NULL && *domain != NULL; domain++) {
		if (!cli_switch(cli, "json")) {
			print_line("%s", *domain);
			continue;
		}
		autoptr(js) line = js_object();
		js_set_text(line, "domain", *domain);
		print_json(line);
	}
	return domains != NULL;
}
