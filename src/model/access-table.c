// SPDX-License-Identifier: Apache-2.0
// The fields of accounts and tenants, and the names of roles, licences and modes.
#include <stddef.h>
#include <string.h>

#include "tidings/model/access.h"
#include "tidings/model/ssh-key.h"
#include "tidings/model/task.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"

const struct enum_row role_names[] = {
	{ROLE_ADMINISTRATOR, "administrator", N_("Administrator")},
	{ROLE_TENANT_MANAGER, "tenant-manager", N_("Tenant manager")},
	{ROLE_ANALYST, "analyst", N_("Analyst")},
	{0, NULL, NULL},
};

const struct enum_row licence_names[] = {
	{LICENCE_COMMUNITY, "community", N_("Community Edition")},
	{LICENCE_MATCHING_ENGINE, "matching-engine", N_("Matching Engine")},
	{LICENCE_TIP_ENTERPRISE, "tip-enterprise", N_("TIP Enterprise")},
	{0, NULL, NULL},
};

const struct enum_row mode_names[] = {
	{MODE_SYSTEM, "system", N_("System management")},
	{MODE_DATA, "data", N_("Data management")},
	{0, NULL, NULL},
};

static char *login_canon(const struct field *row, const char *text, GError **error)
{
	for (const char *at = text; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
		gunichar c = g_utf8_get_char(at);
		if (!g_unichar_isalnum(c) && (c >= 0x80 || strchr("._-@+", (int)c) == NULL)) {
			error_set_field(error, ERROR_INVALID, row->name, "\"%s\" may have letters, digits and . _ - @ + only", row->name);
			return NULL;
		}
	}
	if (*text == '-') {
		error_set_field(error, ERROR_INVALID, row->name, "\"%s\" must not begin with a hyphen", row->name);
		return NULL;
	}
	return g_strdup(text);
}

// Names stand in lists, where the comma separates them and "all" means every tenant.
static char *tenant_name_canon(const struct field *row, const char *text, GError **error)
{
	g_autofree char *name = g_strstrip(g_strdup(text));
	if (strchr(name, ',') != NULL || g_str_equal(name, "all")) {
		error_set_field(error, ERROR_INVALID, row->name, "the name of a tenant must not be all or contain a comma");
		return NULL;
	}
	return g_steal_pointer(&name);
}

// It becomes a part of a path.
static char *file_name_canon(const struct field *row, const char *text, GError **error)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	if (strspn(text, allowed) == strlen(text) && *text != '-')
		return g_strdup(text);
	error_set_field(error, ERROR_INVALID, row->name, "\"%s\" is a name of letters, digits, _ and -", row->name);
	return NULL;
}

#define PREFERENCES 3

static const struct field account_rows[] = {
	{.tag = 1, .name = "login", .label = N_("Login"), .type = FIELD_TEXT, .use = FIELD_REQUIRED, .min = 1, .max = 64,
	 .offset = offsetof(struct account, login), .canon = login_canon, .section = N_("Account"), .value = "LOGIN",
	 .help = N_("The name to sign in with.")},
	{.tag = 2, .name = "full-name", .label = N_("Full name"), .type = FIELD_TEXT, .max = 255,
	 .offset = offsetof(struct account, full_name), .value = "N", .help = N_("Printed in reports that ask for it.")},
	{.tag = 3, .name = "role", .label = N_("Role"), .type = FIELD_ENUM, .use = FIELD_REQUIRED,
	 .offset = offsetof(struct account, role), .choices = role_names, .initial = "analyst", .value = "ROLE",
	 .help = N_("What the account may do.")},
	{.tag = 4, .name = "tenants", .label = N_("Tenants"), .type = FIELD_TEXT, .use = FIELD_LIST, .min = 1, .max = 4096,
	 .offset = offsetof(struct account, tenants), .canon = tenant_list_canon, .initial = TENANT_GENERAL, .value = "A,B|all",
	 .help = N_("Tenants whose data the account sees: names separated by commas, or all.")},
	{.tag = 6, .name = "disabled", .label = N_("Disabled"), .type = FIELD_BOOL, .use = FIELD_HIDDEN,
	 .offset = offsetof(struct account, disabled)},
	{.tag = 7, .name = "password", .label = N_("Password"), .type = FIELD_TEXT, .use = FIELD_HIDDEN | FIELD_MASKED, .max = 512,
	 .offset = offsetof(struct account, password)},
	{.tag = 20, .name = "ssh-keys", .label = N_("SSH keys"), .type = FIELD_AREA, .use = FIELD_HIDDEN, .max = 32768,
	 .offset = offsetof(struct account, ssh_keys), .canon = ssh_keys_canon},
	/* The last PREFERENCES rows are everybody's own. */
	{.tag = 5, .name = "language", .label = N_("Language"), .type = FIELD_TEXT, .min = 2, .max = 16,
	 .offset = offsetof(struct account, language), .choices = language_names, .canon = language_canon, .initial = "en",
	 .value = "en|ru",
	 .help = N_("Language of the console and of new reports.")},
	{.tag = 21, .name = "theme", .label = N_("Theme"), .type = FIELD_TEXT, .min = 1, .max = 64, .offset = offsetof(struct account, theme),
	 .canon = file_name_canon, .initial = "default", .value = "NAME",
	 .help = N_("A shipped theme, or your file ~/.config/tidings/themes/NAME.theme.")},
	{.tag = 22, .name = "keys", .label = N_("Keys"), .type = FIELD_TEXT, .min = 1, .max = 64, .offset = offsetof(struct account, keys),
	 .canon = file_name_canon, .initial = "default", .value = "NAME",
	 .help = N_("default, vi (j and k move too), or your ~/.config/tidings/keymaps/NAME.keys.")},
};

const struct field_table account_table = {
	.noun = "account", .rows = account_rows, .n_rows = G_N_ELEMENTS(account_rows), .size = sizeof(struct account),
	.unknown_offset = offsetof(struct account, unknown),
};

const struct field_table preferences_table = {
	.noun = "account", .rows = account_rows + G_N_ELEMENTS(account_rows) - PREFERENCES, .n_rows = PREFERENCES, .size = sizeof(struct account),
	.unknown_offset = offsetof(struct account, unknown),
};

static const struct field tenant_rows[] = {
	{.tag = 1, .name = "name", .label = N_("Tenant name"), .type = FIELD_TEXT, .use = FIELD_REQUIRED, .min = 1, .max = 64,
	 .offset = offsetof(struct tenant, name), .canon = tenant_name_canon, .section = N_("Tenant"), .value = "NAME",
	 .help = N_("1 to 64 characters without commas.")},
	{.tag = 2, .name = "disabled", .label = N_("Disabled"), .type = FIELD_BOOL, .use = FIELD_HIDDEN,
	 .offset = offsetof(struct tenant, disabled)},
};

const struct field_table tenant_table = {
	.noun = "tenant", .rows = tenant_rows, .n_rows = G_N_ELEMENTS(tenant_rows), .size = sizeof(struct tenant),
	.unknown_offset = offsetof(struct tenant, unknown),
};
