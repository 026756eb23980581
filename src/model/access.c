// SPDX-License-Identifier: Apache-2.0
// Accounts and tenants: their life and lists of tenant names.
#include "tidings/model/access.h"

#include <string.h>

#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#define TENANT_NAME_MAX 64

static bool contains(const GPtrArray *names, const char *name)
{
	for (guint i = 0; i < names->len; i++) {
		if (g_str_equal(names->pdata[i], name))
			return true;
	}
	return false;
}

void account_init(struct account *account)
{
	fields_init(&account_table, account);
}

void account_release(struct account *account)
{
	fields_release(&account_table, account);
}

void tenant_init(struct tenant *tenant)
{
	fields_init(&tenant_table, tenant);
}

void tenant_release(struct tenant *tenant)
{
	fields_release(&tenant_table, tenant);
}

char **tenant_list_parse(const char *text)
{
	if (g_str_equal(text, "all"))
		return NULL;
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) words = g_strsplit(text, ",", -1);
	if (words[0] != NULL && words[1] == NULL && g_str_equal(g_strstrip(words[0]), "all"))
		return NULL;
	for (char **word = words; *word != NULL; word++) {
		g_strstrip(*word);
		if (**word != '\0' && !contains(names, *word))
			g_ptr_array_add(names, g_strdup(*word));
	}
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

char *tenant_list_canon(const struct field *row, const char *text, GError **error)
{
	g_auto(GStrv) names = tenant_list_parse(text);
	if (names == NULL)
		return g_strdup("all");
	if (names[0] == NULL) {
		error_set_field(error, ERROR_INVALID, row->name, "\"%s\" must name at least one tenant, or be all", row->name);
		return NULL;
	}
	for (char **name = names; *name != NULL; name++) {
		if (g_str_equal(*name, "all")) {
			error_set_field(error, ERROR_INVALID, row->name, "\"%s\" must be names of tenants or all, not both", row->name);
			return NULL;
		}
		if (text_characters(*name) > TENANT_NAME_MAX) {
			error_set_field(error, ERROR_INVALID, row->name, "\"%s\": the name of a tenant has at most %d characters", row->name,
					TENANT_NAME_MAX);
			return NULL;
		}
	}
	return g_strjoinv(", ", names);
}
