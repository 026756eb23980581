/* SPDX-License-Identifier: Apache-2.0 */
/* Occurrences by the rule alone, on which holidays then act. */
#ifndef TIDINGS_SCHEDULE_HOLIDAY_PRIV_H
#define TIDINGS_SCHEDULE_HOLIDAY_PRIV_H

#include "tidings/schedule/recurrence.h"

/* As recurrence_next(), whatever the calendar says. */
bool rule_next(const struct recurrence *recurrence, int64_t after, struct occurrence *ret_occurrence) G_GNUC_WARN_UNUSED_RESULT;

#endif
