// SPDX-License-Identifier: Apache-2.0
// A choice of a period in a form.
#include "screens/period-items-priv.h"

#include <string.h>

#include "tidings/model/period.h"

#define KIND_ITEM "period-kind"
#define CUSTOM "custom"

void period_items_add(struct form *form, bool since)
{
	const struct field *row = field_by_name(&task_table, "period");
	struct form_item *kind = form_add(form, ITEM_CHOICE, KIND_ITEM, row->label);
	for (const struct enum_row *period = period_names; period->text != NULL; period++)
		if (since || period->value != PERIOD_SINCE_LAST)
			form_add_option(kind, period->text, period->label);
	form_add_option(kind, CUSTOM, N_("From .. to .."));
	form_add_field(form, row)->label = N_("From .. to ..");
}

void period_items_load(struct form *form, const char *period)
{
	struct form_item *kind = form_item(form, KIND_ITEM);
	item_set_text(kind, CUSTOM);
	item_set_text(kind, period);
}

// The line of two dates begins empty, not with the word for what was chosen before.
void period_items_arrange(struct form *form)
{
	struct form_item *line = form_item(form, "period");
	line->hidden = strcmp(item_text(form_item(form, KIND_ITEM)), CUSTOM) != 0;
	if (!line->hidden && enum_from_text(period_names, item_text(line)) >= 0)
		item_set_text(line, "");
	item_set_hint(line, catalog_text(form->catalog, N_("two dates: 2026-11-01..2026-12-01")));
}

bool period_items_store(const struct form *form, struct task *task, GError **error)
{
	const char *kind = item_text(form_item(form, KIND_ITEM));
	return strcmp(kind, CUSTOM) == 0 || field_set_text(field_by_name(&task_table, "period"), task, kind, error);
}
