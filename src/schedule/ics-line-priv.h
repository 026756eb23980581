/* SPDX-License-Identifier: Apache-2.0 */
/* Content lines of iCalendar (RFC 5545 3.1). */
#ifndef TIDINGS_SCHEDULE_ICS_LINE_PRIV_H
#define TIDINGS_SCHEDULE_ICS_LINE_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "tidings/util/auto.h"

#define ICS_LINE_MOST 65536 /* bytes of an unfolded line */

struct ics_line {
	unsigned number;       /* of its first line in the file */
	char *name;            /* in capitals; parameters are passed over */
	char *value;
};
/* Frees the members and zeroes; NULL allowed. */
void ics_line_release(struct ics_line *line);
AUTORELEASE_DEFINE(ics_line, ics_line_release)

struct ics_reader {
	const char *at, *end;
	unsigned number; /* lines read so far */
};

/* The next line that is not empty; its name is NULL at the end of the text. ERROR_INVALID, ERROR_LIMIT with the line's number. */
bool ics_reader_next(struct ics_reader *reader, struct ics_line *ret_line, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A TEXT value without its escapes (3.3.11). Given. */
char *ics_unescape(const char *value) G_GNUC_WARN_UNUSED_RESULT;

#endif
