/* SPDX-License-Identifier: Apache-2.0 */
/* The times that records carry. */
#ifndef TIDINGS_INGEST_DATE_PRIV_H
#define TIDINGS_INGEST_DATE_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "slice-priv.h"
#include "tidings/ingest/ingest.h"
#include "tidings/util/auto.h"

/* Times are alike from record to record: what was worked out last is remembered. */
struct dates;
/* options are borrowed. Given. */
struct dates *dates_new(const struct ingest_options *options) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void dates_free(struct dates *dates);
AUTOPTR_DEFINE(dates, dates_free)

/* "Nov 22 10:00:00" (no year, no zone), RFC 3339, or a wall time without a zone; the zone by options->zone_offset. A missing year
 * is the latest in which the event is not more than a day after options->received. ERROR_INVALID for anything else. */
bool dates_read(struct dates *dates, struct slice text, int64_t *ret_time, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* RFC 3339 only, as instant_from_text. */
bool dates_read_instant(struct dates *dates, struct slice text, int64_t *ret_time, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
