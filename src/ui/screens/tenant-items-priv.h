/* SPDX-License-Identifier: Apache-2.0 */
/* A choice of tenants in a form: a box for all, new ones as well, and one for each. */
#ifndef TIDINGS_UI_SCREENS_TENANT_ITEMS_PRIV_H
#define TIDINGS_UI_SCREENS_TENANT_ITEMS_PRIV_H

#include "core/form-priv.h"

#define TENANT_ITEMS "tenants" /* name of the box for all, and the field that errors name */

/* Adds the boxes. lead: their label, to be translated. */
void tenant_items_add(struct form *form, const char *lead, char *const *names);
/* Ticks those that the text ("A, B" or "all") names. */
void tenant_items_load(struct form *form, const char *text);
/* Hides the boxes of each while all are chosen. */
void tenant_items_arrange(struct form *form);
/* The choice as text, given; NULL with ERROR_INVALID of TENANT_ITEMS when there is none. */
char *tenant_items_text(const struct form *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
