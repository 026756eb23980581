/* SPDX-License-Identifier: Apache-2.0 */
/* The detections of one data directory (stats/): append, ask, mark. */
#ifndef TIDINGS_STATS_STATS_H
#define TIDINGS_STATS_STATS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/event.h"
#include "tidings/model/statistics.h"
#include "tidings/util/auto.h"

struct stats;

/* Makes DIR (the data directory)/stats. ERROR_EXISTS when it is there. */
bool stats_create(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ERROR_NOT_FOUND, ERROR_CORRUPT, ERROR_VERSION. Given. */
struct stats *stats_open(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void stats_close(struct stats *stats);
AUTOPTR_DEFINE(stats, stats_close)

/* A batch is what came from one source (a file, an answer). It is named by its identity, a digest of its bytes, and stored in one or
 * more parts; with each part, in the same transaction, goes how far the batch has come. So an interrupted batch can be taken
 * up where its last part ended, and nothing is counted twice or lost. The members are the caller's, but for `complete`. */
#define STATS_IDENTITY_BYTES 32
struct stats_progress {
	uint64_t position; /* bytes, or whatever the caller counts its source in */
	uint64_t lines, detections, incoming_events, service_events, rejected;
	uint64_t reject_bytes;
	bool complete;     /* the last part is stored */
};
struct stats_part {
	const uint8_t *identity;             /* STATS_IDENTITY_BYTES */
	struct stats_progress before, after; /* before: as stats_batch_find or the part before has it */
	const struct stats_part *next;       /* of another batch, stored in the same transaction; NULL = no more */
};

/* Events on their way into the store. Given: stats_batch_free (NULL is allowed), before the store is closed. */
struct stats_batch;
struct stats_batch *stats_batch_new(struct stats *stats) G_GNUC_WARN_UNUSED_RESULT;
void stats_batch_free(struct stats_batch *batch);
AUTOPTR_DEFINE(stats_batch, stats_batch_free)
/* Copies the event to memory. An incoming event counts at the start of its minute (UTC). ERROR_INVALID for a time outside 1970 to 9999 or
 * before what is kept (stats_retain), a text that is too long, not UTF-8 or, being tenant, category or indicator, empty; the batch is as before. */
bool stats_batch_add(struct stats_batch *batch, const struct event *event, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Many detections that share their dimensions, quicker than by stats_batch_add: these are checked once, and get a number that is good for
 * this batch, across its commits, until it is freed. Of the event, time, type, count, indicator and confidence are not looked at.
 * ERROR_INVALID as for stats_batch_add. */
bool stats_batch_tuple(struct stats_batch *batch, const struct event *event, uint32_t *ret_tuple, GError **error) G_GNUC_WARN_UNUSED_RESULT;
struct stats_detection {
	int64_t time;
	uint32_t tuple;        /* of stats_batch_tuple */
	int confidence;        /* 0 to 100, -1 = none said */
	const char *indicator; /* normalised, valid UTF-8 (not checked again), copied; no NUL is needed behind it */
	size_t length;         /* 1 to INDICATOR_MAX */
};
bool stats_batch_add_detection(struct stats_batch *batch, const struct stats_detection *detection, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes all that was added durable, or nothing, and empties the batch. part may be NULL: events without a source that could be given
 * again. ERROR_BUSY when the store does not have part->before: another process has taken the same source meanwhile. On failure the batch
 * is as before. */
bool stats_batch_commit(struct stats_batch *batch, const struct stats_part *part, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was stored with the batch's last part; *ret_found is false (and the progress zero) when none was. */
bool stats_batch_find(struct stats *stats, const uint8_t *identity, struct stats_progress *ret_progress, bool *ret_found,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The one question. result must be empty or released. Without query->false_positives, detections that were marked as such by
 * themselves or by their indicator are in no figure but the incoming events, which know no indicator. A supplier that no record said is
 * in the list as "". ERROR_INVALID for a period that is not from < to, or steps that do not cover it in ascending order. */
bool stats_query(struct stats *stats, const struct stats_query *query, struct stats_result *ret_result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An indicator that tenant holds for a false positive: all its detections there, past and future, count as such until it is removed. */
struct stats_mark {
	char *tenant;
	enum indicator_kind kind;
	char *indicator; /* normalised */
	int64_t time;    /* when it was marked */
};

/* ERROR_EXISTS when it is marked already; ERROR_INVALID for texts that no event could have. */
bool stats_mark_add(struct stats *stats, const struct stats_mark *mark, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ERROR_NOT_FOUND when it is not marked. The mark's time is not looked at. */
bool stats_mark_remove(struct stats *stats, const struct stats_mark *mark, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Array of struct stats_mark, by tenant, then indicator, then kind; tenant NULL: of all. Given; its elements are released with it. */
GArray *stats_mark_list(struct stats *stats, const char *tenant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is to go: days (UTC) that ended more than so many days ago, then the oldest days until the store takes no more room. The clock counts
 * only as far as the newest event: one that is wrong for a while removes nothing. The day of now, or of that event, stays. */
struct stats_retention {
	int64_t now;
	int days;                 /* 0: nothing by age */
	uint64_t bytes;           /* 0: no limit */
	bool (*stop)(void *data); /* asked between steps; true: the rest is left to the next call. NULL: never */
	void *data;
};
struct stats_removed {
	int64_t cut;              /* nothing that happened before it is in any answer; 0 = everything is */
	uint64_t detections;      /* removed by this call */
};
/* Retention: what goes is out of every answer at once and for good; its room is freed in small transactions, so that others write in
 * between, and an interrupted call is taken up by the next. Names of indicators and marks of false positives stay. An event from before the
 * cut is refused from then on (stats_batch_add). */
bool stats_retain(struct stats *stats, const struct stats_retention *retention, struct stats_removed *ret_removed, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;

/* What the store holds, and the bytes that it takes. */
enum stats_area { AREA_INDICATORS, AREA_DETECTIONS, AREA_ROLL_UPS, AREA_INCOMING, AREA_OTHER, STATS_AREAS };
struct stats_room {
	uint64_t detections, indicators; /* indicators: all that were ever seen */
	uint64_t waiting;                /* detections that are in no roll-up yet: a question counts them one by one */
	uint64_t marks, batches;         /* marks of false positives; sources that were taken, whole or in part */
	int64_t first, last;             /* times of the oldest and newest detection; INSTANT_NONE */
	int64_t cut;                     /* what happened before it is gone; 0 = nothing is */
	uint64_t areas[STATS_AREAS];     /* bytes of pages */
	uint64_t file;                   /* bytes of the file, which keeps the room of what was removed and uses it again */
};
extern const char *const stats_area_names[STATS_AREAS]; /* indicators, detections, roll_ups, incoming_events, other */
bool stats_measure(struct stats *stats, struct stats_room *ret_room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A compact copy into DIR (the backup's directory, as store_backup)/stats while others read and write. */
bool stats_backup(struct stats *stats, const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes DIR/stats from the backup in directory `from`; as kv_restore. */
bool stats_restore(const char *dir, const char *from, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Verifies checksums and structure; the number of detections. ERROR_CORRUPT. */
bool stats_check(struct stats *stats, uint64_t *ret_detections, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
