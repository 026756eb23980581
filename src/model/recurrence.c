// SPDX-License-Identifier: Apache-2.0
// Names of what the recurrence form offers.
#include "tidings/model/recurrence.h"

#include "tidings/util/catalog.h"

const struct enum_row recur_names[] = {
	{RECUR_ONCE, "once", N_("Once")},
	{RECUR_HOURLY, "hourly", N_("Hourly")},
	{RECUR_DAILY, "daily", N_("Daily")},
	{RECUR_WORKDAYS, "workdays", N_("Workdays")},
	{RECUR_WEEKLY, "weekly", N_("Weekly")},
	{RECUR_MONTHLY_DAY, "monthly-day", N_("Monthly on a day")},
	{RECUR_MONTHLY_LAST, "monthly-last", N_("Monthly on the last day")},
	{RECUR_MONTHLY_NTH, "monthly-nth", N_("Monthly on a weekday")},
	{RECUR_YEARLY, "yearly", N_("Yearly")},
	{RECUR_CUSTOM, "custom", N_("Custom rule")},
	{0, NULL, NULL},
};
