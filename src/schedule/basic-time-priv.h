/* SPDX-License-Identifier: Apache-2.0 */
/* Dates and times as iCalendar writes them (RFC 5545 3.3.4, 3.3.5). */
#ifndef TIDINGS_SCHEDULE_BASIC_TIME_PRIV_H
#define TIDINGS_SCHEDULE_BASIC_TIME_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/util/instant.h"

/* "20261225" or "20261225T090000". False when it is none of them, or no date of the calendar. */
bool basic_time_parse(const char *text, struct wall *ret_wall, bool *ret_is_date) G_GNUC_WARN_UNUSED_RESULT;

#endif
