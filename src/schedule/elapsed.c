// SPDX-License-Identifier: Apache-2.0
// HOURLY and MINUTELY rules: steps of elapsed time from the start.
#include "elapsed-priv.h"

#include "day-walk-priv.h"

#define DAY 86400

/* Seconds on the wall clock from which on the lists may allow a time; `wall` itself when they allow it. */
static int64_t allowed_from(const struct rule *rule, int64_t wall)
{
	int64_t day = wall / DAY;
	int hour = (int)(wall % DAY / 3600);
	if (rule_chooses_days(rule) && !rule_allows_day(rule, (int)day))
		return (day + 1) * DAY;
	if (rule->hours.any && !number_set_has(&rule->hours, hour))
		return day * DAY + (hour + 1) * 3600;
	return wall;
}

bool elapsed_next(const struct elapsed *elapsed, int64_t after, int64_t *ret_instant)
{
	const struct rule *rule = elapsed->rule;
	int64_t step = (int64_t)rule->interval * (rule->freq == FREQ_HOURLY ? 3600 : 60);
	int64_t at = elapsed->start + (after < elapsed->start ? 0 : (after - elapsed->start) / step + 1) * step;
	struct tzif_span span = zone_span(elapsed->zone, at);
	while (at <= elapsed->end) {
		if (at >= span.to)
			span = zone_span(elapsed->zone, at);
		int64_t wall = at + span.offset;
		int64_t skip = MIN(allowed_from(rule, wall) - span.offset, span.to) - at;
		if (skip <= 0) {
			*ret_instant = at;
			return true;
		}
		at += (skip + step - 1) / step * step;
	}
	return false;
}
