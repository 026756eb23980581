/* SPDX-License-Identifier: Apache-2.0 */
/* Records of one batch on their way into the store: rejects kept, parts committed together with the batch's progress. */
#ifndef TIDINGS_INGEST_INTAKE_PRIV_H
#define TIDINGS_INGEST_INTAKE_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "input-priv.h"
#include "lines-priv.h"
#include "parser-priv.h"
#include "record-priv.h"
#include "rejects-priv.h"
#include "tidings/ingest/ingest.h"
#include "tidings/stats/stats.h"
#include "tidings/util/auto.h"

struct intake;
/* options and input are borrowed; stored is what the store knows of the same input. Begins behind it, or, when that is complete, at the
 * start once more. Given. */
struct intake *intake_new(struct stats *stats, const struct ingest_options *options, const struct input *input,
			  const struct stats_progress *stored) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void intake_free(struct intake *intake);
AUTOPTR_DEFINE(intake, intake_free)

/* How far it has come; the caller moves position and lines. */
struct stats_progress *intake_progress(struct intake *intake) G_GNUC_WARN_UNUSED_RESULT;
/* Counts the record. ERROR_INVALID with the reason why it cannot be: then nothing was counted. */
bool intake_take(struct intake *intake, const struct record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a line, which the parser reads. */
bool intake_take_line(struct intake *intake, struct parser *parser, const struct line *line, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps what was rejected: "line" or "object", its number from 1, the reason. ERROR_IO, ERROR_FULL. */
bool intake_reject(struct intake *intake, const char *what, const GError *reason, const char *text, size_t length,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Commits a part when enough has come together: call it between two records, with the progress up to date. */
bool intake_breathe(struct intake *intake, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Commits what was taken so far, to go on another time. */
bool intake_pause(struct intake *intake, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Commits the rest. A batch of which nothing was taken is not remembered, so that it can be given again. */
bool intake_finish(struct intake *intake, struct ingest_result *ret_result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
