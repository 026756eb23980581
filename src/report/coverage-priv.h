/* SPDX-License-Identifier: Apache-2.0 */
/* What of the period the stored data cover: sentences for the reader. */
#ifndef TIDINGS_REPORT_COVERAGE_PRIV_H
#define TIDINGS_REPORT_COVERAGE_PRIV_H

#include <stdbool.h>

#include "widget-priv.h"

/* True when any of the period before the plan's lies after the first stored event: only then it may be compared with. */
bool coverage_of_previous(const struct report_plan *plan, const struct stats_result *result);

/* Appends the sentences (char *, given) that say why figures may be less than they seem. */
void coverage_notes(const struct build *build, GPtrArray *notes);

#endif
