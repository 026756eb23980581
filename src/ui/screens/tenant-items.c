// SPDX-License-Identifier: Apache-2.0
// A choice of tenants in a form.
#include "screens/tenant-items-priv.h"

#include "tidings/model/access.h"

void tenant_items_add(struct form *form, const struct field *row, char *const *names)
{
	struct form_item *item = form_add(form, ITEM_MULTI, row->name, row->label);
	item->field = row;
	item->every = true;
	form_add_option(item, "all", N_("All, new as well"));
	for (; names != NULL && *names != NULL; names++)
		form_add_option(item, *names, NULL);
}
