/* SPDX-License-Identifier: Apache-2.0 */
/* Occurrences as the commands print them. */
#ifndef TIDINGS_CLI_OCCURRENCE_PRIV_H
#define TIDINGS_CLI_OCCURRENCE_PRIV_H

#include "tidings/model/recurrence.h"
#include "tidings/util/json.h"

#define OCCURRENCES_MOST 10000

/* "2026-11-30T06:00:00Z 2026-11-30T09:00:00+03:00", and " gap-shifted", " overlap-first" or " overlap-second" where it applies. Given. */
char *occurrence_text(const struct occurrence *occurrence, enum overlap_policy overlap) G_GNUC_WARN_UNUSED_RESULT;
/* The same as an object: instant, local, note. Given. */
struct js *occurrence_json(const struct occurrence *occurrence, enum overlap_policy overlap) G_GNUC_WARN_UNUSED_RESULT;

#endif
