// SPDX-License-Identifier: Apache-2.0
// Recurrences in words.
#include "tidings/schedule/recurrence.h"

#include "recurrence-priv.h"

char *recurrence_words(const struct recurrence *recurrence, const struct catalog *catalog)
{
	g_autofree char *rule = recurrence->kind == RECURRENCE_ONCE ? NULL : rule_to_text(&recurrence->rule);
	struct wall start = wall_from_seconds(recurrence->start);
	g_autofree char *from = wall_to_text(&start);
	if (rule == NULL)
		return g_strdup_printf("%s %s, %s", catalog_text(catalog, N_("once on")), from, zone_name(recurrence->zone));
	return g_strdup_printf("%s %s %s, %s", rule, catalog_text(catalog, N_("from")), from, zone_name(recurrence->zone));
}
