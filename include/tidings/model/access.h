/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts, roles, licences, modes and tenants: the nouns of ACCESS.md. Who may do what is decided in app. */
#ifndef TIDINGS_MODEL_ACCESS_H
#define TIDINGS_MODEL_ACCESS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/field.h"
#include "tidings/util/auto.h"

enum role { ROLE_ADMINISTRATOR, ROLE_TENANT_MANAGER, ROLE_ANALYST };
enum licence { LICENCE_COMMUNITY, LICENCE_MATCHING_ENGINE, LICENCE_TIP_ENTERPRISE };
enum mode { MODE_SYSTEM, MODE_DATA };

#define TENANT_GENERAL "General" /* always exists */

struct account {
	char *login;
	char *full_name;
	int role;
	char *tenants;  /* names separated by commas, or "all" */
	char *language;
	bool disabled;
	char *ssh_keys; /* public keys, one a line (ssh-key.h) */
	char *password; /* PHC string; "" = cannot sign in with a password */
	char *theme, *keys; /* names of the console's theme and keymap; whether there are such, the console knows */
	GByteArray *unknown;
};

/* What one hash of a password costs. */
struct password_cost {
	uint32_t memory_kib, passes;
};

struct tenant {
	char *name;     /* 1 to 64 characters */
	bool disabled;
	GByteArray *unknown;
};

extern const struct field_table account_table, tenant_table;
/* The rows of account_table that everybody sets for oneself: language, theme, keys. Of a struct account; not for records. */
extern const struct field_table preferences_table;
extern const struct enum_row role_names[], licence_names[], mode_names[];

/* Life of the record: initial values on zeroed memory; members freed and zeroed (NULL allowed). */
void account_init(struct account *account);
void account_release(struct account *account);
AUTORELEASE_DEFINE(account, account_release)

/* The same for a tenant. */
void tenant_init(struct tenant *tenant);
void tenant_release(struct tenant *tenant);
AUTORELEASE_DEFINE(tenant, tenant_release)

/* Splits "A, B" into trimmed names, given (g_strfreev); NULL for "all". */
char **tenant_list_parse(const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* field_canon_fn: "A, B" without duplicates, or "all". */
char *tenant_list_canon(const struct field *row, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
