/* SPDX-License-Identifier: Apache-2.0 */
/* A question while it is answered: what it wants of tenants, groups and times, and what has been counted for it. */
#ifndef TIDINGS_STATS_QUESTION_PRIV_H
#define TIDINGS_STATS_QUESTION_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "array-priv.h"
#include "dimension-priv.h"
#include "state-priv.h"
#include "tally-priv.h"
#include "tidings/kv/kv.h"
#include "tidings/model/statistics.h"
#include "tidings/util/auto.h"

struct question {
	struct kv_txn *txn;
	const struct stats_query *query;
	struct state state;
	struct period period; /* what is left of the query's by the cut */
	bool groups[GROUPS];  /* wanted */
	uint8_t *tenants;     /* not 0: wanted; NULL: all are */
	uint64_t n_tenants;   /* ids are below it */
	struct array_view *tuples, *profiles;
	uint8_t *classes;     /* of each profile, by its group alone: + 1; 0 = not looked up yet */
	uint64_t *counts;     /* detections of each profile; the one behind the last is for what is not wanted */
	struct tally *tally;
	size_t step;          /* of the event before: mostly the same */
	struct stats_result *result;
};

/* result has its series. On failure question_release is due, too. */
bool question_init(struct question *question, struct kv_txn *txn, const struct stats_query *query, struct stats_result *result,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void question_release(struct question *question);
AUTORELEASE_DEFINE(question, question_release)

/* What the question makes of a tuple. */
struct question_lens {
	uint32_t profile; /* where its detections are counted: state.profiles when they are not wanted */
	uint8_t class;    /* of the tally; QUESTION_UNWANTED */
};
#define QUESTION_UNWANTED TALLY_CLASSES
/* ERROR_CORRUPT. */
bool question_look(struct question *question, uint32_t tuple, struct question_lens *ret_lens, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The bin of a time that lies in the period; NULL without a series. */
struct stats_bin *question_bin(struct question *question, int64_t time) G_GNUC_WARN_UNUSED_RESULT;

/* Counts the detections of these parts of the period in segments from number first on, and in the tail when `tail` is set. */
struct scan {
	struct period period;
	uint64_t first, end; /* numbers of segments */
	bool tail;
	bool counts; /* of indicators and profiles */
	bool series;
};
bool scan_run(struct question *question, const struct scan *scan, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes the detections of marked indicators off, all over the period. */
bool scan_marked(struct question *question, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Detections, categories and suppliers of the result, from the counts of the profiles. */
bool shares_fill(struct question *question, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
