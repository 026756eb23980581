// SPDX-License-Identifier: Apache-2.0
// The widgets of a report in their order.
#include "widget-priv.h"

#define DEFANGED N_("Indicators are defanged (hxxp, [.]) so that they cannot be opened by accident.")

const struct widget_row widget_rows[] = {
	{WIDGETS_OVERVIEW, "overview", N_("Statistics overview"), NULL, overview_build},
	{WIDGETS_BY, "breakdown", N_("Breakdown"), NULL, breakdown_build},
	{WIDGET_TOP_DEFAULT | WIDGET_TOP_RETROSCAN, "top", N_("Top indicators by detection"), DEFANGED, top_build},
	{WIDGET_TOP_HASHES, "hashes", N_("Top 10 hashes"), NULL, top_build},
	{0, NULL, NULL, NULL, NULL},
};

bool widget_chosen(const struct build *build, uint32_t bits)
{
	return (build->plan->task->widgets & bits) != 0;
}
