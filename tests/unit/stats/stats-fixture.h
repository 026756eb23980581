/* SPDX-License-Identifier: Apache-2.0 */
/* A statistics store for a test, and events to put into it. */
#ifndef TIDINGS_TESTS_STATS_FIXTURE_H
#define TIDINGS_TESTS_STATS_FIXTURE_H

#include "tidings/stats/stats.h"

#define NOON INT64_C(1790942400) /* 2026-10-02T12:00:00Z */
#define HOUR INT64_C(3600)

struct fixture {
	char *dir;
	struct stats *stats;
	struct stats_batch *batch;
};

/* A new store, open. */
void fixture_init(struct fixture *f);
void fixture_release(struct fixture *f);
AUTORELEASE_DEFINE(fixture, fixture_release)
/* The same, with segments of so few events that a small test rolls them up. */
void fixture_init_small(struct fixture *f, unsigned segment_events, unsigned roll_segments);
/* Closes the store, with its batch, and opens it again. */
void fixture_reopen(struct fixture *f);

/* A detection of a domain in tenant General by TCP; the test changes what it is about. */
struct event fixture_detection(int64_t time, const char *indicator);
struct event fixture_incoming(int64_t time, uint64_t count);
/* Adds to the batch and must succeed. */
void fixture_add(struct fixture *f, struct event event);
void fixture_commit(struct fixture *f);
/* Asks and must succeed; the answer from the detections themselves must be the same. */
void fixture_ask(struct fixture *f, const struct stats_query *query, struct stats_result *ret_result);
/* All of the store: from 1970 to 9999, top 10. */
struct stats_query fixture_everything(void);
/* Rows as "indicator*detections indicator*detections", given. */
char *fixture_top_text(const struct stats_result *result, enum stats_top list);
/* Shares as "name*detections name*detections", given. */
char *fixture_shares_text(const GArray *shares);

#endif
