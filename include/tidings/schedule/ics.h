/* SPDX-License-Identifier: Apache-2.0 */
/* iCalendar files (RFC 5545): holidays read. */
#ifndef TIDINGS_SCHEDULE_ICS_H
#define TIDINGS_SCHEDULE_ICS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "tidings/model/calendar.h"

#define ICS_MAX (4 << 20) /* bytes of a file */

/* The days from 2000 to 2099 that the all-day events of the file cover, repetitions and exceptions worked out. ret_ignored: events that are no
 * holidays, for they have a time of day or are cancelled. ERROR_LIMIT and ERROR_INVALID say the line and the reason: no iCalendar, an event that
 * is not understood in full, too much of anything, no day at all. Time is bounded whatever the bytes are. Given. */
struct calendar *ics_read(const char *name, const char *text, size_t length, unsigned *ret_ignored, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
