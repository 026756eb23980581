/* SPDX-License-Identifier: Apache-2.0 */
/* Recurrence form <-> RRULE text. */
#ifndef TIDINGS_SCHEDULE_FORM_H
#define TIDINGS_SCHEDULE_FORM_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/recurrence.h"

/* The RRULE text ("" for RECUR_ONCE) of what the form says; ERROR_INVALID with field "rrule" when a number is out of its range or no weekday
 * is chosen. RECUR_CUSTOM: ERROR_INVALID (the form keeps the text itself). Given. */
char *recurrence_form_to_rule(const struct recurrence_form *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the form shows for a rule; RECUR_CUSTOM when it cannot say it. Never fails. */
struct recurrence_form recurrence_form_from_rule(const char *rrule) G_GNUC_WARN_UNUSED_RESULT;

#endif
