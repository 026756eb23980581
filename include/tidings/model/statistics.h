/* SPDX-License-Identifier: Apache-2.0 */
/* The question that a report, the dashboard and "tidings stats" ask, and its answer. Every figure is exact. */
#ifndef TIDINGS_MODEL_STATISTICS_H
#define TIDINGS_MODEL_STATISTICS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/event.h"
#include "tidings/model/period.h"
#include "tidings/model/task.h"
#include "tidings/util/auto.h"
#include "tidings/util/json.h"

enum stats_step { STEP_HOUR, STEP_DAY, STEP_WEEK };

enum stats_top { TOP_DEFAULT, TOP_RETROSCAN, TOP_MD5, TOP_SHA1, TOP_SHA256, TOP_LISTS };

struct stats_query {
	struct period period;
	char *const *tenants;   /* NULL-terminated names; NULL = all that exist */
	enum source source;
	bool false_positives;   /* true: counted as well */
	const int64_t *steps;   /* ascending bounds of the series' steps: n_steps + 1 instants, first = from, last = to;
	                           made by schedule (a day is not always 24 hours). NULL: no series */
	size_t n_steps;
	int top;                /* rows of each top list; 0 = none */
	bool scan;              /* from the detections themselves, without roll-ups: slower, for checks; the answer is the same */
};

struct stats_top_row {
	char *indicator;
	enum indicator_kind kind;
	uint64_t detections;
};

struct stats_share {
	char *name;
	uint64_t detections;
};

struct stats_bin {
	int64_t from; /* start of the step, clipped to the period */
	uint64_t incoming_events, detections;
};

enum { WEEK_DAYS = 7, DAY_HOURS = 24 };

/* Zeroed = empty. Arrays hold structs by value and have no clear function: stats_result_release frees what they point to. */
struct stats_result {
	uint64_t incoming_events, detections, indicators; /* indicators: distinct (kind, value) */
	GArray *top[TOP_LISTS];  /* struct stats_top_row: detections descending, then indicator bytes ascending */
	GArray *categories;      /* struct stats_share: detections descending, then name ascending; all of them */
	GArray *suppliers;
	GArray *kinds;           /* of indicators, by indicator_kind_names */
	GArray *tenants;         /* NULL = not counted: no part of the question */
	GArray *series;          /* struct stats_bin, one a step; empty steps with zeros */
	uint64_t *week;          /* detections by weekday, from Monday, and hour: WEEK_DAYS x DAY_HOURS; NULL = not counted, as for tenants */
	int64_t cut;             /* instant: what happened before is no longer kept; 0 = nothing was removed */
	int64_t first_event;     /* oldest event of the whole store, INSTANT_NONE when empty */
};

extern const struct enum_row stats_step_names[]; /* hour, day, week */
extern const struct enum_row stats_top_names[];  /* default, retroscan, md5, sha1, sha256 */

/* Frees the members and zeroes; NULL allowed. */
void stats_result_release(struct stats_result *result);
AUTORELEASE_DEFINE(stats_result, stats_result_release)

/* The question's own members first ("from", "to", "tenants", "source"), then the result's, "incoming_events" ...
 * "series", "kinds", when counted "by_tenant" and "week", and, when older events were removed, "kept_from": what "tidings stats --json" prints (CLI.md).
 * tenants NULL gives "all" as an empty list. Given. */
struct js *stats_answer_to_json(const struct stats_query *query, const struct stats_result *result) G_GNUC_WARN_UNUSED_RESULT;

#endif
