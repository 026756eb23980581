// SPDX-License-Identifier: Apache-2.0
// The text form of a report's period.
#include "tidings/model/period.h"

#include <string.h>

#include "tidings/util/catalog.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

const struct enum_row period_names[] = {
	{PERIOD_LAST_24H, "last-24h", N_("Last 24 hours")},
	{PERIOD_LAST_7D, "last-7d", N_("Last 7 days")},
	{PERIOD_LAST_31D, "last-31d", N_("Last 31 days")},
	{PERIOD_LAST_93D, "last-93d", N_("Last 93 days")},
	{PERIOD_PREV_DAY, "prev-day", N_("Previous day")},
	{PERIOD_PREV_WEEK, "prev-week", N_("Previous week")},
	{PERIOD_PREV_MONTH, "prev-month", N_("Previous month")},
	{PERIOD_PREV_QUARTER, "prev-quarter", N_("Previous quarter")},
	{PERIOD_PREV_YEAR, "prev-year", N_("Previous year")},
	{PERIOD_SINCE_LAST, "since-last", N_("Since the last report")},
	{0, NULL, NULL},
};

static bool parse_custom(const char *text, const char *dots, struct period_spec *ret_spec, GError **error)
{
	struct period_spec spec = {.kind = PERIOD_CUSTOM};
	g_autofree char *first = g_strstrip(g_strndup(text, (size_t)(dots - text)));
	g_autofree char *second = g_strstrip(g_strdup(dots + 2));
	if (!wall_from_text(first, &spec.from, error) || !wall_from_text(second, &spec.to, error))
		return false;
	if (wall_to_seconds(&spec.from) >= wall_to_seconds(&spec.to))
		return error_set(error, ERROR_INVALID, "a period must end after it begins, not \"%s\"", text);
	*ret_spec = spec;
	return true;
}

// Midnight is left out, as people write it.
static char *bound_to_text(const struct wall *wall)
{
	g_autofree char *text = wall_to_text(wall);
	if (wall->hour == 0 && wall->minute == 0 && wall->second == 0)
		*strchr(text, 'T') = '\0';
	return g_steal_pointer(&text);
}

bool period_spec_from_text(const char *text, struct period_spec *ret_spec, GError **error)
{
	const char *dots = strstr(text, "..");
	if (dots != NULL)
		return parse_custom(text, dots, ret_spec, error);
	int kind = enum_from_text(period_names, text);
	if (kind < 0) {
		g_autofree char *choices = enum_choices(period_names);
		g_autofree char *shown = safe_text(text, -1);
		return error_set(error, ERROR_INVALID, "a period must be FROM..TO, %s, not \"%s\"", choices, shown);
	}
	*ret_spec = (struct period_spec){.kind = (enum period_kind)kind};
	return true;
}

char *period_canon(const struct field *row, const char *text, GError **error)
{
	struct period_spec spec;
	g_autoptr(GError) fault = NULL;
	if (!period_spec_from_text(text, &spec, &fault)) {
		error_set_field(error, ERROR_INVALID, row->name, "%s", fault->message);
		return NULL;
	}
	if (spec.kind != PERIOD_CUSTOM)
		return g_strdup(text);
	g_autofree char *from = bound_to_text(&spec.from);
	g_autofree char *to = bound_to_text(&spec.to);
	return g_strconcat(from, "..", to, NULL);
}
