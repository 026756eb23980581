/* SPDX-License-Identifier: Apache-2.0 */
/* A choice of tenants in a form: all, new ones as well, or any of them. */
#ifndef TIDINGS_UI_SCREENS_TENANT_ITEMS_PRIV_H
#define TIDINGS_UI_SCREENS_TENANT_ITEMS_PRIV_H

#include "core/form-priv.h"

#define TENANT_ITEMS "tenants" /* name of the item, as of the rows of tasks and accounts */

/* Adds it for that row, which it is loaded from and stored into. names: those there are. */
void tenant_items_add(struct form *form, const struct field *row, char *const *names);

#endif
