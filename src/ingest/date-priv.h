/* SPDX-License-Identifier: Apache-2.0 */
/* The times that records carry. */
#ifndef TIDINGS_INGEST_DATE_PRIV_H
#define TIDINGS_INGEST_DATE_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/ingest/ingest.h"

/* "Nov 22 10:00:00" (no year, no zone), RFC 3339, or a wall time without a zone; the zone by options->zone_offset. A missing year
 * is the latest in which the event is not more than a day after options->received. ERROR_INVALID for anything else. */
bool date_parse(const struct ingest_options *options, const char *text, int64_t *ret_time, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
