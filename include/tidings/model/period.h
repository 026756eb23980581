/* SPDX-License-Identifier: Apache-2.0 */
/* What a report covers, as a task says it: a rolling length, a previous calendar unit, or two fixed dates. */
#ifndef TIDINGS_MODEL_PERIOD_H
#define TIDINGS_MODEL_PERIOD_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/field.h"
#include "tidings/util/instant.h"

enum period_kind {
	PERIOD_LAST_24H, PERIOD_LAST_7D, PERIOD_LAST_31D, PERIOD_LAST_93D, /* rolling, ending at the scheduled instant */
	PERIOD_PREV_DAY, PERIOD_PREV_WEEK, PERIOD_PREV_MONTH, PERIOD_PREV_QUARTER, PERIOD_PREV_YEAR, /* in the task's zone; weeks begin on Monday */
	PERIOD_SINCE_LAST, /* since the end of the last delivered report's period; without one as the last 24 hours */
	PERIOD_CUSTOM,     /* FROM..TO: wall times in the task's zone */
};

struct period_spec {
	enum period_kind kind;
	struct wall from, to; /* PERIOD_CUSTOM */
};

/* A half-open interval of instants. */
struct period {
	int64_t from, to;
};

extern const struct enum_row period_names[]; /* without PERIOD_CUSTOM */

/* "last-7d", "prev-month", "2026-11-01..2026-12-01", "2026-11-01T00:00..2026-11-02T12:00"; from must be before to. */
bool period_spec_from_text(const char *text, struct period_spec *ret_spec, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* field_canon_fn for task.period. */
char *period_canon(const struct field *row, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
