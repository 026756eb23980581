/* SPDX-License-Identifier: Apache-2.0 */
/* HOURLY and MINUTELY rules: equal steps of elapsed time from the start, so that "every 6 hours" stays 6 hours through a clock change.
 * Their lists are limits on the wall clock of each instant. */
#ifndef TIDINGS_SCHEDULE_ELAPSED_PRIV_H
#define TIDINGS_SCHEDULE_ELAPSED_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "rule-priv.h"
#include "zone-priv.h"

struct elapsed {
	const struct rule *rule;
	const struct zone *zone;
	int64_t start; /* instant */
	int64_t end;   /* last instant that may be */
};

/* The first instant of the rule strictly after `after`. */
bool elapsed_next(const struct elapsed *elapsed, int64_t after, int64_t *ret_instant) G_GNUC_WARN_UNUSED_RESULT;

#endif
