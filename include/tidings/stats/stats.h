/* SPDX-License-Identifier: Apache-2.0 */
/* The detections of one data directory (stats/): append and ask. */
#ifndef TIDINGS_STATS_STATS_H
#define TIDINGS_STATS_STATS_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/event.h"
#include "tidings/model/statistics.h"
#include "tidings/util/auto.h"

struct stats;

/* Makes DIR (the data directory)/stats. */
bool stats_create(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ERROR_NOT_FOUND, ERROR_CORRUPT, ERROR_VERSION. Given. */
struct stats *stats_open(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void stats_close(struct stats *stats);
AUTOPTR_DEFINE(stats, stats_close)

/* Events of one batch: add copies them to memory, commit makes all durable at once or none. identity (a digest of the source,
 * 32 bytes, or NULL) is stored with them: stats_has_batch. A batch larger than memory should be is committed in parts, each with
 * the same identity; the last part carries it. */
struct stats_batch;
struct stats_batch *stats_batch_new(struct stats *stats) G_GNUC_WARN_UNUSED_RESULT;
void stats_batch_free(struct stats_batch *batch);
AUTOPTR_DEFINE(stats_batch, stats_batch_free)
bool stats_batch_add(struct stats_batch *batch, const struct event *event, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool stats_batch_commit(struct stats_batch *batch, const uint8_t *identity, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool stats_has_batch(struct stats *stats, const uint8_t *identity, bool *ret_has, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The one question. result must be empty or released. ERROR_INVALID for a period that is not from < to. */
bool stats_query(struct stats *stats, const struct stats_query *query, struct stats_result *ret_result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Verifies checksums and structure; the number of detections. */
bool stats_check(struct stats *stats, uint64_t *ret_detections, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
